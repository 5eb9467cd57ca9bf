"""Scripted phones: what a subscriber's phone or an outside number does when it rings.

A behaviour is `{"result": …, "after": seconds, "talk": seconds, "hangup_by": "callee" or "caller"}`, and may
press keys while it talks: `"dtmf": [{"at": 2, "digits": "5"}]`. A phone that the API calls follows a caller's
`"script"` once it has answered. A SIP address is matched without scheme and parameters, a voice agent as
provider:id. Results: `answer`, `busy`, `noanswer`, `reject`, `unreachable`, `failed`; `manual`, a phone that
waits for a person; and `unregistered`, a device without registration: in a registration-free domain the
control endpoint is told, and the device answers as a person does. With a list of behaviours each call takes
the next one, and the last one stays.
"""

from __future__ import annotations

from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Any

from cloudonix.simulator.callers import KEYS, Script
from cloudonix.simulator.problems import Refused

RESULTS = frozenset(
    {"answer", "busy", "noanswer", "reject", "unreachable", "failed", "manual", "unregistered"}
)
KINDS = frozenset({"subscriber", "pstn", "sip", "service"})


@dataclass(frozen=True, slots=True)
class Behaviour:
    result: str
    after: float = 3.0
    talk: float = 20.0
    hangup_by: str = "callee"
    dtmf: tuple[tuple[float, str], ...] = ()
    steps: tuple[Any, ...] = ()  # of a caller's script, read anew for each call


MANUAL = Behaviour("manual")
AGENT = Behaviour("answer", after=1.0, talk=30.0)  # a voice agent nobody scripted
GONE = Behaviour("unreachable", after=0.0)


@dataclass(slots=True)
class Endpoint:
    domain_id: int
    kind: str
    match: str
    behaviours: list[Behaviour]

    def next_behaviour(self) -> Behaviour:
        return self.behaviours.pop(0) if len(self.behaviours) > 1 else self.behaviours[0]


class EndpointBook:
    def __init__(self) -> None:
        self._endpoints: list[Endpoint] = []

    def put(self, domain_id: int, body: dict[str, Any]) -> None:
        """Add a scripted phone, in the place of the one with the same match; no behaviour takes it away."""
        kind, match = body.get("kind", "subscriber"), body.get("match")
        if kind not in KINDS or not isinstance(match, str) or not match:
            raise Refused(
                400,
                "An endpoint has kind (subscriber, pstn, sip or service) and match (a number, * and ? allowed).",
            )
        behaviours = _read_behaviours(body.get("behaviours", body.get("behaviour")))
        self._endpoints = [
            one for one in self._endpoints if (one.domain_id, one.kind, one.match) != (domain_id, kind, match)
        ]
        if behaviours:
            self._endpoints.append(Endpoint(domain_id, kind, match, behaviours))

    def behaviour(self, domain_id: int, kind: str, number: str) -> Behaviour | None:
        """What this phone does on its next call, None when unscripted; exact matches before patterns."""
        found = [one for one in self._endpoints if (one.domain_id, one.kind) == (domain_id, kind)]
        exact = [one for one in found if one.match == number]
        matching = exact or [one for one in found if fnmatchcase(number, one.match)]
        return matching[0].next_behaviour() if matching else None

    def clear(self) -> None:
        self._endpoints.clear()


def _read_behaviours(value: object) -> list[Behaviour]:
    if value is None:
        return []
    return [_read_behaviour(one) for one in (value if isinstance(value, list) else [value])]


def _read_behaviour(value: object) -> Behaviour:
    if not isinstance(value, dict) or value.get("result") not in RESULTS:
        raise Refused(400, f"A behaviour's result is one of: {', '.join(sorted(RESULTS))}.")
    unknown = value.keys() - {"result", "after", "talk", "hangup_by", "dtmf", "script"}
    if unknown:
        raise Refused(400, f"A behaviour has no {', '.join(sorted(unknown))}.")
    if value.get("hangup_by", "callee") not in {"callee", "caller"}:
        raise Refused(400, "hangup_by is callee or caller.")
    seconds = {name: value[name] for name in ("after", "talk") if name in value}
    if any(isinstance(one, bool) or not isinstance(one, (int, float)) or one < 0 for one in seconds.values()):
        raise Refused(400, "after and talk are seconds, 0 or more.")
    steps = value.get("script", [])
    Script.read(steps)
    return Behaviour(
        value["result"],
        hangup_by=value.get("hangup_by", "callee"),
        dtmf=_read_keys(value.get("dtmf", [])),
        steps=tuple(steps),
        **seconds,
    )


def _read_keys(value: object) -> tuple[tuple[float, str], ...]:
    keys = []
    for one in value if isinstance(value, list) else [value]:
        match one:
            case {"at": int() | float() as second, "digits": str() as digits} if set(digits) <= KEYS:
                keys.append((float(second), digits))
            case _:
                raise Refused(400, 'dtmf is a list of {"at": seconds, "digits": keys of a telephone}.')
    return tuple(keys)
