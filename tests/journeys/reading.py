"""What the running product noted of a call, read from its database, and what a caller heard."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tests.cxml.grammar import check_document
from tests.journeys.conftest import PATIENCE_SECONDS, Running


@dataclass(frozen=True)
class NotedStep:
    """reason: the code that sums the step up. outcomes: of its trace. text: all that is stored of it."""

    reason: str
    outcomes: tuple[str, ...]
    text: str


def journey_of(running: Running, token: str, slug: str = "acme") -> list[NotedStep]:
    """The steps of a call, in their order."""
    rows = running.rows(
        "SELECT reason, trace, cxml FROM calls_journeystep WHERE session_token = %s ORDER BY id",
        token,
        slug=slug,
    )
    return [
        NotedStep(reason, tuple(entry["outcome"] for entry in trace), f"{trace} {cxml}")
        for reason, trace, cxml in rows
    ]


def reasons_of(running: Running, token: str, slug: str = "acme") -> list[str]:
    return [step.reason for step in journey_of(running, token, slug)]


def rung(call: dict[str, Any]) -> list[str]:
    """The extensions whose phones a call rang, in their order."""
    return [str(leg["target"]).partition("_")[0] for leg in call["legs"]]


def heard(call: dict[str, Any]) -> str:
    """What was said and played to the caller, once every answer that the call got proved to be a good one."""
    assert call["stages"], call
    for stage in call["stages"]:
        assert stage["status"] == 200, stage
        check_document(stage["cxml"])
    return " ".join(event["text"] for event in call["timeline"] if event["kind"] in {"say", "play"})


def wait_until(is_so: Callable[[], bool], what: str) -> None:
    """A worker does its part in its own time."""
    until = time.monotonic() + PATIENCE_SECONDS
    while not is_so():
        assert time.monotonic() < until, f"Not in time: {what}"
        time.sleep(0.1)


def wait_until_folded(running: Running) -> None:
    """Until no event of any call waits for a worker."""
    waiting = "SELECT count(*) FROM public.tenants_inboxevent"
    wait_until(lambda: running.rows(waiting) == [(0,)], "the inbox is empty")
