"""Departments: a name in the phonebook and, where wanted, a range of extension numbers."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models.functions import Lower, Now


class Department(models.Model):
    """first_number and last_number: both or neither, of the same length; new extensions are numbered within."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(max_length=60, error_messages={"blank": "Enter a name, for example Sales."})
    first_number = models.CharField(max_length=20, blank=True, default="")
    last_number = models.CharField(max_length=20, blank=True, default="")
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(Lower("name"), name="extensions_department_name_once"),
            models.CheckConstraint(
                condition=models.Q(first_number="", last_number="")
                | models.Q(first_number__regex=r"^[0-9]{1,20}$", last_number__regex=r"^[0-9]{1,20}$"),
                name="extensions_department_range_is_digits",
            ),
        ]

    def __str__(self) -> str:
        return self.name
