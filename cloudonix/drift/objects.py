"""Comparing all objects of one kind: SIP accounts, phone numbers or trunks."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils import timezone

from cloudonix.drift.found import Compared, Found, Subject, fingerprint
from cloudonix.models import Finding, OutboxItem
from cloudonix.sync.equality import CREATING, differences
from cloudonix.sync.kind import AnyKind
from cloudonix.sync.objects import living_keys
from opbx.crypto import SecretUnreadable
from opbx.web.formats import phone_words


def compare_objects(kind: AnyKind) -> Compared:
    """Compare one list of Cloudonix with what is wanted here. Raises what the client raises."""
    return _Comparison(kind).make()


@dataclass
class _Comparison:
    kind: AnyKind
    began: datetime = field(default_factory=timezone.now)
    compared: Compared = field(default_factory=Compared)
    matched: set[str] = field(default_factory=set)  # ids at Cloudonix that belong to something of ours

    def make(self) -> Compared:
        theirs = self.kind.list_all()
        by_name = self.kind.by_name(theirs)
        rows = list(self.kind.rows())
        # Read last: what changed since the list was asked for either waits here or was settled after it.
        waiting = set(
            OutboxItem.objects.filter(topic=self.kind.topic, parked_as="").values_list(
                "object_key", flat=True
            )
        )
        self.compared.here, self.compared.there = len(rows), len(theirs)
        for row in rows:
            have = by_name.get(self.kind.name_of(row))
            if have is not None:
                self.matched.add(have.id)
            is_moving = row.key in waiting or (row.synced_at is not None and row.synced_at >= self.began)
            self._compare(row, have, is_moving=is_moving)
        self._look_for_deletions(by_name)
        for have in theirs:
            if have.id not in self.matched:
                self._only_there(have, by_name)
        return self.compared

    def _compare(self, row: Any, have: Any | None, *, is_moving: bool) -> None:  # noqa: ANN401 - the kind's own
        try:
            want = self.kind.desired(row)
        except SecretUnreadable:  # the sync says so on the object's own page
            return
        name = self.kind.name_of(row)
        if have is None:
            self.compared.create.append(name)
            differs: dict[str, list[str]] = {}
        else:
            differs = differences(self.kind, row, want, have)
            if not differs:
                return
            self.compared.update.append(name)
        if is_moving:
            return
        self.compared.found.append(
            Found(
                topic=Subject(self.kind.topic),
                kind=Finding.Kind.MISSING if have is None else Finding.Kind.DIFFERENT,
                name=name,
                fingerprint=fingerprint(want, have),
                object_key=row.key,
                differences=differs,
                **({} if have is None else self._remote(have)),
            )
        )

    def _look_for_deletions(self, by_name: dict[str, Any]) -> None:
        gone = OutboxItem.objects.filter(topic=self.kind.topic).exclude(
            object_key__in=living_keys(self.kind.topic)
        )
        for frozen in gone.values_list("frozen", flat=True):
            name, remote_id = frozen.get(self.kind.frozen_name, ""), frozen.get("remote_id", "")
            have = by_name.get(name)
            if have is not None and remote_id in {have.id, CREATING} and have.id not in self.matched:
                self.matched.add(have.id)
                self.compared.delete.append(name)

    def _only_there(self, have: Any, by_name: dict[str, Any]) -> None:  # noqa: ANN401 - the kind's own
        name = self.kind.name_there(have)
        is_ours_to_take = bool(name) and by_name.get(name) is have
        remote = self._remote(have)
        if not is_ours_to_take:
            # A pattern, or a second object of a name: shown under a name of its own, and left alone.
            shown = remote["remote"].get("source") or name
            name, remote["remote"] = f"{shown} ({have.id})", {}
        self.compared.found.append(
            Found(
                topic=Subject(self.kind.topic),
                kind=Finding.Kind.ONLY_REMOTE,
                name=name[:255],
                fingerprint=fingerprint(None, have),
                **remote,
            )
        )

    def _remote(self, have: Any) -> dict[str, Any]:  # noqa: ANN401 - the kind's own
        return {
            "remote_id": have.id,
            "remote": self.kind.values_there(have),
            "secret": self.kind.secret_there(have),
        }


def shown_name(topic: str, name: str) -> str:
    """The name of a finding as people read it."""
    return phone_words(name) if topic == Subject.NUMBER else name


def is_key(text: str) -> bool:
    """Whether a text from a form is a key at all."""
    try:
        uuid.UUID(text)
    except ValueError:
        return False
    return True
