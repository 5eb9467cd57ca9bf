"""The one line that every routing-relevant write ends with: the configuration changed, publish it (docs/adr/0006)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

Publisher = Callable[[Any, str], object]
_publishers: list[Publisher] = []


def register_publisher(publisher: Publisher) -> None:
    """Name the function that turns the working copy into the next plan; `routing` calls this when it is ready."""
    _publishers[:] = [publisher]


def configuration_changed(actor: Any, summary: str) -> None:  # noqa: ANN401 - an audit.Actor; audit lies above this leaf
    """Publish the current organization's configuration in the caller's transaction.

    summary: what changed, in words ("Extension 101 was added"); it becomes the version's description.
    """
    if not _publishers:
        raise RuntimeError("No publisher is registered: the routing app must be installed.")
    _publishers[0](actor, summary)
