"""Feature codes and speed dial."""

from __future__ import annotations

from routing.compile.destinations import DESTINATION_COLUMNS, destination_of
from routing.engine.objects.codes import FeatureAct, FeatureCode, SpeedDial
from routing.models import FeatureCode as FeatureCodeRow
from routing.models import SpeedDial as SpeedDialRow

_ACTS = {act.value: act for act in FeatureAct}


def compile_feature_codes() -> tuple[FeatureCode, ...]:
    """Those that are on."""
    rows = FeatureCodeRow.objects.filter(is_enabled=True, act__in=_ACTS).order_by("number")
    return tuple(FeatureCode(code, _ACTS[act]) for code, act in rows.values_list("number", "act"))


def compile_speed_dials() -> tuple[SpeedDial, ...]:
    """Those that are on."""
    rows = SpeedDialRow.objects.filter(is_enabled=True).order_by("number")
    found = rows.values_list("key", "number", "name", *DESTINATION_COLUMNS)
    return tuple(
        SpeedDial(key, code, name, destination_of(*destination)) for key, code, name, *destination in found
    )
