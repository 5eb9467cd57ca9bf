"""The electronic lock over HTTP: by phone with the service PIN, for the next call, in two statements."""

from __future__ import annotations

import pytest

from audit.models import Entry
from extensions.models import Extension
from extensions.services import set_service_pin
from routing.models import Trunk
from routing.publish import publish
from routing.services import set_locked
from tenants.context import in_tenant
from tests.voice.conftest import ACTOR
from tests.voice.test_statements import wire

PHONE = {"Direction": "subscriber", "From": "101_anna"}
OUTSIDE = {**PHONE, "To": "+491715550103"}
PIN = "7391"


@pytest.fixture
def anna(acme_line) -> Extension:
    with in_tenant(acme_line):
        Trunk.objects.create(name="first", host="a.example", direction="public-outbound")
        row = Extension.objects.get(number="101")
        set_service_pin(ACTOR, row, pin=PIN)
        publish(ACTOR, "A trunk and a PIN")
    return row


def typed(cloudonix, session: str, code: str, pin: str):
    asked = cloudonix.ask(**PHONE, Session=session, To=code)
    link = asked.root[0].attrib["action"].removeprefix("http://localhost:8000")
    return cloudonix.ask(link, **PHONE, Session=session, Digits=pin)


def test_a_phone_locks_and_unlocks_its_extension(cloudonix, acme_line, anna):
    assert typed(cloudonix, "one", "*33", PIN).spoken == "Your phone is locked."
    refused = cloudonix.ask(**OUTSIDE, Session="two")
    assert refused.spoken == "This phone is locked. Calls to this number are not possible."
    assert cloudonix.ask(**PHONE, Session="three", To="102").rings == ["102_bert"]
    assert cloudonix.ask(**PHONE, Session="four", To="112").rings == ["112"]

    assert "wrong" in typed(cloudonix, "five", "*34", "1111").body.decode()
    assert cloudonix.ask(**OUTSIDE, Session="six").rings == []
    assert typed(cloudonix, "seven", "*34", PIN).spoken == "Your phone is unlocked."
    assert cloudonix.ask(**OUTSIDE, Session="eight").rings == ["+491715550103"]
    with in_tenant(acme_line):
        entries = Entry.objects.filter(action__in=["extension.locked", "extension.unlocked"])
        assert [entry.actor_label for entry in entries] == ["Extension 101, by phone"] * 2
        assert PIN not in str(list(entries.values()))


def test_the_lock_costs_no_statement_and_no_publish(cloudonix, acme_line, anna):
    cloudonix.ask(**OUTSIDE)
    before = type(acme_line).objects.get(pk=acme_line.pk).plan_version
    with in_tenant(acme_line):
        set_locked(ACTOR, anna, on=True)
    with wire() as seen:
        refused = cloudonix.ask(**OUTSIDE, Session="two")

    assert "locked" in refused.spoken
    assert len(seen) == 2
    assert type(acme_line).objects.get(pk=acme_line.pk).plan_version == before


def test_the_lock_of_one_organization_is_nothing_to_another(
    cloudonix_for_globex, globex_line, acme_line, anna
):
    with in_tenant(acme_line):
        set_locked(ACTOR, anna, on=True)

    assert type(acme_line).objects.get(pk=globex_line.pk).locked_extensions == []
    said = cloudonix_for_globex.ask(Direction="subscriber", From="101_gina", To="+491715550103").spoken
    assert "locked" not in said
