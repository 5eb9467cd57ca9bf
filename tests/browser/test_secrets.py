"""After the other browser tests: no secret of the demo lies anywhere but where it belongs.

The simulator's memory tells the secrets in clear: SIP passwords, Cloudonix keys, request keys. Searched are all rows
of all schemas, the broker, the logs, the e-mails, the console, and the HTML of an Owner's pages.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterator

import psycopg
import pytest
import redis
from psycopg import sql

from tests.browser.test_pages import ORGANIZATION_PAGES

pytestmark = pytest.mark.browser
SECRET_NAMES = {"sip_password", "value", "authorization-api-key"}


def secrets_in(part: object, name: str = "") -> Iterator[str]:
    if isinstance(part, dict):
        for key, value in part.items():
            yield from secrets_in(value, key)
    elif isinstance(part, list):
        for value in part:
            yield from secrets_in(value, name)
    elif isinstance(part, str) and name in SECRET_NAMES and len(part) >= 16:
        yield part


@pytest.fixture
def secrets(demo) -> list[str]:
    # 13 SIP accounts, their two domains with a key each, two request keys and the account's key. The worker may
    # still be syncing when the demo says that it is ready.
    until = time.monotonic() + 60
    found: set[str] = set()
    while len(found) < 18 and time.monotonic() < until:
        found = set(secrets_in(json.loads((demo.data_dir / "simulator.json").read_text())))
        time.sleep(0.2)
    assert len(found) >= 18
    return sorted(found)


def test_no_row_of_any_schema_holds_a_secret(demo, secrets):
    with psycopg.connect(demo.database_url) as connection:
        tables = connection.execute(
            "SELECT schemaname, tablename FROM pg_tables WHERE schemaname NOT IN ('pg_catalog', 'information_schema')"
        ).fetchall()
        leaks = [
            f"{schema}.{table}"
            for schema, table in tables
            if connection.execute(
                sql.SQL("SELECT 1 FROM {} AS row WHERE row::text LIKE ANY(%s) LIMIT 1").format(
                    sql.Identifier(schema, table)
                ),
                [[f"%{secret}%" for secret in secrets]],
            ).fetchone()
        ]

    assert len(tables) > 50
    assert leaks == []


def test_no_message_of_the_broker_holds_a_secret(demo, secrets):
    with redis.Redis.from_url(demo.redis_url) as broker:
        kept = b"".join(broker.dump(key) or b"" for key in broker.scan_iter())

    assert [secret for secret in secrets if secret.encode() in kept] == []


def test_no_log_e_mail_or_console_line_holds_a_secret(demo, secrets):
    files = [path for folder in ("logs", "mail") for path in (demo.data_dir / folder).iterdir()]
    texts = {path.name: path.read_text(errors="replace") for path in files} | {"console": demo.text}

    assert len(files) > 3
    assert [name for name, text in texts.items() if any(secret in text for secret in secrets)] == []


def test_no_page_holds_a_secret(demo, visit, sign_in, secrets):
    owner = visit()
    sign_in(owner, "acme", "owner@acme.example")

    leaks = []
    for path in ["", "extensions/", *ORGANIZATION_PAGES]:
        owner.page.goto(f"{demo.site('acme')}/{path}")
        html = owner.page.content()
        leaks += [path for secret in secrets if secret in html]

    assert leaks == []
