"""Operations on the domain itself."""

from __future__ import annotations

from typing import Any

from cloudonix.api.errors import CloudonixError, Misconfigured, Unavailable
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

        Keys of other programs stay, also those written at the same time: PATCH lays keys over a profile and
        touches no other. It is the older operation and may not be there any more, so a read decides whether
        it took; where it did not, the whole profile is merged and written by PUT, of which the platform
        does not say whether it keeps what it does not mention.
        """
        before = self.get_domain()
        if before is None or _shows(before, profile, default_application):
            return before
        application = number_of(default_application)
        try:
            self._request("PATCH", self._path(), {"profile": profile, "defaultApplication": application})
        except CloudonixError as error:
            if isinstance(error, Unavailable) and error.is_rate_limit:
                raise
        after = self.get_domain()
        if after is None or (
            _shows(after, profile, default_application) and after.profile.keys() >= before.profile.keys()
        ):
            return after
        merged = {**before.profile, **after.profile, **profile}
        self._update(self._path(), {"profile": merged, "defaultApplication": application})
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


def _shows(domain: Domain, profile: dict[str, Any], default_application: str) -> bool:
    return domain.default_application == default_application and all(
        domain.profile.get(name) == value for name, value in profile.items()
    )
