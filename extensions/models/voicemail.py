"""Voicemail boxes: of one extension, or shared by people."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models.functions import Now
from django.urls import reverse

from extensions.models.extensions import Extension, name_is_one_line
from extensions.models.internal_numbers import HoldsNumber
from extensions.models.pins import HasPin
from extensions.querysets import LivingBoxes, VoicemailBoxQuerySet
from tenants.context import current_organization

# What a message's longest length can be set to, and is set to at first.
LEAST_MOST_SECONDS, GREATEST_MOST_SECONDS, USUAL_SECONDS = 10, 600, 180


def greeting_path(box: VoicemailBox, file_name: str) -> str:  # noqa: ARG001 - Django's signature
    """Where an uploaded greeting lies: under the organization's own folder, by a name that nobody can guess."""
    return f"{current_organization().schema_name}/greetings/{uuid.uuid4()}.{file_name.rpartition('.')[2].lower()}"


class VoicemailBox(HasPin, HoldsNumber):
    """Where callers are greeted when nobody answers and leave a message. is_enabled off keeps all its settings.

    extension: None for a box that `users` share. number: internal, at which phones hear its messages; only of a shared
    box, as an extension's own number does that for its box. email: where notices go; "" means to its people's own
    addresses.
    delete_after_sending: only a notice with audio that the mail server accepted ends the message here.
    most_seconds: how long a caller's message may be.
    `objects` are the boxes of extensions that are not deleted, and shared ones; `with_deleted` has all.
    """

    kind_of_number = "voicemail_box"
    number_depends_on = frozenset({"number"})

    class Greeting(models.TextChoices):
        DEFAULT = "default", "Standard greeting"
        TEXT = "text", "Spoken text"
        AUDIO = "audio", "Uploaded audio"

    class Notice(models.TextChoices):
        NONE = "none", "No e-mail"
        MAIL = "mail", "E-mail without audio"
        AUDIO = "audio", "E-mail with audio"

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(
        max_length=60, validators=[name_is_one_line], error_messages={"blank": "Enter a name."}
    )
    extension = models.OneToOneField(
        Extension, null=True, blank=True, on_delete=models.CASCADE, related_name="voicemail_box"
    )
    users = models.ManyToManyField(
        settings.AUTH_USER_MODEL, blank=True, related_name="shared_voicemail_boxes"
    )
    number = models.CharField(max_length=20, blank=True, default="")
    is_enabled = models.BooleanField(default=True)
    greeting = models.CharField(max_length=10, choices=Greeting, default=Greeting.DEFAULT)
    greeting_text = models.CharField(max_length=500, blank=True, default="")
    greeting_audio = models.FileField(upload_to=greeting_path, max_length=200, blank=True, default="")
    most_seconds = models.PositiveSmallIntegerField(
        default=USUAL_SECONDS,
        validators=[MinValueValidator(LEAST_MOST_SECONDS), MaxValueValidator(GREATEST_MOST_SECONDS)],
    )
    notice = models.CharField(max_length=10, choices=Notice, default=Notice.NONE)
    email = models.EmailField(blank=True, default="")
    delete_after_sending = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    objects = LivingBoxes()
    with_deleted = models.Manager.from_queryset(VoicemailBoxQuerySet)()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(delete_after_sending=False) | models.Q(notice="audio"),
                name="extensions_voicemail_deleted_only_when_sent",
            ),
            models.CheckConstraint(
                condition=models.Q(most_seconds__range=(LEAST_MOST_SECONDS, GREATEST_MOST_SECONDS)),
                name="extensions_voicemail_message_length",
            ),
            models.CheckConstraint(
                condition=models.Q(number="") | models.Q(extension__isnull=True),
                name="extensions_voicemail_number_of_a_shared_box",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("voicemail:detail", args=[self.key])

    @property
    def numbers_to_guess_from(self) -> tuple[str, ...]:
        return (self.extension.number,) if self.extension is not None else (self.number,) * bool(self.number)

    @property
    def number_taken(self) -> str:
        return self.number
