"""Announcements, and what other kinds of objects play of them."""

from __future__ import annotations

from routing.engine.objects.announcements import Announcement
from routing.engine.prompts import Prompt, Sound, SoundAt, Words
from routing.models import Announcement as AnnouncementRow


def compile_announcements() -> tuple[Announcement, ...]:
    return tuple(
        Announcement(row.key, row.name, prompt_of(row), row.is_enabled, row.number)
        for row in AnnouncementRow.objects.order_by("key")
    )


def prompt_of(row: AnnouncementRow) -> Prompt:
    """What callers hear of an announcement."""
    match AnnouncementRow.Source(row.source):
        case AnnouncementRow.Source.TEXT:
            return Words(row.text, row.language, row.voice)
        case AnnouncementRow.Source.AUDIO:
            return Sound(str(row.audio.name))
        case AnnouncementRow.Source.URL:
            return SoundAt(row.url)
