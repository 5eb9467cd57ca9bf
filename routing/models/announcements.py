"""The announcements library: audio that calls play."""

from __future__ import annotations

import uuid

from django.db import models

from routing.models.objects import RoutedObject
from tenants.context import current_organization


def sound_path(announcement: Announcement, file_name: str) -> str:  # noqa: ARG001 - Django's signature
    """Where an uploaded sound lies: under the organization's own folder, by a name that nobody can guess."""
    schema = current_organization().schema_name
    return f"{schema}/announcements/{uuid.uuid4()}.{file_name.rpartition('.')[2].lower()}"


class Announcement(RoutedObject):
    """Something callers hear; as a destination it is played, then the call ends.

    What other sources hold is kept for a change of mind. language, voice: for the text; "" means the organization's
    voice language and its standard voice. seconds: how long the uploaded sound is. url: fetched by Cloudonix itself.
    """

    class Source(models.TextChoices):
        TEXT = "text", "Spoken text"
        AUDIO = "audio", "Uploaded recording"
        URL = "url", "Recording at an address"

    namespace = "announcements"

    source = models.CharField(max_length=10, choices=Source, default=Source.TEXT)
    text = models.CharField(max_length=1000, blank=True, default="")
    language = models.CharField(max_length=10, blank=True, default="")
    voice = models.CharField(max_length=160, blank=True, default="")
    audio = models.FileField(upload_to=sound_path, max_length=200, blank=True, default="")
    seconds = models.PositiveSmallIntegerField(null=True, blank=True)
    url = models.CharField(max_length=500, blank=True, default="")

    class Meta(RoutedObject.Meta):
        abstract = False
        constraints = [
            *RoutedObject.Meta.constraints,
            models.CheckConstraint(
                condition=(models.Q(source="text") & ~models.Q(text=""))
                | (models.Q(source="audio") & ~models.Q(audio=""))
                | (models.Q(source="url") & ~models.Q(url="")),
                name="routing_announcement_has_what_is_heard",
            ),
        ]
