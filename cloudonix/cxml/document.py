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


class Verb(Protocol):
    """One step of a document."""

    def to_xml(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Dial:
    """Ring numbers or subscribers together; the first to answer wins. The end is reported to `action`.

    trunks: names, the first choice first. With any, the platform takes every number for an outside one.
    """

    numbers: tuple[str, ...]
    action: str
    timeout: int
    caller_id: str = ""
    caller_name: str = ""
    trunks: tuple[str, ...] = ()

    def to_xml(self) -> str:
        attributes = f'action={quoted(self.action)} method="POST" timeout="{self.timeout:d}"'
        if self.caller_id:
            attributes += f" callerId={quoted(self.caller_id)}"
        if self.caller_name:
            attributes += f" callerName={quoted(self.caller_name)}"
        if self.trunks:
            attributes += f" trunks={quoted(','.join(self.trunks))}"
        nouns = "".join([f"<Number>{text(number)}</Number>" for number in self.numbers])
        return f"<Dial {attributes}>{nouns}</Dial>"


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
