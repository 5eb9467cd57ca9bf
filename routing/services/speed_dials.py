"""Speed dial: adding, changing and deleting short numbers."""

from __future__ import annotations

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
from opbx.configuration import configuration_changed
from opbx.errors import ChangedMeanwhile, NotAcceptable
from routing.models import DESTINATION_FIELDS, OBJECT_COLUMNS, DestinationKeywords, FeatureCode, SpeedDial
from routing.services.destinations import column_of, destination_words, point, point_to, repoint
from tenants.guard import guard_configuration


@transaction.atomic
def add_speed_dial(
    actor: Actor, *, number: str, name: str, **destination: Unpack[DestinationKeywords]
) -> SpeedDial:
    """Add a short number. Raises NotAcceptable: it is none, or something else has it."""
    require(actor, "dialling.write")
    guard_configuration()
    row = SpeedDial(number=number.strip(), name=name.strip())
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
    **destination: Unpack[DestinationKeywords],
) -> SpeedDial:
    """Change a short number. version: the one that the editor saw. Raises ChangedMeanwhile and NotAcceptable."""
    require(actor, "dialling.write")
    guard_configuration()
    row = _locked(speed_dial)
    if row.version != version:
        newest = audit.history_of(row, limit=1)
        who = newest[0].actor_label if newest else "Somebody"
        raise ChangedMeanwhile(who, f"speed dial {row.number}", current_version=row.version)
    changes = audit.differences(row, number=number.strip(), name=name.strip())
    row.number, row.name = number.strip(), name.strip()
    changes |= repoint(row, **destination)
    if not changes:
        return row
    _check(row)
    row.version += 1
    row.save(update_fields=["number", "name", "version", *DESTINATION_FIELDS])
    audit.record(actor, "speed_dial.updated", row, changes)
    configuration_changed(actor, f"Speed dial {row} was changed")
    return row


@transaction.atomic
def delete_speed_dial(actor: Actor, speed_dial: SpeedDial) -> None:
    """Give a short number free."""
    require(actor, "dialling.write")
    guard_configuration()
    row = _locked(speed_dial)
    words = str(row)
    audit.record(actor, "speed_dial.deleted", row, {"destination": [destination_words(row), None]})
    row.delete()
    configuration_changed(actor, f"Speed dial {words} was deleted")


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
