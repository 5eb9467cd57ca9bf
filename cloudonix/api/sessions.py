"""Operations on sessions: the calls of a domain, while they live and shortly after."""

from __future__ import annotations

from cloudonix.api.requests import Requests
from cloudonix.api.types import Session


class SessionOperations(Requests):
    """`…/sessions`."""

    def list_sessions(self) -> list[Session]:
        """GET …/sessions: those that live and those that ended a short while ago (`Session.has_ended`)."""
        return self._list(Session, self._path("sessions"))

    def hang_up(self, token: str) -> bool:
        """DELETE …/sessions/{token}; False when the call had ended already."""
        return self._delete(self._path("sessions", token))

    def switch_application(self, token: str, url: str) -> bool:
        """POST /calls/{domain}/sessions/{token}/application: the call goes on with what the url answers.

        Whoever was dialled for the caller is dropped first. False when the call is over.
        """
        # Calls that live are steered below /calls, not below the customer.
        path = "/calls" + self._path("sessions", token, "application").removeprefix("/customers/self/domains")
        return self._request("POST", path, {"url": url, "method": "POST"}) is not None
