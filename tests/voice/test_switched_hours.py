"""Business hours switched by phone, over HTTP: the PIN, the switch, and the next call."""

from __future__ import annotations

import pytest

from audit.models import Entry
from extensions.models import Extension
from routing.models import PhoneNumber, Schedule
from routing.opening_times import Hours
from routing.services import add_schedule, update_schedule
from tenants.context import in_tenant
from tests.voice.conftest import ACTOR

PHONE = {"Direction": "subscriber", "From": "101_anna"}
CALLER = {"Direction": "inbound", "From": "+442071838750", "To": "+493012345671"}
PIN = "7391"


@pytest.fixture
def office(acme_line) -> Schedule:
    """Always open: calls to the number go to 102."""
    with in_tenant(acme_line):
        bert = Extension.objects.get(number="102")
        to_bert = {"destination_kind": "extension", "destination_extension": bert}
        row = add_schedule(
            ACTOR,
            name="Office",
            number="500",
            week=dict.fromkeys(range(7), (Hours(0, 1440),)),
            destinations={"open": to_bert, "closed": {"destination_kind": "hang_up"}, "holiday": None},
            by_phone=True,
            phone_pin=PIN,
        )
        PhoneNumber.objects.create(
            e164="+493012345671", destination_kind="schedule", destination_schedule=row
        )
    return row


def test_a_phone_closes_and_opens_them_and_the_next_call_follows(cloudonix, acme_line, office):
    asked = cloudonix.ask(**PHONE, To="*81500")
    wrong = cloudonix.ask(
        asked.root[0].attrib["action"].removeprefix("http://localhost:8000"), **PHONE, Digits="1111"
    )
    assert "This PIN is wrong." in wrong.body.decode()
    right = cloudonix.ask(
        wrong.root[0].attrib["action"].removeprefix("http://localhost:8000"), **PHONE, Digits=PIN
    )

    assert right.spoken == "Office is closed until you switch it back."
    assert cloudonix.ask(**CALLER, Session="call-2").verbs == ["Hangup"]
    with in_tenant(acme_line):
        row, entry = Schedule.objects.get(), Entry.objects.get(action="schedule.overridden")
        assert (row.override, row.override_until) == ("closed", None)
        assert row.override_by == entry.actor_label == "Extension 101 Anna, by phone"
        assert PIN not in str(entry.changes)
        update_schedule(ACTOR, row, version=row.version, removes_phone_pin=True)

    back = cloudonix.ask(**PHONE, Session="call-3", To="*80")
    assert back.spoken == "Office goes by its calendar again and is open now."
    assert cloudonix.ask(**CALLER, Session="call-4").rings == ["102_bert"]


def test_a_repeated_pin_is_one_try_and_five_wrong_ones_lock_it(cloudonix, acme_line, office):
    for number in range(2):
        asked = cloudonix.ask(**PHONE, Session=f"call-{number}", To="*81500")
        for digits in ("1111", "2222", "3333"):
            link = asked.root[0].attrib["action"].removeprefix("http://localhost:8000")
            fields = {**PHONE, "Session": f"call-{number}", "Digits": digits}
            stage = {"x-cx-stageid": f"{number}-{digits}"}
            asked = cloudonix.ask(link, **fields, headers=stage)
            if asked.verbs[0] == "Gather":
                assert cloudonix.ask(link, **fields, headers=stage).body == asked.body
            else:
                break

    assert "wrong too often" in asked.body.decode()
    with in_tenant(acme_line):
        row = Schedule.objects.get()
        assert (row.pin_failures, row.override) == (5, "")
        assert row.pin_locked_until is not None


def test_they_are_another_organizations_business(cloudonix_for_globex, office):
    said = cloudonix_for_globex.ask(Direction="subscriber", From="101_gina", To="*81500").spoken

    assert said == "Dial the number of the business hours behind the code."
