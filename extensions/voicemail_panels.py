"""What the layer of calls adds to the pages of voicemail boxes: their messages, and how many (docs/adr/0006)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from accounts.access import SignedInRequest
from extensions.models import VoicemailBox
from extensions.panels import Panel


@dataclass(frozen=True)
class MessageCounts:
    """Messages that nobody has heard, and all that are kept."""

    new: int = 0
    all: int = 0


BoxSource = Callable[[SignedInRequest, VoicemailBox], Panel | None]
CountSource = Callable[[Iterable[VoicemailBox]], dict[int, MessageCounts]]
_sources: list[BoxSource] = []
_counts: list[CountSource] = []


def register_box_panel(source: BoxSource) -> None:
    """Let source draw a card above those of the box itself; called once, when its app is ready."""
    _sources.append(source)


def box_panels_of(request: SignedInRequest, box: VoicemailBox) -> list[Panel]:
    """The cards of a box's page, in the order they were registered."""
    return [panel for source in _sources if (panel := source(request, box)) is not None]


def register_message_counts(source: CountSource) -> None:
    """Let source count the messages of boxes, in one query for all of them."""
    _counts[:] = [source]


def message_counts(boxes: Iterable[VoicemailBox]) -> dict[int, MessageCounts]:
    """By the box's primary key; boxes without a message are left out."""
    return _counts[0](boxes) if _counts else {}
