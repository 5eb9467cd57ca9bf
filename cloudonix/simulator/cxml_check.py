"""Read a CXML document strictly, and say in one sentence each what the platform does not document."""

from __future__ import annotations

from xml.etree import ElementTree as ET

from cloudonix.simulator.cxml_rules import RULES, SIGNED_IN, fits

LARGEST = 512 * 1024
MEDIA_TYPES = frozenset({"application/xml", "text/xml"})
MESSAGE_KEPT = 60


class CxmlRefused(Exception):
    """The document cannot be run; the message says why."""


def read_cxml(body: bytes, media_type: str) -> tuple[ET.Element, list[str]]:
    """The document's root and what is wrong with it, in sentences. CxmlRefused when it is not CXML at all.

    No document type and so no entity is accepted: nothing outside the document is ever read, nothing expands.
    """
    if media_type not in MEDIA_TYPES:
        raise CxmlRefused(f"The answer's type is {media_type}; CXML is application/xml.")
    if len(body) > LARGEST:
        raise CxmlRefused(f"The document has {len(body)} bytes; {LARGEST} is the most.")
    try:
        text = body.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise CxmlRefused("The document is not UTF-8.") from error
    if "<!DOCTYPE" in text or "<!ENTITY" in text:
        raise CxmlRefused("The document has a document type or entities, which CXML does not have.")
    try:
        root = ET.fromstring(text)  # noqa: S314  no document type, so no entity to expand
    except ET.ParseError as error:
        raise CxmlRefused(f"The document is not well-formed XML: {error}.") from error
    if root.tag != "Response":
        raise CxmlRefused(f"The root element is {root.tag!r}; CXML starts with Response.")
    return root, _problems(root)


def documented_part(element: ET.Element) -> ET.Element:
    """The element without the attributes and children that are not documented, as a lenient platform takes it."""
    rule = RULES[element.tag]
    for name in [
        one for one in element.attrib if not fits(rule.attributes.get(one, "(?!)"), element.attrib[one])
    ]:
        del element.attrib[name]
    for child in list(element):
        if child.tag in rule.children:
            documented_part(child)
        else:
            element.remove(child)
    return element


def _problems(element: ET.Element) -> list[str]:
    rule = RULES[element.tag]
    found = [*_attribute_problems(element), *_text_problems(element)]
    for child in element:
        if child.tag not in rule.children:
            found.append(f"{child.tag} is not documented inside {element.tag}.")
        else:
            found += _problems(child)
    if element.tag == "Dial":
        found += _dial_problems(element)
    if element.get("provider") in SIGNED_IN and not {"username", "password"} <= element.attrib.keys():
        found.append(f"Service {element.get('provider')} needs username and password.")
    if element.tag in {"Start", "Connect", "Stop"}:
        needed = "name" if element.tag == "Stop" else "url"
        found += [
            f"Stream in {element.tag} needs the attribute {needed}."
            for one in element
            if needed not in one.attrib
        ]
    if element.tag == "Play" and bool((element.text or "").strip()) == ("digits" in element.attrib):
        found.append("Play takes the address of a sound, or digits.")
    return found


def _attribute_problems(element: ET.Element) -> list[str]:
    rule = RULES[element.tag]
    found = [
        f"{element.tag} needs the attribute {name}." for name in rule.required if name not in element.attrib
    ]
    for name, value in element.attrib.items():
        if name not in rule.attributes:
            found.append(f"{element.tag} has no documented attribute {name}.")
        elif not fits(rule.attributes[name], value):
            found.append(f"{element.tag} {name}={value[:MESSAGE_KEPT]!r} is not a documented value.")
    return found


def _text_problems(element: ET.Element) -> list[str]:
    pattern = RULES[element.tag].text
    text = (element.text or "") + "".join(child.tail or "" for child in element)
    if pattern is None:
        return (
            [f"{element.tag} holds no text, but has {text.strip()[:MESSAGE_KEPT]!r}."] if text.strip() else []
        )
    return [] if fits(pattern, text) else [f"{element.tag} cannot hold {text.strip()[:MESSAGE_KEPT]!r}."]


def _dial_problems(dial: ET.Element) -> list[str]:
    nouns = {child.tag for child in dial} - {"Header"}
    text = (dial.text or "").strip() + "".join(child.tail or "" for child in dial).strip()
    if len(nouns) > 1:
        return [f"Dial mixes {' and '.join(sorted(nouns))}; use one kind."]
    if bool(nouns) == bool(text):
        return ["Dial rings either its text or its nouns, and needs one of them."]
    return []
