"""A call's journey in words: the steps that the voice route noted, in one line and step by step."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from calls.journey_words import AS_PLANNED, IN_THE_LINE, TITLES
from opbx.web.formats import phone_words
from routing.engine.reasons import Reason

SEPARATOR = " \N{SINGLE RIGHT-POINTING ANGLE QUOTATION MARK} "
LINE_LENGTH = 500
_REASONS = {reason.value: reason for reason in Reason}
# The entry of the ring group names them all.
_TOLD_BY_THE_GROUP = frozenset({Reason.MEMBER_RINGS.value, Reason.MEMBER_SKIPPED.value})
# Steps whose object the line names; the number and the caller have columns of their own.
_NAMED = frozenset(
    {
        "extension",
        "dial",
        "forwarding",
        "voicemail",
        "schedule",
        "ring_group",
        "menu",
        "room",
        "announcement",
        "directory",
        "agent",
    }
)
# At the end of the line these stand in the column beside it.
_SAID_BY_THE_RESULT = frozenset({"busy", "no answer", "caller hung up", "unavailable"})


class Entry(msgspec.Struct, frozen=True):
    """One thing the engine looked at: kind of object, reason code, name as of then, key, more in words."""

    step: str = ""
    outcome: str = ""
    label: str = ""
    key: UUID | None = None
    note: str = ""


class Step(msgspec.Struct, frozen=True):
    """One question of the platform and what was decided."""

    at: datetime
    direction: str
    caller: str
    caller_name: str
    dialled: str
    reason: str
    trace: tuple[Entry, ...] = ()
    extension_keys: tuple[UUID, ...] = ()


class Line(msgspec.Struct, frozen=True):
    """An entry of the journey on a call's page; key and kind say what it can link to."""

    at: datetime
    title: str
    text: str = ""
    kind: str = ""
    key: UUID | None = None
    level: str = ""


def entries(trace: Any) -> tuple[Entry, ...]:  # noqa: ANN401 - JSON as an older version may have written it
    """Read a stored trace; what cannot be read is left out, because a call's page must always open."""
    found = []
    for part in trace if isinstance(trace, list) else []:
        try:
            found.append(msgspec.convert(part, Entry))
        except msgspec.ValidationError:
            continue
    return tuple(found)


def reason_text(code: str) -> str:
    """The sentence for a reason code; the code itself when this version does not know it."""
    reason = _REASONS.get(code)
    return reason.text if reason is not None else code


def reached_extension(steps: Iterable[Step]) -> bool:
    return any(entry.step == "extension" and entry.key is not None for step in steps for entry in step.trace)


def one_line(steps: Sequence[Step]) -> str:
    """The journey for lists: names as of then, without what the columns beside it already say."""
    parts: list[str] = []
    named = ""
    for entry in (entry for step in steps for entry in step.trace):
        if entry.outcome in _TOLD_BY_THE_GROUP:
            continue
        if entry.outcome == Reason.GROUP_RINGS.value and entry.label in parts:
            continue  # it goes on with the next member
        name, said = _name_and_words(entry)
        # An object is named once for all that happens to it in a row.
        parts.extend(part for part in (name if name != named else "", said) if part and parts[-1:] != [part])
        named = name or named
    if len(parts) > 1 and parts[-1] in _SAID_BY_THE_RESULT:
        parts.pop()
    line = SEPARATOR.join(parts)
    return line if len(line) <= LINE_LENGTH else line[: LINE_LENGTH - 1] + "…"


def _name_and_words(entry: Entry) -> tuple[str, str]:
    reason = _REASONS.get(entry.outcome)
    said = IN_THE_LINE.get(reason, reason.text) if reason is not None else entry.outcome
    # format() reads the words of the table only: a note with braces in it stays as it is.
    said = said.format(note=entry.note) if "{note}" in said else said
    if entry.step == "outbound":
        return phone_words(entry.label), said
    return (entry.label if entry.step in _NAMED and entry.key is not None else ""), said


def lines(steps: Sequence[Step]) -> list[Line]:
    """The journey step by step."""
    return [
        _line(step.at, entry)
        for step in steps
        for entry in step.trace
        if entry.outcome != Reason.MEMBER_RINGS.value
    ]


def _line(at: datetime, entry: Entry) -> Line:
    name, text = phone_words(entry.label), reason_text(entry.outcome)
    kind = "extension" if entry.step in {"caller", "dial", "forwarding"} else entry.step
    reason = _REASONS.get(entry.outcome)
    words = TITLES.get(reason) if reason is not None and name else None
    if words is not None:
        # format() reads the words of the table only: a name with braces in it stays as it is.
        title = words.format(name=name, note=entry.note)
        text = "" if "{note}" in words else entry.note[:1].upper() + entry.note[1:]
    else:
        title, text = (f"{name}: refused", text) if name else (text, "")
    level = "" if entry.outcome in AS_PLANNED else "warn"
    if entry.outcome == Reason.ANSWERED.value:
        level = "ok"
    return Line(at=at, title=title, text=text, kind=kind, key=entry.key, level=level)
