"""Limits of calls over HTTP: counted in one statement, and nothing is asked where there are none."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from calls.models import Call, JourneyStep
from extensions.models import Extension
from routing.models import (
    ForwardingRule,
    OutboundLayer,
    OutboundSettings,
    PhoneNumber,
    RingGroup,
    RingGroupMember,
    Room,
    Trunk,
)
from routing.publish import publish
from tenants.context import in_tenant
from tests.voice.conftest import ACTOR

NUMBER, OWN, SALES = "+491715550103", "+493012345678", "+493012345699"
DIALS = {"Direction": "subscriber", "From": "101_anna", "To": NUMBER}


@pytest.fixture
def limit(acme_line):
    """limit(most_calls=1) publishes the limits of acme, which has a trunk."""

    def put(**limits) -> None:
        with in_tenant(acme_line):
            Trunk.objects.get_or_create(name="first", host="a.example", direction="public-outbound")
            OutboundSettings.objects.update(**limits)
            publish(ACTOR, "Limits")

    return put


def end(acme, session: str, talk_seconds: int = 0) -> None:
    with in_tenant(acme):
        Call.objects.update_or_create(
            session_token=session,
            defaults={"started_at": timezone.now(), "state": "ended", "talk_seconds": talk_seconds},
        )


def test_a_second_call_outside_waits_for_the_end_of_the_first(cloudonix, acme, limit):
    limit(most_calls=1)
    first = cloudonix.ask(Session="one", **DIALS)

    refused = cloudonix.ask(Session="two", **DIALS)
    end(acme, "one")
    after = cloudonix.ask(Session="three", **DIALS)

    assert (first.rings, after.rings) == ([NUMBER], [NUMBER])
    assert "As many calls as possible" in refused.spoken


def test_calls_of_the_last_hour_are_counted_after_their_end(cloudonix, acme, limit):
    limit(most_calls_an_hour=1)
    cloudonix.ask(Session="one", **DIALS)
    end(acme, "one")

    refused = cloudonix.ask(Session="two", **DIALS)
    with in_tenant(acme):
        JourneyStep.objects.update(at=timezone.now() - timedelta(minutes=61))
    after = cloudonix.ask(Session="three", **DIALS)

    assert (refused.rings, after.rings) == ([], [NUMBER])


def test_minutes_of_a_day_are_those_of_calls_that_left_the_building(cloudonix, acme, limit):
    limit(most_minutes_a_day=10)
    cloudonix.ask(Session="one", **DIALS)
    end(acme, "one", talk_seconds=599)
    end(acme, "another", talk_seconds=9999)

    below = cloudonix.ask(Session="two", **DIALS)
    end(acme, "two", talk_seconds=1)
    refused = cloudonix.ask(Session="three", **DIALS)

    assert (below.rings, refused.rings) == ([NUMBER], [])


def test_a_limit_that_is_only_noted_stops_nothing(cloudonix, acme, limit):
    limit(most_calls=1, limits_are_only_noted=True)
    cloudonix.ask(Session="one", **DIALS)

    second = cloudonix.ask(Session="two", **DIALS)

    assert second.rings == [NUMBER]
    with in_tenant(acme):
        outcomes = [entry["outcome"] for entry in JourneyStep.objects.get(session_token="two").trace]
    assert outcomes == ["caller-is-extension", "limit-of-calls", "outside-ringing"]


def test_a_mobile_is_a_call_outside_too(cloudonix, acme, limit):
    with in_tenant(acme):
        Extension.objects.filter(number="101").update(
            mobile="+491715550104", rings_mobile=True, may_ring_mobile=True
        )
    limit(most_calls=1)
    cloudonix.ask(Session="one", **(DIALS | {"From": "102_bert"}))
    phones = cloudonix.ask(Session="two", From="+442071838750", To=OWN)

    refused = cloudonix.ask(phones.link, Session="two", CallStatus="no-answer")
    end(acme, "one")
    phones = cloudonix.ask(Session="three", From="+442071838750", To=OWN)
    mobile = cloudonix.ask(phones.link, Session="three", CallStatus="no-answer")
    full = cloudonix.ask(Session="four", **(DIALS | {"From": "102_bert"}))

    assert (refused.verbs, mobile.rings, full.rings) == (["Say", "Hangup"], ["+491715550104"], [])


def test_an_emergency_call_has_no_limit(cloudonix, limit):
    limit(most_calls=1, call_limit=1)
    cloudonix.ask(Session="one", **DIALS)

    assert cloudonix.ask(Session="two", **(DIALS | {"To": "112"})).rings == ["112"]


@pytest.mark.parametrize("name", ["busy_level", "call_limit"])
def test_at_its_level_an_extension_counts_as_busy(cloudonix, acme, limit, name):
    limit(**{name: 1})
    first = cloudonix.ask(Session="one", From="+442071838750", To=OWN)

    second = cloudonix.ask(Session="two", From="+442071838750", To=OWN)
    end(acme, "one")
    third = cloudonix.ask(Session="three", From="+442071838750", To=OWN)

    assert (first.rings, third.rings) == (["101_anna"], ["101_anna"])
    assert "on another call" in second.spoken


def test_an_extension_at_its_limit_makes_no_further_call_and_its_own_limit_goes_first(cloudonix, acme, limit):
    limit(call_limit=1)
    cloudonix.ask(Session="one", **(DIALS | {"To": "102"}))
    refused = cloudonix.ask(Session="two", **(DIALS | {"To": "102"}))
    with in_tenant(acme):
        OutboundLayer.objects.create(extension=Extension.objects.get(number="101"), call_limit=0)
        publish(ACTOR, "No limit for 101")

    assert "As many calls as possible" in refused.spoken
    limit(busy_level=0)
    assert cloudonix.ask(Session="three", **(DIALS | {"To": NUMBER})).rings == [NUMBER]


# --- who is in a call ---------------------------------------------------------------------------------------------


def answer(acme, session: str) -> None:
    with in_tenant(acme):
        Call.objects.update_or_create(
            session_token=session,
            defaults={
                "started_at": timezone.now(),
                "answered_at": timezone.now() + timedelta(seconds=1),
                "state": "connected",
            },
        )


def rings_101(cloudonix, session: str) -> bool:
    return cloudonix.ask(Session=session, From="+442071838750", To=OWN).rings == ["101_anna"]


@pytest.fixture
def group(acme_line):
    """A simultaneous group of 101 and 102 with a number."""
    with in_tenant(acme_line):
        group = RingGroup.objects.create(name="Sales", strategy="simultaneous", ring_seconds=20)
        for position, extension in enumerate(Extension.objects.filter(number__in=["101", "102"])):
            RingGroupMember.objects.create(group=group, extension=extension, position=position)
        PhoneNumber.objects.create(e164=SALES, destination_kind="ring_group", destination_ring_group=group)


def test_members_count_while_a_group_rings_and_nobody_once_it_was_answered(cloudonix, acme, limit, group):
    limit(busy_level=1)
    cloudonix.ask(Session="one", From="+442071838751", To=SALES)

    seen = [rings_101(cloudonix, "two")]
    answer(acme, "one")
    seen.append(rings_101(cloudonix, "three"))

    assert seen == [False, True]


def test_a_group_that_has_rung_long_enough_was_answered(cloudonix, acme, limit, group):
    """A menu before it answered the call already, so the answer of a member cannot be told."""
    limit(busy_level=1)
    cloudonix.ask(Session="one", From="+442071838751", To=SALES)
    with in_tenant(acme):
        Call.objects.create(
            session_token="one",
            started_at=timezone.now(),
            answered_at=timezone.now() - timedelta(minutes=9),
            state="connected",
        )

    seen = [rings_101(cloudonix, "two")]
    with in_tenant(acme):
        JourneyStep.objects.filter(session_token="one").update(at=timezone.now() - timedelta(minutes=5))
    seen.append(rings_101(cloudonix, "three"))

    assert seen == [False, True]


def test_a_call_that_was_forwarded_counts_for_who_has_it_only(cloudonix, acme, limit):
    with in_tenant(acme):
        anna, bert = (Extension.objects.get(number=number) for number in ("101", "102"))
        ForwardingRule.objects.create(
            extension=anna,
            cause="no_answer",
            origin="any",
            destination_kind="extension",
            destination_extension=bert,
        )
    limit(busy_level=1)
    phones = cloudonix.ask(Session="one", From="+442071838751", To=OWN)

    moved = cloudonix.ask(phones.link, Session="one", CallStatus="no-answer")
    free = rings_101(cloudonix, "two")
    busy = cloudonix.ask(Session="three", Direction="subscriber", From="101_anna", To="102")

    assert (moved.rings, free) == (["102_bert"], True)
    assert busy.rings == []


def test_a_phone_in_a_conference_room_is_in_a_call(cloudonix, acme, limit):
    with in_tenant(acme):
        Room.objects.create(name="Team", number="700")
    limit(busy_level=1)
    joined = cloudonix.ask(Session="one", **(DIALS | {"To": "700"}))

    seen = [rings_101(cloudonix, "two")]
    cloudonix.ask(joined.link, Session="one", CallStatus="completed")
    seen.append(rings_101(cloudonix, "three"))

    assert joined.verbs == ["Dial"]
    assert seen == [False, True]


# --- limits of an extension ---------------------------------------------------------------------------------------


def test_each_extension_has_its_own_calls_of_the_hour_and_minutes_of_the_day(cloudonix, acme, limit):
    limit(calls_an_hour=2, minutes_a_day=10)
    theirs = DIALS | {"From": "102_bert"}
    cloudonix.ask(Session="one", **DIALS)
    cloudonix.ask(Session="two", **theirs)
    end(acme, "one", talk_seconds=60)
    end(acme, "two", talk_seconds=600)

    mine = cloudonix.ask(Session="three", **DIALS)
    minutes = cloudonix.ask(Session="four", **theirs)
    hour = cloudonix.ask(Session="five", **DIALS)

    assert (mine.rings, minutes.rings, hour.rings) == ([NUMBER], [], [])
    with in_tenant(acme):
        said = JourneyStep.objects.order_by("pk").values_list("reason", flat=True)
        assert list(said)[-2:] == ["own-limit-of-day", "own-limit-of-hour"]


def test_a_forwarded_call_counts_for_the_extension_that_forwards(cloudonix, acme, limit):
    with in_tenant(acme):
        ForwardingRule.objects.create(
            extension=Extension.objects.get(number="101"),
            cause="always",
            origin="any",
            destination_kind="outside",
            destination_outside=NUMBER,
        )
    limit(calls_an_hour=1)
    cloudonix.ask(Session="one", Direction="subscriber", From="102_bert", To="101")

    theirs = cloudonix.ask(Session="two", **(DIALS | {"From": "102_bert"}))
    again = cloudonix.ask(Session="three", From="+442071838750", To=OWN)

    assert (theirs.rings, again.rings) == ([NUMBER], [])
