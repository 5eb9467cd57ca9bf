"""Documents and events as people may see them: readable, and without what is a secret or nobody's business."""

from __future__ import annotations

import json
import re
from typing import Any
from xml.etree import ElementTree as ET

from opbx.logs import SECRET_KEYS, redact_text

REMOVED = "[removed]"
LONGEST_SHOWN = 20_000
# Headers by which the platform signs and traces SIP messages inside itself.
_PLATFORM_HEADERS = re.compile(r"cloudonix-|cid\Z|signature", re.IGNORECASE)
_LINK = re.compile(r"(/api/(?:voice/(?:continue|media)|webhooks/recording)/)[^\"'<>\s?]+")
# Whoever has the address of a recording can hear it: only the message keeps it, until its sound is fetched.
_RECORDING = re.compile(r"recording[-_ ]?ur[il]", re.IGNORECASE)
_TOKENS_OF_CALLS = frozenset({"token", "session"})


def readable_event(body: str) -> str:
    """An event's body, indented and without secrets."""
    try:
        content = json.loads(body, strict=False)
    except (ValueError, RecursionError):
        return _cut(redact_text(body))
    return _cut(json.dumps(without_secrets(content), indent=2, ensure_ascii=False))


def without_secrets(value: Any) -> Any:  # noqa: ANN401 - JSON from outside
    if isinstance(value, dict):
        return {
            key: REMOVED if _is_secret(str(key)) and inner else without_secrets(inner)
            for key, inner in value.items()
        }
    if isinstance(value, list):
        return [without_secrets(inner) for inner in value]
    return redact_text(value) if isinstance(value, str) else value


def kept_body(body: str) -> str:
    """An event's body as it is kept: without the addresses of recordings, everything else as it came."""
    if _RECORDING.search(body) is None:
        return body
    try:
        content = json.loads(body, strict=False)
    except (ValueError, RecursionError):
        return body
    return json.dumps(_without_recordings(content), ensure_ascii=False)


def _without_recordings(value: Any) -> Any:  # noqa: ANN401 - JSON from outside
    if isinstance(value, dict):
        return {
            key: REMOVED if _RECORDING.search(str(key)) and inner else _without_recordings(inner)
            for key, inner in value.items()
        }
    return [_without_recordings(inner) for inner in value] if isinstance(value, list) else value


def readable_document(cxml: str) -> str:
    """A CXML document with one element a line; its signed links are cut, as they are long and good for a day."""
    shortened = _LINK.sub("\\1\N{HORIZONTAL ELLIPSIS}", cxml)
    try:
        root = ET.fromstring(shortened)  # noqa: S314 - our own documents
    except ET.ParseError:
        return _cut(shortened)
    ET.indent(root)
    return _cut(ET.tostring(root, encoding="unicode"))


def _is_secret(key: str) -> bool:
    if key.lower() in _TOKENS_OF_CALLS:
        return False
    return bool(_PLATFORM_HEADERS.match(key) or SECRET_KEYS.search(key) or _RECORDING.search(key))


def _cut(text: str) -> str:
    if len(text) <= LONGEST_SHOWN:
        return text
    return f"{text[:LONGEST_SHOWN]}\n\N{HORIZONTAL ELLIPSIS} cut: {len(text):,} characters in all"
