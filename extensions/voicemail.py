"""What is true of a voicemail box: whose it is, and where its notices go."""

from __future__ import annotations

from accounts.models import User
from extensions.models import VoicemailBox

MOST_GREETING_LETTERS = 500


def people_of(box: VoicemailBox) -> list[User]:
    """The active users whose box it is: its extension's one, or those who share it, by name."""
    if box.extension is not None:
        user = box.extension.user
        return [user] if user is not None and user.is_active else []
    return list(box.users.filter(status=User.Status.ACTIVE).order_by("name", "pk"))


def notice_addresses(box: VoicemailBox) -> list[str]:
    """Where its notices go: the box's own address, else its extension's, else its people's."""
    if box.email:
        return [box.email]
    if box.extension is not None and box.extension.email:
        return [box.extension.email]
    return [user.email for user in people_of(box)]


def is_one_of_its_people(box: VoicemailBox, user_id: int | None) -> bool:
    """Whether it is this user's box: of the own extension, or shared with them."""
    if user_id is None:
        return False
    if box.extension is not None:
        return box.extension.user_id == user_id
    return box.users.filter(pk=user_id).exists()
