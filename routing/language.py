"""What an organization speaks and where it is, as pages show it; what another country changes for those who dial."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import phonenumbers

from extensions.internal_numbers import holders_in_words
from extensions.models import InternalNumber
from tenants.regions import region_choices


@dataclass(frozen=True)
class Country:
    """name: in English. calling_code: without its plus. emergency: the short numbers of the rescue services there."""

    name: str
    calling_code: int
    emergency: tuple[str, ...]

    @property
    def emergency_words(self) -> str:
        return ", ".join(self.emergency)


def country_of(region: str) -> Country:
    """region: ISO 3166 code."""
    name = dict(region_choices()).get(region, region)
    return Country(name, phonenumbers.country_code_for_region(region), _emergency_numbers(region))


def numbers_lost_to_emergency(region: str) -> dict[str, str]:
    """Internal numbers that would reach the rescue service in another country → what has them."""
    claims = [
        claim
        for claim in InternalNumber.objects.order_by("number")
        if phonenumbers.is_emergency_number(claim.number, region)
    ]
    return holders_in_words(claims)


@lru_cache(maxsize=512)
def _emergency_numbers(region: str) -> tuple[str, ...]:
    """The library has only a pattern for them; all are of two or three digits, but for a few that begin alike."""
    return tuple(
        str(number) for number in range(10, 1000) if phonenumbers.is_emergency_number(str(number), region)
    )
