"""The rules of a phone number: calls of some callers go elsewhere."""

from __future__ import annotations

from typing import Unpack

from django.db import transaction
from django.db.models import Max, Model
from django.http import Http404

from accounts.permissions import require
from audit import services as audit
from audit.actors import Actor
from opbx.configuration import configuration_changed
from opbx.errors import NotAcceptable
from opbx.web.formats import phone_words
from routing.callers import read_caller
from routing.models import DESTINATION_FIELDS, OBJECT_COLUMNS, DestinationKeywords, NumberRule, PhoneNumber
from routing.services.destinations import column_of, destination_words, point, point_to
from tenants.context import current_organization
from tenants.guard import guard_configuration

MOST_RULES = 50


@transaction.atomic
def add_number_rule(
    actor: Actor, number: PhoneNumber, *, caller: str, **destination: Unpack[DestinationKeywords]
) -> NumberRule:
    """Send the calls of some callers of a number elsewhere; the rule stands behind the others.

    Raises NotAcceptable: a caller that cannot be read or has a rule already, no destination, or 50 rules.
    """
    require(actor, "numbers.write")
    guard_configuration()
    if not PhoneNumber.objects.filter(pk=number.pk).exists():
        raise Http404("The phone number was deleted meanwhile.")
    rules = NumberRule.objects.filter(phone_number=number)
    if rules.count() >= MOST_RULES:
        raise NotAcceptable(f"A number has at most {MOST_RULES} rules. Delete one first.", field="caller")
    last = rules.aggregate(last=Max("position"))["last"] or 0
    rule = NumberRule(phone_number=number, position=last + 1)
    _set(rule, caller, destination)
    rule.save()
    _tell(actor, number, "rule_added", None, _words(rule))
    return rule


@transaction.atomic
def update_number_rule(
    actor: Actor, rule: NumberRule, *, caller: str, **destination: Unpack[DestinationKeywords]
) -> NumberRule:
    """Change whose calls go where. Raises NotAcceptable."""
    require(actor, "numbers.write")
    guard_configuration()
    row = _locked(rule)
    before = _words(row)
    _set(row, caller, destination)
    if _words(row) != before:
        row.save(update_fields=["pattern", "value", *DESTINATION_FIELDS])
        _tell(actor, row.phone_number, "rule_changed", before, _words(row))
    return row


@transaction.atomic
def delete_number_rule(actor: Actor, rule: NumberRule) -> None:
    """Let the calls of these callers go where the others go."""
    require(actor, "numbers.write")
    guard_configuration()
    row = _locked(rule)
    words, number = _words(row), row.phone_number
    row.delete()
    _tell(actor, number, "rule_deleted", words, None)


@transaction.atomic
def raise_number_rule(actor: Actor, rule: NumberRule) -> None:
    """Ask the rule before the one that was asked before it."""
    require(actor, "numbers.write")
    guard_configuration()
    row = _locked(rule)
    before = NumberRule.objects.filter(phone_number=row.phone_number, position__lt=row.position)
    other = before.order_by("position").last()
    if other is None:
        return
    other.position, row.position = row.position, other.position
    other.save(update_fields=["position"])
    row.save(update_fields=["position"])
    _tell(actor, row.phone_number, "rule_raised", f"after {other}", f"{row} before {other}")


def redirect_number_rules(actor: Actor, leaving: Model, replacement: Model | None) -> None:
    """Send what rules send to an object to another one, or hang up; within the caller's transaction."""
    rows = NumberRule.objects.select_for_update(of=("self",)).filter(**{column_of(type(leaving)): leaving})
    for row in rows.select_related("phone_number", *OBJECT_COLUMNS.values()).order_by("pk"):
        before = _words(row)
        point_to(row, replacement)
        row.save(update_fields=[*DESTINATION_FIELDS])
        audit.record(actor, "number.rule_changed", row.phone_number, {"rule": [before, _words(row)]})


def _set(rule: NumberRule, caller: str, destination: DestinationKeywords) -> None:
    read = read_caller(caller, current_organization().region, field="caller")
    rule.pattern, rule.value = read.pattern, read.value
    others = NumberRule.objects.filter(
        phone_number=rule.phone_number_id, pattern=read.pattern, value=read.value
    )
    if others.exclude(pk=rule.pk).exists():
        raise NotAcceptable(f"{rule} has a rule already. Change that one.", field="caller")
    point(rule, **destination)


def _locked(rule: NumberRule) -> NumberRule:
    rows = NumberRule.objects.select_related("phone_number", *OBJECT_COLUMNS.values())
    row: NumberRule | None = rows.select_for_update(of=("self",)).filter(pk=rule.pk).first()
    if row is None:
        raise Http404("The rule was deleted meanwhile.")
    return row


def _words(rule: NumberRule) -> str:
    return f"{rule}: {destination_words(rule)}"


def _tell(actor: Actor, number: PhoneNumber, what: str, before: str | None, after: str | None) -> None:
    audit.record(actor, f"number.{what}", number, {"rule": [before, after]})
    configuration_changed(actor, f"The rules of {phone_words(number.e164)} were changed")
