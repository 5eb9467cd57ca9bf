"""What many extensions have in common, in three layers: own value, template, organization default.

A column that is None takes the value of the next layer; below the last one are the built-in values.
`extensions.effective` reads them.
"""

from __future__ import annotations

import uuid

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models.functions import Lower, Now

MIN_RING_SECONDS, MAX_RING_SECONDS = 5, 120
RING_SECONDS_HINT = f"Enter a whole number from {MIN_RING_SECONDS} to {MAX_RING_SECONDS}."

# What holds where neither extension, template nor organization says anything; its keys are the common attributes.
BUILT_IN_ATTRIBUTES: dict[str, int | bool] = {
    "ring_seconds": 20,
    "in_phonebook": True,
    "in_directory": True,
    "users_may_forward": True,
    "users_may_use_do_not_disturb": True,
    "users_may_lock": True,
    "may_ring_mobile": False,
}


class CommonAttributes(models.Model):
    """The columns of one layer; None means "as the layer below"."""

    ring_seconds = models.PositiveSmallIntegerField(
        null=True,
        blank=True,
        validators=[
            MinValueValidator(MIN_RING_SECONDS, RING_SECONDS_HINT),
            MaxValueValidator(MAX_RING_SECONDS, RING_SECONDS_HINT),
        ],
    )
    in_phonebook = models.BooleanField(null=True, blank=True)
    in_directory = models.BooleanField(null=True, blank=True)  # whether callers find it by its name
    users_may_forward = models.BooleanField(null=True, blank=True)
    users_may_use_do_not_disturb = models.BooleanField(null=True, blank=True)
    users_may_lock = models.BooleanField(null=True, blank=True)
    may_ring_mobile = models.BooleanField(null=True, blank=True)

    class Meta:
        abstract = True


class ExtensionTemplate(CommonAttributes):
    """A named set of common attributes; an extension that uses it changes when it does, but for its overrides."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(max_length=60, error_messages={"blank": "Enter a name, for example Sales."})
    description = models.CharField(max_length=200, blank=True, default="")
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        constraints = [models.UniqueConstraint(Lower("name"), name="extensions_template_name_once")]

    def __str__(self) -> str:
        return self.name


class SipUsernames(models.TextChoices):
    """How the sign-in of a new phone is named. An extension's further phones are always 101_acme_2 and so on."""

    NUMBER_AND_SLUG = "number_and_slug", "Number and organization"
    NUMBER = "number", "Number alone"


class ExtensionDefaults(CommonAttributes):
    """The one row of an organization: what holds where neither extension nor template says anything.

    sip_usernames: of phones made from now on; a name is frozen when it is made.
    """

    sip_usernames = models.CharField(
        max_length=20, choices=SipUsernames, default=SipUsernames.NUMBER_AND_SLUG
    )
    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    version = models.PositiveIntegerField(default=1)
    only_row = models.BooleanField(default=True, unique=True, editable=False)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(only_row=True), name="extensions_one_row_of_defaults")
        ]

    def __str__(self) -> str:
        return "Defaults of extensions"
