"""Blocking and allowing callers."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied

from audit.models import Entry
from opbx.errors import ChangedMeanwhile, NotAcceptable
from routing.models import CallerRule, PlanVersion
from routing.services import (
    add_caller_rules,
    delete_caller_rules,
    delete_number,
    switch_caller_rules,
    update_caller_rule,
)

pytestmark = pytest.mark.usefixtures("in_acme")
SPAM = "+44 20 7183 8750"


def block(actor, callers: str = SPAM, **more):
    added, _ = add_caller_rules(actor, callers=callers, verdict="block", **more)
    return added


def change(actor, rule, **wanted):
    values = {"callers": str(rule), "verdict": rule.verdict, "note": rule.note, "version": rule.version}
    return update_caller_rule(actor, rule, **{**values, **wanted})


def test_many_callers_are_added_at_once_with_one_publish(boss):
    before = PlanVersion.objects.count()

    rules = block(boss, f"{SPAM}, Rang ten times\n+4930*\nanonymous", note="Spam")

    assert [(str(rule), rule.note, rule.added_by) for rule in rules] == [
        ("+44 20 7183 8750", "Rang ten times", boss.label),
        ("+4930*", "Spam", boss.label),
        ("Callers without a number", "Spam", boss.label),
    ]
    assert PlanVersion.objects.count() == before + 1
    assert PlanVersion.objects.latest("number").summary == "3 callers were blocked"
    assert set(Entry.objects.filter(action="caller_rule.added").values_list("object_label", flat=True)) == {
        str(rule) for rule in rules
    }


def test_who_is_on_the_list_already_is_skipped(boss):
    block(boss)

    _, result = add_caller_rules(boss, callers=f"{SPAM}\n+4930*", verdict="allow")

    assert result.done == ["+4930*"]
    assert [(one.label, one.reason) for one in result.skipped] == [(SPAM, "on the list already")]


def test_a_caller_who_is_on_the_list_cannot_be_added_again(boss):
    block(boss)

    with pytest.raises(NotAcceptable, match="is on the list already"):
        block(boss)
    assert CallerRule.objects.count() == 1


def test_one_phone_number_may_have_its_own_rule_for_a_caller(boss, make_number):
    number = make_number("+493055501210")
    block(boss)

    (own,) = add_caller_rules(boss, callers=SPAM, verdict="allow", phone_number=number)[0]

    assert own.phone_number == number
    delete_number(boss, number)
    assert list(CallerRule.objects.values_list("phone_number", flat=True)) == [None]


def test_a_phone_number_that_was_deleted_meanwhile_is_said(boss, make_number):
    number = make_number("+493055501210")
    delete_number(boss, number)

    with pytest.raises(NotAcceptable, match="was deleted meanwhile") as refused:
        block(boss, phone_number=number)
    assert refused.value.field == "phone_number"


def test_a_change_says_what_was_before(boss):
    (rule,) = block(boss)

    changed = change(boss, rule, callers="+4420*", verdict="allow")

    assert (changed.pattern, changed.value, changed.verdict, changed.version) == (
        "prefix",
        "+4420",
        "allow",
        2,
    )
    entry = Entry.objects.get(action="caller_rule.updated")
    assert entry.changes == {"caller": [SPAM, "+4420*"], "verdict": ["block", "allow"]}


def test_a_change_to_a_caller_who_has_a_rule_is_refused(boss):
    (rule, _) = block(boss, f"{SPAM}\n+4930*")

    with pytest.raises(NotAcceptable, match="Change that rule instead"):
        change(boss, rule, callers="+4930*")


def test_the_second_of_two_editors_is_told(boss):
    (rule,) = block(boss)
    change(boss, rule, note="First")

    with pytest.raises(ChangedMeanwhile):
        change(boss, rule, note="Second")


def test_rules_are_switched_and_deleted_together_and_what_does_not_fit_is_skipped(boss):
    rules = block(boss, f"{SPAM}\n+4930*")
    switch_caller_rules(boss, rules[:1], on=False)

    result = switch_caller_rules(boss, rules, on=False)
    assert (result.done, result.skipped[0].reason) == (["+4930*"], "disabled already")

    assert len(delete_caller_rules(boss, rules).done) == 2
    assert [one.reason for one in delete_caller_rules(boss, rules).skipped] == ["deleted meanwhile"] * 2
    assert not CallerRule.objects.exists()


def test_a_reporter_and_a_user_may_block_nobody(actor_for, reporter, user, boss):
    (rule,) = block(boss)
    for person in (reporter, user):
        with pytest.raises(PermissionDenied):
            block(actor_for(person), "+4930*")
        with pytest.raises(PermissionDenied):
            change(actor_for(person), rule, note="Mine")
        with pytest.raises(PermissionDenied):
            switch_caller_rules(actor_for(person), [rule], on=False)
        with pytest.raises(PermissionDenied):
            delete_caller_rules(actor_for(person), [rule])
