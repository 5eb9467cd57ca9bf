"""A call told for its page: what happened when, as far as we know it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse

from accounts.models import User
from calls.journey import Entry, Line, Step, lines, reason_text
from calls.models import Call
from extensions.access import boxes_for, extensions_for
from opbx.web.formats import duration_words
from routing.models import OBJECT_COLUMNS, ROUTABLE, PhoneNumber, RoutedObject
from routing.services.destinations import model_of

_ENDINGS = {
    Call.Result.BUSY: ("The line was busy", "warn"),
    Call.Result.NO_ANSWER: ("Nobody answered", "warn"),
    Call.Result.UNAVAILABLE: ("No phone could be reached", "warn"),
    Call.Result.CANCELLED: ("The caller hung up before an answer", ""),
    Call.Result.REFUSED: ("The call was not connected", "warn"),
    Call.Result.FAILED: ("Cloudonix reported that the call failed", "bad"),
}
# Reported by the platform when the Dial is over; the page tells the answer when it happened.
_TOLD_BY_THE_CALL = frozenset({"answered", "cancelled"})


# The routed objects that a step can name, by its kind.
_ROUTED = {
    kind.value: model
    for kind in ROUTABLE
    if kind in OBJECT_COLUMNS and issubclass(model := model_of(OBJECT_COLUMNS[kind]), RoutedObject)
}


@dataclass(frozen=True)
class Told:
    """A line of the journey as the component {% journey %} draws it; elapsed in seconds since the call arrived."""

    elapsed: float
    title: str
    text: str
    url: str
    level: str


def story_of(call: Call, steps: Sequence[Step], user: User) -> list[Told]:
    """The journey from arrival to end, with links to what still exists and this user may open."""
    known = [line for step in steps if step.reason not in _TOLD_BY_THE_CALL for line in lines([step])]
    told = sorted([*known, *_answer(call, steps), *_end(call)], key=lambda line: line.at)
    urls = _urls(told, user)
    return [
        Told(
            elapsed=max(0.0, (line.at - call.started_at).total_seconds()),
            title=line.title,
            text=line.text,
            url=urls.get(line.key, "") if line.key is not None else "",
            level=line.level,
        )
        for line in told
    ]


def _answer(call: Call, steps: Sequence[Step]) -> Iterable[Line]:
    """Who picked up: the phone that rang last. An answer by our own voice is no answer."""
    if call.answered_at is None or (steps and call.reason not in {"ringing", "answered"}):
        return
    rang = _rang_last(steps)
    name = rang.label if rang is not None else ""
    waited = duration_words(call.ring_seconds or 0)
    yield Line(
        at=call.answered_at,
        title=f"{name} answered" if name else "Answered",
        text=f"After {waited}",
        kind="extension",
        key=rang.key if rang is not None else None,
        level="ok",
    )


def answered_by(call: Call, steps: Sequence[Step]) -> str:
    """The name, as of then, of the extension that picked up; "" when nobody did or nobody knows who."""
    rang = _rang_last(steps)
    return rang.label if rang is not None and call.result == Call.Result.ANSWERED else ""


def _rang_last(steps: Sequence[Step]) -> Entry | None:
    rang = [entry for step in steps for entry in step.trace if entry.outcome == "ringing"]
    return rang[-1] if rang else None


def _end(call: Call) -> Iterable[Line]:
    if call.is_live:
        return
    if call.ended_at is None:
        at = call.last_update_at or call.started_at
        yield Line(at=at, title="Cloudonix reported nothing more", text="When the call ended is not known")
        return
    text, level = _ENDINGS.get(Call.Result(call.result), ("", ""))
    if call.talk_seconds is not None:
        text = f"Talked {duration_words(call.talk_seconds)}"
    yield Line(at=call.ended_at, title="Call ended", text=text, level=level)


def reason_words(call: Call) -> str:
    """Why a call went as it went, when that is not said by its result."""
    return "" if call.reason in {"", "ringing", "answered"} else reason_text(call.reason)


def _urls(told: Iterable[Line], user: User) -> dict[UUID, str]:
    """Pages of the objects that the lines name."""
    keys: dict[str, set[UUID]] = {name: set() for name in ("extension", "number", "voicemail", *_ROUTED)}
    for line in told:
        if line.key is not None and line.kind in keys:
            keys[line.kind].add(line.key)
    urls: dict[UUID, str] = {}
    if keys["extension"]:
        found = extensions_for(user).filter(key__in=keys["extension"]).values_list("key", "number")
        urls |= {key: reverse("extensions:detail", args=[number]) for key, number in found}
    if keys["number"] and user.has_perm("numbers.read"):
        numbers = PhoneNumber.objects.filter(key__in=keys["number"]).values_list("key", "e164")
        urls |= {
            key: reverse("routing:number_detail", args=[e164.removeprefix("+")]) for key, e164 in numbers
        }
    if keys["voicemail"]:
        boxes = boxes_for(user).filter(key__in=keys["voicemail"]).values_list("key", flat=True)
        urls |= {key: reverse("voicemail:detail", args=[key]) for key in boxes}
    for name, model in _ROUTED.items():
        if keys[name] and user.has_perm(f"{model.namespace}.read"):
            rows = model._default_manager.filter(key__in=keys[name])  # noqa: SLF001 - Django's documented name
            urls |= {row.key: row.get_absolute_url() for row in rows}
    return urls
