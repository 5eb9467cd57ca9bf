"""A calling class and a verdict in words, as pages and the audit log tell them."""

from __future__ import annotations

from routing.engine.objects.outbound import NumberKind, OutsideNumber
from routing.models import CallingClassRow
from tenants.regions import region_choices

KIND_WORDS = {
    NumberKind.NATIONAL: "a national number",
    NumberKind.MOBILE: "a mobile number of the own country",
    NumberKind.TOLL_FREE: "a toll-free number",
    NumberKind.SERVICE: "a short service number",
    NumberKind.INTERNATIONAL: "an international number",
    NumberKind.SHARED_COST: "a shared-cost number",
    NumberKind.PREMIUM: "a premium number",
    NumberKind.SATELLITE: "a number of a satellite or worldwide network",
    NumberKind.EMERGENCY: "an emergency number",
}
SHOWN_COUNTRIES = 4


def row_words(row: CallingClassRow) -> str:
    """Such as "Allow numbers beginning with +49900"."""
    verb = "Allow" if row.allows else "Deny"
    label = CallingClassRow.About(row.about).label
    if row.about == CallingClassRow.About.PREFIXES:
        return f"{verb} numbers beginning with {', '.join(row.values.split())}"
    if row.about == CallingClassRow.About.COUNTRIES:
        return f"{verb} {countries_words(row.values.split())}"
    return f"{verb} {label[0].lower()}{label[1:]}"


def values_in_words(row: CallingClassRow) -> list[tuple[str, str]]:
    """Each value of a row, and the country's name where it is one; one pair of "" for a row without values."""
    names = dict(region_choices()) if row.about == CallingClassRow.About.COUNTRIES else {}
    return [(value, names.get(value, "")) for value in row.values.split()] or [("", "")]


def countries_words(codes: list[str]) -> str:
    names = dict(region_choices())
    words = [names.get(code, code) for code in codes]
    if len(words) <= SHOWN_COUNTRIES:
        return ", ".join(words)
    return f"{', '.join(words[: SHOWN_COUNTRIES - 1])} and {len(words) - SHOWN_COUNTRIES + 1} more countries"


def number_words(number: OutsideNumber) -> str:
    """What sort of number it is: "an international number, United Kingdom"."""
    words = KIND_WORDS[number.kind]
    country = dict(region_choices()).get(number.country, "")
    is_told = number.kind in {NumberKind.INTERNATIONAL, NumberKind.PREMIUM, NumberKind.SHARED_COST}
    return f"{words}, {country}" if country and is_told else words
