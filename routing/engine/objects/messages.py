"""What the engine asks and says about the messages of a voicemail box."""

from __future__ import annotations

import enum
from typing import ClassVar
from uuid import UUID

import msgspec

from routing.engine.decisions import Effect
from routing.engine.live import Want


class PinAnswer(enum.Enum):
    """How a PIN that was pressed compares. LOCKED: it was not looked at, because too many were wrong before."""

    RIGHT = "right"
    WRONG = "wrong"
    LOCKED = "locked"
    NOT_SET = "not-set"


class BoxPinTried(Want, frozen=True):
    """Is this the PIN of the box, or of its extension? Asking counts as a try; it is answered by a PinAnswer."""

    provisional: ClassVar[PinAnswer] = PinAnswer.WRONG
    box: UUID
    pin: str

    def __repr__(self) -> str:
        return f"BoxPinTried({self.box})"  # never the PIN: whatever is shown may end in a log


class MessageToPlay(msgspec.Struct, frozen=True):
    """file: its sound, by its name in the organization's storage."""

    key: UUID
    file: str


class Waiting(msgspec.Struct, frozen=True):
    """new, all: how many messages the box holds. message: the one that was asked for, None when there is none."""

    new: int = 0
    all: int = 0
    message: MessageToPlay | None = None


class MessagesOf(Want, frozen=True):
    """The messages of a box that can be played, new ones first, each part by age; answered by Waiting.

    began: messages heard since then (epoch seconds) are still new; 0 at the beginning. after: the message before the
    one that is wanted, None for the first. again: the very message that is wanted.
    """

    provisional: ClassVar[Waiting] = Waiting()
    box: UUID
    began: int = 0
    after: UUID | None = None
    again: UUID | None = None


class MessageLeft(Effect, frozen=True, tag="message_left"):
    """A caller has left a message. url: where the platform keeps the recording."""

    box: UUID
    url: str
    seconds: int | None


class MessageHeard(Effect, frozen=True, tag="message_heard"):
    """The message is being played to somebody who knows the PIN."""

    message: UUID


class MessageDeleted(Effect, frozen=True, tag="message_deleted"):
    """Somebody who knows the PIN deletes the message. by: whose phone it was, as the audit log names it."""

    message: UUID
    by: str
