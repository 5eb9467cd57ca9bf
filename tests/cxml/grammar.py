"""A strict reading of the documented CXML that our answers may use; fails on anything else."""

from __future__ import annotations

from xml.etree import ElementTree as ET

VERBS: dict[str, dict[str, set[str]]] = {
    "Dial": {
        "required": {"action", "timeout"},
        "allowed": {"action", "method", "timeout", "callerId", "callerName", "trunks", "timeLimit"},
    },
    "Say": {"required": {"voice", "language"}, "allowed": {"voice", "language"}},
    "Play": {"required": set(), "allowed": set()},
    "Pause": {"required": set(), "allowed": {"length"}},
    "Gather": {
        "required": {"action", "finishOnKey", "maxTimeout", "timeout", "actionOnEmptyResult"},
        "allowed": {
            "action",
            "method",
            "input",
            "finishOnKey",
            "numDigits",
            "maxTimeout",
            "timeout",
            "language",
            "actionOnEmptyResult",
        },
    },
    "Record": {
        "required": {"action", "recordingStatusCallback", "maxLength"},
        "allowed": {
            "action",
            "method",
            "timeout",
            "finishOnKey",
            "maxLength",
            "playBeep",
            "recordingStatusCallback",
            "recordingStatusCallbackMethod",
            "recordingStatusCallbackEvent",
        },
    },
    "Redirect": {"required": set(), "allowed": {"method"}},
    "Hangup": {"required": set(), "allowed": set()},
    "Reject": {"required": set(), "allowed": {"reason"}},
}


NOUNS: dict[str, set[str]] = {
    "Number": set(),
    "Conference": {
        "beep",
        "muted",
        "startConferenceOnEnter",
        "endConferenceOnExit",
        "maxParticipants",
        "record",
    },
    "Service": {"provider", "username", "password"},
}
NESTED = {"Gather": {"Say", "Play", "Pause"}}


def check_document(document: str | bytes) -> ET.Element:
    """Parse the document and insist on known verbs, known attributes and the nouns they may hold."""
    root = ET.fromstring(document)
    assert root.tag == "Response"
    assert not root.attrib
    assert len(root), "an empty document leaves the end of the call to chance"
    for verb in root:
        _check_verb(verb)
    return root


def _check_verb(verb: ET.Element) -> None:
    known = VERBS[verb.tag]
    assert known["required"] <= set(verb.attrib) <= known["allowed"], verb.attrib
    if verb.tag == "Dial":
        assert len({noun.tag for noun in verb}) == 1, "one kind of noun in a Dial"
        assert all(set(noun.attrib) <= NOUNS[noun.tag] for noun in verb)
        assert int(verb.attrib["timeout"]) >= 0
    else:
        assert {part.tag for part in verb} <= NESTED.get(verb.tag, set())
        for part in verb:
            _check_verb(part)
    if "action" in verb.attrib:
        assert verb.attrib["action"].startswith(("http://", "https://"))
    if verb.tag in {"Play", "Redirect"}:
        assert (verb.text or "").startswith(("http://", "https://"))


def shape(document: str | bytes) -> list[tuple[str, tuple[str, ...], int]]:
    """Tags, attribute names and depth: what must not depend on any text."""
    found: list[tuple[str, tuple[str, ...], int]] = []

    def walk(element: ET.Element, depth: int) -> None:
        found.append((element.tag, tuple(element.attrib), depth))
        for child in element:
            walk(child, depth + 1)

    walk(ET.fromstring(document), 0)
    return found
