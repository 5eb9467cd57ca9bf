"""What the engine answers: one action, the new progress, and how it came to it."""

from __future__ import annotations

import enum
from datetime import datetime
from uuid import UUID

import msgspec

from routing.engine.live import Want
from routing.engine.progress import Progress
from routing.engine.prompts import Prompt, Sentence
from routing.engine.reasons import Reason


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


class Tell(msgspec.Struct, frozen=True, tag="tell"):
    """Let the caller hear something, then hang up."""

    prompts: tuple[Prompt, ...]


class Ask(msgspec.Struct, frozen=True, tag="ask"):
    """Let the caller hear something and wait for keys, or words; the answer comes to a link, an empty one too.

    most_digits: ends the wait when so many keys were pressed; None waits for finish_on or the end of the time.
    finish_on: the key that ends the input, "" for none. first_seconds, next_seconds: of waiting for the first key and
    for each further one. hears_speech: whether words count too; language: of these, BCP 47, "" for the voice language.
    """

    prompts: tuple[Prompt, ...]
    most_digits: int | None = None
    finish_on: str = "#"
    first_seconds: int = 8
    next_seconds: int = 4
    hears_speech: bool = False
    language: str = ""


class Record(msgspec.Struct, frozen=True, tag="record"):
    """Let the caller hear something and record what they say then; the end comes to a link, an empty one too.

    box: whose message it becomes, also when the caller hangs up. silence_seconds: so much of it ends the recording.
    """

    box: UUID
    prompts: tuple[Prompt, ...]
    most_seconds: int
    silence_seconds: int = 5
    finish_on: str = "#"


class Join(msgspec.Struct, frozen=True, tag="join"):
    """Let the caller into a conference room; the platform reports the end as that of a Dial.

    room: its name at the platform, letters and digits. starts: whether the conference begins with this participant;
    else music plays until one comes who does. ends: whether it is over for all when this one leaves.
    """

    room: str
    starts: bool = True
    ends: bool = False
    muted: bool = False
    most_participants: int = 250
    beeps: bool = True


class Consult(msgspec.Struct, frozen=True, tag="consult"):
    """Connect the caller with an agent of another provider; the platform reports the end as that of a Dial.

    provider: in lower case, as the platform lists it. agent: its number or name there. signs_in: whether it wants a
    username and a password, which are not here, because decisions are noted: the webhook puts them in.
    """

    key: UUID
    provider: str
    agent: str
    caller_id: str = ""
    signs_in: bool = False


class Refusal(enum.Enum):
    """What the caller's network is told when a call from a trunk is refused before it is answered."""

    REJECTED = "rejected"
    BUSY = "busy"
    CONGESTION = "congestion"
    FAILED = "failed"


class Refuse(msgspec.Struct, frozen=True, tag="refuse"):
    """Refuse a call that nobody answered yet."""

    why: Refusal = Refusal.REJECTED


class End(msgspec.Struct, frozen=True, tag="end"):
    """End the call without a word."""


Action = Dial | Speak | Tell | Ask | Record | Join | Consult | Refuse | End


class StepKind(enum.Enum):
    """Which part of the journey an entry of the trace tells about."""

    ORGANIZATION = "organization"
    CALLER = "caller"
    CALLER_RULE = "caller_rule"
    NUMBER = "number"
    EXTENSION = "extension"
    RING_GROUP = "ring_group"
    MENU = "menu"
    SCHEDULE = "schedule"
    VOICEMAIL = "voicemail"
    ROOM = "room"
    ANNOUNCEMENT = "announcement"
    DIRECTORY = "directory"
    AGENT = "agent"
    OUTBOUND = "outbound"
    FEATURE_CODE = "feature_code"
    DIAL = "dial"
    FORWARDING = "forwarding"
    CALL = "call"


_STEPS_OF_EXTENSIONS = frozenset({StepKind.CALLER, StepKind.EXTENSION, StepKind.DIAL, StepKind.FORWARDING})


class TraceEntry(msgspec.Struct, frozen=True):
    """One thing the engine looked at. label: the object's name as of then, which a later rename keeps.

    owner: the extension that an object of another kind belongs to. note: more about it in words, never a PIN.
    """

    step: StepKind
    outcome: Reason
    label: str = ""
    key: UUID | None = None
    owner: UUID | None = None
    note: str = ""


class Effect(msgspec.Struct, frozen=True, tag_field="effect"):
    """Something to write after the note of the decision, by a service; the base of all kinds."""


class SwitchHours(Effect, frozen=True, tag="switch_hours"):
    """Open or close a schedule by hand. state: "open", "closed", or "" to let its calendar decide again.

    until: when the calendar holds again, None = until somebody changes it. by: the extension that asked for it.
    """

    schedule: UUID
    state: str
    until: datetime | None = None
    by: UUID | None = None


class Decision(msgspec.Struct, frozen=True):
    """reason: the one code that sums the step up. trace: everything that was looked at, in order.

    wants: live values without which the decision is provisional. before: what the caller hears before the action, in
    the same document. stands_for: the number that a code stood for, as if it had been dialled itself.
    """

    action: Action
    progress: Progress
    reason: Reason
    trace: tuple[TraceEntry, ...] = ()
    effects: tuple[Effect, ...] = ()
    wants: tuple[Want, ...] = ()
    before: tuple[Prompt, ...] = ()
    stands_for: str = ""

    @property
    def extension_keys(self) -> tuple[UUID, ...]:
        """The extensions that called or were called: it is their call too."""
        keys = [entry.key if entry.step in _STEPS_OF_EXTENSIONS else entry.owner for entry in self.trace]
        return tuple(dict.fromkeys(key for key in keys if key is not None))
