"""What the simulated platform keeps, in memory and in one file."""

from __future__ import annotations

import json
import os
import secrets
import uuid
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
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


@dataclass(slots=True, kw_only=True)
class Customer(Record):
    name: str


@dataclass(slots=True, kw_only=True)
class Key(Record):
    """A bearer key; what it reaches is fixed by its level and the ids below that level."""

    value: str
    level: str
    customer_id: int
    domain_id: int | None = None
    application_id: int | None = None
    subscriber_id: int | None = None


@dataclass(slots=True, kw_only=True)
class Domain(Record):
    customer_id: int
    name: str
    active: bool = True
    registration_free: bool = False
    default_application: int | None = None
    profile: dict[str, Any] = field(default_factory=dict)
    aliases: list[str] = field(default_factory=list)
    label: str = ""  # the three last fields are for the visitor's page only
    numbers: list[dict[str, str]] = field(default_factory=list)
    home: str = ""


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


@dataclass(slots=True)
class Store:
    customers: dict[int, Customer] = field(default_factory=dict)
    keys: dict[int, Key] = field(default_factory=dict)
    domains: dict[int, Domain] = field(default_factory=dict)
    applications: dict[int, Application] = field(default_factory=dict)
    subscribers: dict[int, Subscriber] = field(default_factory=dict)
    last_id: int = 4100
    file: Path | None = None

    def next_id(self) -> int:
        self.last_id += 1
        return self.last_id

    def clear(self) -> None:
        for records in (self.customers, self.keys, self.domains, self.applications, self.subscribers):
            records.clear()

    def live_domains(self) -> Iterator[Domain]:
        return (domain for domain in self.domains.values() if domain.deleted_at is None)

    def domain(self, name: object, customer_id: int | None = None) -> Domain | None:
        """The live domain with this id, name, uuid or alias."""
        wanted = str(name)
        for domain in self.live_domains():
            if customer_id in {None, domain.customer_id} and wanted in {
                str(domain.id),
                domain.name,
                domain.uuid,
                *domain.aliases,
            }:
                return domain
        return None

    def applications_of(self, domain: Domain) -> list[Application]:
        return [a for a in self.applications.values() if a.domain_id == domain.id and a.deleted_at is None]

    def application(self, domain: Domain, name: object) -> Application | None:
        wanted = str(name)
        return next((a for a in self.applications_of(domain) if wanted in {str(a.id), a.name, a.uuid}), None)

    def subscribers_of(self, domain: Domain) -> list[Subscriber]:
        return [s for s in self.subscribers.values() if s.domain_id == domain.id and s.deleted_at is None]

    def subscriber(self, domain: Domain, name: str) -> Subscriber | None:
        """The subscriber with this msisdn, else with this id: a msisdn may look like an id."""
        found = self.subscribers_of(domain)
        return next((s for s in found if s.msisdn == name), None) or next(
            (s for s in found if str(s.id) == name), None
        )

    def key(self, value: str) -> Key | None:
        return next(
            (
                key
                for key in self.keys.values()
                if key.deleted_at is None and secrets.compare_digest(key.value.encode(), value.encode())
            ),
            None,
        )

    def application_key(self, application: Application) -> str:
        """The key sent along with voice requests, made on first use."""
        for key in self.keys.values():
            if key.application_id == application.id:
                return key.value
        key = Key(
            id=self.next_id(),
            value=new_key(),
            level="application",
            application_id=application.id,
            domain_id=application.domain_id,
            customer_id=self.domains[application.domain_id].customer_id,
        )
        self.keys[key.id] = key
        return key.value

    def save(self) -> None:
        """Write the file whole or not at all; it holds keys, so only its owner may read it."""
        if self.file is None:
            return
        document = {name: [asdict(record) for record in getattr(self, name).values()] for name in _RECORDS}
        draft = self.file.with_name(self.file.name + ".new")
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as stream:
            json.dump({"version": 1, "last_id": self.last_id, **document}, stream, indent=1)
        draft.replace(self.file)

    @classmethod
    def load(cls, file: Path | None) -> Store:
        """The store kept in `file`, or an empty one; ValueError when the file holds something else."""
        store = cls(file=file)
        if file is None or not file.exists():
            return store
        try:
            document = json.loads(file.read_text(encoding="utf-8"))
            store.last_id = int(document["last_id"])
            for name, record_type in _RECORDS.items():
                records = [record_type(**values) for values in document[name]]
                getattr(store, name).update({record.id: record for record in records})
        except (ValueError, KeyError, TypeError) as error:
            raise ValueError(
                f"{file} is not a state file of this simulator. Move it away and start again."
            ) from error
        return store


_RECORDS: dict[str, type[Any]] = {
    "customers": Customer,
    "keys": Key,
    "domains": Domain,
    "applications": Application,
    "subscribers": Subscriber,
}
