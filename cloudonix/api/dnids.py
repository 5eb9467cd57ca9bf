"""Operations on DNIDs: which dialled numbers reach which voice application."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from cloudonix.api.errors import Rejected
from cloudonix.api.requests import Requests, number_of, parsed, there
from cloudonix.api.types import Dnid, DnidSpec


class DnidOperations(Requests):
    """`…/dnids`. Only exact numbers are written; patterns that others made are read as they are."""

    def list_dnids(self) -> list[Dnid]:
        """GET …/dnids."""
        return self._list(Dnid, self._path("dnids"))

    def create_dnid(self, spec: DnidSpec) -> Dnid:
        """POST …/dnids, which is documented to answer without a body. Safe to repeat only after a read."""
        raw = self._create(self._path("dnids"), _fields(spec))
        if raw is not None:
            return parsed(Dnid, raw)
        return there(next((one for one in self.list_dnids() if one.source == spec.source), None))

    def create_dnids(self, specs: Sequence[DnidSpec]) -> dict[str, str]:
        """POST …/dnids for each, then one GET for those that were answered without a body; the ids by source.

        One that is refused does not fail the others. One that is missing here may have been made nevertheless.
        """
        made: dict[str, str] = {}
        untold: set[str] = set()
        for spec in specs:
            try:
                raw = self._create(self._path("dnids"), _fields(spec))
            except Rejected:
                continue
            if raw is None:
                untold.add(spec.source)
            else:
                made[spec.source] = parsed(Dnid, raw).id
        if untold:
            made |= {one.source: one.id for one in self.list_dnids() if one.source in untold}
        return made

    def update_dnid(self, remote_id: str, spec: DnidSpec) -> bool:
        """PUT …/dnids/{id}; False when it is not there."""
        return self._update(self._path("dnids", remote_id), _fields(spec))

    def delete_dnid(self, remote_id: str) -> None:
        """DELETE …/dnids/{id}; one that is not there is as good as deleted."""
        self._delete(self._path("dnids", remote_id))


def _fields(spec: DnidSpec) -> dict[str, Any]:
    # `dnid`, the compiled expression, must not be sent along: both together are refused.
    return {
        "source": spec.source,
        "applicationId": number_of(spec.application_id),
        "prefix": False,
        "expression": False,
        "asteriskCompatible": False,
        "global": False,
        "active": spec.active,
    }
