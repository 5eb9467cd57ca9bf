"""Operations on voice applications: the URLs that are asked what to do with a call."""

from __future__ import annotations

from typing import Any

from cloudonix.api.requests import Requests, parsed, there
from cloudonix.api.types import Application, ApplicationSpec


class ApplicationOperations(Requests):
    """`…/applications`."""

    def list_applications(self) -> list[Application]:
        """GET …/applications."""
        return self._list(Application, self._path("applications"))

    def create_application(self, spec: ApplicationSpec) -> Application:
        """POST …/applications. Safe to repeat only after a read."""
        raw = self._create(self._path("applications"), {"name": spec.name, "profile": {}, **_fields(spec)})
        if raw is not None:
            return parsed(Application, raw)
        return there(next((one for one in self.list_applications() if one.name == spec.name), None))

    def update_application(self, application_id: str, spec: ApplicationSpec) -> bool:
        """PUT …/applications/{id}; False when it is not there. The profile is not sent and so not touched."""
        return self._update(self._path("applications", application_id), _fields(spec))


def _fields(spec: ApplicationSpec) -> dict[str, Any]:
    return {"type": spec.type, "url": spec.url, "method": spec.method, "active": spec.active}
