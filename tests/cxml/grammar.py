"""The CXML that our answers may use: the documented schema (cxml.xsd), and what we never leave to a default."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from xml.etree import ElementTree as ET

import xmlschema

# What the platform would otherwise decide by defaults that it documents badly or not at all.
ALWAYS: dict[str, set[str]] = {
    "Dial": {"action", "method", "timeout"},
    "Gather": {"action", "method", "finishOnKey", "maxTimeout", "timeout", "actionOnEmptyResult"},
    "Record": {"action", "method", "maxLength", "timeout", "finishOnKey", "recordingStatusCallback"},
    "Say": {"voice", "language"},
    "Redirect": {"method"},
}


@cache
def schema() -> xmlschema.XMLSchema:
    return xmlschema.XMLSchema(Path(__file__).parent / "cxml.xsd")


def check_document(document: str | bytes) -> ET.Element:
    """Insist on a document of the schema in which nothing is left to chance."""
    root = ET.fromstring(document)
    error = next(schema().iter_errors(root), None)
    assert error is None, f"{error.reason} in {document!r}"
    for verb in root.iter():
        assert ALWAYS.get(verb.tag, set()) <= set(verb.attrib), (verb.tag, verb.attrib)
        if verb.tag == "Dial":
            # Text is read in several ways, nouns are not; several phones as one text are an Owner's wish.
            assert len(verb) or "&" in (verb.text or "")
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
