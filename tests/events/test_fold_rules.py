"""The folding rules alone: no rows, no clock. Any delivery of the same events tells the same call."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from calls.evidence import NOTHING, Evidence, merge
from calls.fold import Facts, Known, conclude
from calls.journey import SEPARATOR, Entry, Step
from cloudonix.webhooks.event_payloads import read_evidence
from tests.events.conftest import CDR, UPDATES

START = datetime(2026, 1, 11, tzinfo=UTC)
ANNA, BERT = UUID(int=101), UUID(int=102)
RECEIVED = int(START.timestamp() * 1000) + 50


def evidence(event: dict[str, Any], received: int = RECEIVED) -> Evidence:
    kind = "cdr" if "disposition" in event else "session_update"
    return read_evidence(kind, json.dumps(event), received)[1]


def step(reason: str, *trace: Entry, after: float = 0.1, direction: str = "inbound") -> Step:
    return Step(
        at=START + timedelta(seconds=after),
        direction=direction,
        caller="+4915155501830",
        caller_name="Carla",
        dialled="+493012345678",
        reason=reason,
        trace=trace,
        extension_keys=tuple(entry.key for entry in trace if entry.key),
    )


RANG_ANNA = step("ringing", Entry("extension", "ringing", "101 Anna", ANNA))
STEPS = [RANG_ANNA, step("answered", Entry("dial", "answered", "101 Anna", ANNA), after=32.9)]


def fold(events: list[dict[str, Any]], steps: list[Step] = STEPS) -> Facts:
    told = NOTHING
    for event in events:
        told = merge(told, evidence(event))
    return conclude(told, steps, {})


@st.composite
def deliveries(draw: st.DrawFn, events: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Some of the events, some of them several times, in any order."""
    chosen = draw(st.lists(st.sampled_from(range(len(events))), max_size=12))
    return [events[index] for index in chosen]


@settings(max_examples=200, deadline=None)
@given(deliveries(UPDATES), st.integers(0, 12))
def test_lost_repeated_and_reordered_updates_do_not_change_the_call_that_the_cdr_tells(updates, position):
    events = [*updates[:position], CDR, *updates[position:]]

    assert fold(events) == fold([*UPDATES, CDR])


@settings(max_examples=200, deadline=None)
@given(st.permutations(UPDATES), deliveries(UPDATES))
def test_without_a_cdr_order_and_repeats_make_no_difference(updates, repeats):
    assert fold([*updates, *repeats]) == fold(UPDATES)


STATUSES = [
    "new",
    "processing",
    "ringing",
    "connected",
    "answer",
    "busy",
    "noanswer",
    "error",
    "later-build",
    None,
]


@st.composite
def updates_of_any_kind(draw: st.DrawFn) -> dict[str, Any]:
    at = datetime(2026, 1, 11, 0, 0, draw(st.integers(0, 5)), tzinfo=UTC)
    return UPDATES[0] | {
        "status": draw(st.sampled_from(STATUSES)),
        "modifiedAt": draw(st.sampled_from([at.isoformat(), None])),
        "endTime": draw(st.sampled_from([at.isoformat(), None])),
        "callAnswerTime": draw(st.sampled_from([int(at.timestamp() * 1000), None])),
        "callerId": draw(st.sampled_from(["1", "2"])),
    }


@settings(max_examples=300, deadline=None)
@given(st.lists(updates_of_any_kind(), max_size=6), st.randoms())
def test_whatever_the_updates_say_the_call_depends_on_the_set_of_them_only(updates, shuffled):
    other = [*updates, *updates[:3]]
    shuffled.shuffle(other)

    assert fold(other) == fold(updates)


@settings(max_examples=200, deadline=None)
@given(st.lists(updates_of_any_kind(), min_size=1, max_size=6))
def test_a_call_that_has_ended_never_goes_back_to_active(updates):
    told, has_ended = NOTHING, False
    for update in updates:
        told = merge(told, evidence(update))
        is_over = conclude(told, [], {}).state == "ended"
        assert is_over or not has_ended
        has_ended = is_over


def test_among_active_updates_the_newest_counts_and_then_the_farthest():
    connected_first = [UPDATES[3], UPDATES[2], UPDATES[0]]
    same_time = [UPDATES[2] | {"modifiedAt": UPDATES[0]["modifiedAt"]}, UPDATES[0]]

    assert fold(connected_first).state == "connected"
    assert fold(same_time).state == "ringing"


def test_the_last_word_without_an_end_time_closes_a_call_only_if_it_was_seen_connected():
    answer = UPDATES[4] | {"callEndTime": None, "endTime": None}

    assert fold([UPDATES[2], answer]).state == "connected"
    assert fold([UPDATES[3], answer]).state == "ended"
    assert fold([answer, UPDATES[3]]).result == "answered"


def test_an_unknown_status_closes_a_call_when_it_has_an_end_time():
    odd = UPDATES[4] | {"status": "torn-down"}

    assert (fold([odd]).state, fold([odd]).result) == ("ended", "unknown")
    assert fold([UPDATES[2], odd | {"callEndTime": None, "endTime": None}]).state == "ringing"


@pytest.mark.parametrize(
    ("disposition", "result"),
    [
        ("ANSWER", "answered"),
        ("CONNECTED", "answered"),
        ("answered", "answered"),
        ("BUSY", "busy"),
        ("NO ANSWER", "no_answer"),
        ("NO-ANSWER", "no_answer"),
        ("No_Answer", "no_answer"),
        ("CANCEL", "cancelled"),
        ("CONGESTION", "failed"),
        ("NOCREDIT", "failed"),
        ("EXTERNAL", "failed"),
        ("SOMETHING NEW", "unknown"),
        (None, "unknown"),
        (7, "unknown"),
    ],
)
def test_each_disposition_has_one_result(disposition, result):
    assert fold([CDR | {"disposition": disposition}], [RANG_ANNA]).result == result


@pytest.mark.parametrize(
    ("reason", "result"),
    [
        ("busy", "busy"),
        ("no-answer", "no_answer"),
        ("unavailable", "unavailable"),
        ("extension-unknown", "refused"),
        ("organization-suspended", "refused"),
        ("answered", "answered"),
        ("ringing", "answered"),
        ("ring-group-rings", "answered"),
        ("outside-ringing", "answered"),
        ("emergency-call", "answered"),
        ("room-joined", "answered"),
        ("room-joined-as-host", "answered"),
        ("room-left", "answered"),
        ("agent-consulted", "answered"),
        ("agent-talked", "answered"),
    ],
)
def test_an_answer_by_our_own_voice_is_what_the_journey_says(reason, result):
    told = fold([CDR], [RANG_ANNA, step(reason)])

    assert told.result == result
    assert (told.talk_seconds, told.answered_at is not None) == (
        (31, True) if result == "answered" else (None, False)
    )


def test_a_failure_that_the_journey_knows_better_is_told_as_what_it_was():
    failed = CDR | {"disposition": "FAILED"}

    assert fold([failed], [RANG_ANNA, step("unavailable")]).result == "unavailable"
    assert fold([failed], [RANG_ANNA]).result == "failed"


def test_times_come_from_the_cdr_in_milliseconds():
    told = fold([CDR])

    assert told.started_at == START
    assert told.answered_at == START + timedelta(seconds=2)
    assert told.ended_at == START + timedelta(seconds=33)
    assert (told.duration_seconds, told.talk_seconds) == (33, 31)


def test_a_cdr_without_a_session_is_placed_by_its_timestamp_and_durations():
    told = fold([CDR | {"session": None}])

    assert (told.started_at, told.ended_at) == (START, START + timedelta(seconds=33))
    assert told.answered_at == START + timedelta(seconds=2)


def test_costs_and_quality_are_kept_and_not_a_number_is_no_measure():
    told = fold([CDR])

    assert (told.rated_cost, told.approx_cost, told.sell_cost) == ("", "0.012300", "0.020000")
    assert told.quality == {"rtt": 0.0, "tx_mos": 4.4}


@pytest.mark.parametrize(
    "change",
    [
        {"duration": -5, "billsec": -1},
        {"duration": 1e300, "billsec": "many"},
        {"duration": None, "billsec": None},
        {"duration": True, "billsec": []},
        {"timestamp": 10**400},
        {"timestamp": "yesterday"},
        {"timestamp": -1, "session": None},
        {"session": {"callStartTime": 1e999}},
        {"session": {"callStartTime": 1768089633000, "callEndTime": 1768089600000}},
        {"session": []},
        {"qos": "bad"},
        {"qos": {"rx_mos": "Infinity", "tx_mos": 1e99}},
        {"rated_cost": "1e99"},
        {"rated_cost": {"amount": 1}},
        {"from": {"number": 1}, "to": None},
    ],
)
def test_values_that_make_no_sense_neither_stop_the_fold_nor_leave_its_bounds(change):
    told = fold([CDR | change])

    assert told.state == "ended"
    assert told.ended_at is not None
    assert told.started_at <= told.ended_at
    assert 0 <= (told.duration_seconds or 0) < 2**31


@pytest.mark.parametrize(
    ("direction", "dialled", "trace", "expected"),
    [
        ("inbound", "+493012345678", [Entry("extension", "ringing", "101 Anna", ANNA)], "inbound"),
        ("subscriber", "101", [Entry("extension", "ringing", "101 Anna", ANNA)], "internal"),
        ("subscriber", "+493012345678", [Entry("extension", "ringing", "101 Anna", ANNA)], "internal"),
        ("subscriber", "999", [Entry("extension", "extension-unknown", "999")], "internal"),
        ("subscriber", "+4930999999", [Entry("extension", "extension-unknown", "+4930999999")], "outbound"),
        ("outbound-api", "101", [Entry("extension", "ringing", "101 Anna", ANNA)], "api"),
    ],
)
def test_direction_follows_from_the_steps(direction, dialled, trace, expected):
    only = Step(START, direction, "102", "", dialled, "ringing", tuple(trace))

    assert fold([CDR], [only]).direction == expected


@pytest.mark.parametrize(
    ("direction", "caller", "dialled", "expected"),
    [
        ("incoming", "+4915155501830", "+493012345678", "inbound"),
        ("Outbound", "102_bert", "+4915155501830", "outbound"),
        ("outgoing", "102_bert", "101", "internal"),
        ("internal", "x", "y", "internal"),
        ("application", "102_bert", "+4915155501830", "api"),
        ("sideways", "+4915155501830", "+493012345678", "inbound"),
    ],
)
def test_a_call_without_steps_gets_its_direction_and_its_extensions_from_the_events(
    direction, caller, dialled, expected
):
    known = {"102_bert": Known("102", BERT), "101": Known("101", ANNA)}
    update = UPDATES[2] | {"direction": direction, "callerId": caller, "destination": dialled}

    told = conclude(evidence(update), [], known)

    assert told.direction == expected
    assert (BERT in told.extension_keys) == (caller == "102_bert")
    assert told.caller == ("102" if caller == "102_bert" else caller)


def test_a_call_given_up_is_over_with_an_unknown_result_until_its_cdr_comes():
    told = merge(evidence(UPDATES[2]), Evidence(closed=RECEIVED + 1))

    silent = conclude(told, STEPS, {})
    late = conclude(merge(told, evidence(CDR)), STEPS, {})

    assert (silent.state, silent.result, silent.ended_at) == ("ended", "unknown", None)
    assert (late.result, late.duration_seconds) == ("answered", 33)
    assert conclude(merge(told, evidence(UPDATES[3])), STEPS, {}).state == "ended"


def test_the_journey_in_one_line_leaves_out_what_the_columns_beside_it_say():
    caller = Entry("caller", "caller-is-extension", "102 Bert", BERT)
    number = Entry("number", "number-found", "+493012345678", UUID(int=1))
    rang = Entry("extension", "ringing", "101 Anna", ANNA)
    busy = Entry("dial", "busy", "101 Anna", ANNA)

    other = Entry("extension", "ringing", "103 Cem", UUID(int=103))

    assert fold([], [step("ringing", caller, number, rang), step("busy", busy)]).journey == "101 Anna"
    assert fold([], [step("ringing", rang), step("ringing", busy, other)]).journey == SEPARATOR.join(
        ["101 Anna", "busy", "103 Cem"]
    )
    assert fold([], [step("hung-up", Entry("call", "hung-up"))]).journey == "Set to hang up"
    assert (
        fold([], [step("x", Entry("call", "reason-of-a-later-version"))]).journey
        == "reason-of-a-later-version"
    )
