"""Ring groups through the voice route: turns in PostgreSQL, and the documents."""

from __future__ import annotations

from collections import Counter
from itertools import count

import pytest
from django.utils import timezone

from calls.journey import Entry, lines, one_line
from calls.models import Call, JourneyStep
from cloudonix.webhooks.links import MAX_TOKEN, Ticket, continue_url
from extensions.models import Extension
from routing.engine.progress import MAX_HOPS, MAX_STEPS, GroupRings, Progress
from routing.models import OutboundSettings, PhoneNumber, RingGroup, RingGroupMember, RingGroupTurns
from routing.publish import publish
from routing.turns import last_times
from tenants.context import in_tenant
from tests.engine.builders import key_of
from tests.voice.conftest import ACTOR, add_extension
from tests.voice.test_statements import wire

SALES = "+493012345699"
SESSIONS = count(1)


@pytest.fixture
def make_group(acme_line):
    """make_group(strategy, **more) is a group of 101, 102 and 105, with a number that leads to it, published."""

    def make(strategy: str, **more) -> RingGroup:
        with in_tenant(acme_line):
            group = RingGroup.objects.create(name="Sales", strategy=strategy, **more)
            people = [*Extension.objects.filter(number__in=["101", "102"]).order_by("number")]
            people.append(add_extension("105", "Cleo"))
            for position, extension in enumerate(people, start=1):
                RingGroupMember.objects.create(group=group, extension=extension, position=position)
            PhoneNumber.objects.create(
                e164=SALES, destination_kind="ring_group", destination_ring_group=group
            )
            publish(ACTOR, "Sales")
        return group

    return make


def arrive(cloudonix, session: str = "", **more):
    return cloudonix.ask(To=SALES, Session=session or f"group-{next(SESSIONS)}", **more)


def test_a_simultaneous_group_rings_everybody_and_ends_with_an_answer(cloudonix, make_group, journey):
    make_group("simultaneous", ring_seconds=25, caller_name_prefix="Sales:")

    answer = arrive(cloudonix, "g1", CallerName="Ada", From="+442071838750")

    assert answer.rings == ["101_anna", "102_bert", "105_cleo"]
    assert (answer.dial["timeout"], answer.dial["callerName"]) == ("25", "Sales: Ada")
    assert cloudonix.ask(answer.link, Session="g1", CallStatus="completed").verbs == ["Hangup"]
    assert [step.reason for step in journey(cloudonix.organization)] == ["ring-group-rings", "answered"]


def test_round_robin_begins_each_call_with_the_next_member(cloudonix, make_group):
    make_group("round_robin")

    assert [arrive(cloudonix).rings[0] for _ in range(6)] == ["101_anna", "102_bert", "105_cleo"] * 2


def test_a_repeated_request_gets_the_same_member_and_takes_no_turn(cloudonix, make_group):
    group = make_group("round_robin")
    stage = {"x-cx-stageid": "stage-1"}

    first = arrive(cloudonix, "g1", headers=stage)
    again = arrive(cloudonix, "g1", headers=stage)

    assert again.body == first.body
    assert turns_of(cloudonix, group).turns == 1
    assert arrive(cloudonix).rings == ["102_bert"]


@pytest.mark.parametrize("strategy", ["round_robin", "least_recent"])
def test_a_request_repeated_before_its_answer_was_noted_takes_no_second_turn(cloudonix, make_group, strategy):
    """As when the platform asks twice at the same time: neither sees the other's note."""
    group = make_group(strategy)
    stage = {"x-cx-stageid": "stage-1"}
    first = arrive(cloudonix, "g1", headers=stage)
    arrive(cloudonix, "g2")
    with in_tenant(cloudonix.organization):
        JourneyStep.objects.all().delete()

    again = arrive(cloudonix, "g1", headers=stage)

    assert again.rings == first.rings == ["101_anna"]
    assert turns_of(cloudonix, group).turns == 2


def test_least_recent_rings_whoever_waits_longest_and_goes_on_with_the_next_longest(cloudonix, make_group):
    make_group("least_recent")
    first = arrive(cloudonix, "g1")
    assert first.rings == ["101_anna"]
    # Another call takes the second, so the first goes on with the third.
    assert arrive(cloudonix, "g2").rings == ["102_bert"]

    second = cloudonix.ask(first.link, Session="g1", CallStatus="no-answer")

    assert second.rings == ["105_cleo"]
    assert arrive(cloudonix).rings == ["101_anna"]


def test_least_recent_since_an_answer_prefers_who_answered_longest_ago(cloudonix, make_group):
    make_group("least_recent", longest_since="answered")
    for session in ("g1", "g2", "g3"):
        ringing = arrive(cloudonix, session)
        cloudonix.ask(ringing.link, Session=session, CallStatus="completed")
    rested = later(cloudonix)

    # 101 answered longest ago and does not answer this time; it is still the one who answered longest ago.
    ringing = arrive(cloudonix, "g4")
    assert ringing.rings == ["101_anna"]
    cloudonix.ask(ringing.link, Session="g4", CallStatus="no-answer")
    rested()

    assert arrive(cloudonix).rings == ["101_anna"]


def test_the_last_ring_and_the_last_answer_of_each_member_are_kept(cloudonix, make_group):
    group = make_group("least_recent")
    ringing = arrive(cloudonix, "g1")
    cloudonix.ask(ringing.link, Session="g1", CallStatus="completed")

    with in_tenant(cloudonix.organization):
        times = last_times(group)
        anna = str(Extension.objects.get(number="101").key)

    assert list(times) == [anna]
    assert times[anna].rung is not None
    assert times[anna].answered is not None
    assert times[anna].rung < times[anna].answered


@pytest.mark.parametrize("strategy", ["simultaneous", "sequential"])
def test_who_takes_no_turns_costs_no_statement(cloudonix, make_group, strategy):
    make_group(strategy)
    arrive(cloudonix)

    with wire() as seen:
        arrive(cloudonix)

    assert len(seen) == 2


@pytest.mark.parametrize("strategy", ["round_robin", "least_recent"])
def test_a_turn_costs_one_statement(cloudonix, make_group, strategy):
    make_group(strategy)
    arrive(cloudonix)

    with wire() as seen:
        arrive(cloudonix)

    assert len(seen) == 3


def test_each_group_has_turns_of_its_own_and_each_organization_too(
    cloudonix, make_group, cloudonix_for_globex
):
    group = make_group("round_robin")
    arrive(cloudonix)

    with in_tenant(cloudonix_for_globex.organization):
        assert not RingGroupTurns.objects.exists()
    assert turns_of(cloudonix, group).turns == 1


def test_turns_stay_fair_when_the_row_has_forgotten_old_stages(cloudonix, make_group):
    make_group("least_recent")

    rung = Counter(arrive(cloudonix).rings[0] for _ in range(150))

    assert set(rung.values()) == {50}


def test_the_largest_progress_of_a_group_fits_a_link():
    visited = tuple(key_of(f"hop {number}") for number in range(MAX_HOPS))
    state = GroupRings(round=9, start=49, tried=2**50 - 1, place=49)
    progress = Progress(hops=MAX_HOPS, visited=visited, steps=MAX_STEPS, current=visited[0], state=state)

    url = continue_url(Ticket(10**6, "s" * 128, 10**6, progress))

    assert len(url.rpartition("/")[2]) <= MAX_TOKEN


def test_the_journey_tells_who_rang(cloudonix, make_group, journey):
    make_group("sequential")
    ringing = arrive(cloudonix, "g1")
    cloudonix.ask(ringing.link, Session="g1", CallStatus="busy")

    steps = journey(cloudonix.organization)
    for step in steps:
        step.trace = tuple(
            Entry(part["step"], part["outcome"], part["label"], part["key"], part["note"])
            for part in step.trace
        )

    assert [line.title for line in lines(steps)][1:] == [
        "Sales rings 101",
        "101 Anna was busy",
        "Sales rings 102",
    ]
    assert one_line(steps) == "Sales › 101 Anna"


def turns_of(cloudonix, group: RingGroup) -> RingGroupTurns:
    with in_tenant(cloudonix.organization):
        return RingGroupTurns.objects.get(group_key=group.key)


def later(cloudonix):
    """Let all the rung members have rung long ago, once now and once whenever the result is called."""

    def age() -> None:
        with in_tenant(cloudonix.organization):
            row = RingGroupTurns.objects.get()
            row.rung = {member: [turn, at - 3600] for member, (turn, at) in row.rung.items()}
            row.save()

    age()
    return age


# --- busy levels of members ---------------------------------------------------------------------------------------


@pytest.fixture
def busy_101(cloudonix, make_group):
    """busy_101(strategy) is such a group, in which everybody is busy with one call, and 101 has one."""

    def make(strategy: str, **more) -> RingGroup:
        group = make_group(strategy, **more)
        with in_tenant(cloudonix.organization):
            OutboundSettings.objects.update(busy_level=1)
            publish(ACTOR, "Busy with one call")
        assert cloudonix.ask(To="+493012345678", Session="busy").rings == ["101_anna"]
        return group

    return make


def hangs_up(cloudonix, session: str) -> None:
    with in_tenant(cloudonix.organization):
        Call.objects.create(session_token=session, started_at=timezone.now(), state="ended")


@pytest.mark.parametrize(
    ("strategy", "rung"),
    [
        ("simultaneous", ["102_bert", "105_cleo"]),
        ("sequential", ["102_bert"]),
        ("round_robin", ["102_bert"]),
        ("least_recent", ["102_bert"]),
    ],
)
def test_a_busy_member_is_passed_over_by_one_statement(cloudonix, busy_101, strategy, rung):
    busy_101(strategy)

    with wire() as seen:
        answer = arrive(cloudonix, "g1")

    assert answer.rings == rung
    assert len(seen) == 3


def test_least_recent_gives_turns_to_those_who_are_free_only(cloudonix, busy_101):
    group = busy_101("least_recent")
    first = arrive(cloudonix, "g1").rings
    second = arrive(cloudonix, "g2").rings
    nobody = arrive(cloudonix, "g3")
    given = turns_of(cloudonix, group).turns
    hangs_up(cloudonix, "busy")

    assert (first, second, nobody.rings) == (["102_bert"], ["105_cleo"], [])
    assert given == 2
    assert arrive(cloudonix, "g4").rings == ["101_anna"]


def test_the_next_member_is_asked_about_when_its_turn_comes(cloudonix, busy_101):
    busy_101("sequential")
    ringing = arrive(cloudonix, "g1")
    other = cloudonix.ask(To=SALES, Session="g2")

    after = cloudonix.ask(ringing.link, Session="g1", CallStatus="no-answer")

    assert other.rings == ["105_cleo"]
    assert after.rings == []
