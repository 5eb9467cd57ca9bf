"""What the documents look like, letter by letter, and that no text can break out of its place."""

from __future__ import annotations

from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cloudonix.cxml import Dial, Hangup, Pause, Redirect, Reject, RejectReason, Response, Say
from tests.cxml.grammar import check_document, shape

HEAD = '<?xml version="1.0" encoding="UTF-8"?>'
ANY_TEXT = st.text(st.characters(codec=None), max_size=60)  # lone surrogates and control characters too


@pytest.mark.parametrize(
    ("verbs", "body"),
    [
        (
            (Dial(("101_acme", "102_acme"), "https://pbx.test/c/t?a=1&b=2", 20, "+15550100001", "Jo"),),
            (
                '<Dial action="https://pbx.test/c/t?a=1&amp;b=2" method="POST" timeout="20"'
                ' callerId="+15550100001" callerName="Jo">'
                "<Number>101_acme</Number><Number>102_acme</Number></Dial>"
            ),
        ),
        (
            (Dial(("101_acme", "102_acme"), "https://pbx.test/c/t", 20, joined=True),),
            '<Dial action="https://pbx.test/c/t" method="POST" timeout="20">101_acme&amp;102_acme</Dial>',
        ),
        (
            (Dial(("101",), "https://pbx.test/c/t", 20, joined=True),),
            '<Dial action="https://pbx.test/c/t" method="POST" timeout="20"><Number>101</Number></Dial>',
        ),
        (
            (Say("Besetzt <laut> & klar", "de-DE", "Polly:Vicki"), Hangup()),
            '<Say voice="Polly:Vicki" language="de-DE">Besetzt &lt;laut&gt; &amp; klar</Say><Hangup/>',
        ),
        (
            (Pause(2), Redirect("https://pbx.test/?a&b")),
            '<Pause length="2"/><Redirect method="POST">https://pbx.test/?a&amp;b</Redirect>',
        ),
        ((Reject(RejectReason.BUSY),), '<Reject reason="busy"/>'),
    ],
)
def test_a_document_is_written_exactly_so(verbs, body):
    document = Response(*verbs).to_xml()

    assert document == f"{HEAD}<Response>{body}</Response>"
    check_document(document)


def test_a_line_break_cannot_travel_in_a_caller_name():
    document = Response(Dial(("1",), "https://x/", 5, "1", "Jo\r\nX-Evil: 1\u2028y\x85z")).to_xml()

    assert ET.fromstring(document)[0].attrib["callerName"] == "Jo X-Evil: 1 y z"


def test_emoji_and_umlauts_come_through():
    document = Response(Say("Zoë 🙂", "de-DE")).to_xml()

    assert ET.fromstring(document.encode())[0].text == "Zoë 🙂"


@settings(max_examples=500, deadline=None)
@given(ANY_TEXT, ANY_TEXT, ANY_TEXT)
def test_no_text_changes_the_structure(first, second, third):
    def document(name: str, words: str, number: str) -> bytes:
        verbs = (
            Dial((number,), "https://x/" + words, 5, "c" + number, "n" + name),
            Say(words, "en-US", "v" + name),
        )
        return Response(*verbs, Redirect(words), Hangup()).to_xml().encode()

    assert shape(document(first, second, third)) == shape(document("Jo", "Hello.", "101"))


@settings(max_examples=500, deadline=None)
@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Cn"]), max_size=60))
def test_ordinary_text_arrives_as_it_was(words):
    document = Response(Say(words, "en-US")).to_xml()

    assert (ET.fromstring(document)[0].text or "") == words
