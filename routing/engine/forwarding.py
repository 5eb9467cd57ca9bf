"""Forwarding: where a call to an extension goes on when its phones do not take it."""

from __future__ import annotations

import enum
from typing import assert_never

import msgspec

from routing.engine.calls import Outcome
from routing.engine.destinations import Destination


class Cause(enum.Enum):
    """Why a call is forwarded. ALWAYS: before anything rings."""

    ALWAYS = "always"
    NO_ANSWER = "no_answer"
    BUSY = "busy"
    UNAVAILABLE = "unavailable"


class Origin(enum.Enum):
    """How a call comes. INTERNAL: from an extension of the organization; EXTERNAL: from everybody else.

    TRANSFERRED: whoever calls, somebody had the call and sent it on.
    """

    INTERNAL = "internal"
    EXTERNAL = "external"
    TRANSFERRED = "transferred"


class Forward(msgspec.Struct, frozen=True):
    """What holds for one cause, for calls of each origin; None: nothing, the caller hears why and is hung up on."""

    cause: Cause
    internal: Destination | None = None
    external: Destination | None = None
    transferred: Destination | None = None

    def destination(self, origin: Origin) -> Destination | None:
        match origin:
            case Origin.INTERNAL:
                return self.internal
            case Origin.EXTERNAL:
                return self.external
            case Origin.TRANSFERRED:
                return self.transferred
            case _:
                assert_never(origin)


def both_outcomes(first: Outcome, second: Outcome) -> Outcome:
    """How two Dials that nobody answered count together: no answer before busy before unavailable."""
    for outcome in (Outcome.NO_ANSWER, Outcome.BUSY):
        if outcome in {first, second}:
            return outcome
    return Outcome.UNAVAILABLE
