"""What an app above can make for an organization: its domain at Cloudonix. The console asks, the app registers.

The console and the Cloudonix app lie beside each other and do not import each other (docs/adr/0006).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from tenants.models import Organization


@dataclass(frozen=True)
class DomainStep:
    """state: todo, running, done or failed."""

    title: str
    state: str
    text: str = ""


@dataclass(frozen=True)
class DomainProgress:
    """How far the making of a domain is. may_rename: whether the next try may use another name."""

    name: str
    steps: Sequence[DomainStep]
    is_finished: bool
    is_failed: bool
    may_rename: bool


class DomainOffer(Protocol):
    """All of it runs on the platform's site."""

    def is_open(self) -> bool:
        """Whether domains can be made at the moment."""

    def suggest(self, slug: str) -> str:
        """A domain's name for an organization of this short name."""

    def order(self, organization: Organization, *, name: str, asked_by: dict[str, Any]) -> None:
        """Have a worker make the domain, in the caller's transaction, which has checked the permission.

        name: "" for the suggested one. A failed order is tried again. Raises DomainError (field domain_name).
        """

    def progress(self, organization: Organization) -> DomainProgress | None:
        """None when nobody asked for a domain."""


_offers: list[DomainOffer] = []


def register_domain_offer(offer: DomainOffer) -> None:
    """Let the console offer domains; the last one registered counts."""
    _offers[:] = [offer]


def domain_offer() -> DomainOffer | None:
    return _offers[0] if _offers else None
