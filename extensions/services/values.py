"""What a person says about an extension, tidied and checked before it is saved."""

from __future__ import annotations

from typing import Any, TypedDict

import phonenumbers
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from accounts.models import User
from accounts.permissions import BUILT_IN, has_permission
from extensions.errors import EmergencyNumber, NumberHeld, NumberTaken, UserCannotHaveExtension
from extensions.internal_numbers import holder_in_words
from extensions.models import Department, Extension, ExtensionTemplate
from extensions.numbering import next_free_number
from opbx.e164 import read_phone_number
from opbx.errors import NotAcceptable
from tenants.context import current_organization

EMAIL_HINT = "Enter an e-mail address such as ana@example.com."


class Values(TypedDict, total=False):
    """What a person says about an extension; common attributes that are None come from its template."""

    number: str
    first_name: str
    last_name: str
    email: str
    mobile: str  # as it is dialled in the organization's country, or E.164; "" for none
    is_enabled: bool
    user: User | None
    department: Department | None
    template: ExtensionTemplate | None
    ring_seconds: int | None
    in_phonebook: bool | None
    in_directory: bool | None
    users_may_forward: bool | None
    users_may_use_do_not_disturb: bool | None
    users_may_lock: bool | None
    may_ring_mobile: bool | None


def tidy(values: Values) -> dict[str, Any]:
    """Texts without outer spaces, the mobile number in E.164; a number is taken as it is.

    Raises NotAPhoneNumber for the mobile number and NotAcceptable for the e-mail address.
    """
    said: dict[str, Any] = {**values}
    tidied = {
        name: value.strip() if isinstance(value, str) and name != "number" else value
        for name, value in said.items()
    }
    if tidied.get("mobile"):
        tidied["mobile"] = read_mobile(tidied["mobile"])
    if tidied.get("email"):
        check_email(tidied["email"])
    return tidied


def read_mobile(text: str) -> str:
    """E.164 of a number as it is dialled in the organization's country. Raises NotAPhoneNumber."""
    return read_phone_number(text, current_organization().region, field="mobile")


def check_email(address: str, *, field: str = "email") -> None:
    try:
        validate_email(address)
    except ValidationError as error:
        raise NotAcceptable(EMAIL_HINT, field=field) from error


def check_user(user: User | None) -> None:
    """Raise UserCannotHaveExtension when the role does not include one, or the user cannot sign in."""
    if user is None:
        return
    if not has_permission(user.role, "extensions.read"):
        role = BUILT_IN[user.role].name
        raise UserCannotHaveExtension(
            f"{user.name} has the role {role}, which does not include an extension."
        )
    if not user.is_active:
        raise UserCannotHaveExtension(
            f"{user.name} is not active. Activate this user first, or choose another."
        )


def check_number(number: str, department: Department | None = None, *, of: Extension | None = None) -> None:
    """Raise NumberTaken, NumberHeld or EmergencyNumber when a new extension, or `of`, cannot have the number.

    Two people who want the same number both pass here; the database decides when they save.
    """
    others = Extension.objects.exclude(pk=of.pk) if of is not None else Extension.objects.all()
    holder = others.filter(number=number).first()
    if holder is not None:
        raise NumberTaken(number, holder.name, next_free_number(department))
    other = holder_in_words(number, but=of.key if of is not None else None)
    if other:
        raise NumberHeld(number, other, next_free_number(department))
    if is_emergency_number(number):
        raise EmergencyNumber(number, next_free_number(department))


def is_emergency_number(number: str) -> bool:
    """Whether a phone that dials this in the organization's country reaches the rescue service."""
    return phonenumbers.is_emergency_number(number, current_organization().region)
