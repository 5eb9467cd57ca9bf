"""Saved configuration becomes numbered plans, in the transaction of the save."""

from __future__ import annotations

import pytest
from django.db import transaction

from extensions.models import Extension, SipAccount
from opbx.configuration import configuration_changed
from routing.compile import compile_plan
from routing.engine.destinations import HangUp, ToExtension
from routing.engine.plan import decode_plan
from routing.models import PlanVersion
from routing.publish import publish
from tests.voice.conftest import ACTOR, add_extension, add_number

pytestmark = pytest.mark.usefixtures("in_acme")


def test_a_plan_holds_what_the_tables_say(acme, django_assert_max_num_queries):
    acme.voice_language = "de-DE"
    anna = add_extension("101", "Anna", ring_seconds=30)
    SipAccount.objects.create(extension=anna, username="101_mobile")
    Extension.objects.create(number="102", first_name="Bert", is_enabled=False)
    add_number("+493012345678", anna)
    add_number("+493012345679", None)

    with django_assert_max_num_queries(40):  # however many rows there are
        plan = compile_plan(acme)

    assert (plan.organization, plan.voice_language, plan.region) == ("Acme GmbH", "de-DE", "DE")
    assert [(e.number, e.name, e.ring_seconds, e.is_enabled, e.sip_usernames) for e in plan.extensions] == [
        ("101", "Anna", 30, True, ("101_anna", "101_mobile")),
        ("102", "Bert", 20, False, ()),
    ]
    assert [number.destination for number in plan.numbers] == [ToExtension(anna.key), HangUp()]


def test_each_change_is_the_next_version_with_its_author_and_what_changed(acme):
    add_extension("101", "Anna")
    first = publish(ACTOR, "Extension 101 was added")
    add_extension("102", "Bert")

    second = publish(ACTOR, "Extension 102 was added")

    assert (first.number, second.number) == (1, 2)
    assert (second.author_label, second.summary) == ("tests", "Extension 102 was added")
    assert len(decode_plan(bytes(second.plan)).extensions) == 2
    acme.refresh_from_db()
    assert acme.plan_version == 2


def test_a_save_that_changes_no_call_makes_no_version():
    first = publish(ACTOR, "Set up")

    again = publish(ACTOR, "Nothing")

    assert again.pk == first.pk
    assert PlanVersion.objects.count() == 1


def test_the_summary_is_cut_and_not_refused_when_it_is_long():
    version = publish(ACTOR, "x" * 1000)

    version.refresh_from_db()
    assert len(version.summary) == 300
    assert version.summary.endswith("…")


def test_a_save_that_is_rolled_back_is_not_published(acme):
    publish(ACTOR, "Set up")

    def save_and_fail() -> None:
        with transaction.atomic():
            add_extension("101", "Anna")
            configuration_changed(ACTOR, "Extension 101 was added")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        save_and_fail()

    acme.refresh_from_db()
    assert (acme.plan_version, PlanVersion.objects.count()) == (1, 1)


def test_organizations_are_numbered_apart(acme, globex):
    publish(ACTOR, "Set up")

    globex.refresh_from_db()
    assert globex.plan_version == 0
