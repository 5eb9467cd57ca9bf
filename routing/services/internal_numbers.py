"""How routed objects, codes and speed dial are called where somebody wants their number."""

from __future__ import annotations

from uuid import UUID

from extensions.internal_numbers import Names
from routing.models import KIND_OF_COLUMN, FeatureCode, RoutedObject, SpeedDial
from routing.services.destinations import column_of


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
