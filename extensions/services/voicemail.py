"""Voicemail boxes: adding, changing, switching and deleting them, and their PIN. Greetings are in `greetings`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypedDict, Unpack

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import ProtectedError
from django.http import Http404

from accounts.models import User
from accounts.permissions import BUILT_IN, covers_own_only, has_permission, require
from audit import services as audit
from audit.actors import Actor
from extensions.errors import BoxInUse, BoxNameTaken, ExtensionHasBox, NoNoticeAddress
from extensions.models import Extension, VoicemailBox
from extensions.pins import PIN_COLUMNS, remove_pin, set_pin
from extensions.services.internal_numbers import check_internal_number
from extensions.voicemail import notice_addresses
from opbx.configuration import configuration_changed
from opbx.errors import ChangedMeanwhile, NotAcceptable
from opbx.references import redirect_uses, uses_of
from opbx.stored_files import remove_after_commit
from tenants.guard import guard_configuration


class BoxValues(TypedDict, total=False):
    """What a person says about a box. extension: None for one that users share; then users has at least one."""

    name: str  # "" takes the extension's name
    extension: Extension | None
    users: Sequence[User]
    number: str  # at which phones hear the messages of a shared box; "" for none
    most_seconds: int  # of one message
    notice: str  # of VoicemailBox.Notice
    email: str
    delete_after_sending: bool


# What the person whose extension the box belongs to may change; whose box it is stays with the admins.
OWN_VALUES = frozenset({"most_seconds", "notice", "email", "delete_after_sending"})


@dataclass(frozen=True)
class BoxReplacement:
    """Where calls go instead of to a deleted box; None hangs up."""

    box: VoicemailBox | None


@transaction.atomic
def add_voicemail_box(actor: Actor, **values: Unpack[BoxValues]) -> VoicemailBox:
    """Add a box, which greets with the standard greeting. Raises ExtensionHasBox, BoxNameTaken and kin."""
    _require_all(actor)
    guard_configuration()
    box = VoicemailBox()
    changes = _apply(box, values)
    audit.record(actor, "voicemail_box.added", box, changes)
    configuration_changed(actor, f"Voicemail box {box.name} was added")
    return box


@transaction.atomic
def update_voicemail_box(
    actor: Actor, box: VoicemailBox, *, version: int, **values: Unpack[BoxValues]
) -> VoicemailBox:
    """Change a box; what is not named stays as it is. version: the one that the editor saw.

    Raises ChangedMeanwhile, and what add_voicemail_box raises.
    """
    guard_configuration()
    row = locked_box(actor, box)
    if set(values) - OWN_VALUES:
        _require_all(actor)
    check_version(row, version)
    changes = _apply(row, values)
    if changes:
        audit.record(actor, "voicemail_box.updated", row, changes)
        configuration_changed(actor, f"Voicemail box {row.name} was changed")
    return row


@transaction.atomic
def set_voicemail_pin(actor: Actor, box: VoicemailBox, *, pin: str) -> None:
    """Give the box a new PIN, which ends a lock. Raises NotAcceptable."""
    guard_configuration()
    row = locked_box(actor, box)
    set_pin(row, pin)
    row.save(update_fields=PIN_COLUMNS)
    audit.record(actor, "voicemail_box.pin_set", row)
    configuration_changed(actor, f"Voicemail box {row.name} has a new PIN")


@transaction.atomic
def remove_voicemail_pin(actor: Actor, box: VoicemailBox) -> None:
    """Take the PIN away; doing it twice is one."""
    guard_configuration()
    row = locked_box(actor, box)
    if row.has_pin:
        remove_pin(row)
        row.save(update_fields=PIN_COLUMNS)
        audit.record(actor, "voicemail_box.pin_removed", row)
        configuration_changed(actor, f"Voicemail box {row.name} has no PIN any more")


def enable_voicemail_box(actor: Actor, box: VoicemailBox) -> VoicemailBox:
    """Let the box greet callers again."""
    return _switch(actor, box, on=True)


def disable_voicemail_box(actor: Actor, box: VoicemailBox) -> VoicemailBox:
    """Stop the box from greeting; its greeting, PIN and settings stay as they are."""
    return _switch(actor, box, on=False)


@transaction.atomic
def delete_voicemail_box(
    actor: Actor, box: VoicemailBox, *, replacement: BoxReplacement | None = None
) -> None:
    """Delete a box with its greeting. What leads to it is sent to the replacement first.

    Raises BoxInUse when calls are sent to it and there is no replacement; nothing is changed then.
    """
    _require_all(actor)
    guard_configuration()
    row = locked_box(actor, box)
    if replacement is not None:
        if replacement.box == row:
            raise NotAcceptable(f"{row.name} is being deleted. Choose another.", field="replacement")
        redirect_uses(actor, row, replacement.box)
    owner = [str(row.extension) if row.extension is not None else None, None]
    audit.record(actor, "voicemail_box.deleted", row, {"name": [row.name, None], "extension": owner})
    name = row.name
    try:
        row.delete()
    except ProtectedError as error:
        raise BoxInUse(name, len(uses_of(row))) from error
    remove_after_commit(row.greeting_audio)
    configuration_changed(actor, f"Voicemail box {name} was deleted")


# --- also for greetings and purging ----------------------------------------------------------------------------------


def locked_box(actor: Actor, box: VoicemailBox) -> VoicemailBox:
    """The row as it is now, locked, if the actor may change it. Raises PermissionDenied, Http404."""
    require(actor, "voicemail.write")
    rows = VoicemailBox.objects.select_related("extension__user").select_for_update(of=("self",))
    row: VoicemailBox | None = rows.filter(pk=box.pk).first()
    if row is None:
        # Between the door and this lock somebody deleted it: what the door would say now.
        raise Http404("This voicemail box was deleted meanwhile.")
    if covers_own_only(actor.role, "voicemail") and not actor.is_system:
        owner = row.extension.user_id if row.extension is not None else None
        if owner != actor.user_id:
            raise PermissionDenied("You can change your own voicemail box only.")
    return row


def check_version(row: VoicemailBox, version: int) -> None:
    """Raise ChangedMeanwhile unless the editor saw the row as it is."""
    if row.version != version:
        newest = audit.history_of(row, limit=1)
        who = newest[0].actor_label if newest else "Somebody"
        raise ChangedMeanwhile(who, f"the voicemail box {row.name}", current_version=row.version)


def _require_all(actor: Actor) -> None:
    require(actor, "voicemail.write")
    if covers_own_only(actor.role, "voicemail") and not actor.is_system:
        raise PermissionDenied("Only an Owner or a PBX Admin decides which voicemail boxes there are.")


@transaction.atomic
def _switch(actor: Actor, box: VoicemailBox, *, on: bool) -> VoicemailBox:
    _require_all(actor)
    guard_configuration()
    row = locked_box(actor, box)
    if row.is_enabled == on:
        return row
    row.is_enabled = on
    row.save(update_fields=["is_enabled"])
    done = "enabled" if on else "disabled"
    audit.record(actor, f"voicemail_box.{done}", row, {"is_enabled": [not on, on]})
    configuration_changed(actor, f"Voicemail box {row.name} was {done}")
    return row


def _apply(box: VoicemailBox, values: BoxValues) -> dict[str, list[Any]]:
    """Check and save what is wanted of a new or a locked box; what changed, for the audit log."""
    is_new = box.pk is None
    wanted: dict[str, Any] = {
        name: value.strip() if isinstance(value, str) else value for name, value in values.items()
    }
    people = wanted.pop("users", None)
    before = [] if is_new else _names(box.users.all())
    wanted["name"] = wanted.get("name", box.name) or _name_of(wanted.get("extension", box.extension))
    if wanted.get("extension", box.extension) is not None:
        wanted["number"] = ""  # the extension's own number is dialled
    changes = audit.differences(box, **wanted)
    if "notice" in changes:
        changes["notice"] = [_notice_words(notice) for notice in changes["notice"]]
    for field, value in wanted.items():
        setattr(box, field, value)
    _check(box)
    check_internal_number(box.number, box)
    if box.extension is not None:
        people = ()  # it is that extension's, and nobody else's
    sharing = before if people is None else _names(people)
    if box.extension is None and not sharing:
        raise NotAcceptable("Choose who shares this box.", field="users")
    if sharing != before:
        changes["users"] = [", ".join(before) or None, ", ".join(sharing) or None]
    if not changes and not is_new:
        return {}
    box.version += 0 if is_new else 1
    box.save()
    if people is not None:
        _check_people(people)
        box.users.set(people)
    if box.notice != VoicemailBox.Notice.NONE and not notice_addresses(box):
        raise NoNoticeAddress
    return changes


def _check(box: VoicemailBox) -> None:
    try:
        box.clean_fields(exclude=["extension", "greeting_audio"])
    except ValidationError as error:
        field, messages = next(iter(error.message_dict.items()))
        raise NotAcceptable(messages[0], field=field) from error
    if box.delete_after_sending and box.notice != VoicemailBox.Notice.AUDIO:
        raise NotAcceptable(
            "A message can only be deleted when its e-mail carries the audio.", field="delete_after_sending"
        )
    # The guard row keeps two people from taking the same at once.
    others = VoicemailBox.objects.exclude(pk=box.pk)
    if box.extension is not None:
        if not Extension.objects.filter(pk=box.extension.pk).exists():
            raise NotAcceptable(
                f"Extension {box.extension.number} was deleted meanwhile. Choose another.", field="extension"
            )
        twin = others.filter(extension=box.extension).first()
        if twin is not None:
            raise ExtensionHasBox(box.extension.number, twin.name)
    elif others.filter(extension=None, name__iexact=box.name).exists():
        raise BoxNameTaken(box.name)


def _check_people(people: Sequence[User]) -> None:
    for user in people:
        if not has_permission(user.role, "voicemail.read"):
            raise NotAcceptable(
                f"{user.name} has the role {BUILT_IN[user.role].name}, which does not include voicemail.",
                field="users",
            )


def _name_of(extension: Extension | None) -> str:
    return extension.name[:60].strip() if extension is not None else ""


def _notice_words(notice: str) -> str:
    known = dict(VoicemailBox.Notice.choices)
    return str(known.get(notice, notice))


def _names(people: Any) -> list[str]:  # noqa: ANN401 - users, or a query of them
    return sorted(user.name for user in people)
