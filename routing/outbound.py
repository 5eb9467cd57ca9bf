"""Who calls the outside with what: calling class, caller ID and withheld number through their layers."""

from __future__ import annotations

import copy
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Generic, Literal, TypeVar

from extensions.models import Extension, ExtensionTemplate
from routing.class_words import number_words
from routing.engine.objects.outbound import (
    CallingClass,
    ClassRow,
    Habits,
    Limits,
    Line,
    NumberKind,
    Outbound,
    OutsideNumber,
    Site,
)
from routing.engine.outbound import judge
from routing.engine.reasons import Reason
from routing.models import (
    CallerIdRule,
    CallingClassRow,
    CallingClassTrunk,
    EmergencySite,
    OutboundLayer,
    OutboundSettings,
    PhoneNumber,
    RoleClass,
    Trunk,
)
from routing.models import CallingClass as ClassOfRows
from routing.outside_numbers import read_e164

Value = TypeVar("Value")
# What limits each extension, as layers, settings and the engine's Line name it, in this order.
LEVELS = ("busy_level", "call_limit", "calls_an_hour", "minutes_a_day")
Source = Literal["extension", "template", "role", "range", "organization", "first_number", "none"]
SOURCE_WORDS: dict[Source, str] = {
    "extension": "set for this extension",
    "template": "from the template",
    "role": "by the user’s role",
    "range": "by the range of extensions",
    "organization": "default of the organization",
    "first_number": "the first of your phone numbers",
    "none": "nothing is set",
}


@dataclass(frozen=True)
class Held(Generic[Value]):
    """value: what holds. source: which layer says so."""

    value: Value
    source: Source

    @property
    def source_words(self) -> str:
        return SOURCE_WORDS[self.source]


@dataclass(frozen=True)
class Place:
    """Where something is looked up: an extension, a template alone, or (nothing given) the organization."""

    extension: int | None = None
    template: int | None = None
    role: str = ""
    number: str = ""


def place_of(owner: Extension | ExtensionTemplate | None) -> Place:
    """The place of an extension (its user must be loaded), of a template, or of the organization itself."""
    if isinstance(owner, Extension):
        role = owner.user.role if owner.user is not None else ""
        return Place(owner.pk, owner.template_id, role, owner.number)
    return Place(template=owner.pk) if owner is not None else Place()


def organization_settings() -> OutboundSettings:
    """The organization's row; an unsaved one, which allows nothing, where it is missing."""
    rows = OutboundSettings.objects.select_related("calling_class", "caller_id")
    return rows.first() or OutboundSettings()


def outbound_trunks() -> tuple[str, ...]:
    """The names of the trunks that calls may leave by, the first choice first."""
    outbound = [Trunk.Direction.OUTBOUND, Trunk.Direction.TRUSTED_OUTBOUND]
    rows = Trunk.objects.filter(is_enabled=True, direction__in=outbound)
    return tuple(rows.order_by("metric", "name").values_list("name", flat=True))


def why_not_outside(e164: str, owner: Extension | ExtensionTemplate | None, region: str) -> str:
    """Why calls sent out by an extension, a template or (None) the organization cannot reach a number.

    "" when they can; else one or two sentences that say what to do. region: ISO 3166 of the organization.
    """
    return why_none_outside([e164], owner, region).get(e164, "")


def why_none_outside(
    numbers: Iterable[str], owner: Extension | ExtensionTemplate | None, region: str
) -> dict[str, str]:
    """`why_not_outside` for those of the numbers (E.164) that cannot be reached, in a fixed number of queries."""
    wanted = list(numbers)
    if not wanted:
        return {}
    held = Layers().calling_class(place_of(owner)).value
    own = set(PhoneNumber.objects.filter(e164__in=wanted).values_list("e164", flat=True))
    engine_class, trunks = class_for_engine(held) if held else None, outbound_trunks()
    found = {}
    for e164 in wanted:
        number = read_e164(e164, region)
        verdict = judge(number, engine_class, trunks, own)
        if not verdict.is_allowed:
            found[e164] = _refusal(verdict.reason, held, number)
    return found


def _refusal(reason: Reason, held: ClassOfRows | None, number: OutsideNumber) -> str:
    match reason:
        case Reason.OUTSIDE_IS_OWN:
            return "It is one of your own phone numbers, so the call would come back. Enter a number that is not."
        case Reason.NO_TRUNK:
            return "No outbound trunk is enabled that it could use. Add or enable a trunk first."
        case Reason.NO_CALLING_CLASS:
            return "No calling class holds here, so nothing outside can be called. Set one under Outbound."
        case _:
            name = held.name if held is not None else ""
            return (
                f"The calling class {name} does not allow {number_words(number)}. Enter another number, or change"
                " the class under Outbound."
            )


class Layers:
    """All layers of an organization at once, in a fixed number of queries, for as many extensions as there are."""

    def __init__(self, settings: OutboundSettings | None = None) -> None:
        self.settings = settings or organization_settings()
        rows = list(OutboundLayer.objects.select_related("calling_class", "caller_id"))
        self._extensions = {row.extension_id: row for row in rows if row.extension_id is not None}
        self._templates = {row.template_id: row for row in rows if row.template_id is not None}
        self._roles = {
            row.role: row.calling_class for row in RoleClass.objects.select_related("calling_class")
        }
        rules = CallerIdRule.objects.select_related("number").order_by("first", "last")
        self._ranges = sorted(rules, key=lambda rule: int(rule.last) - int(rule.first))
        self._first_number = (
            PhoneNumber.objects.filter(is_enabled=True)
            .order_by("e164")
            .values_list("e164", flat=True)
            .first()
        )

    def if_template_said(self, layer: OutboundLayer) -> Layers:
        """The layers as they were with this one in place of what its template says."""
        template = layer.template_id
        if template is None:
            raise AssertionError("It is the layer of a template.")
        changed = copy.copy(self)
        changed._templates = {**self._templates, template: layer}  # noqa: SLF001 - of the same class
        return changed

    def calling_class(self, place: Place) -> Held[ClassOfRows | None]:
        for source, layer in self._own(place):
            if layer.calling_class is not None:
                return Held(layer.calling_class, source)
        if place.role in self._roles:
            return Held(self._roles[place.role], "role")
        found = self.settings.calling_class
        return Held(found, "organization" if found is not None else "none")

    def caller_id(self, place: Place) -> Held[str]:
        """The number that callees see, "" for none; numbers that are off are passed over."""
        for source, layer in self._own(place):
            if layer.caller_id is not None and layer.caller_id.is_enabled:
                return Held(layer.caller_id.e164, source)
        for rule in self._ranges:
            if rule.number.is_enabled and _is_within(place.number, rule):
                return Held(rule.number.e164, "range")
        chosen = self.settings.caller_id
        if chosen is not None and chosen.is_enabled:
            return Held(chosen.e164, "organization")
        return Held(self._first_number, "first_number") if self._first_number else Held("", "none")

    def withholds(self, place: Place) -> Held[bool]:
        for source, layer in self._own(place):
            if layer.withholds_number is not None:
                return Held(layer.withholds_number, source)
        return Held(self.settings.withholds_number, "organization")

    def level(self, name: str, place: Place) -> Held[int]:
        """name: one of LEVELS; 0 for none."""
        for source, layer in self._own(place):
            own: int | None = getattr(layer, name)
            if own is not None:
                return Held(own, source)
        return Held(getattr(self.settings, name), "organization")

    def line(self, place: Place) -> Line:
        """What the plan says about this place."""
        held = self.calling_class(place).value
        return Line(
            held.key if held is not None else None,
            self.caller_id(place).value,
            self.withholds(place).value,
            *(self.level(name, place).value for name in LEVELS),
        )

    def _own(self, place: Place) -> Iterable[tuple[Source, OutboundLayer]]:
        extension = self._extensions.get(place.extension) if place.extension is not None else None
        template = self._templates.get(place.template) if place.template is not None else None
        if extension is not None:
            yield "extension", extension
        if template is not None:
            yield "template", template


def outbound_of(layers: Layers) -> Outbound:
    """The part of the plan that all extensions share."""
    return Outbound(
        classes=_classes(),
        line=layers.line(Place()),
        habits=habits_of(layers.settings),
        sites=_sites(),
        limits=Limits(
            layers.settings.most_calls,
            layers.settings.most_calls_an_hour,
            layers.settings.most_minutes_a_day,
            layers.settings.limits_are_only_noted,
        ),
    )


def habits_of(settings: OutboundSettings) -> Habits:
    return Habits(
        outside_prefix=settings.outside_prefix,
        needs_prefix=settings.needs_prefix and bool(settings.outside_prefix),
        area_code=settings.area_code,
        service_numbers=tuple(settings.service_numbers.split()),
        test_number=settings.test_number,
    )


def class_for_engine(row: ClassOfRows) -> CallingClass:
    """One class as the engine judges by it, its rows and trunks read."""
    rows = tuple(engine_row(one) for one in row.rows.order_by("position"))
    named = row.trunks.order_by("position").values_list("trunk__name", flat=True)
    return CallingClass(row.key, row.name, rows, tuple(named) or None)


def engine_row(row: CallingClassRow) -> ClassRow:
    values = tuple(row.values.split())
    match CallingClassRow.About(row.about):
        case CallingClassRow.About.COUNTRIES:
            return ClassRow(row.allows, countries=values)
        case CallingClassRow.About.PREFIXES:
            return ClassRow(row.allows, prefixes=values)
        case kind:
            return ClassRow(row.allows, kinds=(NumberKind(kind.value),))


def _classes() -> tuple[CallingClass, ...]:
    rows: dict[int, list[ClassRow]] = {}
    for row in CallingClassRow.objects.order_by("calling_class_id", "position"):
        rows.setdefault(row.calling_class_id, []).append(engine_row(row))
    trunks: dict[int, list[str]] = {}
    named = CallingClassTrunk.objects.order_by("calling_class_id", "position")
    for class_id, name in named.values_list("calling_class_id", "trunk__name"):
        trunks.setdefault(class_id, []).append(name)
    return tuple(
        CallingClass(
            one.key,
            one.name,
            tuple(rows.get(one.pk, ())),
            tuple(trunks[one.pk]) if one.pk in trunks else None,
        )
        for one in ClassOfRows.objects.order_by("key")
    )


def _sites() -> tuple[Site, ...]:
    """The narrowest first; the one for every other extension last."""
    rows = EmergencySite.objects.select_related("caller_id").order_by("first", "name")
    sites = [
        Site(
            one.name,
            one.address,
            one.caller_id.e164 if one.caller_id is not None else "",
            one.first,
            one.last,
        )
        for one in rows
    ]
    return tuple(sorted(sites, key=lambda one: (not one.first, int(one.last or 0) - int(one.first or 0))))


def _is_within(number: str, rule: CallerIdRule) -> bool:
    return len(number) == len(rule.first) and rule.first <= number <= rule.last
