"""Operations on subscribers: the SIP endpoints of a domain."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec

from cloudonix.api.requests import Requests, parsed, there
from cloudonix.api.types import Subscriber, SubscriberSpec, read

ENDS_CALLS = "?can-deactivate=true"


class SubscriberOperations(Requests):
    """`…/subscribers`."""

    def get_subscriber(self, msisdn: str) -> Subscriber | None:
        """GET …/subscribers/{msisdn}. That path takes ids too, so the answer must bear the name asked for."""
        found = self._find(Subscriber, self._path("subscribers", msisdn))
        return found if found is not None and found.msisdn == msisdn else None

    def list_subscribers(self) -> list[Subscriber]:
        """GET …/subscribers."""
        return self._list(Subscriber, self._path("subscribers"))

    def create_subscribers(self, specs: Sequence[SubscriberSpec]) -> dict[str, str]:
        """POST …/subscribers with an array; the ids of those that the answer shows as made, by msisdn.

        One bad element does not fail the others. One that is missing here may have been made nevertheless.
        """
        raw = self._create(
            self._path("subscribers"), [{"msisdn": spec.msisdn, **_fields(spec)} for spec in specs]
        )
        elements = raw if isinstance(raw, list) else []
        asked = {spec.msisdn for spec in specs}
        made = [one for one in map(_subscriber_or_none, elements) if one is not None]
        return {one.msisdn: one.id for one in made if one.msisdn in asked}

    def create_subscriber(self, spec: SubscriberSpec) -> Subscriber:
        """POST …/subscribers. Safe to repeat only after a read; a name that is taken is Rejected."""
        raw = self._create(self._path("subscribers"), {"msisdn": spec.msisdn, **_fields(spec)})
        return parsed(Subscriber, raw) if raw is not None else there(self.get_subscriber(spec.msisdn))

    def update_subscriber(self, remote_id: str, spec: SubscriberSpec) -> bool:
        """PUT …/subscribers/{id}; False when it is not there. The msisdn cannot be changed."""
        return self._update(self._path("subscribers", remote_id), _fields(spec))

    def delete_subscriber(self, remote_id: str, *, ends_calls: bool = False) -> None:
        """DELETE …/subscribers/{id}; one that is not there is as good as deleted.

        ends_calls: hang up what it talks on, instead of letting those calls run out.
        """
        self._delete(self._path("subscribers", remote_id) + (ENDS_CALLS if ends_calls else ""))


def _fields(spec: SubscriberSpec) -> dict[str, Any]:
    return {"sipPassword": spec.sip_password, "active": spec.active, "profile": spec.profile}


def _subscriber_or_none(raw: object) -> Subscriber | None:
    try:
        return read(Subscriber, raw)
    except msgspec.ValidationError:
        return None
