"""A CXML document and its verbs as frozen values; `Response.to_xml` writes them in one pass."""

from __future__ import annotations

import enum
import re
from dataclasses import dataclass
from typing import Protocol

CONTENT_TYPE = "application/xml; charset=utf-8"

# What XML 1.0 cannot hold in any notation: control characters, surrogates, U+FFFE and U+FFFF. The other
# noncharacters are legal. (https://www.w3.org/TR/xml/#charsets)
_ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
# An attribute becomes a SIP header on the platform's side, so no line break may travel in one.
_BLANKS = re.compile("[\t\n\r\x85\u2028\u2029]+")


def text(value: str) -> str:
    """Escape for element content."""
    if not value.isprintable():
        value = _ILLEGAL.sub("", value)
    # A parser turns a raw carriage return into a line feed, so it is written as a reference.
    return value.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\r", "&#13;")


def quoted(value: str) -> str:
    """Escape for an attribute and put it in quotes; line breaks and tabs become one space."""
    if not value.isprintable():
        value = _BLANKS.sub(" ", _ILLEGAL.sub("", value))
    escaped = value.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")
    return f'"{escaped}"'


def _word(value: bool) -> str:  # noqa: FBT001 - the value itself
    return "true" if value else "false"


class Verb(Protocol):
    """One step of a document."""

    def to_xml(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Dial:
    """Ring numbers or subscribers together; the first to answer wins. The end is reported to `action`.

    trunks: names, the first choice first. With any, the platform takes every number for an outside one.
    joined: several numbers as one text with ampersands
    instead of a Number each; the platform's documentation has both.
    """

    numbers: tuple[str, ...]
    action: str
    timeout: int
    caller_id: str = ""
    caller_name: str = ""
    trunks: tuple[str, ...] = ()
    joined: bool = False

    def to_xml(self) -> str:
        attributes = f'action={quoted(self.action)} method="POST" timeout="{self.timeout:d}"'
        if self.caller_id:
            attributes += f" callerId={quoted(self.caller_id)}"
        if self.caller_name:
            attributes += f" callerName={quoted(self.caller_name)}"
        if self.trunks:
            attributes += f" trunks={quoted(','.join(self.trunks))}"
        return f"<Dial {attributes}>{self._targets()}</Dial>"

    def _targets(self) -> str:
        if self.joined and len(self.numbers) > 1:
            return text("&".join(self.numbers))
        return "".join([f"<Number>{text(number)}</Number>" for number in self.numbers])


@dataclass(frozen=True, slots=True)
class DialConference:
    """Let the caller into a conference room; its end is reported to `action`.

    room: letters and digits. start_on_enter: false waits for a participant who starts it. most: of participants.
    """

    room: str
    action: str
    start_on_enter: bool = True
    end_on_exit: bool = False
    muted: bool = False
    most: int = 250
    beep: bool = True

    def to_xml(self) -> str:
        attributes = (
            f'beep="{_word(self.beep)}" muted="{_word(self.muted)}" maxParticipants="{self.most:d}"'
            f' startConferenceOnEnter="{_word(self.start_on_enter)}" endConferenceOnExit="{_word(self.end_on_exit)}"'
        )
        noun = f"<Conference {attributes}>{text(self.room)}</Conference>"
        # The platform asks for no ring time here; one stands on every Dial, so that no default counts.
        return f'<Dial action={quoted(self.action)} method="POST" timeout="60">{noun}</Dial>'


@dataclass(frozen=True, slots=True)
class DialService:
    """Connect the caller with an agent of a voice provider; its end is reported to `action`.

    provider: in lower case. username and password: where the provider asks for a sign-in.
    """

    provider: str
    agent: str
    action: str
    caller_id: str = ""
    username: str = ""
    password: str = ""
    timeout: int = 60

    def to_xml(self) -> str:
        dial = f'action={quoted(self.action)} method="POST" timeout="{self.timeout:d}"'
        if self.caller_id:
            dial += f" callerId={quoted(self.caller_id)}"
        attributes = f"provider={quoted(self.provider)}"
        if self.username:
            attributes += f" username={quoted(self.username)}"
        if self.password:
            attributes += f" password={quoted(self.password)}"
        return f"<Dial {dial}><Service {attributes}>{text(self.agent)}</Service></Dial>"


@dataclass(frozen=True, slots=True)
class Gather:
    """Answer the call, run the nested verbs, and wait for keys or words, which are reported to `action`.

    num_digits: ends the wait; None waits for finish_on_key or the time. finish_on_key: "" for none. first_seconds:
    until the first key. next_seconds: between keys. speech: BCP 47 language of words to listen for too, "" for keys
    alone. An empty result is reported as well.
    """

    action: str
    nested: tuple[Verb, ...] = ()
    num_digits: int | None = None
    finish_on_key: str = "#"
    first_seconds: int = 8
    next_seconds: int = 4
    speech: str = ""

    def to_xml(self) -> str:
        attributes = (
            f'action={quoted(self.action)} method="POST" input="{"dtmf speech" if self.speech else "dtmf"}"'
            f' finishOnKey={quoted(self.finish_on_key)} maxTimeout="{self.first_seconds:d}"'
            f' timeout="{self.next_seconds:d}" actionOnEmptyResult="true"'
        )
        if self.num_digits is not None:
            attributes += f' numDigits="{self.num_digits:d}"'
        if self.speech:
            attributes += f" language={quoted(self.speech)}"
        return f"<Gather {attributes}>{''.join([verb.to_xml() for verb in self.nested])}</Gather>"


@dataclass(frozen=True, slots=True)
class Record:
    """Answer the call and record it; the end is reported to `action`, unless the recording is empty.

    status_callback: where the platform reports that the recording is ready; it does so after a hang-up too.
    """

    action: str
    status_callback: str
    max_length: int = 180
    timeout: int = 5
    finish_on_key: str = "#"
    beep: bool = True

    def to_xml(self) -> str:
        return (
            f'<Record action={quoted(self.action)} method="POST" timeout="{self.timeout:d}"'
            f' finishOnKey={quoted(self.finish_on_key)} maxLength="{self.max_length:d}" playBeep="{_word(self.beep)}"'
            f' recordingStatusCallback={quoted(self.status_callback)} recordingStatusCallbackMethod="POST"'
            ' recordingStatusCallbackEvent="completed absent"/>'
        )


@dataclass(frozen=True, slots=True)
class Say:
    """Answer the call and speak plain text; markup in the text is spoken, not run."""

    words: str
    language: str
    voice: str = "woman"

    def to_xml(self) -> str:
        return f"<Say voice={quoted(self.voice)} language={quoted(self.language)}>{text(self.words)}</Say>"


@dataclass(frozen=True, slots=True)
class Play:
    """Answer the call and play the sound at this address, which the platform fetches without cookies."""

    url: str

    def to_xml(self) -> str:
        return f"<Play>{text(self.url)}</Play>"


@dataclass(frozen=True, slots=True)
class Pause:
    """Answer the call and wait."""

    seconds: int = 1

    def to_xml(self) -> str:
        return f'<Pause length="{self.seconds:d}"/>'


@dataclass(frozen=True, slots=True)
class Redirect:
    """Go on with the document at another address; verbs after it are never reached."""

    url: str

    def to_xml(self) -> str:
        return f'<Redirect method="POST">{text(self.url)}</Redirect>'


@dataclass(frozen=True, slots=True)
class Hangup:
    """End the call."""

    def to_xml(self) -> str:
        return "<Hangup/>"


class RejectReason(enum.Enum):
    """What the caller's network is told."""

    REJECTED = "rejected"
    BUSY = "busy"
    CONGESTION = "congestion"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Reject:
    """Refuse a call from a trunk before it is answered."""

    reason: RejectReason = RejectReason.REJECTED

    def to_xml(self) -> str:
        return f'<Reject reason="{self.reason.value}"/>'


class Response:
    """One document: its verbs run in order, and the call ends after the last one."""

    __slots__ = ("verbs",)

    def __init__(self, *verbs: Verb) -> None:
        self.verbs = verbs

    def to_xml(self) -> str:
        body = "".join([verb.to_xml() for verb in self.verbs])
        return f'<?xml version="1.0" encoding="UTF-8"?><Response>{body}</Response>'
