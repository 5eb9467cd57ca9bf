"""Countries an organization can be in: those whose numbering plan `phonenumbers` knows, with English names."""

from __future__ import annotations

from functools import lru_cache
from importlib import resources

import phonenumbers


@lru_cache(maxsize=1)
def region_choices() -> list[tuple[str, str]]:
    """(ISO 3166 code, name) in alphabetical order.

    The names are those of the time zone database: phonenumbers' own would load 190 MB of geographic data.
    """
    table = resources.files("tzdata.zoneinfo").joinpath("iso3166.tab").read_text(encoding="utf-8")
    pairs = [line.split("\t") for line in table.splitlines() if line and not line.startswith("#")]
    supported = phonenumbers.SUPPORTED_REGIONS
    return sorted(((code, name) for code, name in pairs if code in supported), key=lambda pair: pair[1])
