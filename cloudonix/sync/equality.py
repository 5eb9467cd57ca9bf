"""Making one object at Cloudonix equal to what is wanted here, whatever its kind."""

from __future__ import annotations

import hmac
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

import msgspec
from django.conf import settings

from cloudonix.api import Rejected, Unavailable
from cloudonix.sync.kind import AnyKind

# Stands in remote_id from before the POST until its answer: an object that appears meanwhile is ours.
CREATING = "creating"


@dataclass(frozen=True)
class Pushed:
    """What to remember about a row whose copy is right."""

    remote_id: str
    digest: str


def push(kind: AnyKind, row: Any) -> Pushed:  # noqa: ANN401 - the kind's own row
    """Make the copy of a row right. Raises what the client raises, and SecretUnreadable."""
    want = kind.desired(row)
    have = kind.look_up(kind.name_of(row))
    return create(kind, row, want) if have is None else correct(kind, row, want, have)


def create(kind: AnyKind, row: Any, want: Any) -> Pushed:  # noqa: ANN401 - the kind's own row and wish
    """Make what nobody saw at Cloudonix. Raises what the client raises."""
    mark_creating(kind, [row])
    try:
        return Pushed(kind.create(want), digest(kind, want))
    except Rejected:
        # Somebody may have made it since we looked; then it is adopted like one that was there before.
        have = kind.look_up(kind.name_of(row))
        if have is None:
            raise
    return correct(kind, row, want, have)


def mark_creating(kind: AnyKind, rows: Sequence[Any]) -> None:
    """Note before a POST that objects of these names, should they appear, are ours."""
    kind.rows().filter(pk__in=[row.pk for row in rows]).update(remote_id=CREATING)


def correct(kind: AnyKind, row: Any, want: Any, have: Any) -> Pushed:  # noqa: ANN401 - the kind's own
    """Make an object that is there equal to what is wanted. Raises what the client raises."""
    if differences(kind, row, want, have) and not kind.update(have.id, kind.merged(want, have)):
        raise Unavailable(f"The {kind.noun} vanished from Cloudonix while OPBX changed it.")
    return Pushed(have.id, digest(kind, want))


def differences(kind: AnyKind, row: Any, want: Any, have: Any) -> dict[str, list[str]]:  # noqa: ANN401 - its own
    """In what both sides differ, in words."""
    known = hmac.compare_digest(row.synced_digest, digest(kind, want))
    return kind.differences(want, have, secret_is_known=known)


def remove(
    kind: AnyKind, frozen: Mapping[str, str], look_up: Callable[[str], Any | None] | None = None
) -> None:
    """Delete the copy of a row that is gone, if it is still the one that we made.

    frozen: its name and "remote_id" as they were; an empty remote_id means that we never made one.
    look_up: how a name is found, when not by asking Cloudonix.
    """
    name, remote_id = frozen.get(kind.frozen_name, ""), frozen.get("remote_id", "")
    if not name or not remote_id or kind.named(name).exists():
        return  # a living row of the same name has its own item and keeps the copy
    have = (look_up or kind.look_up)(name)
    if have is not None and remote_id in {have.id, CREATING}:
        kind.delete(have.id)


def digest(kind: AnyKind, want: Any) -> str:  # noqa: ANN401 - the kind's own wish
    """A keyed digest of what was written: whether it is still wanted, and nothing about its secret."""
    key = sha256(
        b"cloudonix.sync." + kind.topic.value.encode() + b"\x00" + settings.SECRET_KEY.encode()
    ).digest()
    return hmac.new(key, msgspec.json.encode(want, order="deterministic"), "sha256").hexdigest()
