"""What the simulated platform keeps, in memory and in one file."""

from __future__ import annotations

import json
import os
import secrets
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from cloudonix.simulator.records import (
    Alias,
    Application,
    Customer,
    Dnid,
    Domain,
    Key,
    Subscriber,
    Trunk,
    User,
    new_key,
)

InDomain = TypeVar("InDomain", Alias, Application, Dnid, Subscriber, Trunk)


@dataclass(slots=True)
class Store:
    customers: dict[int, Customer] = field(default_factory=dict)
    keys: dict[int, Key] = field(default_factory=dict)
    users: dict[int, User] = field(default_factory=dict)
    domains: dict[int, Domain] = field(default_factory=dict)
    aliases: dict[int, Alias] = field(default_factory=dict)
    applications: dict[int, Application] = field(default_factory=dict)
    subscribers: dict[int, Subscriber] = field(default_factory=dict)
    dnids: dict[int, Dnid] = field(default_factory=dict)
    trunks: dict[int, Trunk] = field(default_factory=dict)
    last_id: int = 4100
    file: Path | None = None

    def next_id(self) -> int:
        self.last_id += 1
        return self.last_id

    def clear(self) -> None:
        for name in _RECORDS:
            getattr(self, name).clear()

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
                *(alias.alias for alias in self.aliases_of(domain)),
            }:
                return domain
        return None

    def aliases_of(self, domain: Domain) -> list[Alias]:
        return _living(self.aliases, domain)

    def add_alias(self, domain: Domain, alias: str, kind: str = "main") -> Alias:
        made = Alias(id=self.next_id(), domain_id=domain.id, alias=alias, type=kind)
        self.aliases[made.id] = made
        return made

    def applications_of(self, domain: Domain) -> list[Application]:
        return _living(self.applications, domain)

    def application(self, domain: Domain, name: object) -> Application | None:
        wanted = str(name)
        return next((a for a in self.applications_of(domain) if wanted in {str(a.id), a.name, a.uuid}), None)

    def subscribers_of(self, domain: Domain) -> list[Subscriber]:
        return _living(self.subscribers, domain)

    def subscriber(self, domain: Domain, name: str) -> Subscriber | None:
        """The subscriber with this msisdn, else with this id: a msisdn may look like an id."""
        found = self.subscribers_of(domain)
        return next((s for s in found if s.msisdn == name), None) or next(
            (s for s in found if str(s.id) == name), None
        )

    def dnids_of(self, domain: Domain) -> list[Dnid]:
        return _living(self.dnids, domain)

    def dnid(self, domain: Domain, name: str) -> Dnid | None:
        """The DNID with this number, pattern or id; a number may look like an id."""
        found = self.dnids_of(domain)
        return next((d for d in found if name in {d.source, d.dnid}), None) or next(
            (d for d in found if str(d.id) == name), None
        )

    def trunks_of(self, domain: Domain) -> list[Trunk]:
        """The domain's trunks, in the order in which the platform tries them."""
        return sorted(_living(self.trunks, domain), key=lambda trunk: (trunk.metric, trunk.id))

    def trunk(self, domain: Domain, name: str) -> Trunk | None:
        """The trunk with this name, uuid or id; a name may look like an id."""
        found = self.trunks_of(domain)
        return next((t for t in found if name in {t.name, t.uuid}), None) or next(
            (t for t in found if str(t.id) == name), None
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
            if key.application_id == application.id and key.deleted_at is None:
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
            json.dump({"version": VERSION, "last_id": self.last_id, **document}, stream, indent=1)
        draft.replace(self.file)

    @classmethod
    def load(cls, file: Path | None) -> Store:
        """The store kept in `file`, or an empty one; ValueError when the file holds something else.

        A file of an earlier version may lack whole lists and fields: they are empty then.
        """
        store = cls(file=file)
        if file is None or not file.exists():
            return store
        try:
            document = json.loads(file.read_text(encoding="utf-8"))
            store.last_id = int(document["last_id"])
            names_of_domains = {
                values["id"]: values.pop("aliases", []) for values in document.get("domains", [])
            }
            for name, record_type in _RECORDS.items():
                records = [record_type(**values) for values in document.get(name, [])]
                getattr(store, name).update({record.id: record for record in records})
            for domain_id, aliases in names_of_domains.items():
                for alias in aliases:  # version 1 kept them as plain names
                    store.add_alias(store.domains[domain_id], alias)
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise ValueError(
                f"{file} is not a state file of this simulator. Move it away and start again."
            ) from error
        return store


VERSION = 2
_RECORDS: dict[str, type[Any]] = {
    "customers": Customer,
    "keys": Key,
    "users": User,
    "domains": Domain,
    "aliases": Alias,
    "applications": Application,
    "subscribers": Subscriber,
    "dnids": Dnid,
    "trunks": Trunk,
}


def _living(records: dict[int, InDomain], domain: Domain) -> list[InDomain]:
    return [one for one in records.values() if one.domain_id == domain.id and one.deleted_at is None]
