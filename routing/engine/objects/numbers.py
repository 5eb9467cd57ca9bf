"""Phone numbers in a plan."""

from __future__ import annotations

from uuid import UUID

import msgspec

from routing.engine.destinations import Destination


class Number(msgspec.Struct, frozen=True):
    """A phone number (E.164) and where its calls go."""

    key: UUID
    e164: str
    destination: Destination
    label: str = ""
    is_enabled: bool = True
