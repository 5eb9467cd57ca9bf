"""What was dialled or typed, read as a number of the outside: one reading, whichever way it was spelled."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

import phonenumbers
from phonenumbers import PhoneNumberType, ShortNumberCost, shortnumberinfo

from routing.engine.objects.outbound import Habits, NumberKind, OutsideNumber

_SEPARATORS = re.compile(r"[\s()/.\-\u2010-\u2015\u00ad]")
_TYPED = re.compile(r"\+?[0-9]{2,24}")
MAX_SHORT = 6
MAX_LOCAL = 8
# Codes that belong to no country: what they cost is known for these three only.
_WORLDWIDE = {800: NumberKind.TOLL_FREE, 808: NumberKind.SHARED_COST, 979: NumberKind.PREMIUM}
_KINDS = {
    PhoneNumberType.PREMIUM_RATE: NumberKind.PREMIUM,
    # Both cost what their holder likes, and fraud knows it.
    PhoneNumberType.PERSONAL_NUMBER: NumberKind.PREMIUM,
    PhoneNumberType.PAGER: NumberKind.PREMIUM,
    PhoneNumberType.SHARED_COST: NumberKind.SHARED_COST,
    PhoneNumberType.TOLL_FREE: NumberKind.TOLL_FREE,
    PhoneNumberType.MOBILE: NumberKind.MOBILE,
}
_ORDINARY = frozenset({NumberKind.TOLL_FREE, NumberKind.MOBILE, NumberKind.NATIONAL})
_CHEAP = frozenset({ShortNumberCost.TOLL_FREE, ShortNumberCost.STANDARD_RATE})


@lru_cache(maxsize=8192)
def outside_number(text: str, region: str, habits: Habits = Habits()) -> OutsideNumber | None:  # noqa: B008 - frozen
    """The number that a person in this country (ISO 3166) with these habits means; None when it is none.

    What is dialled to a carrier is the reading, never the text, so that no spelling gets around a rule.
    """
    typed = _SEPARATORS.sub("", text)
    if not _TYPED.fullmatch(typed):
        return None
    emergency = _emergency(typed, region, habits)
    if emergency is not None:
        return emergency
    for way in _ways(typed, habits):
        found = _short(way, region, habits) or _long(way, region, habits)
        if found is not None:
            return found
    # The plus of an international number gets lost on its way; where habits ask for digits before, this comes last.
    return _parsed("+" + typed, None, region) if not typed.startswith(("+", "0")) else None


@lru_cache(maxsize=8192)
def read_e164(e164: str, region: str) -> OutsideNumber:
    """The same for a number that is E.164 already; what is no longer known to be one is taken to be dear."""
    return _parsed(e164, None, region) or OutsideNumber(e164, NumberKind.PREMIUM)


def _ways(typed: str, habits: Habits) -> Iterator[str]:
    """What may be meant, without the digits for an outside line."""
    prefix = habits.outside_prefix
    if typed.startswith("+") or not (prefix and habits.needs_prefix):
        yield typed
    if prefix and typed.startswith(prefix) and len(typed) > len(prefix):
        yield typed[len(prefix) :]


def _emergency(typed: str, region: str, habits: Habits) -> OutsideNumber | None:
    """An emergency number with or without the digits for an outside line: nobody remembers them then."""
    prefix = habits.outside_prefix
    ways = [typed, typed[len(prefix) :]] if prefix and typed.startswith(prefix) else [typed]
    for way in ways:
        if len(way) > MAX_SHORT:
            continue
        if way and way == habits.test_number:
            return OutsideNumber(way, NumberKind.EMERGENCY, region, is_test=True)
        if phonenumbers.is_emergency_number(way, region):
            return OutsideNumber(way, NumberKind.EMERGENCY, region)
    return None


def _short(way: str, region: str, habits: Habits) -> OutsideNumber | None:
    if way in habits.service_numbers:
        return OutsideNumber(way, NumberKind.SERVICE, region)
    if way.startswith("+") or len(way) > MAX_SHORT:
        return None
    number = phonenumbers.PhoneNumber(
        country_code=phonenumbers.country_code_for_region(region), national_number=int(way)
    )
    if way.startswith("0") or not phonenumbers.is_valid_short_number_for_region(number, region):
        return None
    cost = shortnumberinfo.expected_cost_for_region(number, region)
    # What is not known to be cheap is taken to be dear.
    return OutsideNumber(way, NumberKind.SERVICE if cost in _CHEAP else NumberKind.PREMIUM, region)


def _long(way: str, region: str, habits: Habits) -> OutsideNumber | None:
    for text, default in _spellings(way, region, habits):
        found = _parsed(text, default, region)
        if found is not None:
            return found
    return None


def _spellings(way: str, region: str, habits: Habits) -> Iterator[tuple[str, str | None]]:
    if way.startswith("+"):
        yield way, None
        return
    metadata = phonenumbers.PhoneMetadata.metadata_for_region(region)
    begins_with_zero = metadata is not None and metadata.national_prefix == "0"
    is_local = bool(habits.area_code) and len(way) <= MAX_LOCAL and not way.startswith("0")
    if is_local:
        yield habits.area_code + way, region
    if begins_with_zero and not way.startswith("0") and not habits.outside_prefix:
        yield "+" + way, None  # rather an international number that lost its plus
    yield way, region
    if way.startswith("00"):
        yield "+" + way[2:], None


def _parsed(text: str, default: str | None, region: str) -> OutsideNumber | None:
    try:
        number = phonenumbers.parse(text, default)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_valid_number(number):
        return None
    e164 = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    country = phonenumbers.region_code_for_number(number) or ""
    if not country or country == phonenumbers.REGION_CODE_FOR_NON_GEO_ENTITY:
        kind = _WORLDWIDE.get(int(number.country_code or 0), NumberKind.SATELLITE)
        return OutsideNumber(e164, kind)
    kind = _KINDS.get(phonenumbers.number_type(number), NumberKind.NATIONAL)
    if kind in _ORDINARY:
        # Some numbers, such as toll-free ones, belong to several countries with one code.
        if phonenumbers.is_valid_number_for_region(number, region):
            country = region
        if country != region:
            kind = NumberKind.INTERNATIONAL
    return OutsideNumber(e164, kind, country)
