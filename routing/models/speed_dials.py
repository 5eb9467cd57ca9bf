"""Speed dial: short numbers of the whole organization."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.core.validators import RegexValidator
from django.db import models
from django.db.models.functions import Now

from extensions.models import HoldsNumber
from extensions.models.extensions import name_is_one_line
from routing.models.destinations import DestinationFields

speed_dial_is_valid = RegexValidator(
    r"^\*?[0-9]{1,7}\Z", "Enter 1 to 7 digits, with or without a star before them, for example *01."
)


class SpeedDial(HoldsNumber, DestinationFields):
    """A short number and where it leads. is_enabled off keeps the number, which no phone reaches then."""

    kind_of_number: ClassVar[str] = "speed_dial"

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    number = models.CharField(
        max_length=8, validators=[speed_dial_is_valid], error_messages={"blank": "Enter a short number."}
    )
    name = models.CharField(
        max_length=60, validators=[name_is_one_line], error_messages={"blank": "Enter a name."}
    )
    is_enabled = models.BooleanField(default=True)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta(DestinationFields.Meta):
        abstract = False
        constraints = [
            *DestinationFields.Meta.constraints,
            models.CheckConstraint(
                condition=models.Q(number__regex=r"^\*?[0-9]{1,7}$"), name="routing_speed_dial_is_short"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.name}"

    @property
    def number_taken(self) -> str:
        return self.number
