"""Adding, changing and deleting phone numbers; each belongs to one organization of the whole installation."""

from __future__ import annotations

from collections.abc import Mapping
from copy import copy
from typing import Any, Unpack

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Model

from accounts.permissions import require
from audit import services as audit
from audit.actors import Actor
from cloudonix import outbox
from cloudonix.outbox.synced import SyncState
from opbx.configuration import configuration_changed
from opbx.e164 import read_phone_number
from opbx.errors import ChangedMeanwhile, NotAcceptable
from opbx.web.formats import phone_words
from routing.errors import NumberAlreadyYours, NumberInUse
from routing.models import DESTINATION_FIELDS, OBJECT_COLUMNS, DestinationKeywords, PhoneNumber
from routing.outbound_references import refuse_while_named
from routing.services.destinations import column_of, destination_words, point, point_to, repoint
from tenants.context import current_organization
from tenants.guard import guard_configuration
from tenants.models import NumberClaim, Organization


@transaction.atomic
def add_number(
    actor: Actor,
    *,
    e164: str,
    label: str = "",
    is_enabled: bool = True,
    caller_name_prefix: str = "",
    **destination: Unpack[DestinationKeywords],
) -> PhoneNumber:
    """Add a number as somebody typed it.

    Raises NotAPhoneNumber, NumberAlreadyYours, NumberInUse and NotAcceptable.
    """
    require(actor, "numbers.write")
    number = insert_number(
        actor,
        guard_configuration(),
        e164=e164,
        label=label,
        is_enabled=is_enabled,
        caller_name_prefix=caller_name_prefix,
        **destination,
    )
    configuration_changed(actor, f"Phone number {phone_words(number.e164)} was added")
    return number


def insert_number(
    actor: Actor,
    organization: Organization,
    *,
    e164: str,
    label: str = "",
    is_enabled: bool = True,
    caller_name_prefix: str = "",
    **destination: Unpack[DestinationKeywords],
) -> PhoneNumber:
    """add_number without permission, guard and publish, for those who add many in one transaction."""
    number = PhoneNumber(
        e164=read_phone_number(e164, organization.region),
        label=label.strip(),
        is_enabled=is_enabled,
        caller_name_prefix=caller_name_prefix.strip(),
    )
    point(number, **destination)
    _check(number)
    _claim(organization, number.e164)
    number.save()
    outbox.enqueue(outbox.Topic.NUMBER, number.key)
    audit.record(
        actor,
        "number.added",
        number,
        {
            "e164": [None, number.e164],
            "label": [None, number.label],
            "destination": [None, destination_words(number)],
            "is_enabled": [None, is_enabled],
            "caller_name_prefix": [None, number.caller_name_prefix],
        },
    )
    return number


@transaction.atomic
def update_number(
    actor: Actor,
    number: PhoneNumber,
    *,
    version: int,
    label: str,
    is_enabled: bool = True,
    caller_name_prefix: str = "",
    **destination: Unpack[DestinationKeywords],
) -> PhoneNumber:
    """Change where a number goes, its label, or whether it works. version: the one that the editor saw.

    Raises ChangedMeanwhile when that is no longer the current one, and NotAcceptable.
    """
    require(actor, "numbers.write")
    guard_configuration()
    row = _locked(number)
    shown = phone_words(row.e164)
    if row.version != version:
        raise ChangedMeanwhile(_last_editor(row), shown, current_version=row.version)
    said: dict[str, str | bool] = {
        "label": label,
        "is_enabled": is_enabled,
        "caller_name_prefix": caller_name_prefix,
    }
    if change_number(actor, row, said, destination):
        configuration_changed(actor, f"Phone number {shown} was changed")
    return row


def change_number(
    actor: Actor,
    row: PhoneNumber,
    said: Mapping[str, str | bool],
    destination: DestinationKeywords | None = None,
) -> bool:
    """update_number without permission, guard, lock, version and publish; whether anything changed.

    said: label, is_enabled and caller_name_prefix, as far as they may change. destination: None leaves it.
    """
    changes = what_changes(row, said, destination)
    if not changes:
        return False
    if destination is not None:
        point(row, **destination)
    for field, value in _tidied(said).items():
        setattr(row, field, value)
    _check(row)
    save_changes(actor, row, changes)
    if "is_enabled" in changes:
        mark_stale(row)
    return True


def what_changes(
    row: PhoneNumber, said: Mapping[str, str | bool], destination: DestinationKeywords | None = None
) -> dict[str, list[Any]]:
    """What change_number would change, as {field: [before, after]}; the row stays as it is. Raises NotAcceptable."""
    changes = audit.differences(row, **_tidied(said))
    return changes | (repoint(copy(row), **destination) if destination is not None else {})


def _tidied(said: Mapping[str, str | bool]) -> dict[str, str | bool]:
    return {name: value.strip() if isinstance(value, str) else value for name, value in said.items()}


@transaction.atomic
def delete_number(actor: Actor, number: PhoneNumber) -> None:
    """Delete a number and give it free for every organization of the platform.

    Raises InUseForOutboundCalls while callees are shown it.
    """
    require(actor, "numbers.write")
    guard_configuration()
    row = _locked(number)
    remove_number(actor, row)
    configuration_changed(actor, f"Phone number {phone_words(row.e164)} was deleted")


def remove_number(actor: Actor, row: PhoneNumber) -> None:
    """delete_number for a locked row, without permission, guard and publish."""
    refuse_while_named(row, phone_words(row.e164))
    audit.record(
        actor,
        "number.deleted",
        row,
        {"e164": [row.e164, None], "label": [row.label, None], "destination": [destination_words(row), None]},
    )
    frozen = {"e164": row.e164, "remote_id": row.remote_id}
    outbox.enqueue(outbox.Topic.NUMBER, row.key, frozen=frozen)
    row.delete()
    NumberClaim.objects.filter(organization=current_organization(), e164=row.e164).delete()


def redirect_numbers(actor: Actor, leaving: Model, replacement: Model | None) -> None:
    """Send the numbers of an object to another one, or hang up; within the caller's transaction."""
    rows = PhoneNumber.objects.select_for_update().filter(**{column_of(type(leaving)): leaving})
    for row in rows.order_by("pk"):
        before = destination_words(row)
        point_to(row, replacement)
        save_changes(actor, row, {"destination": [before, destination_words(row)]})


def mark_stale(number: PhoneNumber) -> None:
    """Ask for a comparison with Cloudonix, which knows the number and whether it works but not where it leads."""
    number.sync_state, number.sync_error = SyncState.PENDING, ""
    number.save(update_fields=["sync_state", "sync_error"])
    outbox.enqueue(outbox.Topic.NUMBER, number.key)


def _locked(number: PhoneNumber) -> PhoneNumber:
    # Locked, so that an id that the sync writes just now is either seen here or waits for us.
    rows = PhoneNumber.objects.select_related(*OBJECT_COLUMNS.values()).select_for_update(of=("self",))
    row: PhoneNumber = rows.get(pk=number.pk)
    return row


def _last_editor(number: PhoneNumber) -> str:
    newest = audit.history_of(number, limit=1)
    return newest[0].actor_label if newest else "Somebody"


def save_changes(actor: Actor, row: PhoneNumber, changes: dict[str, list[Any]]) -> None:
    """Save a row that is locked and was changed, with its audit entry; the caller publishes."""
    row.version += 1
    row.save(update_fields=["label", "is_enabled", "caller_name_prefix", *DESTINATION_FIELDS, "version"])
    audit.record(actor, "number.updated", row, changes)


def _check(number: PhoneNumber) -> None:
    try:
        number.clean_fields(exclude=[*OBJECT_COLUMNS.values()])
    except ValidationError as error:
        field, messages = next(iter(error.message_dict.items()))
        raise NotAcceptable(messages[0], field=field) from error


def _claim(organization: Organization, e164: str) -> None:
    """Take the number for this organization; the unique row of the shared schema decides who was first."""
    try:
        with transaction.atomic():
            NumberClaim.objects.create(e164=e164, organization=organization)
    except IntegrityError as error:
        if PhoneNumber.objects.filter(e164=e164).exists():
            raise NumberAlreadyYours(phone_words(e164)) from error
        raise NumberInUse from error
