"""The door to voicemail messages: through their box; hearing one of somebody else's is a right, and is noted."""

from __future__ import annotations

from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import Http404

from accounts.access import sees_own_only
from accounts.models import User
from calls.models import VoicemailMessage
from calls.voicemail.querysets import MessageQuerySet
from extensions.access import boxes_for, get_box
from extensions.models import VoicemailBox
from extensions.querysets import VoicemailBoxQuerySet
from extensions.voicemail import is_one_of_its_people

HEAR = "right.hear_recordings"


def messages_of(user: User, box: VoicemailBox) -> MessageQuerySet:
    """The messages of a box that came through its door, the deleted ones included."""
    rows: MessageQuerySet = VoicemailMessage.objects.all()
    return rows.filter(box=box) if user.has_perm("voicemail.read") else rows.none()


def get_message(
    user: User, box_key: UUID, key: UUID, *, to_hear: bool = False, for_change: bool = False
) -> VoicemailMessage:
    """A message of that box. Raises Http404 and PermissionDenied."""
    box = get_box(user, box_key)
    message = messages_of(user, box).select_related("box__extension__user").filter(key=key).first()
    if message is None:
        raise Http404("There is no such message.")
    if to_hear and not may_hear(user, box):
        raise PermissionDenied("Only the people whose voicemail box it is can hear its messages.")
    if for_change and not may_change_messages(user, box):
        raise PermissionDenied("Only the people whose voicemail box it is can change its messages.")
    return message


def may_hear(user: User, box: VoicemailBox) -> bool:
    """Its people, and those with the right to hear what was said to others."""
    if not user.has_perm("voicemail.read"):
        return False
    return is_one_of_its_people(box, user.pk) or user.has_perm(HEAR)


def may_change_messages(user: User, box: VoicemailBox) -> bool:
    """Marking and deleting: its people, and whoever manages all boxes."""
    if not user.has_perm("voicemail.write"):
        return False
    return is_one_of_its_people(box, user.pk) or not sees_own_only(user, "voicemail")


def boxes_of_person(user: User) -> VoicemailBoxQuerySet:
    """The boxes whose person this user is: of the own extension, and those shared with them."""
    shared = VoicemailBox.users.through.objects.filter(user=user).values("voicemailbox")
    return boxes_for(user).filter(Q(extension__user=user) | Q(pk__in=shared))


def own_new_messages(user: User) -> MessageQuerySet:
    """New messages in the boxes whose person this user is."""
    if not user.has_perm("voicemail.read"):
        return VoicemailMessage.objects.none()
    return VoicemailMessage.objects.new().filter(box__in=boxes_of_person(user).values("pk"))
