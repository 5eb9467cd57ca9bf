"""Pointing a row to a destination, for every service that routes."""

from __future__ import annotations

from typing import Any, Unpack

from django.db.models import Model

from extensions.models import Extension, ExtensionTemplate
from opbx.e164 import read_phone_number
from opbx.errors import DomainError, NotAcceptable
from opbx.web.formats import phone_words
from routing.models import (
    KIND_OF_COLUMN,
    OBJECT_COLUMNS,
    OUTSIDE_COLUMN,
    ROUTABLE,
    Absence,
    DestinationFields,
    DestinationKeywords,
    DestinationKind,
    ForwardingRule,
    PhoneNumber,
)
from routing.outbound import why_not_outside
from tenants.context import current_organization

# What an object of a column is called in a sentence.
NOUNS: dict[str, str] = {
    "destination_extension": "an extension",
    "destination_ring_group": "a ring group",
    "destination_menu": "an IVR menu",
    "destination_schedule": "business hours",
    "destination_voicemail_box": "a voicemail box",
    "destination_room": "a conference room",
    "destination_announcement": "an announcement",
    "destination_directory": "a dial-by-name directory",
    "destination_agent": "an AI agent",
}


def point(row: DestinationFields, **destination: Unpack[DestinationKeywords]) -> None:
    """Set the destination of a row that the caller saves, under the guard row.

    An object of another kind than the chosen one is ignored. Raises NotAcceptable when the kind is none that calls can
    be sent to, or its object is missing or was deleted meanwhile, or the external number is none.
    """
    kind = destination["destination_kind"]
    if kind not in ROUTABLE:
        raise NotAcceptable("Choose where calls go.", field="destination_kind")
    row.destination_kind = kind
    wanted = OBJECT_COLUMNS.get(DestinationKind(kind))
    for column in OBJECT_COLUMNS.values():
        chosen = destination.get(column) if column == wanted else None
        setattr(row, column, _living(column, chosen) if column == wanted else None)
    typed = str(destination.get(OUTSIDE_COLUMN) or "")
    row.destination_outside = _outside(row, typed) if kind == DestinationKind.OUTSIDE else ""


def point_to(row: DestinationFields, target: Model | None) -> None:
    """`point` by the object alone; None hangs up. Raises NotAcceptable."""
    if target is None:
        point(row, destination_kind=DestinationKind.HANG_UP)
        return
    column = column_of(type(target))
    keywords: dict[str, Any] = {"destination_kind": KIND_OF_COLUMN[column], column: target}
    point(row, **keywords)


def column_of(model: type[Model]) -> str:
    """The column of a destination that leads to objects of this model; raises KeyError for any other model."""
    for column in OBJECT_COLUMNS.values():
        if model_of(column) is model:
            return column
    raise KeyError(model)


def noun_of(target: Model) -> str:
    """What an object that calls can be sent to is called before its name: "extension", "ring group"."""
    return KIND_OF_COLUMN[column_of(type(target))].noun


def repoint(row: DestinationFields, **destination: Unpack[DestinationKeywords]) -> dict[str, list[Any]]:
    """`point`, telling what changed for the audit log: {} when it leads to the same place as before."""
    before, where = leads_to(row), destination_words(row)
    point(row, **destination)
    return {} if leads_to(row) == before else {"destination": [where, destination_words(row)]}


def leads_to(row: DestinationFields) -> tuple[Any, ...]:
    """Equal for two rows that send calls to the same place."""
    objects = [getattr(row, f"{column}_id") for column in OBJECT_COLUMNS.values()]
    return (str(row.destination_kind), *objects, row.destination_outside)


def destination_words(row: DestinationFields) -> str:
    """Such as "Extension 101 Amara Okafor", for the audit log, which outlives the objects it names."""
    if row.destination_outside:
        return f"{row.destination_noun} {phone_words(row.destination_outside)}"
    if row.destination_object is not None:
        return f"{row.destination_noun} {row.destination_object}"
    return str(DestinationKind(row.destination_kind).label)


def _living(column: str, chosen: Any) -> Any:  # noqa: ANN401 - an object of the column's model
    if chosen is None:
        raise NotAcceptable(f"Choose {NOUNS[column]}.", field=column)
    # Chosen from a form, and deleted before it was sent: the guard row makes this answer final.
    model = model_of(column)
    if not model._default_manager.filter(pk=chosen.pk).exists():  # noqa: SLF001 - Django's documented name
        name = chosen.number if column == "destination_extension" else chosen.name
        noun = KIND_OF_COLUMN[column].noun
        noun = noun if column == "destination_extension" else f"the {noun}"
        sentence = f"{noun} {name} was deleted meanwhile. Choose another."
        raise NotAcceptable(sentence[0].upper() + sentence[1:], field=column)
    return chosen


def model_of(column: str) -> type[Model]:
    """The model whose objects a column of a destination leads to; raises KeyError for another column."""
    model = PhoneNumber._meta.get_field(column).related_model  # noqa: SLF001 - Django's documented name
    if not isinstance(model, type):
        raise KeyError(column)
    return model


def _outside(row: DestinationFields, typed: str) -> str:
    """E.164, where the rules of outbound calls allow it: those of the rule's owner, else the organization's."""
    if not typed.strip():
        raise NotAcceptable("Enter the external number.", field=OUTSIDE_COLUMN)
    region = current_organization().region
    try:
        e164 = read_phone_number(typed, region)
    except DomainError as error:
        raise NotAcceptable(error.message, field=OUTSIDE_COLUMN) from error
    owner: Extension | ExtensionTemplate | None = None
    if isinstance(row, Absence):
        owner = row.extension
    elif isinstance(row, ForwardingRule):
        owner = row.extension or row.template
    refusal = why_not_outside(e164, owner, region)
    if refusal:
        raise NotAcceptable(f"Calls cannot go to {phone_words(e164)}. {refusal}", field=OUTSIDE_COLUMN)
    return e164
