"""Adding extensions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Unpack

from django.db import transaction

from accounts.models import User
from accounts.permissions import require
from accounts.services import invite_user
from audit import services as audit
from audit.actors import Actor
from extensions.models import Extension
from extensions.services.rows import save
from extensions.services.sip_accounts import make_default_account
from extensions.services.values import Values, check_email, check_number, check_user, tidy
from opbx.configuration import configuration_changed
from opbx.errors import DomainError
from tenants.guard import guard_configuration
from tenants.models import Organization


@dataclass(frozen=True)
class NewUser:
    """Somebody who is invited together with the extension. name: "" for the extension's own name."""

    email: str
    role: str
    name: str = ""


@transaction.atomic
def add_extension(actor: Actor, *, new_user: NewUser | None = None, **values: Unpack[Values]) -> Extension:
    """Add an extension with its default SIP account, and invite its user where there is a new one.

    Raises NumberTaken, EmergencyNumber, UserTaken, NotAcceptable and kin, and for the user what invite_user
    raises, as an error of the fields user_email and user_role. Nobody is invited unless the extension is added.
    """
    require(actor, "extensions.write")
    organization = guard_configuration()
    if new_user is not None:
        values["user"] = _invite(actor, new_user, values)
    extension = insert_extension(actor, organization, values)
    configuration_changed(actor, f"Extension {extension.number} was added")
    return extension


def insert_extension(actor: Actor, organization: Organization, values: Values) -> Extension:
    """add_extension without permission, guard and publish, for those who add many in one transaction."""
    wanted = tidy(values)
    extension = Extension(**wanted)
    check_number(extension.number, extension.department)
    check_user(extension.user)
    save(extension)
    account = make_default_account(extension, slug=organization.slug)
    said = {name: [None, value] for name, value in wanted.items() if value not in {None, ""}}
    audit.record(actor, "extension.added", extension, {**said, "sip_username": [None, account.username]})
    return extension


def _invite(actor: Actor, new_user: NewUser, values: Values) -> User:
    both = (values.get("first_name", ""), values.get("last_name", ""))
    name = new_user.name.strip() or " ".join(part.strip() for part in both).strip()
    check_email(new_user.email.strip(), field="user_email")
    try:
        user, _ = invite_user(actor, email=new_user.email, name=name, role=new_user.role)
    except DomainError as error:
        error.field = f"user_{error.field}"
        raise
    return user
