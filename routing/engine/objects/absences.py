"""Absences in a plan."""

from __future__ import annotations

from datetime import date

import msgspec

from routing.engine.destinations import Destination


class Absence(msgspec.Struct, frozen=True):
    """Days on which an extension does not ring, both ends included, by the clocks of the plan's zone.

    destination: where its calls go meanwhile; None for its rule for unavailable.
    """

    first: date
    last: date
    label: str = ""
    destination: Destination | None = None
