"""What people do with messages: hear, mark, delete and restore them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Min
from django.utils import timezone

from accounts.permissions import covers_own_only, has_permission, require
from audit import services as audit
from audit.actors import Actor
from audit.models import Entry
from calls.models import VoicemailMessage
from calls.voicemail.errors import NothingToFetch, NoticeNotWanted
from calls.voicemail.querysets import MessageQuerySet
from calls.voicemail.taking import AUDIO, NOTICES
from extensions.models import VoicemailBox
from extensions.voicemail import is_one_of_its_people
from opbx.bulk import BulkResult
from opbx.web.formats import full_time, phone_words
from tenants.due import make_due

PURGE = "calls.voicemail_purge"
KEPT_FOR = timedelta(days=30)
# A player asks for one sound several times; this is noted once.
ONE_LISTENING = timedelta(hours=1)
AT_ONCE = 200


@transaction.atomic
def note_listening(actor: Actor, message: VoicemailMessage) -> None:
    """Somebody plays the message: one of its people has heard it then; anybody else is noted in the audit log."""
    require(actor, "voicemail.read")
    if is_one_of_its_people(message.box, actor.user_id):
        VoicemailMessage.objects.filter(pk=message.pk, heard_at=None).update(heard_at=timezone.now())
        return
    if not (actor.is_system or has_permission(actor.role, "right.hear_recordings")):
        raise PermissionDenied("Only the people whose voicemail box it is can hear its messages.")
    label = label_of(message)
    noted = Entry.objects.filter(
        action="voicemail_box.message_heard",
        actor_id=actor.user_id,
        object_id=str(message.box.key),
        at__gt=timezone.now() - ONE_LISTENING,
        changes={"message": [label, label]},
    )
    if not noted.exists():
        audit.record(actor, "voicemail_box.message_heard", message.box, {"message": [label, label]})


def mark_messages(
    actor: Actor, box: VoicemailBox, messages: Sequence[VoicemailMessage], *, heard: bool
) -> BulkResult:
    """Count them as heard, or as new again."""
    with transaction.atomic():
        _require_change(actor, box)
        result = BulkResult()
        for row in _locked(box, messages):
            if row.is_new == heard:
                row.heard_at = timezone.now() if heard else None
                row.save(update_fields=["heard_at"])
                result.done.append(label_of(row))
            else:
                result.skip(label_of(row), "heard already" if heard else "new already")
        return result


def delete_messages(actor: Actor, box: VoicemailBox, messages: Sequence[VoicemailMessage]) -> BulkResult:
    """Take them out of the box; for 30 days they can be restored."""
    with transaction.atomic():
        _require_change(actor, box)
        return _delete(actor, box, messages)


@transaction.atomic
def mark_heard_by_phone(key: UUID) -> None:
    """The message is being played to somebody who knew the PIN, which only its people do."""
    VoicemailMessage.objects.filter(key=key, heard_at=None).update(heard_at=timezone.now())


def delete_by_phone(key: UUID, *, by: str) -> None:
    """Somebody who knew the PIN deletes it. by: whose phone it was, for the audit log."""
    message = VoicemailMessage.objects.select_related("box").filter(key=key).first()
    if message is not None:
        with transaction.atomic():
            _delete(Actor.system(f"Phone of {by}"), message.box, [message])


def delete_after_mailing(message: VoicemailMessage) -> None:
    """The mail server has the message for everybody it is meant for, and the box keeps none then."""
    with transaction.atomic():
        _delete(Actor.system("E-mail notices"), message.box, [message])


def restore_messages(actor: Actor, box: VoicemailBox, messages: Sequence[VoicemailMessage]) -> BulkResult:
    """Put deleted messages back, new or heard as they were."""
    with transaction.atomic():
        _require_change(actor, box)
        result = BulkResult()
        for row in _locked(box, messages):
            if row.deleted_at is None:
                result.skip(label_of(row), "not deleted")
                continue
            row.deleted_at = None
            row.save(update_fields=["deleted_at"])
            result.done.append(label_of(row))
        _record(actor, "voicemail_box.message_restored", box, [(None, label) for label in result.done])
        return result


def remove_messages(actor: Actor, box: VoicemailBox, messages: Sequence[VoicemailMessage]) -> BulkResult:
    """Remove deleted messages and their sounds for good."""
    with transaction.atomic():
        _require_change(actor, box)
        result = BulkResult()
        for row in _locked(box, messages):
            if row.deleted_at is None:
                result.skip(label_of(row), "not deleted")
                continue
            result.done.append(label_of(row))
            row.delete()
        _record(actor, "voicemail_box.message_removed", box, [(label, None) for label in result.done])
        return result


@transaction.atomic
def fetch_again(actor: Actor, message: VoicemailMessage) -> None:
    """Fetch a sound that was given up. Raises NothingToFetch when the platform never named a place."""
    _require_change(actor, message.box)
    row = VoicemailMessage.objects.select_for_update().get(pk=message.pk)
    if row.audio_state != VoicemailMessage.Audio.FAILED:
        return
    if not row.recording_urls:
        raise NothingToFetch
    row.audio_state, row.audio_attempts = VoicemailMessage.Audio.WAITING, 0
    row.audio_due_at = timezone.now()
    row.save(update_fields=["audio_state", "audio_attempts", "audio_due_at"])
    _record(actor, "voicemail_box.message_fetched", message.box, [(label_of(row), label_of(row))])
    make_due(AUDIO)


@transaction.atomic
def send_notice_again(actor: Actor, message: VoicemailMessage) -> None:
    """Send an e-mail that was given up, to those who do not have it. Raises NoticeNotWanted."""
    _require_change(actor, message.box)
    row = VoicemailMessage.objects.select_for_update().get(pk=message.pk)
    if row.notice_state != VoicemailMessage.Notice.FAILED:
        return
    if message.box.notice == VoicemailBox.Notice.NONE:
        raise NoticeNotWanted(message.box.name)
    row.notice_state, row.notice_attempts = VoicemailMessage.Notice.WAITING, 0
    row.notice_due_at = timezone.now()
    row.save(update_fields=["notice_state", "notice_attempts", "notice_due_at"])
    _record(actor, "voicemail_box.notice_sent_again", message.box, [(label_of(row), label_of(row))])
    make_due(NOTICES)


def remove_old_messages() -> datetime:
    """Remove what was deleted 30 days ago; returns when that is due again, never "not known"."""
    now = timezone.now()
    deleted = VoicemailMessage.objects.deleted()
    over = deleted.filter(deleted_at__lte=now - KEPT_FOR).order_by("deleted_at", "id")
    with transaction.atomic():
        for row in over.select_for_update(skip_locked=True)[:AT_ONCE]:
            row.delete()
    if over.exists():
        return now
    oldest: datetime | None = deleted.aggregate(at=Min("deleted_at"))["at"]
    return (oldest or now) + KEPT_FOR


def label_of(message: VoicemailMessage) -> str:
    """Who called and when, for the audit log and for what a page says was done."""
    return f"{phone_words(message.caller) or 'unknown number'}, {full_time(message.received_at)}"


def _delete(actor: Actor, box: VoicemailBox, messages: Sequence[VoicemailMessage]) -> BulkResult:
    result = BulkResult()
    for row in _locked(box, messages):
        if row.deleted_at is not None:
            result.skip(label_of(row), "deleted already")
            continue
        row.deleted_at = timezone.now()
        row.save(update_fields=["deleted_at"])
        result.done.append(label_of(row))
    if result.done:
        _record(actor, "voicemail_box.message_deleted", box, [(label, None) for label in result.done])
        make_due(PURGE, timezone.now() + KEPT_FOR)
    return result


def _locked(box: VoicemailBox, messages: Sequence[VoicemailMessage]) -> list[VoicemailMessage]:
    rows: MessageQuerySet = VoicemailMessage.objects.filter(
        box=box, pk__in=[message.pk for message in messages]
    )
    return list(rows.select_for_update().order_by("-received_at", "-id"))


def _record(
    actor: Actor, action: str, box: VoicemailBox, labels: list[tuple[str | None, str | None]]
) -> None:
    audit.record_all(actor, action, [(box, {"message": list(pair)}) for pair in labels])


def _require_change(actor: Actor, box: VoicemailBox) -> None:
    require(actor, "voicemail.write")
    if actor.is_system or is_one_of_its_people(box, actor.user_id):
        return
    if covers_own_only(actor.role, "voicemail"):
        raise PermissionDenied("Only the people whose voicemail box it is can change its messages.")
