"""CXML documents: only the verbs and attributes that Cloudonix documents, with every text escaped."""

from __future__ import annotations

from cloudonix.cxml.document import (
    CONTENT_TYPE,
    Dial,
    Hangup,
    Pause,
    Play,
    Redirect,
    Reject,
    RejectReason,
    Response,
    Say,
    Verb,
)

__all__ = [
    "CONTENT_TYPE",
    "Dial",
    "Hangup",
    "Pause",
    "Play",
    "Redirect",
    "Reject",
    "RejectReason",
    "Response",
    "Say",
    "Verb",
]
