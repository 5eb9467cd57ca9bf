"""Taking over what Cloudonix has: its objects into OPBX, or its values into ours."""

from __future__ import annotations

from typing import Any

from audit.actors import Actor
from cloudonix.drift.found import Subject
from cloudonix.drift.names import number_in
from cloudonix.models import Finding
from extensions.models import Extension, SipAccount
from extensions.services.adopting import (
    SignIn,
    insert_adopted_extension,
    insert_adopted_phone,
    take_values,
)
from opbx.crypto import SecretUnreadable
from opbx.errors import DomainError, NotAcceptable
from routing.models import DestinationKind, PhoneNumber, Trunk
from routing.services import update_number, update_trunk
from routing.services.numbers import insert_number
from routing.services.trunks import insert_trunk
from tenants.models import Organization

GONE = "This difference was settled meanwhile. Compare again."
NOT_ADOPTABLE = "This cannot be taken over. Overwrite it, or ignore it."


def takes(finding: Finding) -> set[str]:
    """Which differences can be taken over: values that are ours to choose, and a password that is shown."""
    differing = set(finding.differences)
    if finding.kind != Finding.Kind.DIFFERENT:
        return set()
    match finding.topic:
        case Subject.SUBSCRIBER:
            possible = {"Active"}
            possible |= {"Name"} if finding.remote.get("name") else set()
            possible |= {"SIP password"} if finding.remote_secret else set()
            return differing & possible
        case Subject.NUMBER:
            return differing & {"Active"}
        case Subject.TRUNK:
            return differing if finding.remote_secret else differing - {"Password"}
    return set()


def is_adoptable(finding: Finding) -> bool:
    """Whether there is anything to take over; never from what a pairing writes, or from a pattern."""
    if finding.kind == Finding.Kind.ONLY_REMOTE:
        return bool(finding.remote)
    return bool(takes(finding))


def insert(actor: Actor, organization: Organization, row: Finding, *, number: str) -> object:
    """Make an object here of what only Cloudonix has; permission, guard and publish are the caller's.

    number: of a subscriber's extension, "" to read it from the name. Raises DomainError.
    """
    match row.topic:
        case Subject.SUBSCRIBER:
            return _insert_subscriber(actor, organization, row, number=number.strip())
        case Subject.NUMBER:
            return insert_number(
                actor,
                organization,
                e164=row.name,
                destination_kind=DestinationKind.HANG_UP,
                is_enabled=bool(row.remote.get("is_enabled", True)),
            )
        case Subject.TRUNK:
            return _insert_trunk(actor, row)
    raise DomainError(NOT_ADOPTABLE, code="not-adoptable")


def _insert_subscriber(actor: Actor, organization: Organization, row: Finding, *, number: str) -> object:
    number = number or number_in(row.name, organization.slug)
    if not number:
        raise NotAcceptable("Enter the number of its extension, for example 101.", field="number")
    sign_in = SignIn(
        username=row.name,
        remote_id=row.remote_id,
        is_enabled=bool(row.remote.get("is_enabled", True)),
        password=_secret_of(row),
    )
    extension = Extension.objects.filter(number=number).first()
    if extension is not None:
        return insert_adopted_phone(actor, extension, sign_in)
    return insert_adopted_extension(actor, sign_in, number=number, name=str(row.remote.get("name") or ""))


def _insert_trunk(actor: Actor, row: Finding) -> Trunk:
    values: dict[str, Any] = dict(row.remote)
    password = _secret_of(row)
    if values.get("username") and not password:
        raise DomainError(
            f"Cloudonix hides the password of {row.name}. Add a trunk of this name here with its password; the sync"
            " then takes over the one that is there.",
            code="password-hidden",
        )
    trunk = insert_trunk(actor, name=row.name, password=password, **values)
    Trunk.objects.filter(pk=trunk.pk).update(remote_id=row.remote_id)
    return trunk


def take(actor: Actor, row: Finding) -> None:
    """Give our object the values that Cloudonix has. Raises DomainError."""
    match row.topic:
        case Subject.SUBSCRIBER:
            _take_subscriber(actor, row)
        case Subject.NUMBER:
            _take_number(actor, row)
        case Subject.TRUNK:
            _take_trunk(actor, row)


def _take_subscriber(actor: Actor, row: Finding) -> None:
    account = SipAccount.objects.select_related("extension").filter(key=row.object_key).first()
    if account is None:
        raise DomainError(GONE, code="settled")
    taken = takes(row)
    take_values(
        actor,
        account,
        name=row.remote["name"] if "Name" in taken else None,
        is_enabled=row.remote["is_enabled"] if "Active" in taken else None,
        password=_secret_of(row) if "SIP password" in taken else "",
    )


def _take_number(actor: Actor, row: Finding) -> None:
    number = PhoneNumber.objects.filter(key=str(row.object_key)).first()
    if number is None:
        raise DomainError(GONE, code="settled")
    update_number(
        actor,
        number,
        version=number.version,
        label=number.label,
        destination_kind=number.destination_kind,
        destination_extension=number.destination_extension,
        destination_voicemail_box=number.destination_voicemail_box,
        is_enabled=bool(row.remote.get("is_enabled", True)),
    )


def _take_trunk(actor: Actor, row: Finding) -> None:
    trunk = Trunk.objects.filter(key=str(row.object_key)).first()
    if trunk is None:
        raise DomainError(GONE, code="settled")
    values: dict[str, Any] = dict(row.remote)
    password = _secret_of(row) if "Password" in takes(row) else ""
    update_trunk(actor, trunk, version=trunk.version, password=password, **values)


def _secret_of(row: Finding) -> str:
    try:
        secret = row.get_secret("remote_secret")
    except SecretUnreadable:
        return ""
    return secret.reveal() if secret else ""
