"""What a comparison finds, before it is stored."""

from __future__ import annotations

import hmac
import uuid
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

import msgspec
from django.conf import settings

from cloudonix.models import Finding

Subject = Finding.Subject


@dataclass(frozen=True)
class Found:
    """One object on which both sides differ; the fields are those of Finding. secret: what Cloudonix shows."""

    topic: Finding.Subject
    kind: Finding.Kind
    name: str
    fingerprint: str
    object_key: uuid.UUID | None = None
    remote_id: str = ""
    differences: dict[str, list[str]] = field(default_factory=dict)
    remote: dict[str, Any] = field(default_factory=dict)
    secret: str = field(default="", repr=False)


@dataclass
class Compared:
    """All objects of one subject. create, update, delete: the names of those that a sync would touch so."""

    here: int = 0
    there: int = 0
    found: list[Found] = field(default_factory=list)
    create: list[str] = field(default_factory=list)
    update: list[str] = field(default_factory=list)
    delete: list[str] = field(default_factory=list)

    def as_counts(self) -> dict[str, Any]:
        plan = {"create": self.create, "update": self.update, "delete": self.delete}
        return {"here": self.here, "there": self.there, **plan}


def fingerprint(want: object, have: object) -> str:
    """Changes when either side does; tells nothing of the secrets in them."""
    key = sha256(b"cloudonix.drift\x00" + settings.SECRET_KEY.encode()).digest()
    both = msgspec.json.encode([want, have], order="deterministic")
    return hmac.new(key, both, "sha256").hexdigest()
