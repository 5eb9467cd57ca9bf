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
