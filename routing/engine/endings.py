"""How a Dial can end so that nothing follows, and what it means where something does."""

from __future__ import annotations

from routing.engine.calls import DialEnded, Event, Outcome
from routing.engine.reasons import Reason

# After these nothing follows: whoever called has talked, or has given up.
OVER = {Outcome.ANSWERED: Reason.ANSWERED, Outcome.CANCELLED: Reason.CANCELLED}


def outcome_of(event: Event) -> Outcome:
    """How the Dial ended; an event that is none, from a link used for something else, counts as unreachable."""
    return event.outcome if isinstance(event, DialEnded) else Outcome.UNAVAILABLE
