"""Ring groups through the running web server and the simulated Cloudonix; and 200 calls at once."""

from __future__ import annotations

import json
import urllib.request
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from itertools import product
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from calls.models import JourneyStep
from cloudonix.services import choose_how_to_ring
from routing.models import RingGroup, RingGroupTurns
from tenants.context import in_tenant
from tests.ring_groups.running import ACTOR, BEARER, Running

ANSWERS = {"result": "answer", "after": 2, "talk": 5}
BUSY = {"result": "busy"}
IGNORES = {"result": "noanswer"}
PEOPLE = ("101", "102", "103")
CALLS = 200
PLATFORMS = list(product(("CallStatus", "DialCallStatus", "both"), ("on", "off")))


@pytest.fixture(params=PLATFORMS, ids="-".join)
def platform(live: Running, request) -> Running:
    """The platform as it may tell the end of a Dial, and write numbers."""
    field, plus = request.param
    live.simulator.control("/switches", {"dial_status_field": field, "plus_prefix": plus})
    for number in PEOPLE:
        live.phone(number, IGNORES)
    return live


def reasons_of(live: Running, call: dict[str, Any]) -> list[str]:
    with in_tenant(live.acme):
        steps = JourneyStep.objects.filter(session_token=call["token"]).order_by("pk")
        return list(steps.values_list("reason", flat=True))


def test_all_ring_and_the_second_answers(platform):
    platform.phone("102", ANSWERS)

    call = platform.call("simultaneous")

    assert platform.rung(call) == [PEOPLE]
    assert call["disposition"] == "ANSWER"
    assert reasons_of(platform, call) == ["ring-group-rings", "answered"]


def test_one_after_the_other_until_the_second_answers(platform):
    platform.phone("101", BUSY)
    platform.phone("102", ANSWERS)

    call = platform.call("sequential")

    assert platform.rung(call) == [("101",), ("102",)]
    assert reasons_of(platform, call) == ["ring-group-rings", "ring-group-rings", "answered"]


def test_in_turn_each_call_begins_with_the_next(platform):
    for number in PEOPLE:
        platform.phone(number, ANSWERS)

    began = [platform.rung(platform.call("round_robin"))[0][0] for _ in range(6)]

    assert sorted(began[:3]) == sorted(began[3:]) == list(PEOPLE)
    assert began[:3] == began[3:]


def test_whoever_waits_longest_comes_first(platform):
    for number in PEOPLE:
        platform.phone(number, ANSWERS)

    began = [platform.rung(platform.call("least_recent"))[0][0] for _ in range(6)]

    assert sorted(began[:3]) == list(PEOPLE)
    assert began[:3] == began[3:]


@pytest.mark.parametrize("phone", [BUSY, IGNORES], ids=["busy", "no answer"])
@pytest.mark.parametrize("strategy", RingGroup.Strategy.values)
def test_when_nobody_takes_it_the_voicemail_box_does(platform, strategy, phone):
    for number in PEOPLE:
        platform.phone(number, phone)

    call = platform.call(strategy)

    rung = platform.rung(call)
    assert sorted(number for dial in rung for number in dial) == list(PEOPLE)
    assert len(rung) == (1 if strategy == "simultaneous" else 3)
    assert "voicemail-greeted" in reasons_of(platform, call)


def test_all_members_ring_also_when_the_platform_wants_them_as_one_text(live):
    live.simulator.control("/switches", {"simultaneous": "ampersand"})
    with in_tenant(live.acme):
        choose_how_to_ring(ACTOR, joins_targets=True)
    live.phone("103", ANSWERS)
    try:
        call = live.call("simultaneous")
    finally:
        live.simulator.control("/switches", {"simultaneous": "numbers"})
        with in_tenant(live.acme):
            choose_how_to_ring(ACTOR, joins_targets=False)

    assert live.rung(call) == [PEOPLE]
    assert call["disposition"] == "ANSWER"


# --- many calls at once -------------------------------------------------------------------------------------------


def ask(live: Running, path: str, session: str, stage: str, **fields: Any) -> ET.Element:
    body = {"Session": session, "Domain": live.domain.name, "Direction": "inbound", "From": "+442079460331"}
    request = urllib.request.Request(
        f"{live.url}{path}",
        json.dumps(body | fields).encode(),
        {"Content-Type": "application/json", "Authorization": f"Bearer {BEARER}", "X-Cx-Stageid": stage},
    )
    with urllib.request.urlopen(request, timeout=60) as answer:
        return ET.fromstring(answer.read())


def whole_call(live: Running, strategy: str, number: int) -> list[str]:
    """Whom a call rings until all have refused it; each request is sent twice at the same time."""
    session, path, rang = f"{strategy}-{number}", "/api/voice/route", []
    for step in range(4):
        fields = {"To": live.numbers[strategy]} | ({"CallStatus": "busy"} if step else {})
        with ThreadPoolExecutor(2) as both:
            sent = [both.submit(ask, live, path, session, f"stage-{step}", **fields) for _ in range(2)]
            first, second = (one.result() for one in sent)
        assert ET.tostring(first) == ET.tostring(second)
        dial = first.find("Dial")
        if dial is None:
            return rang
        rang.append(dial.findtext("Number"))
        path = dial.get("action").removeprefix(live.url)
    raise AssertionError(f"{session} never ended: {rang}")


@pytest.mark.parametrize("strategy", ["round_robin", "least_recent"])
def test_turns_are_fair_with_four_workers_and_many_calls_at_once(live, strategy):
    with in_tenant(live.acme):
        RingGroupTurns.objects.all().delete()
        group = RingGroup.objects.get(name=strategy)

    with ThreadPoolExecutor(CALLS) as callers:
        rang = list(callers.map(lambda number: whole_call(live, strategy, number), range(CALLS)))

    everybody = sorted(live.usernames.values())
    assert all(sorted(one) == everybody for one in rang)
    with in_tenant(live.acme):
        turns = RingGroupTurns.objects.get(group_key=group.key).turns
    if strategy == "round_robin":
        began = Counter(one[0] for one in rang)
        assert max(began.values()) - min(began.values()) <= 1
        assert turns == CALLS
    else:
        assert turns == 3 * CALLS  # each attempt is a turn, and each repeat is none
