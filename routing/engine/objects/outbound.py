"""What a plan says about calls that leave the building: calling classes, dialling habits, caller IDs."""

from __future__ import annotations

import enum
from uuid import UUID

import msgspec


class NumberKind(enum.Enum):
    """What sort of number it is, seen from the organization's country."""

    NATIONAL = "national"  # also those that could be a mobile, as in North America
    MOBILE = "mobile"
    TOLL_FREE = "toll_free"
    SERVICE = "service"  # short numbers such as 115 that cost no more than a usual call
    INTERNATIONAL = "international"
    SHARED_COST = "shared_cost"
    PREMIUM = "premium"
    SATELLITE = "satellite"  # and other networks without a country
    EMERGENCY = "emergency"


# Where a wrong permission costs most: only a row that names the kind or the very prefix allows it.
COST_TRAPS = frozenset({NumberKind.SHARED_COST, NumberKind.PREMIUM, NumberKind.SATELLITE})


class OutsideNumber(msgspec.Struct, frozen=True):
    """A number of the outside as it was read. dial: E.164 with its plus, or the digits of a short number.

    country: ISO 3166, "" for networks without one. is_test: the organization's number for test emergency calls.
    """

    dial: str
    kind: NumberKind
    country: str = ""
    is_test: bool = False


class Habits(msgspec.Struct, frozen=True):
    """How people dial. outside_prefix: digits before an outside number; needs_prefix: it is none without them.

    area_code: of local numbers, without the national prefix. service_numbers: short numbers that phones may dial.
    test_number: reaches a test of the emergency call.
    """

    outside_prefix: str = ""
    needs_prefix: bool = False
    area_code: str = ""
    service_numbers: tuple[str, ...] = ()
    test_number: str = ""


class ClassRow(msgspec.Struct, frozen=True):
    """One row of a calling class: what it is about, and whether such numbers may be called."""

    allows: bool
    kinds: tuple[NumberKind, ...] = ()
    countries: tuple[str, ...] = ()
    prefixes: tuple[str, ...] = ()

    def matches(self, number: OutsideNumber) -> bool:
        """A row that allows a country leaves its premium numbers out, or one careless row would open them."""
        if number.kind in self.kinds or (self.prefixes and number.dial.startswith(self.prefixes)):
            return True
        return number.country in self.countries and not (self.allows and number.kind in COST_TRAPS)


class CallingClass(msgspec.Struct, frozen=True):
    """Which outside numbers may be called: the first row that matches decides, and none denies.

    trunks: the lines to use, in their order; None for all outbound trunks.
    """

    key: UUID
    name: str
    rows: tuple[ClassRow, ...] = ()
    trunks: tuple[str, ...] | None = None


class Line(msgspec.Struct, frozen=True):
    """What an extension, or the organization itself, calls the outside with.

    caller_id: one of the organization's own numbers, "" for none. withholds: callees do not see it. busy_level: with so
    many calls it counts as busy for further ones; call_limit: so many calls it may have at once. calls_an_hour,
    minutes_a_day: of its calls outside; the organization's own line has none, its Limits do. 0: no limit.
    """

    calling_class: UUID | None = None
    caller_id: str = ""
    withholds: bool = False
    busy_level: int = 0
    call_limit: int = 0
    calls_an_hour: int = 0
    minutes_a_day: int = 0

    @property
    def most_calls(self) -> int:
        """With so many calls it takes no further one; 0 for as many as come."""
        return min((level for level in (self.busy_level, self.call_limit) if level), default=0)


NOBODY = Line()


class Site(msgspec.Struct, frozen=True):
    """Where phones stand. first, last: extension numbers of one length, both included; "" for every other extension.

    caller_id: the number by which the rescue service finds the place, "" for the one that is shown otherwise.
    """

    name: str
    address: str
    caller_id: str = ""
    first: str = ""
    last: str = ""

    def holds(self, number: str) -> bool:
        return not self.first or (len(number) == len(self.first) and self.first <= number <= self.last)


class Limits(msgspec.Struct, frozen=True):
    """Of all calls that leave the building; 0 for none. only_noted: the trace tells, and nothing is refused."""

    calls: int = 0
    calls_an_hour: int = 0
    minutes_a_day: int = 0
    only_noted: bool = False


class Outbound(msgspec.Struct, frozen=True):
    """line: of calls that no extension sends out, such as those of a number or a menu. sites: the narrowest first."""

    classes: tuple[CallingClass, ...] = ()
    line: Line = NOBODY
    habits: Habits = Habits()
    sites: tuple[Site, ...] = ()
    limits: Limits = Limits()

    def site_of(self, number: str) -> Site | None:
        """Where the extension with this number stands; "" for a phone that belongs to none."""
        return next((one for one in self.sites if one.holds(number)), None)

    def calling_class(self, key: UUID | None) -> CallingClass | None:
        return next((one for one in self.classes if one.key == key), None)
