"""Business hours switched from a phone: an effect of a call, by the same service as the page."""

from __future__ import annotations

import pytest

from audit.models import Entry
from cloudonix.webhooks.auth import Credential
from cloudonix.webhooks.effects import apply_effects
from routing.engine.decisions import SwitchHours
from tests.engine.builders import call_from_phone
from tests.hours.conftest import published


@pytest.fixture
def apply(acme, monday_noon):
    credential = Credential(acme.pk, acme.schema_name, "active", 1, "en-US", frozenset(), ())

    def act(effect: SwitchHours) -> None:
        apply_effects(credential, call_from_phone("101_acme", "*28"), [effect])

    return act


def test_a_phone_closes_the_hours_and_is_named(apply, in_acme, make_hours, make_extension):
    row, phone = make_hours(by_phone=True), make_extension("101")

    apply(SwitchHours(row.key, "closed", by=phone.key))

    assert published()[0].override.is_open is False
    assert Entry.objects.order_by("pk").last().actor_label == "Extension 101 Amara Okafor, by phone"
    apply(SwitchHours(row.key, ""))
    assert published()[0].override is None


def test_hours_that_phones_may_not_switch_any_more_are_left_alone(apply, in_acme, make_hours, make_extension):
    row, phone = make_hours(), make_extension("101")

    apply(SwitchHours(row.key, "closed", by=phone.key))

    assert published()[0].override is None


def test_hours_that_were_deleted_meanwhile_are_left_alone(apply, in_acme, make_extension):
    apply(SwitchHours(make_extension("101").key, "closed"))
