"""How far a call has come: small enough to travel in a signed link, so that no worker keeps state."""

from __future__ import annotations

import enum
from typing import ClassVar
from uuid import UUID

import msgspec

from routing.engine.calls import Outcome
from routing.engine.destinations import Destination
from routing.engine.objects.codes import FeatureAct

PROGRESS_FORMAT = 2
# A call passes two or three objects in a sane configuration; far more is a mistake, not a wish.
MAX_HOPS = 12
# Whoever keeps pressing keys may go around as often as a patient person would.
MAX_STEPS = 100
# Of ring groups: whoever goes around by keys through more of them hears an announcement again.
MAX_HEARD = 8


class Awaited(enum.Enum):
    """What the end of a step tells: how a later request of the call is read."""

    DIAL = "dial"
    DIGITS = "digits"
    RECORDING = "recording"


class ExtensionRings(msgspec.Struct, frozen=True, array_like=True, tag="e"):
    """The phones of an extension ring, or its mobile. tried: how its phones ended, while its mobile rings."""

    awaits: ClassVar[Awaited] = Awaited.DIAL
    tried: Outcome | None = None


class GroupRings(msgspec.Struct, frozen=True, array_like=True, tag="g"):
    """Members of a ring group ring. round: from 1. start: the place at which each round begins.

    tried: the places that rang in this round, as bits. place: who rings alone; None when all ring together.
    """

    awaits: ClassVar[Awaited] = Awaited.DIAL
    round: int = 0
    start: int = 0
    tried: int = 0
    place: int | None = None


class TakesMessage(msgspec.Struct, frozen=True, array_like=True, tag="v"):
    """A voicemail box, which is the current object, records what the caller says."""

    awaits: ClassVar[Awaited] = Awaited.RECORDING


class EntersPin(msgspec.Struct, frozen=True, array_like=True, tag="vp"):
    """The PIN of a voicemail box is asked for. tries: how often it was wrong in this call."""

    awaits: ClassVar[Awaited] = Awaited.DIGITS
    tries: int = 0


class Listens(msgspec.Struct, frozen=True, array_like=True, tag="vl"):
    """Somebody hears the messages of a voicemail box. began: when (epoch seconds), which tells what was new then.

    message: the one that is played. confirms: whether its deletion is asked about. silences: how often nothing was
    pressed.
    """

    awaits: ClassVar[Awaited] = Awaited.DIGITS
    began: int
    message: UUID
    confirms: bool = False
    silences: int = 0


class RoomAsks(msgspec.Struct, frozen=True, array_like=True, tag="ra"):
    """A conference room waits for a PIN. attempt: from 1."""

    awaits: ClassVar[Awaited] = Awaited.DIGITS
    attempt: int = 1


class RoomJoined(msgspec.Struct, frozen=True, array_like=True, tag="rj"):
    """The caller is in a conference room."""

    awaits: ClassVar[Awaited] = Awaited.DIAL


class OutsideRings(msgspec.Struct, frozen=True, array_like=True, tag="o"):
    """A number outside rings. dial: the number, for the trace."""

    awaits: ClassVar[Awaited] = Awaited.DIAL
    dial: str


class MenuAsks(msgspec.Struct, frozen=True, array_like=True, tag="m"):
    """An IVR menu waits for a key. failed: how often none came, or a wrong one."""

    awaits: ClassVar[Awaited] = Awaited.DIGITS
    failed: int = 0


class CodeAsksPin(msgspec.Struct, frozen=True, array_like=True, tag="cp"):
    """A code waits for the PIN of what it switches, which is the current object. tries: how often it was wrong."""

    awaits: ClassVar[Awaited] = Awaited.DIGITS
    act: FeatureAct
    tries: int = 0


class AgentTalks(msgspec.Struct, frozen=True, array_like=True, tag="a"):
    """The caller talks to an AI agent, or waits for it."""

    awaits: ClassVar[Awaited] = Awaited.DIAL


class SentOn(msgspec.Struct, frozen=True, array_like=True, tag="t"):
    """Somebody who had the call sends its caller on. by: the extension that had it; None when none is known."""

    awaits: ClassVar[Awaited] = Awaited.DIAL
    to: Destination
    by: UUID | None = None


class DirectoryAsks(msgspec.Struct, frozen=True, array_like=True, tag="d"):
    """A dial-by-name directory waits for a name. failed: how often none was found. typed: the keys that come before."""

    awaits: ClassVar[Awaited] = Awaited.DIGITS
    failed: int = 0
    typed: str = ""


class DirectoryOffers(msgspec.Struct, frozen=True, array_like=True, tag="do"):
    """A dial-by-name directory reads the names that begin with the typed keys.

    page: from 0. failed: how often nobody was chosen.
    """

    awaits: ClassVar[Awaited] = Awaited.DIGITS
    typed: str
    page: int = 0
    failed: int = 0


State = (
    ExtensionRings
    | GroupRings
    | TakesMessage
    | EntersPin
    | Listens
    | MenuAsks
    | RoomAsks
    | RoomJoined
    | OutsideRings
    | AgentTalks
    | SentOn
    | CodeAsksPin
    | DirectoryAsks
    | DirectoryOffers
)


class Progress(msgspec.Struct, frozen=True, array_like=True):
    """hops: destinations followed since a person last chose. visited: their keys. steps: answers given so far.

    current: the object whose step is running. state: what it waits for. is_lost: the fall-back was followed already.
    is_transferred: somebody had the call and sent it on.
    heard: the ring groups whose announcement the caller has heard, the latest last.
    sent_on_by: the extension that sent the call on last, by a rule or a transfer.
    """

    format: int = PROGRESS_FORMAT
    hops: int = 0
    visited: tuple[UUID, ...] = ()
    steps: int = 0
    current: UUID | None = None
    state: State | None = None
    is_lost: bool = False
    is_transferred: bool = False
    heard: tuple[UUID, ...] = ()
    sent_on_by: UUID | None = None


START = Progress()
