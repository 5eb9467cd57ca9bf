"""A call that a voicemail box greeted, as the call log tells it."""

from __future__ import annotations

import pytest

from calls.disclosure import readable_document
from calls.journey import Step, entries, lines, one_line
from calls.models import JourneyStep
from extensions.models import VoicemailBox
from tenants.context import in_tenant


@pytest.fixture
def greeted(acme, add_call):
    """A call of acme that its box Front desk greeted, and the box."""
    call = add_call(acme, result="no_answer", reason="voicemail-greeted", answered_at=None)
    with in_tenant(acme):
        box = VoicemailBox.objects.create(name="Front desk")
        entry = {
            "step": "voicemail",
            "outcome": "voicemail-greeted",
            "label": "Front desk",
            "key": str(box.key),
        }
        JourneyStep.objects.create(
            session_token=call.session_token,
            stage_id="1",
            event="arrived",
            plan_version=1,
            at=call.started_at,
            reason="voicemail-greeted",
            trace=[entry],
            cxml="<Response><Play>https://pbx.example/api/voice/media/signed.wav</Play></Response>",
        )
    return call, box


def test_its_page_names_the_box_and_leads_there(greeted, admin, client_for):
    call, box = greeted

    page = client_for(admin).get(f"/calls/{call.key}/").content.decode()

    assert "Voicemail box Front desk greeted the caller" in page
    assert f"/voicemail/{box.key}/" in page


def test_who_may_not_open_the_box_is_not_led_there(greeted, reporter, client_for):
    call, box = greeted

    page = client_for(reporter).get(f"/calls/{call.key}/").content.decode()

    assert "Voicemail box Front desk greeted the caller" in page
    assert str(box.key) not in page


def test_the_link_of_the_sound_is_cut_in_documents():
    document = "<Response><Play>https://pbx.example/api/voice/media/signed-token.wav</Play></Response>"

    assert "signed-token" not in readable_document(document)


@pytest.mark.parametrize(
    ("reason", "line", "title"),
    [
        (
            "voicemail-greeted",
            "Front desk \u203a heard the greeting",
            "Voicemail box Front desk greeted the caller",
        ),
        ("voicemail-disabled", "Front desk \u203a The voicemail box is disabled", "Front desk: refused"),
    ],
)
def test_it_is_told_in_one_line_and_step_by_step(greeted, reason, line, title):
    call, box = greeted
    trace = [{"step": "voicemail", "outcome": reason, "label": "Front desk", "key": str(box.key)}]
    step = Step(call.started_at, "inbound", "", "", "", reason, entries(trace))

    assert one_line([step]) == line
    assert lines([step])[0].title == title
