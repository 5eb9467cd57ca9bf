"""The public holidays of countries and their parts, from the `holidays` library."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from importlib import resources
from typing import NamedTuple

import holidays

from opbx.errors import NotAcceptable

# What the library knows well; far years would only be guessed.
FIRST_YEAR, LAST_YEAR = 2000, 2100
_LANGUAGE = "en_US"


class PublicHoliday(NamedTuple):
    day: date
    name: str


@lru_cache(maxsize=1)
def country_choices() -> list[tuple[str, str]]:
    """(ISO 3166 code, English name) of the countries whose holidays are known, in alphabetical order."""
    table = resources.files("tzdata.zoneinfo").joinpath("iso3166.tab").read_text(encoding="utf-8")
    pairs = [line.split("\t") for line in table.splitlines() if line and not line.startswith("#")]
    known = holidays.list_supported_countries()
    return sorted(((code, name) for code, name in pairs if code in known), key=lambda pair: pair[1])


@lru_cache(maxsize=256)
def subdivision_choices(country: str) -> list[tuple[str, str]]:
    """(code, name) of the parts of a country that have holidays of their own; [] for an unknown country."""
    if country not in dict(country_choices()):
        return []
    calendar = holidays.country_holidays(country)
    names = calendar.get_subdivision_aliases()
    found = [(code, names.get(code, [])) for code in calendar.subdivisions]
    return sorted(((code, words[0] if words else code) for code, words in found), key=lambda pair: pair[1])


def public_holidays(country: str, subdivision: str, year: int) -> list[PublicHoliday]:
    """The days of one year in order, named in English where the library can.

    subdivision: "" for those that the whole country keeps. Raises NotAcceptable.
    """
    if country not in dict(country_choices()):
        raise NotAcceptable("Choose a country.", field="country")
    if subdivision and subdivision not in dict(subdivision_choices(country)):
        raise NotAcceptable("Choose a part of this country, or the whole country.", field="subdivision")
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise NotAcceptable(f"Enter a year between {FIRST_YEAR} and {LAST_YEAR}.", field="year")
    calendar = holidays.country_holidays(country)
    language = _LANGUAGE if _LANGUAGE in calendar.supported_languages else calendar.default_language
    found = holidays.country_holidays(country, subdiv=subdivision or None, years=year, language=language)
    return [PublicHoliday(day, name) for day, name in sorted(found.items()) if day.year == year]
