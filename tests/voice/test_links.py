"""A link carries a call's progress, for this organization and this call, for a day."""

from __future__ import annotations

import pytest
import time_machine
from django.core.signing import TimestampSigner

from cloudonix.webhooks.links import MAX_TOKEN, SALT, Ticket, continue_url
from routing.engine.calls import Outcome
from routing.engine.progress import MAX_HOPS, MAX_STEPS, ExtensionRings, Progress
from tests.engine.builders import key_of

NUMBER = "+493012345678"


@pytest.fixture
def ringing(cloudonix):
    return cloudonix.ask(To=NUMBER)


def refused(answer, journey, organization) -> bool:
    return "technical fault" in answer.spoken and journey(organization)[-1].reason == "link-refused"


@pytest.mark.parametrize(
    "spoil", [str.upper, lambda link: link[:-2], lambda link: link + "x", lambda link: link.replace(":", ".")]
)
def test_a_forged_link_gets_an_apology(cloudonix, ringing, journey, spoil):
    link = "/api/voice/continue/" + spoil(ringing.link.removeprefix("/api/voice/continue/"))

    answer = cloudonix.ask(link, CallStatus="no-answer")

    assert answer.status == 200
    assert refused(answer, journey, cloudonix.organization)


@pytest.mark.parametrize("token", ["x", "a:b:c", "😀", "%00", "x" * 5000, "a/b", "..%2f"])
def test_a_link_of_nonsense_gets_an_apology(cloudonix, journey, token):
    answer = cloudonix.ask(f"/api/voice/continue/{token}", CallStatus="no-answer")

    assert refused(answer, journey, cloudonix.organization)


def test_a_refused_link_after_the_talk_hangs_up_in_silence(cloudonix):
    answer = cloudonix.ask("/api/voice/continue/forged", CallStatus="completed")

    assert answer.verbs == ["Hangup"]


def test_a_link_of_another_call_is_refused(cloudonix, ringing, journey):
    answer = cloudonix.ask(ringing.link, Session="call-2", CallStatus="busy")

    assert refused(answer, journey, cloudonix.organization)


def test_a_link_of_another_organization_is_refused(cloudonix_for_globex, ringing, journey):
    answer = cloudonix_for_globex.ask(ringing.link, CallStatus="busy")

    assert refused(answer, journey, cloudonix_for_globex.organization)


def test_a_link_lasts_for_a_long_talk_and_no_longer(cloudonix, journey):
    with time_machine.travel("2026-03-02 08:00:00Z", tick=False) as clock:
        first, second = cloudonix.ask(To=NUMBER), cloudonix.ask(To=NUMBER, Session="call-2")
        clock.shift(23 * 3600)
        in_time = cloudonix.ask(first.link, CallStatus="busy")
        clock.shift(2 * 3600)
        too_late = cloudonix.ask(second.link, CallStatus="busy", Session="call-2")

    assert "another call" in in_time.spoken
    assert refused(too_late, journey, cloudonix.organization)


def test_the_longest_link_is_short_enough():
    visited = tuple(key_of(str(n)) for n in range(MAX_HOPS))
    fullest = Progress(
        hops=MAX_HOPS,
        visited=visited,
        steps=MAX_STEPS,
        current=visited[0],
        state=ExtensionRings(Outcome.NO_ANSWER),
    )

    link = continue_url(Ticket(2**31, "s" * 128, 2**31, fullest))

    assert len(link.rpartition("/")[2]) < min(MAX_TOKEN, 1_000)


def test_links_are_signed_as_django_signs(ringing):
    token = ringing.link.removeprefix("/api/voice/continue/")

    packed = TimestampSigner(salt=SALT).unsign(token)

    assert TimestampSigner(salt=SALT).sign(packed).rsplit(":", 2)[0] == packed


def test_a_link_outlives_a_change_of_the_secret_key(cloudonix, ringing, settings):
    before = settings.SECRET_KEY
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "another-key", [before]

    assert cloudonix.ask(ringing.link, CallStatus="busy").spoken.startswith("The person you called")
