"""The simulator runs documented CXML and nothing else."""

from __future__ import annotations

import pytest

from cloudonix.simulator.cxml_check import CxmlRefused, read_cxml
from cloudonix.simulator.cxml_rules import VERBS
from cloudonix.simulator.verbs import VERB_HANDLERS
from tests.simulator.bench import Bench, play

DOCUMENTED = [
    "<Response/>",
    '<Response><Say voice="man" language="en-GB">Hi <break time="1s"/>you</Say></Response>',
    "<Response><Play>https://pbx.example/hello.mp3</Play><Pause length='2'/><Hangup/></Response>",
    "<Response><Play digits='1w2'/></Response>",
    "<Response><Dial>101</Dial></Response>",
    '<Response><Dial action="/a.b?x=1&amp;y=2" callerId="+1"><Number>1</Number></Dial></Response>',
    '<Response><Dial><Header name="X-Foo" value="bar"/><Number>101</Number></Dial></Response>',
    '<Response><Dial><Conference statusCallbackEvent="join leave">sales</Conference></Dial></Response>',
    '<Response><Gather input="dtmf speech" actionOnEmptyResult="true"><Say>One</Say></Gather></Response>',
    '<Response><Record maxLength="180" recordingStatusCallbackEvent="completed absent"/></Response>',
    '<Response><Start><Stream url="wss://a.example/s"><Parameter name="a"/></Stream></Start></Response>',
    '<Response><Reject reason="congestion"/></Response>',
    '<Response><Redirect method="POST">/again?empty=1</Redirect></Response>',
]
UNDOCUMENTED = [
    ("<Response><Voicemail/></Response>", "Voicemail"),
    ('<Response><Dial maxDuration="3">101</Dial></Response>', "maxDuration"),
    ('<Response><Dial timeout="0">101</Dial></Response>', "timeout"),
    ('<Response><Gather minDigits="1"/></Response>', "minDigits"),
    ('<Response><Reject reason="tired"/></Response>', "reason"),
    ('<Response><Redirect method="PUT">/x</Redirect></Response>', "method"),
    ("<Response><Redirect>javascript:alert(1)</Redirect></Response>", "Redirect"),
    ("<Response><Say>Hello <Hangup/></Say></Response>", "Hangup is not documented inside Say"),
    ("<Response>text</Response>", "holds no text"),
    ("<Response><Dial></Dial></Response>", "needs one"),
    ("<Response><Dial>101<Number>102</Number></Dial></Response>", "either"),
    ("<Response><Dial><Number>101</Number><Sip>sip:a@b</Sip></Dial></Response>", "mixes"),
    ("<Response><Dial><Number>1;2</Number></Dial></Response>", "Number"),
    ("<Response><say>Hi</say></Response>", "say"),
    ("<Response><Record maxLength='1'/></Response>", "maxLength"),
    ("<Response><Play/></Response>", "Play"),
    ("<Response><Start><Stream name='a'/></Start></Response>", "needs the attribute url"),
    ("<Response><Stop><Stream url='wss://a.example'/></Stop></Response>", "needs the attribute name"),
    ("<Response><Connect><Stream url='https://a.example'/></Connect></Response>", "url"),
    ("<Response><Coach>12</Coach></Response>", "Coach"),
    ('<Response><Coach listen="true">0123456789abcdef0123456789abcdef</Coach></Response>', "listen"),
    ('<Response><Dial recordingStatusCallbackEvent="done">101</Dial></Response>', "done"),
]
NOT_CXML = [
    (b"<Response/><Response/>", "well-formed"),
    (b"<Response><Say>R&B</Say></Response>", "well-formed"),
    (b'<!DOCTYPE a [<!ENTITY b "c">]><Response><Say>&b;</Say></Response>', "document type"),
    (b"<TwiML/>", "root"),
    (b"<Response><Say>\xff\xfe</Say></Response>", "UTF-8"),
    (b"", "well-formed"),
    (b"<Response>" + b" " * 600_000 + b"</Response>", "bytes"),
]


@pytest.mark.parametrize("document", DOCUMENTED)
def test_documented_cxml_is_accepted(document: str) -> None:
    _root, problems = read_cxml(document.encode(), "application/xml")

    assert problems == []


@pytest.mark.parametrize(("document", "named"), UNDOCUMENTED)
def test_what_the_platform_does_not_document_is_named(document: str, named: str) -> None:
    _root, problems = read_cxml(document.encode(), "application/xml")

    assert len(problems) >= 1
    assert named in " ".join(problems)


@pytest.mark.parametrize(("document", "why"), NOT_CXML)
def test_what_is_not_cxml_is_refused_with_a_reason(document: bytes, why: str) -> None:
    with pytest.raises(CxmlRefused, match=why):
        read_cxml(document, "text/xml")


def test_a_document_of_another_type_is_refused() -> None:
    with pytest.raises(CxmlRefused, match="application/json"):
        read_cxml(b"<Response/>", "application/json")


def test_a_call_with_undocumented_cxml_fails_and_its_timeline_says_why() -> None:
    async def scenario() -> None:
        async with Bench('<Response><Say volume="9">Hi</Say></Response>') as bench:
            call = await bench.whole_call()

            assert (call["status"], call["disposition"]) == ("error", "FAILED")
            assert "no documented attribute volume" in call["reason"]

    play(scenario())


def test_a_lenient_simulator_only_warns() -> None:
    async def scenario() -> None:
        async with Bench('<Response><Say volume="9">Hi</Say></Response>', strict=False) as bench:
            call = await bench.whole_call()

            assert call["disposition"] == "ANSWER"
            assert [entry["kind"] for entry in call["timeline"]].count("warning") == 1

    play(scenario())


@pytest.mark.parametrize(
    "verb",
    [
        "<Nonsense/>",
        '<Pause length="long"/>',
        '<Gather numDigits="many"><Shout/></Gather>',
        '<Record maxLength="1"/>',
        '<Dial timeout="0" kind="x" text="y"><Number>101</Number></Dial>',
        '<Reject reason="tired"/>',
    ],
)
def test_a_lenient_simulator_leaves_out_what_it_does_not_know(verb: str) -> None:
    async def scenario() -> None:
        async with Bench(f"<Response>{verb}<Say>Bye</Say></Response>", "<Response/>", strict=False) as bench:
            await bench.phone("101", {"result": "busy"})

            call = await bench.whole_call(script=[])

            assert "simulator itself failed" not in call["reason"]
            assert [entry["kind"] for entry in call["timeline"]].count("warning") >= 1

    play(scenario())


def test_every_documented_verb_is_simulated() -> None:
    assert set(VERB_HANDLERS) == set(VERBS)
