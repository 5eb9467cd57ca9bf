"""A call at a conference room."""

from __future__ import annotations

import pytest

from routing.engine.calls import DialEnded, Gathered, Outcome
from routing.engine.decide import decide
from routing.engine.decisions import Ask, End, Join, Speak, Tell
from routing.engine.destinations import ToRoom
from routing.engine.live import Live
from routing.engine.objects.numbers import Number
from routing.engine.objects.rooms import Admission, Room, RoomPinTried
from routing.engine.plan import Plan
from routing.engine.prompts import Sentence, SystemWords
from routing.engine.reasons import Reason
from tests.engine.builders import NOON, call_from_outside, call_from_phone, first_step, key_of

LINE = "+15550100001"
CALL = call_from_outside(LINE)


def plan_with_room(**options) -> Plan:
    room = Room(key_of("Team"), "Team", **options)
    return Plan("Acme", numbers=(Number(key_of(LINE), LINE, ToRoom(room.key)),), rooms=(room,))


def after(plan, before, event, admission=None):
    live = Live()
    decision = decide(plan, live, CALL, before.progress, event, NOON)
    if admission is not None:
        assert decision.wants == (RoomPinTried(key_of("Team"), event.digits),)
        live = live.with_answers({decision.wants[0]: admission})
        decision = decide(plan, live, CALL, before.progress, event, NOON)
    assert not decision.wants
    return decision


def test_a_room_without_a_pin_lets_everybody_in():
    decision = first_step(plan_with_room(most_participants=9), CALL)

    assert isinstance(decision.action, Join)
    assert decision.action.room == f"room{key_of('Team').hex}"
    assert (decision.action.starts, decision.action.ends, decision.action.most_participants) == (
        True,
        False,
        9,
    )
    assert decision.reason is Reason.ROOM_JOINED


def test_a_room_with_a_pin_asks_and_lets_the_right_one_in():
    plan = plan_with_room(asks_guests=True)
    asked = first_step(plan, CALL)

    decision = after(plan, asked, Gathered("4711"), Admission.GUEST)

    assert asked.action == Ask((SystemWords(Sentence.ROOM_ASKS_PIN),), most_digits=10)
    assert isinstance(decision.action, Join)


def test_three_wrong_pins_end_the_call():
    plan = plan_with_room(asks_guests=True)
    decision = first_step(plan, CALL)
    for _ in range(2):
        decision = after(plan, decision, Gathered("9999"), Admission.NOBODY)
        assert decision.action.prompts[0] == SystemWords(Sentence.ROOM_WRONG_PIN)

    decision = after(plan, decision, Gathered("9999"), Admission.NOBODY)

    assert isinstance(decision.action, Tell)
    assert decision.progress.state is None


def test_no_input_counts_as_a_try_and_asks_no_database():
    plan = plan_with_room(asks_guests=True)
    decision = first_step(plan, CALL)
    for _ in range(3):
        decision = after(plan, decision, Gathered(""))

    assert (decision.reason, decision.progress.state) == (Reason.ROOM_NO_PIN, None)


def test_a_locked_room_says_so():
    plan = plan_with_room(asks_guests=True)

    decision = after(plan, first_step(plan, CALL), Gathered("4711"), Admission.LOCKED)

    assert decision.action == Speak(Sentence.ROOM_LOCKED)


@pytest.mark.parametrize(
    ("admission", "starts", "ends", "muted"),
    [
        (Admission.HOST, True, True, False),
        (Admission.GUEST, False, False, True),
    ],
)
def test_a_host_begins_and_ends_what_guests_wait_for(admission, starts, ends, muted):
    plan = plan_with_room(
        asks_guests=True, knows_hosts=True, waits_for_host=True, ends_with_host=True, guests_only_listen=True
    )

    decision = after(plan, first_step(plan, CALL), Gathered("4711"), admission)

    assert (decision.action.starts, decision.action.ends, decision.action.muted) == (starts, ends, muted)


def test_where_only_hosts_have_a_pin_the_others_press_the_hash_key():
    plan = plan_with_room(knows_hosts=True)
    asked = first_step(plan, CALL)

    decision = after(plan, asked, Gathered(""))

    assert asked.action.prompts == (SystemWords(Sentence.ROOM_ASKS_HOST),)
    assert isinstance(decision.action, Join)
    assert decision.reason is Reason.ROOM_JOINED


@pytest.mark.parametrize(
    ("outcome", "action", "reason"),
    [
        (Outcome.ANSWERED, End(), Reason.ROOM_LEFT),
        (Outcome.CANCELLED, End(), Reason.ROOM_LEFT),
        (Outcome.UNAVAILABLE, Speak(Sentence.ROOM_FULL), Reason.ROOM_FULL),
    ],
)
def test_what_follows_the_conference(outcome, action, reason):
    plan = plan_with_room()

    decision = after(plan, first_step(plan, CALL), DialEnded(outcome))

    assert (decision.action, decision.reason) == (action, reason)


def test_a_typed_pin_is_in_no_trace_and_no_repr():
    plan = plan_with_room(asks_guests=True)

    decision = after(plan, first_step(plan, CALL), Gathered("31337"), Admission.NOBODY)

    assert "31337" not in repr(decision.trace) + repr(decision.progress) + repr(
        RoomPinTried(key_of("Team"), "31337")
    )


def test_a_phone_reaches_it_by_its_internal_number():
    room = Room(key_of("Team"), "Team", number="700")

    decision = first_step(Plan("Acme", rooms=(room,)), call_from_phone("101_acme", "700"))

    assert isinstance(decision.action, Join)


def test_a_disabled_room_and_one_that_is_gone_say_so():
    disabled = first_step(plan_with_room(is_enabled=False), CALL)
    gone = first_step(Plan("Acme", numbers=(Number(key_of(LINE), LINE, ToRoom(key_of("Team"))),)), CALL)

    assert disabled.action == Speak(Sentence.ROOM_DISABLED)
    assert gone.reason is Reason.ROOM_GONE
