"""Phone numbers as DNIDs that lead to our voice application."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec
from django.db.models import QuerySet

from cloudonix.api import Dnid, DnidSpec, Rejected
from cloudonix.models import Connection, Topic
from cloudonix.sync.kind import Differences, Kind, told
from routing.models import PhoneNumber

APPLICATION_NAME = "opbx-routing"
CHUNK = 10  # numbers that are made before a look at what became of them; each takes a request


class Numbers(Kind[PhoneNumber, DnidSpec, Dnid]):
    """Named by the number in E.164.

    One exact DNID per number, made of its digits alone: carriers deliver with or without the plus, and whether
    Cloudonix cares is not documented. One that others made with a plus is kept as it is. A number of which
    neither form matches reaches the domain's default application, which is ours as well.
    """

    topic = Topic.NUMBER
    noun = "DNID"
    frozen_name = "e164"
    at_once = CHUNK

    def rows(self) -> QuerySet[PhoneNumber]:
        return PhoneNumber.objects.all()

    def named(self, name: str) -> QuerySet[PhoneNumber]:
        return PhoneNumber.objects.filter(e164=name)

    def name_of(self, row: PhoneNumber) -> str:
        return row.e164

    def name_there(self, have: Dnid) -> str:
        digits = have.source.removeprefix("+")
        return f"+{digits}" if have.is_exact and digits.isdecimal() else ""

    def values_there(self, have: Dnid) -> dict[str, Any]:
        return {"is_enabled": have.active, "source": have.source or have.dnid}

    def desired(self, row: PhoneNumber) -> DnidSpec:
        return DnidSpec(
            source=row.e164.removeprefix("+"), application_id=self._application(), active=row.is_enabled
        )

    def look_up(self, name: str) -> Dnid | None:
        return self.by_name(self.list_all()).get(name)

    def list_all(self) -> list[Dnid]:
        # Without the plus first: where somebody made both, ours is the one that counts.
        return sorted(self.client.list_dnids(), key=lambda dnid: dnid.source.startswith("+"))

    def differences(self, want: DnidSpec, have: Dnid, *, secret_is_known: bool) -> Differences:  # noqa: ARG002 - none
        return told(
            {
                "Active": (want.active, have.active),
                "Voice application": (want.application_id, have.application_id),
                "On the whole platform": (False, have.is_global),
            }
        )

    def merged(self, want: DnidSpec, have: Dnid) -> DnidSpec:
        return msgspec.structs.replace(want, source=have.source)

    def create(self, want: DnidSpec) -> str:
        return self.client.create_dnid(want).id

    def create_many(self, wants: Sequence[DnidSpec]) -> dict[str, str]:
        return {f"+{source}": remote_id for source, remote_id in self.client.create_dnids(wants).items()}

    def update(self, remote_id: str, want: DnidSpec) -> bool:
        return self.client.update_dnid(remote_id, want)

    def delete(self, remote_id: str) -> None:
        self.client.delete_dnid(remote_id)

    def _application(self) -> str:
        """The id of our voice application; looked for once when the connection was made without noting it."""
        if not self.connection.application_id:
            found = [one for one in self.client.list_applications() if one.name == APPLICATION_NAME]
            if not found:
                raise Rejected(
                    404, f"there is no voice application {APPLICATION_NAME}. Check the connection again."
                )
            self.connection.application_id = found[0].id
            Connection.objects.filter(pk=self.connection.pk).update(application_id=found[0].id)
        return self.connection.application_id
