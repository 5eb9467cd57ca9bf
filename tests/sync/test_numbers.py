"""Phone numbers at Cloudonix follow those here: exact DNIDs that lead to our voice application."""

from __future__ import annotations

import pytest

from audit.actors import Actor
from cloudonix.models import OutboxItem
from cloudonix.sync import limiter
from cloudonix.sync.dispatch import drain
from routing.models import PhoneNumber
from routing.services import add_number, delete_number, update_number

SEED = Actor.system("seed")
MANY = [f"+4930555012{last}" for last in range(10, 22)]


@pytest.fixture(autouse=True)
def _no_waiting(monkeypatch) -> None:
    monkeypatch.setattr(limiter, "REQUESTS", 10_000)
    monkeypatch.setattr(limiter, "REQUESTS_WHILE_SLOW", 10_000)


@pytest.fixture
def application(domain) -> int:
    """The voice application that a pairing leaves."""
    body = {
        "name": "opbx-routing",
        "type": "cxml",
        "url": "https://pbx.example/api/voice/route",
        "method": "POST",
    }
    return domain.ask("POST", "/applications", body)["id"]


def add(e164: str, **more: object) -> PhoneNumber:
    return add_number(SEED, e164=e164, destination_kind="hang_up", **more)


def switch(number: PhoneNumber, *, on: bool) -> None:
    number.refresh_from_db()
    update_number(
        SEED, number, version=number.version, label=number.label, destination_kind="hang_up", is_enabled=on
    )


def dnids(domain) -> dict[str, dict]:
    return {one["source"]: one for one in domain.ask("GET", "/dnids") or []}


def test_a_number_becomes_an_exact_dnid_of_its_digits_that_leads_to_our_application(
    connected, domain, application
):
    number = add("+49 30 555 0121 0")

    assert drain() is None

    (there,) = dnids(domain).values()
    assert (there["source"], there["applicationId"], there["active"]) == ("493055501210", application, True)
    assert (there["prefix"], there["expression"], there["asteriskCompatible"], there["global"]) == (
        False,
    ) * 4
    number.refresh_from_db()
    assert (number.sync_state, number.remote_id) == ("in_sync", str(there["id"]))
    connected.refresh_from_db()
    assert connected.application_id == str(application), "looked for once and kept"


def test_a_disabled_number_is_inactive_there_and_active_again_when_it_is_enabled(
    connected, domain, application
):
    number = add("+493055501210")
    drain()

    switch(number, on=False)
    drain()
    assert dnids(domain)["493055501210"]["active"] is False

    switch(number, on=True)
    drain()
    assert dnids(domain)["493055501210"]["active"] is True


def test_a_change_that_cloudonix_does_not_know_of_asks_for_nothing(connected, domain, application):
    number = add("+493055501210")
    drain()
    number.refresh_from_db()

    update_number(SEED, number, version=number.version, label="Head office", destination_kind="hang_up")

    assert OutboxItem.objects.count() == 0


def test_a_deleted_number_takes_its_dnid_along_and_spares_what_others_made(connected, domain, application):
    ours, theirs = add("+493055501210"), add("+493055501211")
    drain()
    domain.ask("DELETE", f"/dnids/{dnids(domain)['493055501211']['id']}")
    domain.ask("POST", "/dnids", {"source": "493055501211", "applicationId": application})

    for number in (ours, theirs):
        number.refresh_from_db()
        delete_number(SEED, number)
    assert drain() is None

    assert list(dnids(domain)) == ["493055501211"]


def test_a_dnid_that_exists_already_is_adopted_also_with_a_plus(connected, gate, domain, application):
    other = domain.ask(
        "POST", "/applications", {"name": "old", "type": "cxml", "url": "https://a.example", "method": "GET"}
    )
    domain.ask("POST", "/dnids", {"source": "+493055501210", "applicationId": other["id"]})
    domain.ask("POST", "/dnids", {"source": "4930", "prefix": True, "applicationId": other["id"]})
    add("+493055501210")

    drain()

    there = dnids(domain)
    assert set(there) == {"+493055501210", "4930"}, "one DNID for the number; a pattern is left alone"
    assert there["+493055501210"]["applicationId"] == application
    assert there["4930"]["applicationId"] == other["id"]
    assert "POST dnids" not in gate.seen


def test_many_numbers_cost_one_list_and_one_look_at_what_was_made(connected, gate, domain, application):
    for number in MANY:
        add(number)

    assert drain() is None

    assert gate.seen[:2] == ["GET dnids", "GET applications"]
    # Cloudonix says nothing of what it made, so each ten are followed by one look.
    assert gate.seen.count("GET dnids") == 3
    assert gate.seen.count("POST dnids") == len(MANY)
    assert {f"+{source}" for source in dnids(domain)} == set(MANY)
    assert set(PhoneNumber.objects.values_list("sync_state", flat=True)) == {"in_sync"}
    gate.seen.clear()
    for number in PhoneNumber.objects.all():
        switch(number, on=False)

    assert drain() is None

    assert gate.seen.count("GET dnids") == 1
    assert gate.seen.count("PUT dnids/" + PhoneNumber.objects.first().remote_id) == 1
    assert {one["active"] for one in dnids(domain).values()} == {False}


def test_a_number_that_is_refused_waits_for_a_person_and_its_siblings_go_on(
    connected, gate, domain, application
):
    pattern = {"dnid": f"^({MANY[3][1:]})$", "expression": True, "applicationId": application}
    domain.ask("POST", "/dnids", pattern)  # Cloudonix has no second DNID for the same expression
    for number in MANY:
        add(number)

    assert drain() is None

    assert OutboxItem.objects.get().parked_as == "rejected"
    assert "409" in PhoneNumber.objects.get(e164=MANY[3]).sync_error
    assert PhoneNumber.objects.filter(sync_state="in_sync").count() == len(MANY) - 1


@pytest.mark.parametrize("count", [1, len(MANY)])
@pytest.mark.parametrize(
    "fault",
    [{"status": 429}, {"status": 500, "after": True}, {"status": 0}, {"status": 0, "after": True}],
    ids=str,
)
def test_trouble_ends_in_one_dnid_for_each_number(connected, gate, domain, application, later, fault, count):  # noqa: PLR0917
    gate.spoil("POST", "/dnids", **fault)
    gate.spoil("GET", "/dnids", **fault)
    for number in MANY[:count]:
        add(number)

    for _ in range(5):
        drain()
        later()

    there = domain.ask("GET", "/dnids")
    assert sorted(f"+{one['source']}" for one in there) == MANY[:count]
    assert {str(one["id"]) for one in there} == set(PhoneNumber.objects.values_list("remote_id", flat=True))
    assert OutboxItem.objects.count() == 0


def test_a_connection_without_our_application_says_so(connected, domain):
    number = add("+493055501210")

    drain()

    number.refresh_from_db()
    assert number.sync_state == "failed"
    assert "Check the connection again" in number.sync_error


def test_without_a_connection_a_number_is_drafted_and_not_live(in_acme, db):
    number = add("+493055501210")

    assert drain() is None

    number.refresh_from_db()
    assert number.sync_state == "not_connected"
    assert OutboxItem.objects.get().topic == "number"
