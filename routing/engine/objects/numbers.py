"""Phone numbers in a plan."""

from __future__ import annotations

from uuid import UUID

import msgspec

from routing.engine.destinations import Destination
from routing.engine.objects.callers import CallerPattern


class NumberRule(msgspec.Struct, frozen=True):
    """Callers of a number whose calls go elsewhere. pattern, value: as in CallerRule. label: the callers in words."""

    pattern: CallerPattern
    value: str
    label: str
    destination: Destination


class Number(msgspec.Struct, frozen=True):
    """A phone number (E.164) and where its calls go. rules: asked in their order before the destination.

    caller_name_prefix: stands before the caller's name on the phones that ring.
    """

    key: UUID
    e164: str
    destination: Destination
    label: str = ""
    is_enabled: bool = True
    caller_name_prefix: str = ""
    rules: tuple[NumberRule, ...] = ()
