"""The worker folds what waits in the inbox: into the right call, once, whatever else lies there."""

from __future__ import annotations

import random
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from calls.models import Call, JourneyStep, RawEvent
from extensions.models import Extension, SipAccount
from tenants import due
from tenants.context import in_tenant
from tenants.models import DueWork, InboxEvent
from tests.events.conftest import CDR, TOKEN, UPDATES, payload, waiting

CDR_WITHOUT_SESSION = payload("cdr-without-session")


@pytest.fixture
def steps(in_acme):
    """The voice route was asked twice for the call of the fixtures, and rang 101."""
    anna = Extension.objects.create(number="101", first_name="Anna")
    common = {"session_token": TOKEN, "direction": "inbound", "plan_version": 1, "cxml": "<Response/>"}
    who = {"caller": "+4915155501830", "caller_name": "Carla", "dialled": "+493012345678"}
    rang = {"step": "extension", "outcome": "ringing", "label": "101 Anna", "key": str(anna.key)}
    over = {"step": "dial", "outcome": "answered", "label": "101 Anna", "key": str(anna.key)}
    for stage, reason, entry in (("a", "ringing", rang), ("b", "answered", over)):
        JourneyStep.objects.create(
            stage_id=stage,
            event="arrived",
            reason=reason,
            trace=[entry],
            extension_keys=[anna.key],
            **common,
            **who,
        )
    return anna


def columns(call: Call) -> dict[str, Any]:
    """What a call says, without what only this delivery of its events decides."""
    unlike = {"id", "key", "last_update_at", "evidence"}
    return {
        field.attname: getattr(call, field.attname)
        for field in call._meta.fields
        if field.attname not in unlike
    }


def test_events_become_one_call_and_leave_the_inbox(deliver, acme, globex, calls_of, steps):
    deliver([*UPDATES, CDR])

    [call] = calls_of(acme)
    assert call.session_token == TOKEN
    assert (call.state, call.result, call.direction) == ("ended", "answered", "inbound")
    assert (call.caller, call.caller_name, call.dialled) == ("+4915155501830", "Carla", "+493012345678")
    assert (call.duration_seconds, call.talk_seconds, call.ring_seconds) == (33, 31, 2)
    assert (call.journey, call.reason, call.extension_keys) == ("101 Anna", "answered", [steps.key])
    assert (call.remote_id, call.sip_call_ids) == ("22000001", ["0b51aa@198.51.100.20"])
    with in_tenant(acme):
        assert RawEvent.objects.filter(session_token=TOKEN).count() == 6
    assert waiting() == []
    assert calls_of(globex) == []


@pytest.mark.parametrize("seed", range(8))
def test_any_delivery_of_the_events_leaves_the_same_call(deliver, acme, calls_of, steps, seed):
    chance = random.Random(seed)
    kept = chance.sample(UPDATES, chance.randrange(1, len(UPDATES)))
    events = [*kept, *kept[:2], CDR, CDR]
    chance.shuffle(events)

    deliver(events[:3])  # some before the worker comes, the others after
    deliver(events[3:])

    [call] = calls_of(acme)
    told = columns(call)
    with in_tenant(acme):
        Call.objects.all().delete()
        RawEvent.objects.all().delete()
    deliver([*UPDATES, CDR])
    assert columns(calls_of(acme)[0]) == told
    assert waiting() == []


def test_a_call_is_shown_live_before_its_end(deliver, acme, calls_of, steps):
    deliver(UPDATES[:3])

    [call] = calls_of(acme)
    assert (call.state, call.result, call.ended_at) == ("ringing", "unknown", None)
    assert DueWork.objects.filter(organization=acme, kind="calls.live").exists()


def test_an_event_that_comes_again_after_it_was_folded_is_not_kept_twice(deliver, acme, calls_of):
    deliver([CDR])
    deliver([CDR, UPDATES[0], UPDATES[0]])

    assert len(calls_of(acme)) == 1
    with in_tenant(acme):
        assert RawEvent.objects.count() == 2
    assert waiting() == []


SESSION = CDR["session"]


@pytest.mark.parametrize(
    "cdr",
    [
        CDR,
        CDR | {"session": TOKEN},
        CDR | {"session": SESSION | {"token": None}},
        CDR_WITHOUT_SESSION,
        {name: value for name, value in CDR.items() if name != "session"},
    ],
    ids=["object", "text", "session-id", "null", "missing"],
)
@pytest.mark.parametrize("order", ["last", "first"])
def test_a_cdr_finds_its_call_by_token_session_id_or_sip_call_id(deliver, acme, calls_of, cdr, order):
    deliver(UPDATES[:3] if order == "last" else [cdr])
    deliver([cdr] if order == "last" else UPDATES[:3])

    [call] = calls_of(acme)
    assert (call.session_token, call.state, call.result, call.has_cdr) == (TOKEN, "ended", "answered", True)
    with in_tenant(acme):
        assert set(RawEvent.objects.values_list("session_token", flat=True)) == {TOKEN}


def test_a_cdr_that_nothing_else_is_known_of_is_a_call_all_the_same(deliver, acme, calls_of):
    deliver([CDR_WITHOUT_SESSION])

    [call] = calls_of(acme)
    assert call.session_token == "sip:0b51aa@198.51.100.20"
    assert (call.result, call.caller) == ("answered", "+4915155501830")


def test_two_rows_of_one_call_are_united_when_an_event_tells_that_they_are_one(deliver, acme, calls_of):
    # given an update without SIP call ids, and a CDR that has nothing else
    bare = UPDATES[2] | {"callIds": [], "profile": {}}
    deliver([bare, CDR_WITHOUT_SESSION])
    assert len(calls_of(acme)) == 2

    deliver([UPDATES[3]])

    [call] = calls_of(acme)
    assert (call.session_token, call.has_cdr) == (TOKEN, True)
    with in_tenant(acme):
        assert set(RawEvent.objects.values_list("session_token", flat=True)) == {TOKEN}


def test_a_sip_call_id_that_two_sessions_share_does_not_mix_their_calls(deliver, acme, calls_of):
    other = UPDATES[2] | {"token": "another-session", "id": 22000002}

    deliver([UPDATES[2], other])

    assert {call.session_token for call in calls_of(acme)} == {TOKEN, "another-session"}


def test_the_ends_of_a_call_without_steps_are_named_by_extension(deliver, acme, calls_of):
    with in_tenant(acme):
        anna = Extension.objects.create(number="101", first_name="Anna")
        bert = Extension.objects.create(number="102", first_name="Bert")
        SipAccount.objects.create(extension=bert, username="102_acme")

    deliver([CDR | {"from": "sip:102_acme@acme.cloudonix.net", "to": "101"}])

    [call] = calls_of(acme)
    assert (call.caller, call.dialled, call.direction) == ("102", "101", "internal")
    assert set(call.extension_keys) == {anna.key, bert.key}


def test_an_event_that_names_no_call_is_a_dead_letter_and_stops_nobody(deliver, acme, calls_of):
    deliver([{"status": "ringing"}, UPDATES[0]])

    [dead] = waiting()
    assert dead.dead_at is not None
    assert "no session" in dead.last_error
    assert len(calls_of(acme)) == 1


def test_a_poisoned_event_is_tried_again_later_then_buried_and_blocks_nobody(
    deliver, acme, calls_of, run_due_work
):
    # given a call whose stored evidence nobody can read, and one event of it
    deliver([UPDATES[0]])
    with in_tenant(acme):
        Call.objects.update(evidence={"newest": "broken"})
    other = UPDATES[0] | {"token": "another-session", "id": 2, "callIds": [], "profile": {}}

    deliver([UPDATES[1], other])

    [poisoned] = waiting()
    assert (poisoned.attempts, poisoned.dead_at) == (1, None)
    assert poisoned.due_at > timezone.now()
    assert {call.session_token for call in calls_of(acme)} == {TOKEN, "another-session"}
    assert DueWork.objects.get(organization=acme, kind="calls.inbox").due_at == poisoned.due_at

    # when it is tried until nobody believes in it any more
    later = timezone.now()
    for _ in range(9):
        later += timedelta(minutes=16)
        with time_machine.travel(later, tick=True):
            run_due_work()

    [poisoned] = waiting()
    assert (poisoned.attempts, poisoned.dead_at is not None) == (8, True)
    assert "newest" in poisoned.last_error
    assert not DueWork.objects.filter(organization=acme, kind="calls.inbox").exists()


def test_a_call_nobody_reports_about_is_closed_and_a_late_cdr_still_tells_how_it_was(
    deliver, acme, calls_of, run_due_work
):
    deliver(UPDATES[:4])
    now = timezone.now()

    with time_machine.travel(now + timedelta(hours=3, minutes=59), tick=True):
        run_due_work()
        assert calls_of(acme)[0].state == "connected"
    with time_machine.travel(now + timedelta(hours=4, minutes=1), tick=True):
        run_due_work()
    [call] = calls_of(acme)
    assert (call.state, call.result, call.ended_at) == ("ended", "unknown", None)

    deliver([CDR])
    assert calls_of(acme)[0].result == "answered"


def test_a_step_that_comes_after_the_last_event_is_told_a_minute_later(
    deliver, acme, calls_of, run_due_work, steps
):
    deliver([UPDATES[2], CDR])
    with in_tenant(acme):
        JourneyStep.objects.create(
            session_token=TOKEN, stage_id="late", event="dial_ended", plan_version=1, reason="no-answer", cxml="",
            trace=[{"step": "dial", "outcome": "no-answer", "label": "101 Anna", "key": str(steps.key)}],
            at=timezone.now() + timedelta(seconds=1),
        )  # fmt: skip

    with time_machine.travel(timezone.now() + timedelta(seconds=62), tick=True):
        run_due_work()

    [call] = calls_of(acme)
    assert (call.result, call.journey) == ("no_answer", "101 Anna")


def test_steps_of_a_call_without_events_become_a_call(deliver, acme, calls_of, run_due_work, steps):
    # given that another call of the organization has ended, which asks for the look at late steps
    deliver([CDR | {"session": SESSION | {"token": "another-session", "id": 3}, "call_id": "x@y"}])

    with time_machine.travel(timezone.now() + timedelta(seconds=62), tick=True):
        run_due_work()

    call = calls_of(acme)[-1]
    assert (call.session_token, call.state, call.journey) == (TOKEN, "processing", "101 Anna")
    assert call.extension_keys == [steps.key]
    with time_machine.travel(timezone.now() + timedelta(hours=5), tick=True):
        run_due_work()
    assert calls_of(acme)[-1].state == "ended"


def test_the_inbox_of_another_organization_is_left_alone(cloudonix, acme, globex, calls_of):
    cloudonix.update(UPDATES[0])
    cloudonix.update(UPDATES[0] | {"domain": "globex.cloudonix.net"}, bearer="globex-request-key")

    with in_tenant(globex):
        due.run("calls.inbox")

    assert len(calls_of(globex)) == 1
    assert calls_of(acme) == []
    assert [event.organization_id for event in InboxEvent.objects.all()] == [acme.pk]
