"""Changing feature codes, and what phones do that dial them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.permissions import require
from audit import services as audit
from audit.actors import Actor
from extensions.internal_numbers import holder_in_words
from extensions.models import Extension
from opbx.configuration import configuration_changed
from opbx.errors import NotAcceptable
from routing.forwarding import Cause
from routing.models import (
    DestinationKind,
    FeatureCode,
    ForwardingRule,
    SpeedDial,
)
from routing.services.forwarding import Rule, set_do_not_disturb, set_forwarding_rules, set_locked
from tenants.guard import guard_configuration


@transaction.atomic
def set_feature_codes(actor: Actor, wanted: Mapping[str, tuple[str, bool]]) -> int:
    """Let the codes be as wanted: act → (code, whether it is on). Returns how many changed.

    Raises NotAcceptable for the field "number-<act>": a code that is none, is taken, or begins another one.
    """
    require(actor, "dialling.write")
    guard_configuration()
    rows = list(FeatureCode.objects.select_for_update().order_by("pk"))
    changed = [(row, changes) for row in rows if (changes := _differences(row, wanted))]
    for row, changes in changed:
        for name, (_, value) in changes.items():
            setattr(row, name, value)
    _check(rows, [row for row, _ in changed])
    # Two codes may change places: all give theirs up before one takes another's.
    freed = [row for row, _ in changed]
    numbers = {row.pk: (row.number, row.is_enabled) for row in freed}
    for row in freed:
        row.is_enabled = False
        row.save(update_fields=["is_enabled"])
    for row, changes in changed:
        row.number, row.is_enabled = numbers[row.pk]
        row.save(update_fields=["number", "is_enabled"])
        audit.record(actor, "feature_code.updated", row, changes)
    if changed:
        configuration_changed(actor, "Feature codes were changed")
    return len(changed)


def switch_do_not_disturb_by_phone(extension: UUID, *, on: bool) -> None:
    """What a phone of the extension dialled; the engine knows that it may."""
    row = Extension.objects.get(key=extension)
    set_do_not_disturb(_by_phone(row), row, on=on)


def switch_lock_by_phone(extension: UUID, *, on: bool) -> None:
    """What a phone of the extension dialled, with its PIN; the engine knows that it may."""
    row = Extension.objects.get(key=extension)
    set_locked(_by_phone(row), row, on=on)


@transaction.atomic
def forward_every_call_by_phone(extension: UUID, to: UUID | None) -> None:
    """Send every call of an extension to another one, or (None) end that; its other rules stay."""
    guard_configuration()
    row = Extension.objects.get(key=extension)
    goal = Extension.objects.get(key=to) if to is not None else None
    rules = []
    if goal is not None:
        any_call = ForwardingRule.Origin.ANY
        rules.append(
            Rule(Cause.ALWAYS.value, any_call, DestinationKind.EXTENSION, destination_extension=goal)
        )
    # The others are not looked at: one that the calling class refuses by now must not keep the phone from its wish.
    set_forwarding_rules(_by_phone(row), row, version=row.version, rules=rules, only=Cause.ALWAYS.value)


def _by_phone(extension: Extension) -> Actor:
    return Actor.system(f"Extension {extension.number}, by phone")


def _differences(row: FeatureCode, wanted: Mapping[str, tuple[str, bool]]) -> dict[str, list[Any]]:
    if row.act not in wanted:
        return {}
    number, is_enabled = wanted[row.act]
    return audit.differences(row, number=number.strip() or row.number, is_enabled=is_enabled)


def _check(rows: list[FeatureCode], changed: list[FeatureCode]) -> None:
    codes = {row.key for row in rows}
    for row in changed:
        field = f"number-{row.act}"
        try:
            row.clean_fields(exclude=["key", "act"])
        except ValidationError as error:
            raise NotAcceptable(next(iter(error.message_dict.values()))[0], field=field) from error
        if not row.is_enabled:
            continue
        for other in rows:
            if other is not row and other.is_enabled and _collide(row, other):
                sentence = f"{other.number} is the code for “{other.get_act_display()}”. Enter another code."
                raise NotAcceptable(sentence, field=field)
        swallowed = (
            SpeedDial.objects.filter(number__startswith=row.number).first() if row.takes_number else None
        )
        if swallowed is not None:
            behind = f"Speed dial {swallowed} begins with {row.number}, behind which a number is dialled."
            sentence = f"{behind} Enter another code."
            raise NotAcceptable(sentence, field=field)
        holder = holder_in_words(row.number, but=row.key)
        if holder and not _is_a_code(row.number, codes):
            raise NotAcceptable(f"{row.number} is {holder}. Enter another code.", field=field)


def _is_a_code(number: str, codes: set[UUID]) -> bool:
    """Whether a code has the number now, which gives it up in the same change."""
    return FeatureCode.objects.filter(number=number, key__in=codes).exists()


def _collide(row: FeatureCode, other: FeatureCode) -> bool:
    """Equal, or one of them takes a number behind it and so would swallow the other."""
    if row.number == other.number:
        return True
    return (row.takes_number and other.number.startswith(row.number)) or (
        other.takes_number and row.number.startswith(other.number)
    )
