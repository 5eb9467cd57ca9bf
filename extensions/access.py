"""The door to extensions: 404 for what is not there or not yours, 403 for too little permission."""

from __future__ import annotations

from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import Http404

from accounts.access import sees_own_only
from accounts.models import User
from extensions.importers import Importer
from extensions.models import Department, Extension, ExtensionTemplate, ImportRun, SipAccount, VoicemailBox
from extensions.querysets import ExtensionQuerySet, VoicemailBoxQuerySet


def extensions_for(user: User) -> ExtensionQuerySet:
    """The extensions whose existence this user may know of."""
    rows: ExtensionQuerySet = Extension.objects.all()
    if not user.has_perm("extensions.list"):
        return rows.none()
    return rows.filter(user=user) if sees_own_only(user, "extensions") else rows


def get_extension(user: User, number: str, *, for_change: bool = False) -> Extension:
    """The extension with this number. A PBX User has the own one only. Raises Http404, PermissionDenied."""
    if not user.has_perm("extensions.read"):
        raise PermissionDenied
    extension: Extension | None = (
        extensions_for(user).select_related("user", "template", "department").filter(number=number).first()
    )
    if extension is None:
        raise Http404(f"There is no extension {number}.")
    if for_change and not user.has_perm("extensions.write"):
        raise PermissionDenied("Only an Owner or a PBX Admin can change extensions.")
    return extension


def deleted_extensions_for(user: User) -> ExtensionQuerySet:
    """The deleted extensions that this user may restore. Raises PermissionDenied."""
    if not user.has_perm("extensions.write"):
        raise PermissionDenied("Only an Owner or a PBX Admin can restore extensions.")
    rows: ExtensionQuerySet = Extension.with_deleted.filter(deleted_at__isnull=False)
    return rows.select_related("former_user", "department")


def get_deleted_extension(user: User, key: UUID) -> Extension:
    """A deleted extension; by its key, as several of the same number may have been deleted. Raises Http404."""
    extension: Extension | None = deleted_extensions_for(user).filter(key=key).first()
    if extension is None:
        raise Http404("This extension is not among the deleted ones any more.")
    return extension


def get_department(user: User, key: UUID) -> Department:
    """A department, for change. Raises Http404, PermissionDenied."""
    if not user.has_perm("phonebook.write"):
        raise PermissionDenied("Only an Owner or a PBX Admin can change departments.")
    department = Department.objects.filter(key=key).first()
    if department is None:
        raise Http404("There is no such department.")
    return department


def get_template(user: User, key: UUID) -> ExtensionTemplate:
    """A template of the organization. Raises Http404, PermissionDenied."""
    if not user.has_perm("templates.read"):
        raise PermissionDenied
    template = ExtensionTemplate.objects.filter(key=key).first()
    if template is None:
        raise Http404("There is no such template.")
    return template


def get_sip_account(user: User, number: str, key: UUID, *, for_change: bool = False) -> SipAccount:
    """A SIP account of that extension, through the extension's door."""
    extension = get_extension(user, number, for_change=for_change)
    account = extension.sip_accounts.filter(key=key).first()
    if account is None:
        raise Http404(f"Extension {number} has no such SIP account.")
    return account


def get_import(user: User, importer: Importer, key: UUID) -> ImportRun:
    """An import of this organization by this importer. Raises Http404 and PermissionDenied."""
    if not user.has_perm(importer.permission):
        raise PermissionDenied(f"Only an Owner or a PBX Admin can import {importer.plural}.")
    run = ImportRun.objects.filter(kind=importer.kind, key=key).first()
    if run is None:
        raise Http404("There is no such import.")
    return run


def boxes_for(user: User) -> VoicemailBoxQuerySet:
    """The voicemail boxes whose existence this user may know of: a PBX User's own one, and those shared with them."""
    rows: VoicemailBoxQuerySet = VoicemailBox.objects.select_related("extension")
    if not user.has_perm("voicemail.list"):
        return rows.none()
    if not sees_own_only(user, "voicemail"):
        return rows
    shared = VoicemailBox.users.through.objects.filter(user=user).values("voicemailbox")
    return rows.filter(Q(extension__user=user) | Q(pk__in=shared))


def get_box(user: User, key: UUID, *, for_change: bool = False) -> VoicemailBox:
    """The voicemail box with this key. Raises Http404, PermissionDenied.

    for_change: of its greeting, PIN and notices, which is up to the person whose extension it belongs to, too.
    """
    if not user.has_perm("voicemail.read"):
        raise PermissionDenied
    box: VoicemailBox | None = boxes_for(user).select_related("extension__user").filter(key=key).first()
    if box is None:
        raise Http404("There is no such voicemail box.")
    if for_change and not may_change_box(user, box):
        raise PermissionDenied("Only an Owner or a PBX Admin can change this voicemail box.")
    return box


def may_change_box(user: User, box: VoicemailBox) -> bool:
    """Whether greeting, PIN and notices are this user's to change."""
    if not user.has_perm("voicemail.write"):
        return False
    is_own = box.extension is not None and box.extension.user_id == user.pk
    return is_own or not sees_own_only(user, "voicemail")
