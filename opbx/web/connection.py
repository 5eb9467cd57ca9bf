"""What the header says of the connection to Cloudonix: the app that knows it registers, the frame asks."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest

# The request → (level of a badge, words), or None when there is nothing to say.
CloudonixState = Callable[[HttpRequest], tuple[str, str] | None]
_registered: list[CloudonixState] = []


def register_cloudonix_state(state: CloudonixState) -> None:
    """Let the header say how the connection to Cloudonix is; the last one registered counts."""
    _registered[:] = [state]


def cloudonix_state(request: HttpRequest) -> tuple[str, str] | None:
    return _registered[0](request) if _registered else None
