"""The doors to phone numbers and trunks: 404 for what is not there, 403 for too little permission."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import Http404

from accounts.models import User
from routing.models import OBJECT_COLUMNS, PhoneNumber, Trunk


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
