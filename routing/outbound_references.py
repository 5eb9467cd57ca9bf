"""Who uses a calling class, and which numbers and trunks outbound calls name."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django.db.models import Model
from django.urls import reverse

from opbx.references import Use, register_finder
from routing.errors import InUseForOutboundCalls
from routing.models import (
    CallerIdRule,
    CallingClass,
    CallingClassTrunk,
    EmergencySite,
    OutboundLayer,
    OutboundSettings,
    PhoneNumber,
    RoleClass,
    Trunk,
)


def register_outbound_references() -> None:
    register_finder(CallingClass, _of_classes)
    register_finder(PhoneNumber, _of_numbers)
    register_finder(Trunk, _of_trunks)


def refuse_while_named(obj: PhoneNumber | Trunk, what: str) -> None:
    """Raise InUseForOutboundCalls when outbound calls name it: nothing else may take its place unasked."""
    finder = _of_numbers if isinstance(obj, PhoneNumber) else _of_trunks
    for _, use in finder([obj]):
        raise InUseForOutboundCalls(what, f"{use.kind.lower()} {use.label}")


def _of_classes(classes: Sequence[Model]) -> Iterator[tuple[Any, Use]]:
    for settings in OutboundSettings.objects.filter(calling_class__in=_keys(classes)):
        yield (
            settings.calling_class_id,
            Use(
                kind="Outbound",
                label="Everybody else",
                role="has this class unless something else says another",
                url=reverse("outbound:list"),
                icon="phone-outgoing",
            ),
        )
    for role in RoleClass.objects.filter(calling_class__in=_keys(classes)).order_by("role"):
        yield (
            role.calling_class_id,
            Use(
                kind="Role",
                label=role.get_role_display(),
                role="its extensions have this class",
                url=reverse("outbound:list"),
                icon="users",
            ),
        )
    for layer in _layers().filter(calling_class__in=_keys(classes)):
        yield layer.calling_class_id, _use_by_layer(layer, "has this class")


def _of_numbers(numbers: Sequence[Model]) -> Iterator[tuple[Any, Use]]:
    for settings in OutboundSettings.objects.filter(caller_id__in=_keys(numbers)):
        yield (
            settings.caller_id_id,
            Use(
                kind="Outbound",
                label="Shown numbers",
                role="callees of everybody else see it",
                url=reverse("outbound:list"),
                icon="phone-outgoing",
            ),
        )
    for rule in CallerIdRule.objects.filter(number__in=_keys(numbers)).order_by("first", "last"):
        yield (
            rule.number_id,
            Use(
                kind="Extensions",
                label=str(rule),
                role="callees see it",
                url=reverse("outbound:list"),
                icon="phone-outgoing",
            ),
        )
    for site in EmergencySite.objects.filter(caller_id__in=_keys(numbers)).order_by("name"):
        yield (
            site.caller_id_id,
            Use(
                kind="Emergency site",
                label=site.name,
                role="the rescue service sees it",
                url=reverse("outbound:list"),
                icon="shield",
            ),
        )
    for layer in _layers().filter(caller_id__in=_keys(numbers)):
        yield layer.caller_id_id, _use_by_layer(layer, "callees see it")


def _of_trunks(trunks: Sequence[Model]) -> Iterator[tuple[Any, Use]]:
    rows = CallingClassTrunk.objects.filter(trunk__in=_keys(trunks)).select_related("calling_class")
    for row in rows.order_by("calling_class__name"):
        yield (
            row.trunk_id,
            Use(
                kind="Calling class",
                label=row.calling_class.name,
                role="its calls use this trunk",
                url=reverse("outbound:detail", args=[row.calling_class.key]),
                icon="phone-outgoing",
            ),
        )


def _keys(objects: Sequence[Model]) -> list[int]:
    return [one.pk for one in objects]


def _layers() -> Any:  # noqa: ANN401 - a queryset of layers
    """Those of living owners: what a deleted extension has counts when it is restored."""
    rows = OutboundLayer.objects.filter(extension__deleted_at__isnull=True)
    return rows.select_related("extension", "template").order_by("extension__number", "template__name")


def _use_by_layer(layer: OutboundLayer, role: str) -> Use:
    if layer.extension is not None:
        url = reverse("extensions:detail", args=[layer.extension.number])
        return Use(kind="Extension", label=str(layer.extension), role=role, url=url, icon="phone")
    if layer.template is None:
        raise AssertionError("A layer has an owner.")
    url = reverse("templates:detail", args=[layer.template.key])
    return Use(kind="Template", label=layer.template.name, role=role, url=url, icon="template")
