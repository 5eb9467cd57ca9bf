"""The card "Voicemail" on an extension's page."""

from __future__ import annotations

from accounts.access import sees_own_only
from accounts.models import User
from extensions.access import boxes_for
from extensions.models import Extension
from extensions.panels import Panel


def voicemail_card(user: User, extension: Extension) -> Panel | None:
    """Its box, or the way to give it one; nothing for those who have nothing to do with voicemail."""
    if not user.has_perm("voicemail.list"):
        return None
    box = boxes_for(user).filter(extension=extension).first()
    may_add = user.has_perm("voicemail.write") and not sees_own_only(user, "voicemail")
    if box is None and not may_add:
        return None
    return Panel("voicemail/card.html", {"box": box})
