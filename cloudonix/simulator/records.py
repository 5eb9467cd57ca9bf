"""The objects that the simulated platform keeps."""

from __future__ import annotations

import secrets
import uuid
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

KEY_LEVELS = ("customer", "domain", "application", "subscriber")


def timestamp() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def new_key() -> str:
    return "XI" + secrets.token_hex(16).upper()


@dataclass(slots=True, kw_only=True)
class Record:
    id: int
    uuid: str = field(default_factory=lambda: str(uuid.uuid4()))
    created_at: str = field(default_factory=timestamp)
    modified_at: str = field(default_factory=timestamp)
    deleted_at: str | None = None

    def touch(self) -> None:
        self.modified_at = timestamp()

    def delete(self) -> None:
        """Deletion is soft here as on the platform: the record stays and is found no more."""
        self.deleted_at = timestamp()


@dataclass(slots=True, kw_only=True)
class Customer(Record):
    """settings: name to value. concurrency_limit: calls at one time, None when not limited."""

    name: str
    profile: dict[str, Any] = field(default_factory=dict)
    settings: dict[str, dict[str, Any]] = field(default_factory=dict)
    concurrency_limit: int | None = None


@dataclass(slots=True, kw_only=True)
class Key(Record):
    """A bearer key; what it reaches is fixed by its level and the ids below that level."""

    value: str
    level: str
    customer_id: int
    domain_id: int | None = None
    application_id: int | None = None
    subscriber_id: int | None = None
    name: str = ""


@dataclass(slots=True, kw_only=True)
class User(Record):
    """Somebody who may sign in to the platform's own pages; domain_id None: for the whole customer."""

    customer_id: int
    domain_id: int | None = None
    email: str
    active: bool = True


@dataclass(slots=True, kw_only=True)
class Domain(Record):
    customer_id: int
    name: str
    active: bool = True
    registration_free: bool = False
    default_application: int | None = None
    profile: dict[str, Any] = field(default_factory=dict)
    label: str = ""  # the three last fields are for the visitor's page only
    numbers: list[dict[str, str]] = field(default_factory=list)
    home: str = ""


@dataclass(slots=True, kw_only=True)
class Alias(Record):
    """Another name of a domain. type: `main`, or `auto` for the host name that the platform makes itself."""

    domain_id: int
    alias: str
    type: str = "main"
    active: bool = True


@dataclass(slots=True, kw_only=True)
class Application(Record):
    domain_id: int
    name: str
    type: str = "cxml"
    url: str
    method: str = "GET"
    active: bool = True
    profile: dict[str, Any] = field(default_factory=dict)


@dataclass(slots=True, kw_only=True)
class Subscriber(Record):
    domain_id: int
    msisdn: str
    sip_password: str = ""
    active: bool = True
    profile: dict[str, Any] = field(default_factory=dict)


@dataclass(slots=True, kw_only=True)
class Dnid(Record):
    """An inbound number, or a pattern of numbers, and the application it leads to.

    source: what was typed, empty when the regular expression itself was given. dnid: the regular expression.
    """

    domain_id: int
    application_id: int
    messaging_application_id: int | None = None
    source: str = ""
    dnid: str
    prefix: bool = False
    expression: bool = False
    asterisk_compatible: bool = False
    is_global: bool = False
    active: bool = True


@dataclass(slots=True, kw_only=True)
class Trunk(Record):
    domain_id: int
    name: str
    ip: str
    port: str
    transport: str
    direction: str
    prefix: str = ""
    metric: int = 0
    active: bool = True
    profile: dict[str, Any] = field(default_factory=dict)

    @property
    def takes_calls(self) -> bool:
        return self.active and self.direction.endswith("inbound")

    @property
    def places_calls(self) -> bool:
        return self.active and self.direction.endswith("outbound")
