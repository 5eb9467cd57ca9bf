"""Forwarding: where a call to an extension goes on when its phones do not take it."""

from __future__ import annotations

import enum

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
    """Who calls. INTERNAL: an extension of the organization; EXTERNAL: everybody else."""

    INTERNAL = "internal"
    EXTERNAL = "external"


class Forward(msgspec.Struct, frozen=True):
    """What holds for one cause, for calls of each origin; None: nothing, the caller hears why and is hung up on."""

    cause: Cause
    internal: Destination | None = None
    external: Destination | None = None

    def destination(self, origin: Origin) -> Destination | None:
        return self.internal if origin is Origin.INTERNAL else self.external


def both_outcomes(first: Outcome, second: Outcome) -> Outcome:
    """How two Dials that nobody answered count together: no answer before busy before unavailable."""
    for outcome in (Outcome.NO_ANSWER, Outcome.BUSY):
        if outcome in {first, second}:
            return outcome
    return Outcome.UNAVAILABLE
