"""Speed dial: adding, changing, switching and deleting short numbers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Unpack

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Model
from django.http import Http404

from accounts.permissions import require
from audit import services as audit
from audit.actors import Actor
from extensions.internal_numbers import holder_in_words
from extensions.services.values import is_emergency_number
from opbx.bulk import BulkResult, act_on_each
from opbx.configuration import configuration_changed
from opbx.errors import ChangedMeanwhile, NotAcceptable
from routing.models import DESTINATION_FIELDS, OBJECT_COLUMNS, DestinationKeywords, FeatureCode, SpeedDial
from routing.services.destinations import column_of, destination_words, point, point_to, repoint
from tenants.guard import guard_configuration


@transaction.atomic
def add_speed_dial(
    actor: Actor,
    *,
    number: str,
    name: str,
    is_enabled: bool = True,
    **destination: Unpack[DestinationKeywords],
) -> SpeedDial:
    """Add a short number. Raises NotAcceptable: it is none, or something else has it."""
    require(actor, "dialling.write")
    guard_configuration()
    row = SpeedDial(number=number.strip(), name=name.strip(), is_enabled=is_enabled)
    point(row, **destination)
    _check(row)
    row.save()
    said = {
        "number": [None, row.number],
        "name": [None, row.name],
        "destination": [None, destination_words(row)],
    }
    audit.record(actor, "speed_dial.added", row, said)
    configuration_changed(actor, f"Speed dial {row} was added")
    return row


@transaction.atomic
def update_speed_dial(
    actor: Actor,
    speed_dial: SpeedDial,
    *,
    version: int,
    number: str,
    name: str,
    is_enabled: bool | None = None,
    **destination: Unpack[DestinationKeywords],
) -> SpeedDial:
    """Change a short number. version: the one that the editor saw. is_enabled: None leaves it.

    Raises ChangedMeanwhile and NotAcceptable.
    """
    require(actor, "dialling.write")
    guard_configuration()
    row = _locked(speed_dial)
    if row.version != version:
        newest = audit.history_of(row, limit=1)
        who = newest[0].actor_label if newest else "Somebody"
        raise ChangedMeanwhile(who, f"speed dial {row.number}", current_version=row.version)
    is_on = row.is_enabled if is_enabled is None else is_enabled
    changes = audit.differences(row, number=number.strip(), name=name.strip(), is_enabled=is_on)
    row.number, row.name, row.is_enabled = number.strip(), name.strip(), is_on
    changes |= repoint(row, **destination)
    if not changes:
        return row
    _check(row)
    row.version += 1
    row.save(update_fields=["number", "name", "is_enabled", "version", *DESTINATION_FIELDS])
    audit.record(actor, "speed_dial.updated", row, changes)
    configuration_changed(actor, f"Speed dial {row} was changed")
    return row


def delete_speed_dial(actor: Actor, speed_dial: SpeedDial) -> None:
    """Give a short number free. Raises Http404 when somebody else did."""
    if not delete_speed_dials(actor, [speed_dial]).done:
        raise Http404("The speed dial was deleted meanwhile.")


def delete_speed_dials(actor: Actor, speed_dials: Sequence[SpeedDial]) -> BulkResult:
    """Give short numbers free."""

    def act(row: SpeedDial) -> str:
        audit.record(actor, "speed_dial.deleted", row, {"destination": [destination_words(row), None]})
        row.delete()
        return ""

    return _each(actor, speed_dials, act, done="deleted")


def switch_speed_dials(actor: Actor, speed_dials: Sequence[SpeedDial], *, on: bool) -> BulkResult:
    """Let phones reach short numbers again, or stop them; the numbers stay taken."""
    done = "enabled" if on else "disabled"

    def act(row: SpeedDial) -> str:
        if row.is_enabled == on:
            return "active already" if on else "disabled already"
        row.is_enabled = on
        row.version += 1
        row.save(update_fields=["is_enabled", "version"])
        audit.record(actor, f"speed_dial.{done}", row, {"is_enabled": [not on, on]})
        return ""

    return _each(actor, speed_dials, act, done=done)


@transaction.atomic
def _each(
    actor: Actor, speed_dials: Sequence[SpeedDial], act: Callable[[SpeedDial], str], *, done: str
) -> BulkResult:
    """One transaction and one publish. act: why a row was left as it is, "" when it was not."""
    require(actor, "dialling.write")
    guard_configuration()
    rows = SpeedDial.objects.select_related(*OBJECT_COLUMNS.values()).select_for_update(of=("self",))
    result = act_on_each(speed_dials, rows, act)
    if len(result.done) == 1:
        configuration_changed(actor, f"Speed dial {result.done[0]} was {done}")
    elif result.done:
        configuration_changed(actor, f"{len(result.done)} speed dials were {done}")
    return result


def redirect_speed_dials(actor: Actor, leaving: Model, replacement: Model | None) -> None:
    """Let short numbers of an object lead to another one, or hang up; within the caller's transaction."""
    rows = SpeedDial.objects.select_for_update(of=("self",)).filter(**{column_of(type(leaving)): leaving})
    for row in rows.select_related(*OBJECT_COLUMNS.values()).order_by("pk"):
        before = destination_words(row)
        point_to(row, replacement)
        row.version += 1
        row.save(update_fields=["version", *DESTINATION_FIELDS])
        audit.record(actor, "speed_dial.updated", row, {"destination": [before, destination_words(row)]})


def _locked(speed_dial: SpeedDial) -> SpeedDial:
    rows = SpeedDial.objects.select_related(*OBJECT_COLUMNS.values()).select_for_update(of=("self",))
    row: SpeedDial | None = rows.filter(pk=speed_dial.pk).first()
    if row is None:
        raise Http404("The speed dial was deleted meanwhile.")
    return row


def _check(row: SpeedDial) -> None:
    try:
        row.clean_fields(exclude=["key", "version", *DESTINATION_FIELDS])
    except ValidationError as error:
        field, messages = next(iter(error.message_dict.items()))
        raise NotAcceptable(messages[0], field=field) from error
    if is_emergency_number(row.number):
        sentence = f"{row.number} calls the emergency services here. Use another number."
        raise NotAcceptable(sentence, field="number")
    holder = holder_in_words(row.number, but=row.key)
    if holder:
        raise NotAcceptable(f"{row.number} is {holder}. Enter another number.", field="number")
    for code in FeatureCode.objects.filter(is_enabled=True):
        if code.takes_number and row.number.startswith(code.number):
            sentence = f"Numbers that begin with {code.number} are for “{code.get_act_display()}”. Enter another one."
            raise NotAcceptable(sentence, field="number")
