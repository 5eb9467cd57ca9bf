"""Forwarded calls over HTTP: the next phone rings, the journey tells why, and do not disturb costs nothing."""

from __future__ import annotations

import pytest

from calls.journey import SEPARATOR, lines, one_line
from calls.services import steps_of
from cloudonix.webhooks.links import MAX_TOKEN, Ticket, continue_url
from extensions.models import Extension
from routing.engine.calls import Outcome
from routing.engine.progress import MAX_HOPS, ExtensionRings, Progress
from routing.models import ForwardingRule, Trunk
from routing.publish import publish
from routing.services import set_do_not_disturb
from tenants.context import in_tenant
from tests.engine.builders import key_of
from tests.voice.conftest import ACTOR
from tests.voice.test_calls import CALLER, NUMBER
from tests.voice.test_statements import wire


@pytest.fixture
def forward(acme_line):
    """forward("busy", "102") gives 101 a rule for calls of every origin."""

    def make(cause: str, to: str, origin: str = "any") -> None:
        with in_tenant(acme_line):
            ForwardingRule.objects.create(
                extension=Extension.objects.get(number="101"),
                cause=cause,
                origin=origin,
                destination_kind="extension",
                destination_extension=Extension.objects.get(number=to),
            )
            publish(ACTOR, "Forwarding was changed")

    return make


@pytest.fixture
def disturb(acme_line):
    """disturb("101", on=False) turns do not disturb on, or off."""

    def switch(number: str, *, on: bool) -> None:
        with in_tenant(acme_line):
            set_do_not_disturb(ACTOR, Extension.objects.get(number=number), on=on)

    return switch


@pytest.fixture
def steps(acme):
    """steps() is the journey of call-1 as its page reads it."""

    def read():
        with in_tenant(acme):
            return steps_of("call-1")

    return read


def told(steps) -> list[str]:
    return [line.title for line in lines(steps)]


OUTSIDE = {"From": CALLER, "To": NUMBER, "CallerName": "Jo"}


TOLD = {
    "busy": ["101 Anna was busy", "101 Anna forwards calls while it is busy"],
    "no_answer": ["101 Anna did not answer", "101 Anna forwards calls that are not answered"],
    "unavailable": ["101 Anna could not be reached", "101 Anna forwards calls while it is unavailable"],
}


@pytest.mark.parametrize(
    ("status", "cause"), [("busy", "busy"), ("no-answer", "no_answer"), ("failed", "unavailable")]
)
def test_a_call_goes_on_where_the_rule_says(cloudonix, steps, forward, status, cause):
    forward(cause, "102")
    ringing = cloudonix.ask(**OUTSIDE)

    after = cloudonix.ask(ringing.link, **OUTSIDE, CallStatus=status)
    end = cloudonix.ask(after.link, **OUTSIDE, CallStatus="completed")

    assert after.rings == ["102_bert"]
    assert (after.dial["callerId"], after.dial["callerName"]) == (CALLER, "Jo")
    assert end.verbs == ["Hangup"]
    journey = steps()
    assert told(journey)[2:] == [*TOLD[cause], "102 Bert rings", "102 Bert answered"]
    assert len(journey[1].extension_keys) == 2


def test_the_line_of_a_forwarded_call_names_each_extension_once(cloudonix, steps, forward):
    forward("busy", "102")
    ringing = cloudonix.ask(**OUTSIDE)
    after = cloudonix.ask(ringing.link, **OUTSIDE, CallStatus="busy")
    cloudonix.ask(after.link, **OUTSIDE, CallStatus="completed")

    assert one_line(steps()).split(SEPARATOR) == ["101 Anna", "busy", "forwarded", "102 Bert"]


def test_a_rule_for_external_calls_leaves_colleagues_alone(cloudonix, forward):
    forward("busy", "102", "external")
    colleague = {"Direction": "subscriber", "From": "102_bert", "To": "101"}
    inside = cloudonix.ask(**colleague)

    after = cloudonix.ask(inside.link, **colleague, CallStatus="busy")

    assert "on another call" in after.spoken


def test_a_forwarded_call_ends_on_the_version_it_began_with(cloudonix, acme, forward):
    forward("busy", "102")
    ringing = cloudonix.ask(From=CALLER, To=NUMBER)
    with in_tenant(acme):
        ForwardingRule.objects.all().delete()
        publish(ACTOR, "Forwarding was changed")

    assert cloudonix.ask(ringing.link, **OUTSIDE, CallStatus="busy").rings == ["102_bert"]


def test_do_not_disturb_is_heard_by_the_next_call_without_a_publish_or_a_statement_more(
    cloudonix, forward, disturb
):
    forward("busy", "102")
    cloudonix.ask(From=CALLER, To=NUMBER)

    disturb("101", on=True)
    with wire() as seen:
        quiet = cloudonix.ask(Session="call-2", From=CALLER, To=NUMBER)
    disturb("101", on=False)
    rings = cloudonix.ask(Session="call-3", From=CALLER, To=NUMBER)

    assert len(seen) == 2
    assert quiet.rings == ["102_bert"]
    assert rings.rings == ["101_anna"]


def test_do_not_disturb_of_one_organization_is_nothing_to_another(cloudonix, cloudonix_for_globex, disturb):
    disturb("101", on=True)

    assert cloudonix_for_globex.ask(From=CALLER, To="+493099999999").rings == ["101_gina"]
    assert "cannot be reached" in cloudonix.ask(From=CALLER, To=NUMBER).spoken


def test_the_mobile_rings_through_the_trunks_in_a_dial_of_its_own(cloudonix, acme, steps):
    with in_tenant(acme):
        Extension.objects.filter(number="101").update(
            mobile="+491715550183", rings_mobile=True, may_ring_mobile=True
        )
        Trunk.objects.create(name="second", host="b.example", direction="public-outbound", metric=20)
        Trunk.objects.create(name="first", host="a.example", direction="public-outbound", metric=10)
        Trunk.objects.create(name="in", host="c.example", direction="public-inbound", metric=1)
        Trunk.objects.create(name="off", host="d.example", direction="public-outbound", is_enabled=False)
        publish(ACTOR, "The mobile rings")
    phones = cloudonix.ask(**OUTSIDE)

    mobile = cloudonix.ask(phones.link, **OUTSIDE, CallStatus="no-answer")
    end = cloudonix.ask(mobile.link, **OUTSIDE, CallStatus="no-answer")

    assert "trunks" not in phones.dial
    assert (mobile.rings, mobile.dial["trunks"]) == (["+491715550183"], "first,second")
    assert "Nobody answered" in end.spoken
    assert told(steps())[2:] == [
        "101 Anna did not answer",
        "The mobile of 101 Anna rings",
        "The mobile of 101 Anna did not take the call",
        "101 Anna did not answer",
    ]


def test_the_longest_way_fits_into_a_link():
    visited = tuple(key_of(str(n)) for n in range(MAX_HOPS))
    progress = Progress(
        hops=MAX_HOPS, visited=visited, current=visited[-1], state=ExtensionRings(Outcome.UNAVAILABLE)
    )

    link = continue_url(Ticket(2**31, "s" * 128, 2**31, progress))

    assert len(link.rpartition("/")[2]) < MAX_TOKEN
