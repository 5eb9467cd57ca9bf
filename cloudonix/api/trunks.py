"""Operations on trunks: the ways of a domain to other carriers."""

from __future__ import annotations

from typing import Any

from cloudonix.api.requests import Requests, parsed, there
from cloudonix.api.types import Trunk, TrunkSpec


class TrunkOperations(Requests):
    """`…/trunks`."""

    def list_trunks(self) -> list[Trunk]:
        """GET …/trunks."""
        return self._list(Trunk, self._path("trunks"))

    def get_trunk(self, name: str) -> Trunk | None:
        """GET …/trunks/{name, uuid or id}. What is found must bear what was asked for."""
        found = self._find(Trunk, self._path("trunks", name))
        return found if found is not None and name in {found.name, found.uuid, found.id} else None

    def create_trunk(self, spec: TrunkSpec) -> Trunk:
        """POST …/trunks. Safe to repeat only after a read; a name that is taken is Rejected."""
        raw = self._create(self._path("trunks"), {"name": spec.name, **_fields(spec)})
        return parsed(Trunk, raw) if raw is not None else there(self.get_trunk(spec.name))

    def update_trunk(self, remote_id: str, spec: TrunkSpec) -> bool:
        """PUT …/trunks/{id}; False when it is not there. The name cannot be changed."""
        return self._update(self._path("trunks", remote_id), _fields(spec))

    def delete_trunk(self, remote_id: str) -> None:
        """DELETE …/trunks/{id}; one that is not there is as good as deleted."""
        self._delete(self._path("trunks", remote_id))


def _fields(spec: TrunkSpec) -> dict[str, Any]:
    return {
        "ip": spec.ip,
        "port": str(spec.port),
        "transport": spec.transport,
        "prefix": spec.prefix,
        "direction": spec.direction,
        "metric": spec.metric,
        "active": spec.active,
        "profile": spec.profile,
    }
