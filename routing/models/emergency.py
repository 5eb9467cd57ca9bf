"""Emergency calls: which address and number the rescue service gets, who is told, and what was called."""

from __future__ import annotations

import enum
import uuid

from django.db import models
from django.db.models.functions import Lower, Now

from extensions.models import name_is_one_line
from routing.models.numbers import PhoneNumber


class EmergencySite(models.Model):
    """A place where phones stand. first, last: their extensions, both included; "" for every other extension.

    address: what whoever is told reads. caller_id: the number by which the rescue service finds the place; None for
    the one that the extension shows otherwise.
    """

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(
        max_length=60,
        validators=[name_is_one_line],
        error_messages={"blank": "Enter a name, for example Head office."},
    )
    address = models.CharField(
        max_length=300, error_messages={"blank": "Enter the address, with the floor where that helps."}
    )
    caller_id = models.ForeignKey(
        PhoneNumber, null=True, blank=True, on_delete=models.PROTECT, related_name="emergency_sites"
    )
    first = models.CharField(max_length=20, blank=True, default="")
    last = models.CharField(max_length=20, blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(Lower("name"), name="routing_emergency_site_name_once"),
            models.UniqueConstraint(fields=["first", "last"], name="routing_emergency_site_range_once"),
            models.CheckConstraint(
                condition=models.Q(first="", last="")
                | models.Q(first__regex=r"^[0-9]{1,20}$", last__regex=r"^[0-9]{1,20}$"),
                name="routing_emergency_site_range_is_one",
            ),
        ]

    def __str__(self) -> str:
        return self.name


MOST_NOTICES = 60  # tries to tell the list, one every half minute: whoever has not been told by then knows


class Notice(enum.Enum):
    """What became of telling the list of an emergency call."""

    TOLD = "told"
    WAITS = "waits"
    FAILED = "failed"
    NOBODY = "nobody"


class EmergencyCall(models.Model):
    """An emergency call that left the building, kept for the notice; names and address are those of that moment.

    told_at: when the list was told. nobody_to_tell: nobody was on the list. attempts: to tell it.
    """

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    session_token = models.CharField(max_length=140, unique=True)
    at = models.DateTimeField(db_default=Now())
    dialled = models.CharField(max_length=20)
    is_test = models.BooleanField(default=False)
    caller = models.CharField(max_length=255, blank=True, default="")
    caller_id = models.CharField(max_length=40, blank=True, default="")
    site = models.CharField(max_length=60, blank=True, default="")
    address = models.CharField(max_length=300, blank=True, default="")
    told_at = models.DateTimeField(null=True, blank=True)
    nobody_to_tell = models.BooleanField(default=False)
    attempts = models.PositiveSmallIntegerField(default=0)

    class Meta:
        indexes = [models.Index(fields=["-at"], name="routing_emergency_call_newest")]

    @property
    def notice(self) -> Notice:
        """What became of telling the list."""
        if self.told_at is not None:
            return Notice.TOLD
        if self.nobody_to_tell:
            return Notice.NOBODY
        return Notice.FAILED if self.attempts >= MOST_NOTICES else Notice.WAITS

    def __str__(self) -> str:
        return f"{self.caller} dialled {self.dialled}"
