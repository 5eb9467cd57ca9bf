"""Adding, changing, switching and deleting trunks; a worker tells Cloudonix afterwards."""

from __future__ import annotations

import ipaddress
import re
from typing import Any, TypedDict, Unpack

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from accounts.permissions import require
from audit import services as audit
from audit.actors import Actor
from cloudonix import outbox
from cloudonix.outbox.synced import SyncState
from opbx.configuration import configuration_changed
from opbx.errors import ChangedMeanwhile, NotAcceptable
from routing.errors import TrunkNameTaken
from routing.models import Trunk
from routing.outbound_references import refuse_while_named
from tenants.guard import guard_configuration

HOST_NAME = re.compile(
    r"(?=.{1,253}\Z)[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)*"
)
PREFIX = re.compile(r"[0-9*#+]{0,20}")


class Values(TypedDict, total=False):
    """What a person says about a trunk, but for its name and password."""

    label: str
    host: str
    port: int
    transport: str
    direction: str
    prefix: str
    metric: int
    username: str
    is_enabled: bool


@transaction.atomic
def add_trunk(actor: Actor, *, name: str, password: str = "", **values: Unpack[Values]) -> Trunk:
    """Add a trunk. Raises TrunkNameTaken and NotAcceptable."""
    require(actor, "trunks.write")
    guard_configuration()
    trunk = insert_trunk(actor, name=name, password=password, **values)
    configuration_changed(actor, f"Trunk {trunk.name} was added")
    return trunk


def insert_trunk(actor: Actor, *, name: str, password: str = "", **values: Unpack[Values]) -> Trunk:
    """add_trunk without permission, guard and publish, for those who add many in one transaction."""
    trunk = Trunk(name=name.strip(), **_tidy(values))
    _set_password(trunk, password)
    _check(trunk)
    try:
        with transaction.atomic():
            trunk.save()
    except IntegrityError as error:
        raise TrunkNameTaken(trunk.name) from error
    said: dict[str, list[Any]] = {"name": [None, trunk.name]}
    said |= {field: [None, value] for field, value in _tidy(values).items() if value not in {None, ""}}
    audit.record(actor, "trunk.added", trunk, said | _password_change("", trunk.password))
    _mark_stale(trunk)
    return trunk


@transaction.atomic
def update_trunk(
    actor: Actor, trunk: Trunk, *, version: int, password: str = "", **values: Unpack[Values]
) -> Trunk:
    """Change a trunk; its name stays. version: the one that the editor saw. password: "" keeps the stored one.

    Without a username there is no sign-in, and the stored password is forgotten. Raises ChangedMeanwhile and
    NotAcceptable.
    """
    require(actor, "trunks.write")
    guard_configuration()
    row = _locked(trunk)
    if row.version != version:
        raise ChangedMeanwhile(_last_editor(row), f"trunk {row.name}", current_version=row.version)
    wanted, before = _tidy(values), row.password
    changes = audit.differences(row, **wanted)
    for field, value in wanted.items():
        setattr(row, field, value)
    _set_password(row, password)
    changes |= _password_change(before, row.password)
    if not changes:
        return row
    _check(row)
    row.version += 1
    row.save(update_fields=[*wanted, "password", "version"])
    audit.record(actor, "trunk.updated", row, changes)
    _tell(actor, row, f"Trunk {row.name} was changed")
    return row


@transaction.atomic
def switch_trunk(actor: Actor, trunk: Trunk, *, on: bool) -> Trunk:
    """Let calls use the trunk, or stop them; everything else stays as it is."""
    require(actor, "trunks.write")
    guard_configuration()
    row = _locked(trunk)
    if row.is_enabled == on:
        return row
    row.is_enabled = on
    row.version += 1
    row.save(update_fields=["is_enabled", "version"])
    done = "enabled" if on else "disabled"
    audit.record(actor, f"trunk.{done}", row, {"is_enabled": [not on, on]})
    _tell(actor, row, f"Trunk {row.name} was {done}")
    return row


@transaction.atomic
def delete_trunk(actor: Actor, trunk: Trunk) -> None:
    """Delete a trunk here and, by a worker, the one at Cloudonix that OPBX made for it.

    Raises InUseForOutboundCalls while a calling class names it.
    """
    require(actor, "trunks.write")
    guard_configuration()
    row = _locked(trunk)
    refuse_while_named(row, f"Trunk {row.name}")
    outbox.enqueue(outbox.Topic.TRUNK, row.key, frozen={"name": row.name, "remote_id": row.remote_id})
    audit.record(actor, "trunk.deleted", row, {"name": [row.name, None], "host": [row.host, None]})
    name = row.name
    row.delete()
    configuration_changed(actor, f"Trunk {name} was deleted")


def _locked(trunk: Trunk) -> Trunk:
    # Locked, so that an id that the sync writes just now is either seen here or waits for us.
    return Trunk.objects.select_for_update().get(pk=trunk.pk)


def _last_editor(trunk: Trunk) -> str:
    newest = audit.history_of(trunk, limit=1)
    return newest[0].actor_label if newest else "Somebody"


def _tidy(values: Values) -> dict[str, Any]:
    tidy: dict[str, Any] = {
        name: value.strip() if isinstance(value, str) else value for name, value in values.items()
    }
    if "host" in tidy:
        tidy["host"] = tidy["host"].lower().rstrip(".")
    return tidy


def _set_password(trunk: Trunk, password: str) -> None:
    if password and not trunk.username:
        raise NotAcceptable("Enter the username that belongs to this password.", field="username")
    if not trunk.username:
        trunk.password = ""
    elif password:
        trunk.set_secret("password", password)


def _password_change(before: str, after: str) -> dict[str, list[Any]]:
    """That it changed, never what it is."""
    if before == after:
        return {}
    return {"password": ["set" if before else "", "new" if after else ""]}


def _check(trunk: Trunk) -> None:
    try:
        trunk.clean_fields(exclude=["password"])
    except ValidationError as error:
        field, messages = next(iter(error.message_dict.items()))
        raise NotAcceptable(messages[0], field=field) from error
    if not _is_host(trunk.host):
        raise NotAcceptable(
            "Enter an IP address or a host name, for example 198.51.100.20 or sip.carrier.example.",
            field="host",
        )
    if not PREFIX.fullmatch(trunk.prefix):
        raise NotAcceptable("Use digits, * # and + only, for example 0049.", field="prefix")
    if trunk.username and not trunk.password:
        raise NotAcceptable("Enter the password that belongs to this username.", field="password")
    if trunk.username and not trunk.is_outbound:
        raise NotAcceptable(
            "An inbound trunk is known by its address and has no sign-in. Leave the username empty.",
            field="username",
        )


def _is_host(text: str) -> bool:
    try:
        ipaddress.ip_address(text)
    except ValueError:
        # Digits and dots alone are meant as an address, and would be a wrong one.
        return bool(HOST_NAME.fullmatch(text)) and not re.fullmatch(r"[0-9.]+", text)
    return True


def _tell(actor: Actor, trunk: Trunk, summary: str) -> None:
    _mark_stale(trunk)
    configuration_changed(actor, summary)


def _mark_stale(trunk: Trunk) -> None:
    trunk.sync_state, trunk.sync_error = SyncState.PENDING, ""
    trunk.save(update_fields=["sync_state", "sync_error"])
    outbox.enqueue(outbox.Topic.TRUNK, trunk.key)
