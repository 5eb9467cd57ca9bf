"""Extensions: the logical identities with a number."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.db.models.functions import Concat, Now, Trim

from extensions.models.common_attributes import CommonAttributes, ExtensionTemplate
from extensions.models.departments import Department
from extensions.models.internal_numbers import HoldsNumber
from extensions.models.pins import HasPin
from extensions.querysets import ExtensionQuerySet, LivingExtensions

extension_number_is_valid = RegexValidator(r"^[0-9]{1,20}\Z", "Use 1 to 20 digits, for example 101.")
# A name is shown on phones: it travels in SIP headers, where a line break would begin another header.
name_is_one_line = RegexValidator(
    r"^[^\x00-\x1f\x7f\u2028\u2029]*\Z", "Leave out line breaks and other control characters."
)


class Extension(HoldsNumber, CommonAttributes, HasPin):
    """The logical identity with a number; its devices are SIP accounts. The PIN is its service PIN.

    name: first and last name, as phones and the call log show it. mobile: E.164, "" for none.
    deleted_at: set while it can be restored; `objects` are the others, `with_deleted` has all.
    """

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    number = models.CharField(
        max_length=20,
        validators=[extension_number_is_valid],
        error_messages={"blank": "Enter a number, for example 101."},
    )
    first_name = models.CharField(
        max_length=120, validators=[name_is_one_line], error_messages={"blank": "Enter a name."}
    )
    last_name = models.CharField(max_length=60, blank=True, default="", validators=[name_is_one_line])
    name = models.GeneratedField(
        expression=Trim(Concat("first_name", models.Value(" "), "last_name")),
        output_field=models.CharField(max_length=181),
        db_persist=True,
    )
    email = models.EmailField(blank=True, default="")
    mobile = models.CharField(max_length=16, blank=True, default="")
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="extension"
    )
    department = models.ForeignKey(
        Department, null=True, blank=True, on_delete=models.SET_NULL, related_name="extensions"
    )
    template = models.ForeignKey(
        ExtensionTemplate, null=True, blank=True, on_delete=models.PROTECT, related_name="extensions"
    )
    is_enabled = models.BooleanField(default=True)
    do_not_disturb = models.BooleanField(default=False)
    is_locked = models.BooleanField(default=False)  # it calls inside and emergency numbers only
    rings_mobile = models.BooleanField(default=False)  # its mobile rings when its phones did not take a call
    version = models.PositiveIntegerField(default=1)  # optimistic lock: the form carries the one it showed
    created_at = models.DateTimeField(db_default=Now(), editable=False)
    deleted_at = models.DateTimeField(null=True, blank=True, editable=False)
    former_user = models.ForeignKey(  # who gets it back when it is restored
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        editable=False,
    )

    objects = LivingExtensions()
    with_deleted = models.Manager.from_queryset(ExtensionQuerySet)()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["number"],
                condition=models.Q(deleted_at__isnull=True),
                name="extensions_number_once",
            ),
            models.CheckConstraint(
                condition=models.Q(number__regex=r"^[0-9]{1,20}$"), name="extensions_number_is_digits"
            ),
            models.CheckConstraint(
                condition=models.Q(deleted_at__isnull=True) | models.Q(user__isnull=True),
                name="extensions_deleted_has_no_user",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.name}"

    @property
    def number_taken(self) -> str:
        """A deleted extension has given its number free."""
        return self.number if self.deleted_at is None else ""

    @property
    def numbers_to_guess_from(self) -> tuple[str, ...]:
        return (self.number,)
