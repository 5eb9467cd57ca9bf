"""The pages of announcements, and their sound."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_safe

from accounts.access import SignedInRequest, requires
from opbx.web.formats import duration_words
from opbx.web.sounds import sound_response
from routing import services
from routing.access import get_object
from routing.forms.announcements import AnnouncementFilter, AnnouncementForm
from routing.models import Announcement
from routing.pages import Column, Pages
from routing.sentences import LANGUAGES
from routing.services.announcements import ANNOUNCEMENTS
from routing.voices import offered_voices
from tenants.context import current_organization


@require_safe
@requires("announcements.read")
def announcement_sound(request: SignedInRequest, key: UUID) -> HttpResponse:
    """The uploaded sound, for the player of its page."""
    row = get_object(request.user, ANNOUNCEMENTS, key)
    try:
        if row.audio:
            return sound_response(request, row.audio, name="announcement", cache="private, no-cache")
    except FileNotFoundError:
        pass  # said below: for whoever asks it is the same
    raise Http404("This announcement has no recording.")


def _what(row: Announcement) -> str:
    """What is heard, in one line."""
    match Announcement.Source(row.source):
        case Announcement.Source.TEXT:
            return row.text
        case Announcement.Source.AUDIO:
            return duration_words(row.seconds or 0)
        case Announcement.Source.URL:
            return row.url


def _spoken(row: Announcement) -> dict[str, Any]:
    language = row.language or current_organization().voice_language
    labels = {voice.name: voice.label for voice in offered_voices()}
    return {
        "spoken_language": LANGUAGES.get(language, language),
        "spoken_voice": labels.get(row.voice, row.voice),
    }


PAGES = Pages(
    kind=ANNOUNCEMENTS,
    form=AnnouncementForm,
    add=services.add_announcement,
    update=services.update_announcement,
    about="An announcement is something callers hear: a recording, or text that a voice reads.",
    cards="announcements/cards.html",
    fields="announcements/fields.html",
    filters=AnnouncementFilter,
    columns=(
        Column("source", "Callers hear", lambda row: str(row.get_source_display()), ("source",)),
        Column("what", "Content", _what, template="announcements/what.html"),
    ),
    more=_spoken,
)
