"""Extensions in a plan."""

from __future__ import annotations

from uuid import UUID

import msgspec

from routing.engine.destinations import Destination
from routing.engine.forwarding import Cause, Forward, Origin
from routing.engine.objects.absences import Absence
from routing.engine.objects.outbound import Line, OutsideNumber
from routing.engine.reasons import Reason


class Mobile(msgspec.Struct, frozen=True):
    """A mobile phone that rings when the extension's own phones did not take the call.

    refused: why it must not ring, as far as that was known when the plan was made; its calling class is asked besides.
    """

    number: OutsideNumber
    refused: Reason | None = None


class Extension(msgspec.Struct, frozen=True):
    """The logical identity behind one or more phones; sip_usernames are its SIP accounts that may ring.

    may_forward, may_use_do_not_disturb, may_lock: whether its phone may switch these by a code. has_pin: whether it has
    a service PIN, which is not for a plan to know.
    forwards: the rules that hold, at most one for each cause; template and organization are in them already.
    line: what it calls the outside with; None for the organization's. absences: by their first day; none overlap.
    """

    key: UUID
    number: str
    name: str
    ring_seconds: int
    is_enabled: bool = True
    sip_usernames: tuple[str, ...] = ()
    forwards: tuple[Forward, ...] = ()
    mobile: Mobile | None = None
    line: Line | None = None
    may_forward: bool = True
    may_use_do_not_disturb: bool = True
    may_lock: bool = True
    has_pin: bool = False
    absences: tuple[Absence, ...] = ()

    def forward(self, cause: Cause, origin: Origin) -> Destination | None:
        """Where its rules send a call, None when they say nothing about it."""
        for forward in self.forwards:
            if forward.cause is cause:
                return forward.destination(origin)
        return None

    @property
    def label(self) -> str:
        """Number and name, as a trace keeps them."""
        return f"{self.number} {self.name}".strip()
