"""Adding, changing and deleting phone numbers; each belongs to one organization of the whole installation."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from accounts.permissions import require
from audit import services as audit
from audit.actors import Actor
from extensions.models import Extension
from opbx.configuration import configuration_changed
from opbx.e164 import read_phone_number
from opbx.errors import ChangedMeanwhile, NotAcceptable
from opbx.web.formats import phone_words
from routing.errors import NumberAlreadyYours, NumberInUse
from routing.models import ROUTABLE, DestinationKind, PhoneNumber
from tenants.guard import guard_configuration
from tenants.models import NumberClaim, Organization


@transaction.atomic
def add_number(
    actor: Actor,
    *,
    e164: str,
    destination_kind: str,
    destination_extension: Extension | None = None,
    label: str = "",
    is_enabled: bool = True,
) -> PhoneNumber:
    """Add a number as somebody typed it.

    Raises NotAPhoneNumber, NumberAlreadyYours, NumberInUse and NotAcceptable.
    """
    require(actor, "numbers.write")
    organization = guard_configuration()
    number = PhoneNumber(
        e164=read_phone_number(e164, organization.region), label=label.strip(), is_enabled=is_enabled
    )
    _point(number, destination_kind, destination_extension)
    _check(number)
    _claim(organization, number.e164)
    number.save()
    audit.record(
        actor,
        "number.added",
        number,
        {
            "e164": [None, number.e164],
            "label": [None, number.label],
            "destination": [None, destination_words(number)],
            "is_enabled": [None, is_enabled],
        },
    )
    configuration_changed(actor, f"Phone number {phone_words(number.e164)} was added")
    return number


@transaction.atomic
def update_number(
    actor: Actor,
    number: PhoneNumber,
    *,
    version: int,
    label: str,
    destination_kind: str,
    destination_extension: Extension | None = None,
    is_enabled: bool = True,
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
    changes = audit.differences(row, label=label.strip(), is_enabled=is_enabled)
    before = destination_words(row)
    _point(row, destination_kind, destination_extension)
    if destination_words(row) != before:
        changes["destination"] = [before, destination_words(row)]
    if not changes:
        return row
    row.label, row.is_enabled = label.strip(), is_enabled
    _check(row)
    _save_changes(actor, row, changes)
    configuration_changed(actor, f"Phone number {shown} was changed")
    return row


@transaction.atomic
def delete_number(actor: Actor, number: PhoneNumber) -> None:
    """Delete a number and give it free for every organization of the platform."""
    require(actor, "numbers.write")
    organization = guard_configuration()
    row = _locked(number)
    audit.record(
        actor,
        "number.deleted",
        row,
        {"e164": [row.e164, None], "label": [row.label, None], "destination": [destination_words(row), None]},
    )
    shown = phone_words(row.e164)
    row.delete()
    NumberClaim.objects.filter(organization=organization, e164=row.e164).delete()
    configuration_changed(actor, f"Phone number {shown} was deleted")


def redirect_numbers(actor: Actor, extension: Extension, replacement: Extension | None) -> None:
    """Send the numbers of an extension to another one, or hang up; within the caller's transaction."""
    for row in PhoneNumber.objects.select_for_update().filter(destination_extension=extension).order_by("pk"):
        before = f"Extension {extension}"
        _point(row, DestinationKind.EXTENSION if replacement else DestinationKind.HANG_UP, replacement)
        _save_changes(actor, row, {"destination": [before, destination_words(row)]})


def destination_words(number: PhoneNumber) -> str:
    """Such as "Extension 101 Amara Okafor", for the audit log, which outlives the objects it names."""
    kind = DestinationKind(number.destination_kind).label
    return f"{kind} {number.destination_object}" if number.destination_object is not None else str(kind)


def _locked(number: PhoneNumber) -> PhoneNumber:
    rows = PhoneNumber.objects.select_related("destination_extension").select_for_update(of=("self",))
    row: PhoneNumber = rows.get(pk=number.pk)
    return row


def _last_editor(number: PhoneNumber) -> str:
    newest = audit.history_of(number, limit=1)
    return newest[0].actor_label if newest else "Somebody"


def _save_changes(actor: Actor, row: PhoneNumber, changes: dict[str, list[object]]) -> None:
    row.version += 1
    row.save(update_fields=["label", "is_enabled", "destination_kind", "destination_extension", "version"])
    audit.record(actor, "number.updated", row, changes)


def _point(number: PhoneNumber, kind: str, extension: Extension | None) -> None:
    if kind not in ROUTABLE:
        raise NotAcceptable("Choose where calls go.", field="destination_kind")
    if kind == DestinationKind.EXTENSION and extension is None:
        raise NotAcceptable("Choose an extension.", field="destination_extension")
    if extension is not None and not Extension.objects.filter(pk=extension.pk).exists():
        # Chosen from a form, and deleted before it was sent: the guard row makes this answer final.
        raise NotAcceptable(
            f"Extension {extension.number} was deleted meanwhile. Choose another.",
            field="destination_extension",
        )
    number.destination_kind = kind
    number.destination_extension = extension if kind == DestinationKind.EXTENSION else None


def _check(number: PhoneNumber) -> None:
    try:
        number.clean_fields(exclude=["destination_extension"])
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
