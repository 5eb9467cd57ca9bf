"""Any plan, any call, any sequence of events, made from the types: a new kind of object is in them at once."""

from __future__ import annotations

import enum
import os
import types
import typing
from datetime import UTC, date, datetime
from uuid import UUID

import msgspec
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from routing.engine.calls import (
    Continued,
    DialEnded,
    Direction,
    Event,
    Gathered,
    IncomingCall,
    Outcome,
    Recorded,
)
from routing.engine.live import Live
from routing.engine.plan import Plan
from routing.engine.progress import Awaited, Progress
from tests.engine.builders import key_of

# `python3 dev.py properties` asks for more.
CASES = int(os.environ.get("OPBX_PROPERTY_CASES", "2000"))
MANY = settings(
    max_examples=CASES,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
KEYS = st.sampled_from([key_of(str(n)) for n in range(5)])
NUMBERS = st.sampled_from(["101", "102", "103", "+15550100001", "+15550100002", "+491715550183", "*97", ""])
NAMES = st.sampled_from(["101_acme", "102_acme", "Sales", "Zoë & <Co>", ""])
MOMENTS = st.datetimes(datetime(2026, 3, 1), datetime(2026, 11, 30), timezones=st.just(UTC))  # noqa: DTZ001
SPELLED = st.text("23", min_size=1, max_size=3)
KEYS_PRESSED = st.text("0123456789*#", max_size=6)

# Fields whose values the services check before they are stored, so that a plan never holds others.
FIELDS: dict[str, st.SearchStrategy] = {
    "voice": st.sampled_from(["woman", "man", "Polly:Vicki", ""]),
    "language": st.sampled_from(["de-DE", "en-US", ""]),
    "voice_language": st.sampled_from(["de-DE", "xx", ""]),
    "region": st.sampled_from(["DE", "US"]),
    "zone": st.sampled_from(["Europe/Berlin", "Australia/Lord_Howe", "nowhere"]),
    "url": st.sampled_from(["https://sounds.example/one.mp3", "http://sounds.example/&"]),
    "file": st.sampled_from(["acme/greetings/one.wav", "acme/x&y.mp3"]),
    "number": NUMBERS,
    "e164": NUMBERS,
    "dial": st.sampled_from(["+491715550183", "+15550100001", "112"]),
    "code": KEYS_PRESSED,
    "digits": KEYS_PRESSED,
    "last_keys": st.lists(SPELLED, max_size=2).map(tuple),
    "first_keys": st.lists(SPELLED, max_size=2).map(tuple),
    "sip_usernames": st.lists(st.sampled_from(["101_acme", "102_acme", "Zoë & <Co>"]), max_size=3).map(tuple),
    "room": st.sampled_from(["room1", "A0B"]),
    "provider": st.sampled_from(["vapi", "retell-udp"]),
    "agent": st.sampled_from(["agent_1", "+15550100001"]),
    "trunks": st.sampled_from([(), ("carrier-out",), ("carrier-out", "carrier-2")]),
    "outbound_trunks": st.sampled_from([(), ("carrier-out", "carrier-2")]),
    "most_participants": st.sampled_from([2, 250]),
    "most_seconds": st.sampled_from([10, 300]),
    "format": st.nothing(),
}
_ATOMS: dict[object, st.SearchStrategy] = {
    UUID: KEYS,
    str: NAMES,
    bool: st.booleans(),
    int: st.integers(0, 12),
    datetime: MOMENTS,
    date: MOMENTS.map(datetime.date),
    type(None): st.none(),
}
_known: dict[object, st.SearchStrategy] = {}


def values(kind: object, field: str = "") -> st.SearchStrategy:
    """Any value that a field of this type and name can have."""
    is_struct = isinstance(kind, type) and issubclass(kind, msgspec.Struct)
    if field in FIELDS and not is_struct:
        return FIELDS[field]
    if kind not in _known:
        _known[kind] = st.deferred(lambda: _made(kind))
    return _known[kind]


def _made(kind: object) -> st.SearchStrategy:  # noqa: PLR0911 - one for each shape of a type
    origin, arguments = typing.get_origin(kind), typing.get_args(kind)
    if kind in _ATOMS:
        return _ATOMS[kind]
    if origin in {typing.Union, types.UnionType}:
        return st.one_of([values(member) for member in arguments])
    if origin is tuple:
        if arguments[-1] is Ellipsis:
            return st.lists(values(arguments[0]), max_size=3).map(tuple)
        return st.tuples(*[values(part) for part in arguments])
    if origin is frozenset:
        return st.frozensets(values(arguments[0]), max_size=3)
    if isinstance(kind, type) and issubclass(kind, enum.Enum):
        return st.sampled_from(kind)
    if isinstance(kind, type) and issubclass(kind, msgspec.Struct):
        hints = typing.get_type_hints(kind)
        fields = {
            field.name: values(hints[field.name], field.name)
            for field in msgspec.structs.fields(kind)
            if field.name != "format"
        }
        return st.builds(kind, **fields)
    raise TypeError(f"Tell how to make a {kind}.")


plans: st.SearchStrategy[Plan] = values(Plan)
calls = st.builds(
    IncomingCall,
    st.just("s1"),
    st.sampled_from(Direction),
    NAMES | NUMBERS,
    NUMBERS,
    NUMBERS | KEYS_PRESSED,
    st.lists(NUMBERS, max_size=2).map(tuple),
    NAMES,
)
lives = st.builds(
    Live, st.booleans(), st.frozensets(KEYS, max_size=2), locked=st.frozensets(KEYS, max_size=2)
)
# What may come back for each thing that a step waits for; the platform is free to send any of them.
_REPORTS: dict[Awaited, st.SearchStrategy[Event]] = {
    Awaited.DIAL: st.builds(
        DialEnded, st.sampled_from([one for one in Outcome if one is not Outcome.ANSWERED])
    ),
    Awaited.DIGITS: st.builds(Gathered, KEYS_PRESSED | SPELLED),
    Awaited.RECORDING: st.just(Continued()) | st.builds(Recorded, st.just("https://r.example/1"), st.none()),
}


def report(progress: Progress) -> st.SearchStrategy[Event]:
    """What the platform reports when the step is over."""
    return _REPORTS[progress.state.awaits]
