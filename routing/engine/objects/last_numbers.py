"""What the engine asks about the calls of an extension that came before."""

from __future__ import annotations

from uuid import UUID

import msgspec

from routing.engine.live import Want
from routing.engine.objects.outbound import Habits, OutsideNumber


class LastNumber(msgspec.Struct, frozen=True):
    """number: as the journey has it. outside: what it means outside, None when it is none.

    is_withheld: the caller's own number was withheld by a code in the call to it.
    """

    number: str
    outside: OutsideNumber | None = None
    is_withheld: bool = False


class LastDialled(Want, frozen=True):
    """The number that the extension called last, but for codes; answered by a LastNumber, None when there is none.

    number: of the extension. codes: with which no number begins. region, habits: by which it is read.
    """

    extension: UUID
    number: str
    codes: tuple[str, ...]
    region: str
    habits: Habits


class LastCaller(Want, frozen=True):
    """Who called the extension last; answered by a LastNumber, None when nobody has. The fields are as above."""

    extension: UUID
    number: str
    region: str
    habits: Habits
