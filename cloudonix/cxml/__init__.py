"""CXML documents: only the verbs and attributes that Cloudonix documents, with every text escaped."""

from __future__ import annotations

from cloudonix.cxml.document import (
    CONTENT_TYPE,
    Dial,
    DialConference,
    DialService,
    Gather,
    Hangup,
    Pause,
    Play,
    Record,
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
    "DialConference",
    "DialService",
    "Gather",
    "Hangup",
    "Pause",
    "Play",
    "Record",
    "Redirect",
    "Reject",
    "RejectReason",
    "Response",
    "Say",
    "Verb",
]
