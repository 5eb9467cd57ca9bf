"""What rules lead to: shown, protected, redirected; and what deleted extensions would do counts for nothing."""

from __future__ import annotations

import pytest
from django.db.models import ProtectedError
from django.utils import timezone

from audit.models import Entry
from extensions.errors import ExtensionInUse
from extensions.models import Extension, VoicemailBox
from extensions.services import Replacement, delete_extension
from opbx.references import count_uses, redirect_uses, uses_of
from routing.compile import compile_plan
from routing.models import ForwardingRule
from tests.forwarding.conftest import rule

pytestmark = pytest.mark.usefixtures("in_acme")


def words(obj) -> list[str]:
    return [f"{use.kind} {use.label}: {use.role}" for use in uses_of(obj)]


def test_an_extension_tells_which_rules_lead_to_it(anna, bert, template, set_rules):
    set_rules(bert, rule("busy", anna), rule("no_answer", anna, "external"))
    set_rules(template, rule("unavailable", anna))
    set_rules(None, rule("always", anna))

    assert sorted(words(anna)) == [
        "Extension 102 Bert: forwards calls here: busy, any call",
        "Extension 102 Bert: forwards calls here: no answer, external calls",
        "Forwarding All extensions: forwards calls here: always, any call",
        "Template Sales: forwards calls here: unavailable, any call",
    ]
    assert count_uses([anna, bert]) == {anna.pk: 4}


def test_a_voicemail_box_tells_too_and_its_extension_counts_the_rules_of_others(
    anna, bert, box_of, set_rules
):
    box = box_of(anna)
    set_rules(anna, rule("no_answer", box))
    set_rules(bert, rule("no_answer", box))

    assert len(uses_of(box)) == 2
    assert words(anna) == [
        "Extension 102 Bert: forwards calls here to the voicemail box: no answer, any call"
    ]


def test_an_extension_that_rules_lead_to_is_not_deleted_without_a_word(anna, bert, boss, set_rules):
    set_rules(bert, rule("busy", anna))

    with pytest.raises(ExtensionInUse):
        delete_extension(boss, anna)

    assert ForwardingRule.objects.get().destination_extension == anna


def test_a_replacement_takes_over_the_rules(anna, bert, boss, make_extension, set_rules):
    carla = make_extension("104", "Carla")
    set_rules(bert, rule("busy", anna))

    delete_extension(boss, anna, replacement=Replacement(carla))

    assert ForwardingRule.objects.get().destination_extension == carla
    entry = Entry.objects.filter(action="extension.forwarding_changed").order_by("-id")[0]
    assert entry.changes == {"forward_busy": ["Extension 101 Anna", "Extension 104 Carla"]}


def test_a_rule_that_would_lead_the_replacement_to_itself_goes(anna, bert, boss, set_rules):
    set_rules(bert, rule("busy", anna))

    delete_extension(boss, anna, replacement=Replacement(bert))

    assert not ForwardingRule.objects.exists()
    entry = Entry.objects.filter(action="extension.forwarding_changed").order_by("-id")[0]
    assert entry.changes == {"forward_busy": ["Extension 101 Anna", None]}


def test_without_a_replacement_calls_are_hung_up(anna, bert, boss, set_rules):
    set_rules(bert, rule("busy", anna))

    delete_extension(boss, anna, replacement=Replacement(None))

    assert ForwardingRule.objects.get().destination_kind == "hang_up"


def test_rules_to_a_voicemail_box_are_redirected_to_another_box(anna, bert, box_of, boss, set_rules):
    leaving, other = box_of(anna), box_of(bert)
    set_rules(None, rule("no_answer", leaving))

    redirect_uses(boss, leaving, other)

    assert ForwardingRule.objects.get().destination_voicemail_box == other


def test_an_extension_that_forwards_to_its_own_box_can_be_removed_for_good(anna, box_of, set_rules):
    set_rules(anna, rule("no_answer", box_of(anna)))

    Extension.with_deleted.get(pk=anna.pk).delete()

    assert not ForwardingRule.objects.exists()
    assert not VoicemailBox.with_deleted.exists()


@pytest.mark.parametrize("goal", ["extension", "box"])
def test_what_a_living_rule_leads_to_is_protected_by_the_database(anna, bert, box_of, set_rules, goal):
    target = anna if goal == "extension" else box_of(anna)
    set_rules(bert, rule("busy", target))

    with pytest.raises(ProtectedError):
        target.delete()


def test_rules_of_a_deleted_extension_count_for_nothing_and_hold_up_nothing(anna, bert, set_rules):
    set_rules(bert, rule("busy", anna))
    Extension.objects.filter(pk=bert.pk).update(deleted_at=timezone.now())

    assert uses_of(anna) == []
    Extension.with_deleted.get(pk=anna.pk).delete()

    assert not ForwardingRule.objects.exists()


def test_a_rule_that_a_restored_extension_kept_does_not_hold_up_what_it_led_to(anna, bert, set_rules):
    set_rules(bert, rule("busy", anna))
    Extension.objects.filter(pk=anna.pk).update(deleted_at=timezone.now())

    Extension.with_deleted.get(pk=anna.pk).delete()

    assert not ForwardingRule.objects.exists()


def test_a_rule_to_a_deleted_extension_is_passed_over(acme, anna, bert, make_extension, set_rules):
    carla = make_extension("104", "Carla")
    set_rules(anna, rule("busy", bert))
    set_rules(None, rule("busy", carla))
    Extension.objects.filter(pk=bert.pk).update(deleted_at=timezone.now())

    plan = compile_plan(acme)

    (forward,) = plan.extension_by_key[anna.key].forwards
    assert forward.internal.key == carla.key
