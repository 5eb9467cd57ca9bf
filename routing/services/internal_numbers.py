"""The numbers that phones of the organization dial: one space for extensions and all kinds of routed objects."""

from __future__ import annotations

from uuid import UUID

from django.core.exceptions import ValidationError

from extensions.internal_numbers import Names, holder_in_words
from extensions.models import HoldsNumber
from extensions.models.extensions import extension_number_is_valid
from extensions.services.values import is_emergency_number
from opbx.errors import NotAcceptable
from routing.errors import InternalNumberTaken
from routing.models import KIND_OF_COLUMN, FeatureCode, RoutedObject, SpeedDial
from routing.services.destinations import column_of


def check_internal_number(number: str, holder: HoldsNumber) -> None:
    """Whether an object may have this number; "" always. The caller holds the guard row, which makes the answer final.

    holder: the object that has or wants it. Raises NotAcceptable and InternalNumberTaken (field "number").
    """
    if not number:
        return
    try:
        extension_number_is_valid(number)
    except ValidationError as error:
        raise NotAcceptable("Use 1 to 20 digits, for example 300.", field="number") from error
    if is_emergency_number(number):
        raise NotAcceptable(
            f"{number} calls the emergency services here. Use another number.", field="number"
        )
    other = holder_in_words(number, but=holder.key)
    if other:
        raise InternalNumberTaken(number, other)


def object_names(model: type[RoutedObject]) -> Names:
    """How the objects of a model are called where somebody wants their number."""
    noun = KIND_OF_COLUMN[column_of(model)].noun

    def names(keys: list[UUID]) -> dict[UUID, str]:
        rows = model._default_manager.filter(key__in=keys).values_list("key", "name")  # noqa: SLF001 - Django's documented name
        return {key: f"the {noun} {name}" for key, name in rows}

    return names


def code_names(keys: list[UUID]) -> dict[UUID, str]:
    rows = FeatureCode.objects.filter(key__in=keys)
    return {row.key: f"the code for “{row.get_act_display()}”" for row in rows}


def speed_dial_names(keys: list[UUID]) -> dict[UUID, str]:
    rows = SpeedDial.objects.filter(key__in=keys).values_list("key", "name")
    return {key: f"the speed dial {name}" for key, name in rows}
