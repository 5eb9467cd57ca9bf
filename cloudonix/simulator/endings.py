"""How calls end: what is raised then, and which status and disposition follow."""

from __future__ import annotations

from xml.etree.ElementTree import Element


class CallOver(Exception):
    """The call ends here. Without status and disposition they follow from whether it was answered."""

    def __init__(self, why: str, *, status: str = "", disposition: str = "") -> None:
        super().__init__(why)
        self.status = status
        self.disposition = disposition


class ApplicationFault(CallOver):
    """The application gave no document that can be run: the platform drops the call."""

    def __init__(self, why: str) -> None:
        super().__init__(why, status="error", disposition="FAILED")


class Switched(Exception):
    """The API gave the call another document to run; what it was doing is over."""


CALLER_LEFT = "The caller hung up"
# How a call ends that nobody answered, by the result of its last Dial.
UNANSWERED = {
    "busy": ("busy", "BUSY"),
    "no-answer": ("noanswer", "NOANSWER"),
    "failed": ("error", "FAILED"),
    "": ("noanswer", "NOANSWER"),
}
# How an unanswered call ends that was hung up, by the reason that the API was given.
HANGUPS = {
    "": ("cancel", "CANCEL"),
    "timeout": ("noanswer", "NOANSWER"),
    "denied": ("error", "FAILED"),
    "busy": ("busy", "BUSY"),
    "nocredit": ("nocredit", "FAILED"),
}


def keys_that_end(dial: Element) -> str:
    """The keys with which the caller leaves a Dial and goes on in the document."""
    return dial.get("hangupOn", "") + ("*" if dial.get("hangupOnStar", "false") == "true" else "")
