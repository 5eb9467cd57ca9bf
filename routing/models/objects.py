"""What every object that a call can be sent to has, beside extensions and voicemail boxes."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.core.validators import RegexValidator
from django.db import models
from django.db.models.functions import Lower, Now
from django.urls import reverse

from extensions.models import HoldsNumber
from extensions.models.extensions import extension_number_is_valid, name_is_one_line


class RoutedObject(HoldsNumber):
    """A named object of the routing. number: what phones of the organization dial to reach it, "" for none.

    is_enabled off keeps its settings; callers hear that it is not available. version: the optimistic lock.
    """

    # Of the URLs of its pages.
    namespace: ClassVar[str] = ""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(
        max_length=60, validators=[name_is_one_line], error_messages={"blank": "Enter a name."}
    )
    number = models.CharField(
        max_length=20,
        blank=True,
        default="",
        validators=[RegexValidator(r"^([0-9]{1,20})?\Z", extension_number_is_valid.message)],
    )
    is_enabled = models.BooleanField(default=True)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        abstract = True
        constraints = [
            models.UniqueConstraint(
                Lower("name"),
                name="%(app_label)s_%(class)s_name_once",
                violation_error_message="This name is taken. Enter another one.",
            ),
            models.UniqueConstraint(
                fields=["number"],
                condition=~models.Q(number=""),
                name="%(app_label)s_%(class)s_number_once",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def number_taken(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        """Its page; raises NoReverseMatch where its kind has none."""
        return reverse(f"{self.namespace}:detail", args=[self.key])
