"""What goes wrong with REST requests on purpose, for the next few of a method and a path."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from fnmatch import fnmatchcase
from typing import Any

from cloudonix.simulator.problems import Body, Refused, flag_of, number_of, text_of

ACTS = {
    "status": "answered with a status of its own",
    "delay": "answered some seconds late",
    "malformed": "answered with half a body",
    "drop": "cut off before anything happened",
    "lost": "obeyed, and the answer lost",
}
METHODS = ("*", "GET", "POST", "PUT", "PATCH", "DELETE")
STATUSES = range(400, 600)
LONGEST_DELAY = 60.0


@dataclass(slots=True)
class RestFault:
    """The next `count` requests of a method whose path fits the pattern meet this fate.

    path: as in a shell, `*` for anything. status, message, retry_after, took_effect and repeats_body: for "status";
    with took_effect the request is obeyed first, with repeats_body the message goes on with what was sent, secrets
    and all. seconds: for "delay". retry_after is sent as it is written here.
    """

    act: str
    method: str = "*"
    path: str = "*"
    count: int = 1
    status: int = 500
    message: str = "As the test wants it."
    retry_after: str = ""
    took_effect: bool = False
    repeats_body: bool = False
    seconds: float = 1.0

    def hits(self, method: str, path: str) -> bool:
        return self.method in {"*", method} and fnmatchcase(path, self.path)

    def as_json(self) -> Body:
        values = asdict(self)
        return {"kind": "rest", "do": values.pop("act"), **values}


class RestFaults:
    """The faults that wait for their requests, in the order in which they were asked for."""

    def __init__(self) -> None:
        self._waiting: list[RestFault] = []

    def add(self, body: Body) -> RestFault:
        """Read {do, method?, path?, count?, …}; raises Refused."""
        unknown = body.keys() - KNOWN_FIELDS
        if unknown:
            raise Refused(400, f"A fault of kind rest has no {', '.join(sorted(unknown))}.")
        fault = RestFault(
            act=_one_of(body.get("do"), "do", tuple(ACTS)),
            method=_one_of(body.get("method", "*"), "method", METHODS),
            path=text_of(body, "path") or "*",
            count=_count(body),
            status=_status(body),
            message=text_of(body, "message") or "As the test wants it.",
            retry_after=_retry_after(body.get("retry_after", "")),
            took_effect=flag_of(body, "took_effect") is True,
            repeats_body=flag_of(body, "repeats_body") is True,
            seconds=_seconds(body.get("seconds", 1.0)),
        )
        self._waiting.append(fault)
        return fault

    def take(self, method: str, path: str) -> RestFault | None:
        """The fate of this request; None when it is answered as usual."""
        fault = next((fault for fault in self._waiting if fault.hits(method, path)), None)
        if fault is None:
            return None
        fault.count -= 1
        if fault.count == 0:
            self._waiting.remove(fault)
        return fault

    def clear(self) -> None:
        self._waiting.clear()

    def as_json(self) -> list[dict[str, Any]]:
        return [fault.as_json() for fault in self._waiting]


KNOWN_FIELDS = frozenset(
    {
        "kind",
        "do",
        "method",
        "path",
        "count",
        "status",
        "message",
        "retry_after",
        "took_effect",
        "repeats_body",
        "seconds",
    }
)


def _one_of(value: object, name: str, choices: tuple[str, ...]) -> str:
    if value not in choices:
        raise Refused(400, f"{name} is one of: {', '.join(choices)}.")
    return str(value)


def _count(body: Body) -> int:
    count = number_of(body, "count")
    if count is not None and count < 1:
        raise Refused(400, "count is a whole number, 1 or more.")
    return count or 1


def _status(body: Body) -> int:
    status = number_of(body, "status")
    if status is not None and status not in STATUSES:
        raise Refused(400, "status is a number from 400 to 599.")
    return status or 500


def _retry_after(value: object) -> str:
    if isinstance(value, bool) or not isinstance(value, (str, int)):
        raise Refused(400, "retry_after is a number of seconds or an HTTP date.")
    text = str(value)
    if not text.isprintable():
        raise Refused(400, "retry_after is one line.")
    return text


def _seconds(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not 0 <= value <= LONGEST_DELAY:
        raise Refused(400, f"seconds is a number from 0 to {LONGEST_DELAY:g}.")
    return float(value)
