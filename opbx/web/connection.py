"""What pages say of the connection to Cloudonix: the app that knows it registers, the frame asks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpRequest

# The request → (level of a badge, words), or None when there is nothing to say.
CloudonixState = Callable[[HttpRequest], tuple[str, str] | None]
_registered: list[CloudonixState] = []


@dataclass(frozen=True)
class CallsNotice:
    """Why calls do not work. action, url: what this person can do about it; "" when nothing."""

    level: str
    text: str
    action: str = ""
    url: str = ""


CallsNoticeSource = Callable[[HttpRequest], CallsNotice | None]
_notices: list[CallsNoticeSource] = []


def register_calls_notice(source: CallsNoticeSource) -> None:
    """Let pages about extensions and numbers say why calls do not work; the last one registered counts."""
    _notices[:] = [source]


def calls_notice(request: HttpRequest) -> CallsNotice | None:
    return _notices[0](request) if _notices else None


def register_cloudonix_state(state: CloudonixState) -> None:
    """Let the header say how the connection to Cloudonix is; the last one registered counts."""
    _registered[:] = [state]


def cloudonix_state(request: HttpRequest) -> tuple[str, str] | None:
    return _registered[0](request) if _registered else None
