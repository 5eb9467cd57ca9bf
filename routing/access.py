"""The doors to the objects of routing: 404 for what is not there, 403 for too little permission."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404

from accounts.access import sees_own_only
from accounts.models import User
from extensions.access import get_extension
from extensions.effective import effective_attributes
from extensions.models import Extension, ExtensionTemplate
from routing.kinds import Kind
from routing.models import (
    OBJECT_COLUMNS,
    Absence,
    CallerRule,
    CallingClass,
    NumberRule,
    PhoneNumber,
    RoutedObject,
    SpeedDial,
    Trunk,
)


def get_number(user: User, digits: str, *, for_change: bool = False) -> PhoneNumber:
    """The phone number with these digits, E.164 without its plus. Raises Http404 and PermissionDenied."""
    if not user.has_perm("numbers.read"):
        raise PermissionDenied
    rows = PhoneNumber.objects.select_related(*OBJECT_COLUMNS.values())
    number: PhoneNumber | None = rows.filter(e164=f"+{digits}").first()
    if number is None:
        raise Http404(f"There is no phone number +{digits}.")
    if for_change and not user.has_perm("numbers.write"):
        raise PermissionDenied("Only an Owner or a PBX Admin can change phone numbers.")
    return number


def get_number_rule(user: User, digits: str, key: UUID) -> NumberRule:
    """A rule of a phone number, for changing it. Raises Http404 and PermissionDenied."""
    number = get_number(user, digits, for_change=True)
    rules = NumberRule.objects.select_related("phone_number", *OBJECT_COLUMNS.values())
    rule: NumberRule | None = rules.filter(phone_number=number, key=key).first()
    if rule is None:
        raise Http404("There is no such rule.")
    return rule


def get_speed_dial(user: User, key: UUID) -> SpeedDial:
    """A speed dial, for changing it. Raises Http404 and PermissionDenied."""
    if not user.has_perm("dialling.write"):
        raise PermissionDenied("Only an Owner or a PBX Admin can change speed dial.")
    row: SpeedDial | None = SpeedDial.objects.select_related(*OBJECT_COLUMNS.values()).filter(key=key).first()
    if row is None:
        raise Http404("There is no such speed dial.")
    return row


def get_caller_rule(user: User, key: UUID, *, for_change: bool = False) -> CallerRule:
    """The rule about callers with this key. Raises Http404 and PermissionDenied."""
    if not user.has_perm("callers.read"):
        raise PermissionDenied
    rule = CallerRule.objects.select_related("phone_number").filter(key=key).first()
    if rule is None:
        raise Http404("There is no such rule about callers.")
    if for_change and not user.has_perm("callers.write"):
        raise PermissionDenied("Only an Owner or a PBX Admin can block and allow callers.")
    return rule


def routed_model(name: str) -> type[RoutedObject]:
    """The model of routed objects with this name in lower case. Raises Http404."""
    for model in RoutedObject.__subclasses__():
        if model._meta.model_name == name:  # noqa: SLF001 - Django's documented name
            return model
    raise Http404("There are no such objects.")


def get_object(user: User, kind: Kind, key: UUID, *, for_change: bool = False) -> Any:  # noqa: ANN401 - of the kind
    """The object of this kind and key. Raises Http404 and PermissionDenied."""
    if not user.has_perm(f"{kind.area}.read"):
        raise PermissionDenied
    rows = kind.model._default_manager.select_related(*kind.related)  # noqa: SLF001 - Django's documented name
    row = rows.filter(key=key).first()
    if row is None:
        raise Http404(f"There is no such {kind.noun}.")
    if for_change and not user.has_perm(f"{kind.area}.write"):
        raise PermissionDenied(f"Only an Owner or a PBX Admin can change {kind.plural}.")
    return row


def get_trunk(user: User, name: str, *, for_change: bool = False) -> Trunk:
    """The trunk of this name. Raises Http404 and PermissionDenied."""
    if not user.has_perm("trunks.read"):
        raise PermissionDenied
    trunk = Trunk.objects.filter(name=name).first()
    if trunk is None:
        raise Http404("There is no such trunk.")
    if for_change and not user.has_perm("trunks.write"):
        raise PermissionDenied("Only an Owner or a PBX Admin can change trunks.")
    return trunk


def get_calling_class(user: User, key: UUID, *, for_change: bool = False) -> CallingClass:
    """The calling class of this key. Raises Http404 and PermissionDenied."""
    if not user.has_perm("outbound.read"):
        raise PermissionDenied
    found = CallingClass.objects.filter(key=key).first()
    if found is None:
        raise Http404("There is no such calling class.")
    if for_change and not user.has_perm("outbound.write"):
        raise PermissionDenied("Only an Owner or a PBX Admin can change calling classes.")
    return found


def get_outbound_template(user: User, key: UUID) -> ExtensionTemplate:
    """The template of this key, for changing its outbound calls. Raises Http404 and PermissionDenied."""
    if not user.has_perm("outbound.write"):
        raise PermissionDenied
    template = ExtensionTemplate.objects.filter(key=key).first()
    if template is None:
        raise Http404("There is no such template.")
    return template


def may_set_rules(user: User, extension: Extension) -> None:
    """Whether the user may change the forwarding of an extension that the user may see. Raises PermissionDenied."""
    if not user.has_perm("forwarding.write"):
        raise PermissionDenied
    if sees_own_only(user, "forwarding") and not effective_attributes(extension)["users_may_forward"].value:
        raise PermissionDenied(
            "You may not change the forwarding of this extension. An Owner or a PBX Admin can change it."
        )


def get_absence(user: User, number: str, key: UUID) -> Absence:
    """An absence of an extension, for changing it. Raises Http404 and PermissionDenied."""
    extension = get_extension(user, number)
    may_set_rules(user, extension)
    rows = Absence.objects.select_related(*OBJECT_COLUMNS.values())
    row: Absence | None = rows.filter(extension=extension, key=key).first()
    if row is None:
        raise Http404("There is no such absence.")
    row.extension = extension
    return row


def get_template_rules(user: User, key: UUID) -> ExtensionTemplate:
    """The template of this key, for changing its rules. Raises Http404 and PermissionDenied."""
    if not user.has_perm("templates.write"):
        raise PermissionDenied
    template = ExtensionTemplate.objects.filter(key=key).first()
    if template is None:
        raise Http404("There is no such template.")
    return template
