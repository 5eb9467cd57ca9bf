"""After a run of everything that has to do with secrets: none lies or shows anywhere but where it belongs.

The run is made once, by people in browsers; what they typed and saw, and what the simulator's memory tells in clear,
is then searched for in all rows of all schemas, in sessions, in all that was said to the broker, in logs, e-mails and
the console, and on every page of the table of URLs as every role. The links of e-mails are meant to be in e-mails.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import psycopg
import pytest
from playwright.sync_api import Page, expect

from opbx.demo.cast import PASSWORD
from tests.browser.conftest import PATIENCE_MS
from tests.installation import Installation, wait_for
from tests.whole_run import acts, plain
from tests.whole_run.acts import new_password
from tests.whole_run.cloudonix_side import Domain
from tests.whole_run.console import Newcomer, add_organization
from tests.whole_run.leaks import (
    Eavesdropper,
    at_cloudonix,
    found_in,
    kept_by_broker,
    rows_with,
    sessions,
    tables,
    texts,
)
from tests.whole_run.table import Arguments, objects_of_acme, paths

pytestmark = pytest.mark.browser

CANARY = "Canary-4f1e9a77c2d85b03"  # no secret: what the search finds where it looks
ACME_DOMAIN = "acme-demo.cloudonix.net"
OWNER = ("acme", "owner@acme.example")


@dataclass
class Run:
    """What must be found nowhere. once: tokens of one-time links, which e-mails and the console may hold."""

    demo: Any
    secrets: set[str] = field(default_factory=set)
    once: set[str] = field(default_factory=set)
    said_to_broker: str = ""
    unopened: str = ""  # token of a phone's link that nobody opened yet

    @property
    def everything(self) -> set[str]:
        return self.secrets | self.once


@pytest.fixture(scope="module")
def run(installation, chromium) -> Run:
    demo = installation
    made = Run(demo)
    # 13 SIP accounts, their two domains with a key each, two request keys and the account's key. The worker may
    # still be syncing when the demo says that it is ready.
    state = demo.data_dir / "simulator.json"
    wait_for(lambda: len(at_cloudonix(state)) >= 18, 60)
    made.secrets |= at_cloudonix(state)
    assert len(made.secrets) >= 18
    made.secrets |= {(demo.data_dir / name).read_text().strip() for name in ("secret_key", "key_ring")}
    contexts = []

    def window():
        contexts.append(chromium.new_context())
        contexts[-1].set_default_timeout(PATIENCE_MS)
        return contexts[-1].new_page()

    with Eavesdropper(demo.redis_url) as eavesdropper:
        try:
            _act(made, window)
        finally:
            for context in contexts:
                context.close()
        made.secrets |= at_cloudonix(state)
    made.said_to_broker = eavesdropper.text
    return made


def _act(made: Run, window: Callable) -> None:
    demo, site = made.demo, made.demo.site("acme")
    page = window()
    _sign_in(page, site, OWNER[1])

    made.secrets |= acts.show_password(page, site, "101")
    made.secrets |= acts.reset_password(page, site, "102")
    acts.refuse_in_words_that_repeat(
        demo.simulator, "PUT", "*/subscribers/*", secret=_key_of(made, ACME_DOMAIN)
    )
    made.secrets |= acts.reset_password(page, site, "104")
    made.unopened = acts.token_of(acts.make_phone_link(page, site, "103"))
    made.once.add(made.unopened)
    made.once |= acts.open_phone_link(window(), acts.make_phone_link(page, site, "105"))

    acts.refuse_in_words_that_repeat(demo.simulator, "POST", "*/trunks", secret=_key_of(made, ACME_DOMAIN))
    made.secrets |= acts.add_trunk(page, site, "leaky", label=CANARY)
    expect(page.get_by_text("Failed", exact=True).first).to_be_visible()
    page.goto(f"{site}/settings/cloudonix/")
    expect(page.get_by_role("row").filter(has_text="leaky")).to_contain_text("…")
    expect(page.get_by_role("row").filter(has_text="104_acme")).to_contain_text("…")

    made.secrets |= acts.set_service_pin(page, site, "101")
    made.secrets |= acts.set_voicemail_pin(page, site, "Front desk")
    made.secrets |= acts.import_file(page, site)
    acts.rotate_request_key(page, site, ACME_DOMAIN)
    _connect_globex(made, window())
    _make_a_domain_with_another_customer_key(made, window())
    made.secrets |= acts.find_a_difference(page, site, demo.simulator, ACME_DOMAIN, "105_acme")
    acts.delete_extension(page, site, "122")
    page.goto(f"{site}/nowhere/{CANARY}/")
    before = len(_reset_links(demo))

    def link_in_mail() -> str:
        wait_for(lambda: len(_reset_links(demo)) > before, PATIENCE_MS / 1000)
        return _reset_links(demo)[before]

    made.once |= acts.ask_for_reset(window(), site, "elena@acme.example", link_in_mail)


def _reset_links(demo: Installation) -> list[str]:
    """Those in all e-mails to people of acme, the oldest first; other tests ask for some, too."""
    return re.findall(r"http://acme\.\S+/sign-in/reset/\S+/", demo.text)


def _connect_globex(made: Run, page) -> None:
    domain = Domain(
        made.demo.simulator, "globex-demo.cloudonix.net", _key_of(made, "globex-demo.cloudonix.net")
    )
    _sign_in(page, made.demo.site("globex"), "owner@globex.example")
    made.secrets |= acts.enter_api_key(page, made.demo.site("globex"), acts.another_key(domain))


def _make_a_domain_with_another_customer_key(made: Run, page: Page) -> None:
    _sign_in(page, made.demo.url, "petra@platform.example")
    made.secrets |= acts.enter_customer_key(page, made.demo.url, _key_of(made, None))
    initrode = Newcomer("Initrode", "Milton Waddams", "milton@initrode.example")
    add_organization(page, made.demo.url, initrode, makes_domain=True)
    made.once.add(acts.token_of(made.demo.wait_for(r"(http://initrode\.\S+/invitation/\S+/)", 120)))
    # A worker connects the domain, whose keys the simulator knows from then on.
    expect(page.locator("code", has_text="initrode.cloudonix.net")).to_be_visible(timeout=120_000)


def _key_of(made: Run, domain: str | None) -> str:
    """The first API key of a domain, or with None of the account, from the simulator's memory."""
    memory = json.loads((made.demo.data_dir / "simulator.json").read_text())
    number = next((one["id"] for one in memory["domains"] if one["name"] == domain), None)
    return next(key["value"] for key in memory["keys"] if key["domain_id"] == number)


def _sign_in(page: Page, site: str, email: str) -> None:
    page.goto(f"{site}/sign-in/")
    page.get_by_label("E-mail").fill(email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(lambda url: "/sign-in" not in url)


# --- where it is looked -------------------------------------------------------------------------------------------


def test_no_row_of_any_schema_holds_a_secret(run):
    with psycopg.connect(run.demo.database_url) as connection:
        assert len(tables(connection)) > 50
        assert {"routing_trunk", "audit_entry", "django_session"} <= {name for _, name in tables(connection)}
        assert {name.partition(".")[2] for name in rows_with(connection, [CANARY])} >= {
            "routing_trunk",
            "audit_entry",
        }
        assert rows_with(connection, run.everything) == set()


def test_no_session_holds_a_secret(run):
    with psycopg.connect(run.demo.database_url) as connection:
        kept = sessions(connection)

    assert "_auth_user_id" in kept
    assert found_in(kept, run.everything) == []


def test_nothing_that_was_said_to_the_broker_holds_a_secret(run):
    kept = kept_by_broker(run.demo.redis_url)

    # Celery writes its messages in base64: the name of the task's organization is inside.
    assert found_in(run.said_to_broker, ["tenants.tasks.run_due_work", "tenant_schema"]) != []
    assert found_in(run.said_to_broker, run.everything) == []
    assert found_in(kept, run.everything) == []


def test_no_log_holds_a_secret(run):
    logs = texts(run.demo.data_dir / "logs")

    assert {"web.log", "worker.log", "simulator.log"} <= logs.keys()
    assert found_in(logs["web.log"], [CANARY]) == [CANARY]
    assert {
        name: found_in(text, run.everything) for name, text in logs.items() if found_in(text, run.everything)
    } == {}


def test_no_e_mail_and_no_line_of_the_console_holds_a_secret(run):
    mails = texts(run.demo.data_dir / "mail")

    assert any(found_in(text, run.once) for text in mails.values())  # a link, which is meant to be there
    assert {name for name, text in mails.items() if found_in(text, run.secrets)} == set()
    assert found_in(run.demo.text, run.secrets) == []


def test_no_stored_file_holds_a_secret(run):
    """The uploaded sounds. The file of an import is not kept at all."""
    stored = texts(run.demo.data_dir / "media")

    assert {name for name, text in stored.items() if found_in(text, run.everything)} == set()


# --- the pages ----------------------------------------------------------------------------------------------------

PEOPLE = {
    "anonymous": ("acme", ""),
    "owner": OWNER,
    "admin": ("acme", "admin@acme.example"),
    "user": ("acme", "user@acme.example"),
    "reporter": ("acme", "reporter@acme.example"),
    "stranger": ("globex", "owner@globex.example"),
    "manager": ("platform", "petra@platform.example"),
}


@pytest.fixture(scope="module")
def arguments(run) -> Arguments:
    return objects_of_acme(run.demo.database_url, trunk="leaky", phone_link=run.unopened)


@pytest.mark.parametrize("person", PEOPLE)
def test_no_page_shows_a_secret(run, arguments, chromium, person):
    slug, email = PEOPLE[person]
    table = "platform" if slug == "platform" else "organization"
    site = run.demo.url if slug == "platform" else run.demo.site(slug)
    context = chromium.new_context()
    if email:
        _sign_in(context.new_page(), site, email)

    shown, leaks = {}, {}
    for _name, path in paths(table, arguments):
        answer = plain.get(site + path, context)
        shown[path] = answer.status
        if found := found_in(answer.text, run.everything):
            leaks[path] = found
    context.close()

    assert leaks == {}
    assert [path for path, status in shown.items() if status >= 500] == []
    if person == "owner":
        assert list(shown.values()).count(200) > 50


def test_no_refusal_shows_a_secret(run):
    """Pages for what is not there, over, or forged, at addresses that hold one."""
    site, secret = run.demo.site("acme"), new_password()

    answers = [
        plain.get(f"{site}/phone-setup/{secret}/"),
        plain.get(f"{site}/phone-setup/linphone/{secret}/"),
        plain.get(f"{site}/invitation/{secret}/"),
        plain.get(f"{site}/sign-in/link/{secret}/"),
        plain.get(f"{site}/sign-in/reset/1-{secret}/"),
        plain.post(f"{site}/sign-in/", {"login": OWNER[1], "password": secret}),
        plain.get(f"{site}/nowhere/{CANARY}/"),
    ]

    # 429 once somebody here has tried too many links that are none.
    assert {answer.status for answer in answers[:5]} <= {410, 429}
    assert [answer.status for answer in answers[5:]] == [403, 404]
    assert [answer.status for answer in answers if secret in answer.text] == []
    assert found_in("".join(texts(run.demo.data_dir / "logs").values()), [secret]) == []
