"""Trunks at Cloudonix follow those here, with the carrier's password and without showing it."""

from __future__ import annotations

import json

import pytest

from audit.actors import Actor
from cloudonix.models import OutboxItem
from cloudonix.sync import limiter
from cloudonix.sync.dispatch import drain
from routing.models import Trunk
from routing.services import add_trunk, delete_trunk, switch_trunk, update_trunk

SEED = Actor.system("seed")
LINE = {
    "host": "198.51.100.20",
    "port": 5061,
    "transport": "tls",
    "direction": "public-outbound",
    "metric": 3,
}


@pytest.fixture(autouse=True)
def _no_waiting(monkeypatch) -> None:
    monkeypatch.setattr(limiter, "REQUESTS", 10_000)


def add(name: str = "carrier-out", **more: object) -> Trunk:
    return add_trunk(SEED, name=name, **{**LINE, **more})


def change(trunk: Trunk, **values: object) -> None:
    trunk.refresh_from_db()
    update_trunk(SEED, trunk, version=trunk.version, **values)


def puts(gate) -> list[str]:
    return [line for line in gate.seen if line.startswith("PUT")]


def test_a_trunk_is_written_with_its_sign_in(connected, domain):
    trunk = add(username="acct", password="s3cret-line", prefix="0049")

    assert drain() is None

    there = domain.ask("GET", "/trunks/carrier-out")
    assert (there["ip"], there["port"], there["transport"]) == ("198.51.100.20", "5061", "tls")
    assert (there["direction"], there["metric"], there["prefix"]) == ("public-outbound", 3, "0049")
    assert there["profile"] == {"authentication": {"username": "acct", "password": "s3cret-line"}}
    trunk.refresh_from_db()
    assert (trunk.sync_state, trunk.remote_id) == ("in_sync", str(there["id"]))


def test_changes_reach_it_and_what_others_keep_in_it_stays(connected, domain):
    trunk = add(username="acct", password="s3cret-line")
    drain()
    sign_in = {"username": "acct", "password": "s3cret-line", "overwrite-from": True}
    domain.ask(
        "PUT", "/trunks/carrier-out", {"profile": {"connection-timeout": 4, "authentication": sign_in}}
    )

    change(trunk, metric=7, password="n3w-secret")
    drain()

    there = domain.ask("GET", "/trunks/carrier-out")
    assert there["metric"] == 7
    assert there["profile"] == {
        "connection-timeout": 4,
        "authentication": {"username": "acct", "password": "n3w-secret", "overwrite-from": True},
    }
    switch_trunk(SEED, trunk, on=False)
    drain()
    assert domain.ask("GET", "/trunks/carrier-out")["active"] is False


def test_a_sign_in_that_is_not_wanted_any_more_is_taken_away(connected, gate, domain):
    trunk = add(username="acct", password="s3cret-line")
    drain()

    change(trunk, username="")
    drain()

    assert not domain.ask("GET", "/trunks/carrier-out")["profile"].get("authentication")
    gate.seen.clear()
    change(trunk, label="Only a name here")
    drain()
    assert puts(gate) == []


@pytest.mark.parametrize("shown", [None, "********"])
def test_a_password_that_cloudonix_hides_is_written_once(connected, gate, domain, shown):
    """Asked for again and again, it is compared with what was written last."""
    trunk = add(username="acct", password="s3cret-line")
    drain()
    there = domain.ask("GET", "/trunks/carrier-out")
    there["profile"]["authentication"]["password"] = shown
    hidden = json.dumps(there).encode()
    gate.spoil("GET", "/trunks/", status=200, body=hidden, times=2)

    change(trunk, label="Only a name here")
    drain()
    assert puts(gate) == []

    change(trunk, password="n3w-secret")
    drain()
    assert len(puts(gate)) == 1
    assert domain.ask("GET", "/trunks/carrier-out")["profile"]["authentication"]["password"] == "n3w-secret"


def test_a_deleted_trunk_is_deleted_there(connected, domain):
    trunk = add()
    drain()

    trunk.refresh_from_db()
    delete_trunk(SEED, trunk)
    drain()

    assert domain.ask("GET", "/trunks") == []


def test_a_trunk_that_exists_already_is_adopted(connected, gate, domain):
    body = {
        "name": "carrier-out",
        "ip": "192.0.2.9",
        "port": 5060,
        "transport": "udp",
        "direction": "inbound",
    }
    domain.ask("POST", "/trunks", body)

    add()
    drain()

    (there,) = domain.ask("GET", "/trunks")
    assert (there["ip"], there["direction"]) == ("198.51.100.20", "public-outbound")
    assert "POST trunks" not in gate.seen


def test_many_trunks_cost_one_list(connected, gate, domain):
    for count in range(9):
        add(f"carrier-{count}")

    assert drain() is None

    assert [line for line in gate.seen if line.startswith("GET")] == ["GET trunks"]
    assert gate.seen.count("POST trunks") == 9
    assert set(Trunk.objects.values_list("sync_state", flat=True)) == {"in_sync"}


@pytest.mark.parametrize(
    "fault",
    [
        {"status": 500, "after": True},
        {"status": 0, "after": True},
        {"status": 204, "body": b"", "after": True},
    ],
    ids=str,
)
def test_a_trunk_made_without_a_word_is_made_once(connected, gate, domain, later, fault):
    gate.spoil("POST", "/trunks", **fault)
    add(username="acct", password="s3cret-line")

    drain()
    later()
    drain()

    assert len(domain.ask("GET", "/trunks")) == 1
    assert OutboxItem.objects.count() == 0
    assert gate.seen.count("POST trunks") == 1


def test_the_carriers_password_reaches_no_reason(connected, gate, caplog):
    gate.spoil("POST", "/trunks", status=400, body=b'{"message": "s3cret-line is too short"}')
    trunk = add(username="acct", password="s3cret-line")

    drain()

    trunk.refresh_from_db()
    assert trunk.sync_error == "Cloudonix refused this with status 400: … is too short"
    assert "s3cret-line" not in caplog.text + repr(list(OutboxItem.objects.values()))
