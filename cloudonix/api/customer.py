"""The client of a customer of Cloudonix: the account that domains and their keys are made in.

Its errors are those of the client of a domain (cloudonix.api.client).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import httpx

from cloudonix.api.requests import Ended, Requests, parsed, parsed_all, there
from cloudonix.api.types import Alias, ApiKey, Customer, Domain


class CustomerClient(Requests):
    """A customer of Cloudonix, with a key of that level; a domain's key is Misconfigured here.

    before_request: called ahead of every request; it may wait, for the rate limit.
    after_request: told how each request ended: None, or the error that its caller gets.
    """

    def __init__(
        self,
        http: httpx.Client,
        api_key: str,
        *,
        before_request: Callable[[], None] = lambda: None,
        after_request: Ended = lambda _error: None,
    ) -> None:
        super().__init__(
            http,
            api_key,
            base="/customers/self",
            place="a customer",
            before_request=before_request,
            after_request=after_request,
        )

    def __repr__(self) -> str:
        return "CustomerClient(…)"

    def get_customer(self) -> Customer | None:
        """GET /customers/self. A key that is unknown, or of a lower level, is Misconfigured."""
        return self._find(Customer, self._path())

    def list_domains(self) -> list[Domain]:
        """GET …/domains."""
        return self._list(Domain, self._path("domains"))

    def create_domain(self, name: str, *, profile: dict[str, Any] | None = None) -> Domain:
        """POST …/domains. Safe to repeat only after a read; a name that is taken is Rejected."""
        raw = self._create(self._path("domains"), {"domain": name, "profile": profile or {}})
        # Described as an array, seen as an object.
        answered = raw if isinstance(raw, list) else [] if raw is None else [raw]
        made = parsed_all(Domain, answered) or self.list_domains()
        return there(next((one for one in made if one.domain.lower() == name.lower()), None))

    def list_aliases(self, domain: str) -> list[Alias]:
        """GET …/domains/{domain}/aliases: the other names of a domain, among them the registrar's host."""
        return self._list(Alias, self._path("domains", domain, "aliases"))

    def list_domain_keys(self, domain: str) -> list[ApiKey]:
        """GET …/domains/{domain}/apikeys."""
        return self._list(ApiKey, self._path("domains", domain, "apikeys"))

    def create_domain_key(self, domain: str, name: str) -> ApiKey:
        """POST …/domains/{domain}/apikeys. Names need not be unique, so each repetition makes another key."""
        raw = self._create(self._path("domains", domain, "apikeys"), {"name": name})
        if raw is not None:
            return parsed(ApiKey, raw)
        named = [one for one in self.list_domain_keys(domain) if one.name == name]
        return there(named[-1] if named else None)

    def delete_domain_key(self, domain: str, key_id: str) -> None:
        """DELETE …/domains/{domain}/apikeys/{id}; one that is not there is as good as deleted."""
        self._delete(self._path("domains", domain, "apikeys", key_id))
