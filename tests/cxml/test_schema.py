"""The schema of documented CXML takes what Cloudonix documents and refuses the rest."""

from __future__ import annotations

import pytest

from tests.cxml.grammar import schema

DOCUMENTED = [
    '<Gather input="dtmf" numDigits="1" maxTimeout="8" actionOnEmptyResult="true"><Play>https://a.example/b</Play></Gather>',
    '<Dial timeout="20" action="https://pbx.example/x"><Number>1001</Number><Number>1002</Number></Dial>',
    "<Dial>1001&amp;1002</Dial>",
    '<Dial><Header name="X-Ref" value="7"/><Sip username="a" password="b">sip:a@example.org</Sip></Dial>',
    '<Dial><Conference beep="onEnter" startConferenceOnEnter="required" maxParticipants="20">Team1</Conference></Dial>',
    '<Dial><Service provider="retell-udp">agent_1</Service></Dial>',
    '<Record maxLength="180" finishOnKey="#" recordingStatusCallbackEvent="completed absent"/>',
    '<Start><Stream url="wss://pbx.example/s" track="both_tracks"><Parameter name="a" value="b"/></Stream></Start>',
    '<Coach policy="whisper" spyDirection="calee">0123456789abcdef</Coach>',
    '<Pause length="2"/><Reject reason="congestion"/>',
]
NOT_DOCUMENTED = [
    "",
    "<Voicemail/>",
    '<Dial maxDuration="5"><Number>1</Number></Dial>',
    "<Dial><Number>1</Number><Sip>sip:a@example.org</Sip></Dial>",
    "<Dial><Conference>a</Conference><Conference>b</Conference></Dial>",
    '<Gather minDigits="1"/>',
    '<Gather numDigits="0"/>',
    "<Gather><Dial>1</Dial></Gather>",
    "<Conference>outside of a Dial</Conference>",
    '<Dial><Conference maxParticipants="251">a</Conference></Dial>',
    "<Dial><Conference>not a name</Conference></Dial>",
    '<Dial><Service provider="Retell">capital</Service></Dial>',
    '<Reject reason="denied"/>',
    "<Play>ftp://example.org/a.mp3</Play>",
    '<Stream url="wss://pbx.example/s"/>',
    '<Record maxLength="0"/>',
    "text alone",
]


@pytest.mark.parametrize("verbs", DOCUMENTED)
def test_what_is_documented_is_taken(verbs):
    schema().validate(f"<Response>{verbs}</Response>")


@pytest.mark.parametrize("verbs", NOT_DOCUMENTED)
def test_what_is_not_documented_is_refused(verbs):
    assert not schema().is_valid(f"<Response>{verbs}</Response>")
