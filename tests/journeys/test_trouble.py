"""Scenario 15: whatever breaks in OPBX, the caller gets a good answer; and so do a hundred callers at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pytest

from tests.journeys.conftest import Running
from tests.journeys.reading import heard, reasons_of, rung, wait_until_folded

MAIN_NUMBER = "+493055501200"
ROOM, NOBODY, PIN = "+493055501276", "+493055501275", "471142"
SETUP = f"""
from audit.actors import Actor
from routing.services import add_number, add_room
actor = Actor.system("journey")
row = add_room(actor, name="Journey in trouble", guest_pin="{PIN}")
add_number(actor, e164="{ROOM}", destination_kind="room", destination_room=row)
add_number(actor, e164="{NOBODY}", destination_kind="hang_up")
"""
ENTERS, STAYS = {"on": "gather", "digits": f"{PIN}#"}, {"on": "conference", "hangup_after": 5}
APOLOGY = "Sorry, your call cannot be connected because of a technical fault."


@pytest.fixture(scope="module")
def guarded_room(running: Running) -> None:
    running.shell(SETUP)


@pytest.fixture
def line(guarded_room, platform) -> Iterator[Running]:
    """Nothing of the platform ends a request for its being slow: a hundred calls share a small machine with others."""
    platform.control("switches", {"webhook_timeout": 60})
    yield platform
    platform.control("switches", {"webhook_timeout": 10})


@contextmanager
def damaged_plan(line: Running) -> Iterator[None]:
    """The newest published plan of acme cannot be read: its bytes were cut off in the middle."""
    ((version,),) = line.rows("SELECT plan_version FROM public.tenants_organization WHERE slug = 'acme'")
    line.rows(
        "INSERT INTO routing_planversion SELECT (jsonb_populate_record(whole, jsonb_build_object("
        "'id', nextval(pg_get_serial_sequence('routing_planversion', 'id')), 'number', number + 1))).*"
        " FROM routing_planversion AS whole WHERE number = %s",
        version,
    )
    cut = "UPDATE routing_planversion SET plan = substring(plan FOR length(plan) / 2) WHERE number = %s"
    line.rows(cut, version + 1)
    set_version = "UPDATE public.tenants_organization SET plan_version = %s WHERE slug = 'acme'"
    line.rows(set_version, version + 1)
    try:
        yield
    finally:
        line.rows(set_version, version)
        line.rows("DELETE FROM routing_planversion WHERE number = %s", version + 1)


@contextmanager
def table_away(line: Running, name: str) -> Iterator[None]:
    """PostgreSQL refuses every statement that needs this table of acme's."""
    line.rows(f"ALTER TABLE {name} RENAME TO {name}_away")
    try:
        yield
    finally:
        line.rows(f"ALTER TABLE {name}_away RENAME TO {name}")


def test_a_plan_that_cannot_be_read_is_apologized_for(line):
    with damaged_plan(line):
        inbound, inside = line.call(MAIN_NUMBER), line.dial("103")

    for call in (inbound, inside):
        assert APOLOGY in heard(call)
        assert call["legs"] == []
    assert rung(line.call(MAIN_NUMBER)) == ["101"]


def test_a_database_that_refuses_in_the_middle_of_a_call_is_apologized_for(line):
    token = line.start_by_hand(ROOM)
    line.until(token, "listening")

    with table_away(line, "routing_room"):
        line.act(token, "dtmf", f"{PIN}#")
        call = line.ended(token)

    assert APOLOGY in heard(call)
    assert call["disposition"] == "ANSWER"
    assert reasons_of(line, line.call(ROOM, ENTERS, STAYS)["token"]) == ["room-asks", "room-joined"]


# --- a hundred at once --------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Caller:
    """extension: who dials, "" for a caller from outside. reasons: of the steps of the call that is right."""

    to: str
    reasons: list[str]
    extension: str = ""
    script: tuple[dict[str, Any], ...] = ()

    def begin(self, line: Running) -> str:
        if self.extension:
            return line.begin_dialling(self.to, *self.script, extension=self.extension)
        return line.start(self.to, *self.script)


LEAVES_A_MESSAGE = {"on": "record", "seconds": 3, "digits": "#"}
RINGS = ["ringing", "answered"]
# What is called by how many of a hundred, and whose phones ring then.
CALLERS = {
    "main number": (Caller(MAIN_NUMBER, RINGS), ["101"]),
    "sales": (Caller("+493055501210", RINGS), ["102"]),
    "support": (Caller("+493055501220", RINGS), ["103"]),
    "a voicemail box": (
        Caller("+493055501230", ["voicemail-greeted", "message-left"], script=(LEAVES_A_MESSAGE,)),
        [],
    ),
    "nobody": (Caller(NOBODY, ["hung-up"]), []),
    "an unknown number": (Caller("+493055501888", ["number-unknown"]), []),
    "a room": (Caller(ROOM, ["room-asks", "room-joined"], script=(ENTERS, STAYS)), []),
    "a colleague": (Caller("104", RINGS, extension="105"), ["104"]),
    "a menu": (
        Caller("300", ["menu-heard", *RINGS], extension="105", script=({"on": "gather", "digits": "2"},)),
        ["102"],
    ),
    "outside": (Caller("+491715550183", ["outside-ringing", "answered"], extension="101"), ["+491715550183"]),
}
OF_EACH = 10


@pytest.fixture
def unwatched(line) -> Iterator[Running]:
    """The platform reports only that calls are over: what it tells meanwhile has tests of its own, and costs most."""
    line.control("faults", {"kind": "session-update", "do": "drop", "count": 100_000})
    yield line
    line.rest("DELETE", "/__sim__/faults")


def test_a_hundred_callers_at_once_each_get_their_answers(unwatched):
    everybody = [caller for caller, _rings in CALLERS.values() for _ in range(OF_EACH)]

    with ThreadPoolExecutor(len(everybody)) as threads:
        tokens = list(threads.map(lambda caller: caller.begin(unwatched), everybody))

    calls = [unwatched.ended(token) for token in tokens]
    steps: dict[str, list[str]] = defaultdict(list)
    for token, reason in unwatched.rows(
        "SELECT session_token, reason FROM calls_journeystep WHERE session_token = ANY (%s) ORDER BY id",
        tokens,
    ):
        steps[token].append(reason)
    for name, (caller, rings) in CALLERS.items():
        mine = [call for call, one in zip(calls, everybody, strict=True) if one is caller]
        assert len(mine) == OF_EACH
        for call in mine:
            assert APOLOGY not in heard(call), name
            assert rung(call) == rings, name
            assert steps[call["token"]] == caller.reasons, name
    wait_until_folded(unwatched)
    logged = unwatched.rows(
        "SELECT session_token, state FROM calls_call WHERE session_token = ANY (%s) AND has_cdr", tokens
    )
    assert sorted(logged) == sorted((token, "ended") for token in tokens)
