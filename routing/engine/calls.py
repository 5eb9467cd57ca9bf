"""The call as the engine sees it, and what can happen to it; the webhook makes these from a request."""

from __future__ import annotations

import enum

import msgspec

from routing.engine.objects.outbound import OutsideNumber


class Direction(enum.Enum):
    """Where a call came from, in the words of the platform."""

    INBOUND = "inbound"  # from a trunk: the outside
    SUBSCRIBER = "subscriber"  # from a phone of the organization, authenticated by the platform
    OUTBOUND_API = "outbound-api"  # started by a program


class Outcome(enum.Enum):
    """How a Dial ended."""

    ANSWERED = "answered"
    BUSY = "busy"
    NO_ANSWER = "no-answer"
    CANCELLED = "cancelled"  # the caller gave up
    UNAVAILABLE = "unavailable"  # no phone could be reached, or the network failed


class IncomingCall(msgspec.Struct, frozen=True):
    """One request about one call; texts are clean (no control characters, no lone surrogates) and bounded.

    caller, dialled: as they were sent. caller_number: the caller in E.164, or as sent when it is none.
    dialled_numbers: E.164 readings of what was dialled, the likeliest first. outside: what a phone of the organization
    means by it if it means a number outside. prefix: the code that was dialled before it for this one call; withholds:
    whether that withholds or shows the number of who calls, None without such a code.
    """

    session: str
    direction: Direction
    caller: str
    caller_number: str
    dialled: str
    dialled_numbers: tuple[str, ...] = ()
    caller_name: str = ""
    outside: OutsideNumber | None = None
    prefix: str = ""
    withholds: bool | None = None


class Arrived(msgspec.Struct, frozen=True, tag="arrived"):
    """The call asks for its first step."""


class DialEnded(msgspec.Struct, frozen=True, tag="dial_ended"):
    """The Dial of the step before is over."""

    outcome: Outcome


class Gathered(msgspec.Struct, frozen=True, tag="gathered"):
    """The caller pressed keys or spoke; both are empty when nothing came in time.

    digits: they may be a PIN, so they are stored nowhere. speech: words as the platform understood them.
    """

    digits: str = ""
    speech: str = ""

    def keys(self, finish: str = "#") -> str:
        """What was pressed, without the key that ended it, which some builds of the platform send along."""
        return self.digits.removesuffix(finish)


class Recorded(msgspec.Struct, frozen=True, tag="recorded"):
    """The caller was recorded. url: where the platform keeps the sound. seconds: None when it does not say."""

    url: str
    seconds: int | None = None


class Continued(msgspec.Struct, frozen=True, tag="continued"):
    """What the caller should hear is over, or a recording was empty."""


Event = Arrived | DialEnded | Gathered | Recorded | Continued
