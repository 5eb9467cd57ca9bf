"""The client of one domain: one method per operation of the vendor, by subject in the modules beside.

Every operation may raise Unavailable, Misconfigured and Rejected (cloudonix.api.errors); an object that is
not there is None. Paths are those of https://developers.cloudonix.com/ (REST API pages), read 2026-11;
docs/cloudonix-contract.md says what is certain about each.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import httpx

from cloudonix.api.applications import ApplicationOperations
from cloudonix.api.dnids import DnidOperations
from cloudonix.api.domains import DomainOperations
from cloudonix.api.requests import Ended, segment
from cloudonix.api.sessions import SessionOperations
from cloudonix.api.subscribers import SubscriberOperations
from cloudonix.api.trunks import TrunkOperations


@dataclass(frozen=True)
class Credentials:
    """A key and the domain it is for (name or uuid)."""

    domain: str
    api_key: str = field(repr=False)


class CloudonixClient(
    DomainOperations,
    ApplicationOperations,
    SubscriberOperations,
    DnidOperations,
    TrunkOperations,
    SessionOperations,
):
    """One domain of Cloudonix, with a key of that domain or of the customer that it belongs to.

    before_request: called ahead of every request; it may wait, for the rate limit.
    after_request: told how each request ended: None, or the error that its caller gets.
    """

    def __init__(
        self,
        http: httpx.Client,
        credentials: Credentials,
        *,
        before_request: Callable[[], None] = lambda: None,
        after_request: Ended = lambda _error: None,
    ) -> None:
        super().__init__(
            http,
            credentials.api_key,
            base=f"/customers/self/domains/{segment(credentials.domain)}",
            place="this domain",
            before_request=before_request,
            after_request=after_request,
        )
        self._credentials = credentials

    def __repr__(self) -> str:
        return f"CloudonixClient({self._credentials.domain})"
