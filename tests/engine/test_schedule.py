"""Calls at business hours: each state leads elsewhere, and the trace says which state and why."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from routing.engine.calls import Arrived
from routing.engine.decide import decide
from routing.engine.decisions import Decision, Dial, End, Speak, StepKind
from routing.engine.destinations import HangUp, ToExtension, ToSchedule
from routing.engine.hours import ExceptionDays, Holiday, Override, Range, Schedule
from routing.engine.plan import Live, Plan, decode_plan, encode_plan
from routing.engine.progress import START
from routing.engine.prompts import Sentence
from routing.engine.reasons import Reason
from tests.engine.builders import call_from_outside, call_from_phone, extension, key_of, number, plan_with

MAIN = "+493055501200"
WEEK = (*((Range(9 * 60, 17 * 60),),) * 5, (), ())
MONDAY = datetime(2026, 3, 2, 11, 0, tzinfo=UTC)  # noon in Berlin
MONDAY_NIGHT = datetime(2026, 3, 2, 20, 0, tzinfo=UTC)
CHRISTMAS = datetime(2026, 12, 25, 11, 0, tzinfo=UTC)
CLOSE_OUTSIDE, OPEN_ALWAYS = Override(is_open=False), Override(is_open=True)


def office(name: str = "Office", **more) -> Schedule:
    more.setdefault("open_destination", ToExtension(key_of("101")))
    more.setdefault("closed_destination", ToExtension(key_of("102")))
    more.setdefault("week", WEEK)
    return Schedule(key_of(name), name, "Europe/Berlin", **more)


def plan_of(*schedules: Schedule, first: str = "Office") -> Plan:
    return plan_with(
        extension("101", "Open desk"),
        extension("102", "Night desk"),
        extension("103", "Holiday desk"),
        number_to_hours(first),
        schedules=schedules,
    )


def number_to_hours(name: str):
    leading = number(MAIN, None)
    return type(leading)(key=leading.key, e164=MAIN, destination=ToSchedule(key_of(name)))


def call_at(plan: Plan, at: datetime) -> Decision:
    return decide(plan, Live(), call_from_outside(MAIN), START, Arrived(), at)


def told(decision: Decision) -> list[tuple[Reason, str, str]]:
    return [
        (entry.outcome, entry.label, entry.note)
        for entry in decision.trace
        if entry.step is StepKind.SCHEDULE
    ]


def rings(decision: Decision) -> str:
    assert isinstance(decision.action, Dial)
    return decision.action.targets[0]


def test_a_call_goes_where_open_hours_lead_and_the_trace_says_until_when():
    decision = call_at(plan_of(office()), MONDAY)

    assert rings(decision) == "101_acme"
    assert told(decision) == [(Reason.HOURS_OPEN, "Office", "until 17:00")]


def test_a_call_goes_where_closed_hours_lead_and_the_trace_says_until_when():
    decision = call_at(plan_of(office()), MONDAY_NIGHT)

    assert rings(decision) == "102_acme"
    assert told(decision) == [(Reason.HOURS_CLOSED, "Office", "until Tue 09:00")]


def test_a_holiday_is_named_and_leads_to_its_own_destination():
    schedule = office(
        holidays=(Holiday(date(2026, 12, 25), "Christmas Day"),),
        holiday_destination=ToExtension(key_of("103")),
    )

    decision = call_at(plan_of(schedule), CHRISTMAS)

    assert rings(decision) == "103_acme"
    assert told(decision) == [(Reason.HOURS_HOLIDAY, "Office", "Christmas Day, until Mon 09:00")]


def test_an_exception_that_opens_and_one_that_closes_are_told_apart():
    open_day = ExceptionDays("Fair", date(2026, 3, 2), date(2026, 3, 2), (Range(0, 1440),))
    closed_day = ExceptionDays("Trip", date(2026, 3, 3), date(2026, 3, 3))
    plan = plan_of(office(exceptions=(open_day, closed_day)))

    evening = call_at(plan, MONDAY_NIGHT)
    next_noon = call_at(plan, datetime(2026, 3, 3, 11, 0, tzinfo=UTC))

    assert told(evening) == [(Reason.HOURS_EXCEPTION_OPEN, "Office", "Fair, until Tue 00:00")]
    assert told(next_noon) == [(Reason.HOURS_EXCEPTION_CLOSED, "Office", "Trip, until Wed 09:00")]
    assert (rings(evening), rings(next_noon)) == ("101_acme", "102_acme")


@pytest.mark.parametrize(
    ("override", "at", "reason", "phone"),
    [
        (OPEN_ALWAYS, MONDAY_NIGHT, Reason.HOURS_SET_OPEN, "101_acme"),
        (CLOSE_OUTSIDE, MONDAY, Reason.HOURS_SET_CLOSED, "102_acme"),
    ],
)
def test_what_was_set_by_hand_decides_and_is_told(override, at, reason, phone):
    decision = call_at(plan_of(office(override=override)), at)

    assert told(decision) == [(reason, "Office", "")]
    assert rings(decision) == phone


def test_an_override_ends_by_itself():
    until = datetime(2026, 3, 3, 8, 0, tzinfo=UTC)
    plan = plan_of(office(override=Override(is_open=False, until=until)))

    assert told(call_at(plan, MONDAY)) == [(Reason.HOURS_SET_CLOSED, "Office", "until Tue 09:00")]
    assert told(call_at(plan, until)) == [(Reason.HOURS_OPEN, "Office", "until 17:00")]


def test_hours_lead_to_other_hours_and_a_circle_of_them_is_cut():
    first = office(closed_destination=ToSchedule(key_of("Second")))
    second = office("Second", week=((),) * 7, closed_destination=ToSchedule(key_of("Office")))

    decision = call_at(plan_of(first, second), MONDAY_NIGHT)

    assert [label for _, label, _ in told(decision)] == ["Office", "Second"]
    assert decision.reason is Reason.LOOP
    assert decision.action == Speak(Sentence.NOT_CONNECTED)


def test_disabled_and_deleted_hours_say_that_the_call_cannot_be_connected():
    disabled = call_at(plan_of(office(is_enabled=False)), MONDAY)
    gone = call_at(plan_of(), MONDAY)

    assert (disabled.reason, disabled.action) == (Reason.HOURS_DISABLED, Speak(Sentence.NOT_CONNECTED))
    assert (gone.reason, gone.action) == (Reason.HOURS_GONE, Speak(Sentence.NOT_CONNECTED))


def test_hours_without_destinations_hang_up():
    assert isinstance(call_at(plan_of(office(open_destination=HangUp())), MONDAY).action, End)


def test_a_phone_reaches_hours_by_their_internal_number():
    plan = plan_of(office(number="500"))

    decision = decide(plan, Live(), call_from_phone("102_acme", "500"), START, Arrived(), MONDAY)

    assert rings(decision) == "101_acme"


def test_hours_are_the_same_after_the_plan_was_stored():
    schedule = office(
        number="500",
        holidays=(Holiday(date(2026, 12, 25), "Christmas Day"),),
        exceptions=(
            ExceptionDays(
                "Trip", date(2026, 3, 3), date(2026, 3, 4), destination=ToSchedule(key_of("Other"))
            ),
        ),
        override=Override(is_open=False, until=MONDAY),
    )
    plan = plan_of(schedule)

    assert decode_plan(encode_plan(plan)) == plan
    assert encode_plan(decode_plan(encode_plan(plan))) == encode_plan(plan)
