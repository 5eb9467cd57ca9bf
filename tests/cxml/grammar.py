"""A strict reading of the documented CXML that our answers may use; fails on anything else."""

from __future__ import annotations

from xml.etree import ElementTree as ET

VERBS: dict[str, dict[str, set[str]]] = {
    "Dial": {
        "required": {"action", "timeout"},
        "allowed": {"action", "method", "timeout", "callerId", "callerName", "trunks"},
    },
    "Say": {"required": {"voice", "language"}, "allowed": {"voice", "language"}},
    "Play": {"required": set(), "allowed": set()},
    "Pause": {"required": set(), "allowed": {"length"}},
    "Redirect": {"required": set(), "allowed": {"method"}},
    "Hangup": {"required": set(), "allowed": set()},
    "Reject": {"required": set(), "allowed": {"reason"}},
}


def check_document(document: str | bytes) -> ET.Element:
    """Parse the document and insist on known verbs, known attributes and the nouns they may hold."""
    root = ET.fromstring(document)
    assert root.tag == "Response"
    assert not root.attrib
    assert len(root), "an empty document leaves the end of the call to chance"
    for verb in root:
        known = VERBS[verb.tag]
        assert known["required"] <= set(verb.attrib) <= known["allowed"], verb.attrib
        if verb.tag == "Dial":
            assert [noun.tag for noun in verb] == ["Number"] * len(verb) != []
            assert not any(noun.attrib for noun in verb)
            assert int(verb.attrib["timeout"]) >= 0
            assert verb.attrib["action"].startswith(("http://", "https://"))
        else:
            assert not len(verb)
        if verb.tag == "Play":
            assert (verb.text or "").startswith(("http://", "https://"))
    return root


def shape(document: str | bytes) -> list[tuple[str, tuple[str, ...], int]]:
    """Tags, attribute names and depth: what must not depend on any text."""
    found: list[tuple[str, tuple[str, ...], int]] = []

    def walk(element: ET.Element, depth: int) -> None:
        found.append((element.tag, tuple(element.attrib), depth))
        for child in element:
            walk(child, depth + 1)

    walk(ET.fromstring(document), 0)
    return found
