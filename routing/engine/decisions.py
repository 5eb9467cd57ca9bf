"""What the engine answers: one action, the new progress, and how it came to it."""

from __future__ import annotations

import enum
from uuid import UUID

import msgspec

from routing.engine.plan import Greeting
from routing.engine.progress import Progress
from routing.engine.reasons import Reason


class Sentence(enum.Enum):
    """What the system can say to a caller; the words in each language are in routing.sentences."""

    NUMBER_UNKNOWN = "number-unknown"
    EXTENSION_UNKNOWN = "extension-unknown"
    EXTENSION_DISABLED = "extension-disabled"
    CALLER_DISABLED = "caller-disabled"
    CALLED_ITSELF = "called-itself"
    BUSY = "busy"
    NO_ANSWER = "no-answer"
    UNAVAILABLE = "unavailable"
    SUSPENDED = "suspended"
    VOICEMAIL_GREETING = "voicemail-greeting"
    VOICEMAIL_DISABLED = "voicemail-disabled"
    NOT_CONNECTED = "not-connected"
    APOLOGY = "apology"


class Dial(msgspec.Struct, frozen=True, tag="dial"):
    """Ring these phones together; the platform reports the end to a link that carries Decision.progress.

    trunks: empty for phones of the organization. With trunks, the platform takes every target for an outside number.
    """

    targets: tuple[str, ...]
    ring_seconds: int
    caller_id: str
    caller_name: str
    trunks: tuple[str, ...] = ()


class Speak(msgspec.Struct, frozen=True, tag="speak"):
    """Say a sentence in the organization's language, then hang up."""

    sentence: Sentence


class Greet(msgspec.Struct, frozen=True, tag="greet"):
    """Let the caller hear a voicemail box's greeting, then hang up."""

    box: UUID
    greeting: Greeting


class End(msgspec.Struct, frozen=True, tag="end"):
    """End the call without a word."""


Action = Dial | Speak | Greet | End


class StepKind(enum.Enum):
    """Which part of the journey an entry of the trace tells about."""

    ORGANIZATION = "organization"
    CALLER = "caller"
    NUMBER = "number"
    EXTENSION = "extension"
    VOICEMAIL = "voicemail"
    DIAL = "dial"
    FORWARDING = "forwarding"
    CALL = "call"


_STEPS_OF_EXTENSIONS = frozenset({StepKind.CALLER, StepKind.EXTENSION, StepKind.DIAL, StepKind.FORWARDING})


class TraceEntry(msgspec.Struct, frozen=True):
    """One thing the engine looked at. label: the object's name as of then, which a later rename keeps.

    owner: the extension that an object of another kind belongs to.
    """

    step: StepKind
    outcome: Reason
    label: str = ""
    key: UUID | None = None
    owner: UUID | None = None


class Effect(msgspec.Struct, frozen=True, tag_field="effect"):
    """Something to write together with the note of the decision; the base of a union that is still empty."""


class Decision(msgspec.Struct, frozen=True):
    """reason: the one code that sums the step up. trace: everything that was looked at, in order."""

    action: Action
    progress: Progress
    reason: Reason
    trace: tuple[TraceEntry, ...] = ()
    effects: tuple[Effect, ...] = ()

    @property
    def extension_keys(self) -> tuple[UUID, ...]:
        """The extensions that called or were called: it is their call too."""
        keys = [entry.key if entry.step in _STEPS_OF_EXTENSIONS else entry.owner for entry in self.trace]
        return tuple(dict.fromkeys(key for key in keys if key is not None))
