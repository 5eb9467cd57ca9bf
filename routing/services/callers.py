"""Blocking and allowing callers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TypedDict, Unpack

from django.db import transaction

from accounts.permissions import require
from audit import services as audit
from audit.actors import Actor
from opbx.bulk import BulkResult, act_on_each
from opbx.configuration import configuration_changed
from opbx.errors import ChangedMeanwhile, NotAcceptable
from opbx.web.formats import phone_words
from routing.callers import Caller, read_caller, read_callers
from routing.models import CallerRule, PhoneNumber
from routing.models.callers import caller_words
from tenants.context import current_organization
from tenants.guard import guard_configuration

HELD = "on the list already"
# Does it to one locked row; answers with why not, "" when it was done.
Act = Callable[[CallerRule], str]


class Values(TypedDict, total=False):
    """What a person says about callers, but for who they are."""

    verdict: str
    answer: str
    phone_number: PhoneNumber | None
    expires_at: datetime | None
    note: str
    is_enabled: bool


@transaction.atomic
def add_caller_rules(
    actor: Actor, *, callers: str, **values: Unpack[Values]
) -> tuple[list[CallerRule], BulkResult]:
    """Add a rule for each line; those that the list has already are skipped. A note in a line goes before `note`.

    Raises NotAcceptable: a line that cannot be read, or nothing that is new; nothing is added then.
    """
    require(actor, "callers.write")
    guard_configuration()
    phone_number = _living(values.get("phone_number"))
    wanted = read_callers(callers, current_organization().region)
    held = _held(wanted, phone_number)
    result, added = BulkResult(), []
    for caller in wanted:
        words = caller_words(caller.pattern, caller.value)
        if (caller.pattern, caller.value) in held:
            result.skip(words, HELD)
            continue
        added.append(
            CallerRule.objects.create(
                **{**_tidy(values), "note": caller.note or values.get("note", "").strip()},
                pattern=caller.pattern,
                value=caller.value,
                added_by=actor.label[:120],
            )
        )
        result.done.append(words)
    if not added:
        raise NotAcceptable(_all_held(result), field="callers")
    audit.record_all(actor, "caller_rule.added", [(rule, _as_added(rule)) for rule in added])
    verdict = CallerRule.Verdict(added[0].verdict).label.lower()
    configuration_changed(actor, f"{_counted(result.done)} {_was(result.done)} {verdict}")
    return added, result


@transaction.atomic
def update_caller_rule(
    actor: Actor, rule: CallerRule, *, version: int, callers: str, **values: Unpack[Values]
) -> CallerRule:
    """Change a rule. version: the one that the editor saw. Raises ChangedMeanwhile and NotAcceptable."""
    require(actor, "callers.write")
    guard_configuration()
    row = CallerRule.objects.select_related("phone_number").select_for_update(of=("self",)).get(pk=rule.pk)
    if row.version != version:
        raise ChangedMeanwhile(_last_editor(row), f"the rule for {row}", current_version=row.version)
    phone_number = _living(values.get("phone_number"))
    caller = read_caller(callers, current_organization().region)
    if (caller.pattern, caller.value) in _held([caller], phone_number, but=row):
        words = caller_words(caller.pattern, caller.value)
        raise NotAcceptable(f"{words} is {HELD}. Change that rule instead.", field="callers")
    wanted = {**_tidy(values), "pattern": caller.pattern, "value": caller.value}
    changes, before = audit.differences(row, **wanted), str(row)
    if not changes:
        return row
    for name, value in wanted.items():
        setattr(row, name, value)
    row.version += 1
    row.save(update_fields=[*wanted, "version"])
    if str(row) != before:  # whom it is about is one thing to people, and two columns
        changes = {"caller": [before, str(row)]} | {
            name: pair for name, pair in changes.items() if name not in {"pattern", "value"}
        }
    audit.record(actor, "caller_rule.updated", row, changes)
    configuration_changed(actor, f"The rule for {row} was changed")
    return row


def switch_caller_rules(actor: Actor, rules: Sequence[CallerRule], *, on: bool) -> BulkResult:
    """Let rules hold again, or stop them; they stay on the list."""
    done = "enabled" if on else "disabled"

    def act(row: CallerRule) -> str:
        if row.is_enabled == on:
            return "active already" if on else "disabled already"
        row.is_enabled = on
        row.version += 1
        row.save(update_fields=["is_enabled", "version"])
        audit.record(actor, f"caller_rule.{done}", row, {"is_enabled": [not on, on]})
        return ""

    return _each(actor, rules, act, done=done)


def delete_caller_rules(actor: Actor, rules: Sequence[CallerRule]) -> BulkResult:
    """Take rules off the list: their callers are served like everybody else."""

    def act(row: CallerRule) -> str:
        audit.record(actor, "caller_rule.deleted", row, {"caller": [str(row), None]})
        row.delete()
        return ""

    return _each(actor, rules, act, done="deleted")


@transaction.atomic
def _each(actor: Actor, rules: Sequence[CallerRule], act: Act, *, done: str) -> BulkResult:
    require(actor, "callers.write")
    guard_configuration()
    result = act_on_each(rules, CallerRule.objects.select_for_update(), act)
    if result.done:
        noun = (
            f"The rule for {result.done[0]}"
            if len(result.done) == 1
            else f"{len(result.done)} rules about callers"
        )
        configuration_changed(actor, f"{noun} {_was(result.done)} {done}")
    return result


def _held(
    callers: Sequence[Caller], phone_number: PhoneNumber | None, but: CallerRule | None = None
) -> set[tuple[str, str]]:
    """Those of the callers for whom this phone number, or all of them, has a rule."""
    rows = CallerRule.objects.filter(phone_number=phone_number, value__in=[one.value for one in callers])
    if but is not None:
        rows = rows.exclude(pk=but.pk)
    return set(rows.values_list("pattern", "value"))


def _living(phone_number: PhoneNumber | None) -> PhoneNumber | None:
    if phone_number is not None and not PhoneNumber.objects.filter(pk=phone_number.pk).exists():
        sentence = f"{phone_words(phone_number.e164)} was deleted meanwhile. Choose another."
        raise NotAcceptable(sentence, field="phone_number")
    return phone_number


def _tidy(values: Values) -> Values:
    tidy = values.copy()
    if "note" in tidy:
        tidy["note"] = tidy["note"].strip()
    return tidy


def _as_added(rule: CallerRule) -> dict[str, list[object]]:
    said = {"caller": str(rule), "verdict": rule.verdict, "note": rule.note, "expires_at": rule.expires_at}
    return {name: [None, value] for name, value in said.items() if value}


def _last_editor(rule: CallerRule) -> str:
    newest = audit.history_of(rule, limit=1)
    return newest[0].actor_label if newest else "Somebody"


def _all_held(result: BulkResult) -> str:
    if len(result.skipped) == 1:
        return f"{result.skipped[0].label} is {HELD}. Enter another caller, or change that rule."
    return f"All {len(result.skipped)} are {HELD}. Enter other callers."


def _counted(labels: Sequence[str]) -> str:
    return labels[0] if len(labels) == 1 else f"{len(labels)} callers"


def _was(labels: Sequence[str]) -> str:
    return "was" if len(labels) == 1 else "were"
