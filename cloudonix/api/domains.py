"""Operations on the domain itself."""

from __future__ import annotations

from typing import Any

from cloudonix.api.errors import Misconfigured
from cloudonix.api.requests import Requests, number_of, parsed_all
from cloudonix.api.types import Domain, Voice

FORBIDDEN = 403


class DomainOperations(Requests):
    """`…/domains/{domain}`."""

    def get_domain(self) -> Domain | None:
        """GET /customers/self/domains/{domain}."""
        return self._find(Domain, self._path())

    def update_domain(self, *, profile: dict[str, Any], default_application: str) -> Domain | None:
        """Lay profile over the domain's own, set its default application, and return what a read shows then.

        PUT /customers/self/domains/{domain}. The platform does not say whether a PUT keeps profile keys
        that it does not mention, so the whole profile is read, merged and written.
        """
        before = self.get_domain()
        if before is None:
            return None
        body = {
            "profile": {**before.profile, **profile},
            "defaultApplication": number_of(default_application),
        }
        self._update(self._path(), body)
        return self.get_domain()

    def list_voices(self) -> list[Voice] | None:
        """GET /domains/{domain}/resources/voices: what can speak here. None when this key may not see them."""
        # The one list that the platform documents below /domains only.
        path = self._path("resources", "voices").removeprefix("/customers/self")
        try:
            raw = self._request("GET", path)
        except Misconfigured as error:
            if error.status == FORBIDDEN:
                return None
            raise
        return parsed_all(Voice, raw or [])
