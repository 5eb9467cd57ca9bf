"""Calls that leave the building: calling classes, who has which, caller IDs, and how people dial."""

from __future__ import annotations

import uuid

from django.core.validators import RegexValidator
from django.db import models
from django.db.models.functions import Lower, Now

from accounts.permissions import ROLE_CHOICES
from extensions.models import Extension, ExtensionTemplate, name_is_one_line
from routing.models.numbers import PhoneNumber
from routing.models.trunks import Trunk

digits_only = RegexValidator(r"^[0-9]{0,8}\Z", "Use up to 8 digits, or leave this empty.")


class CallingClass(models.Model):
    """Which outside numbers whoever has it may call; without a matching row a number is denied."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(
        max_length=60,
        validators=[name_is_one_line],
        error_messages={"blank": "Enter a name, for example Sales abroad."},
    )
    description = models.CharField(max_length=200, blank=True, default="")
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        constraints = [models.UniqueConstraint(Lower("name"), name="routing_calling_class_name_once")]

    def __str__(self) -> str:
        return self.name


class CallingClassRow(models.Model):
    """One row of a class, in the order of position; the first that matches decides.

    about: a kind of number (engine's NumberKind), countries or prefixes. values: ISO 3166 codes, or what numbers
    begin with in E.164 ("+49900") or as short numbers ("118"), separated by a space.
    """

    class About(models.TextChoices):
        NATIONAL = "national", "National numbers"
        MOBILE = "mobile", "Mobile numbers of the country"
        TOLL_FREE = "toll_free", "Toll-free numbers"
        SERVICE = "service", "Short service numbers"
        INTERNATIONAL = "international", "International numbers"
        SHARED_COST = "shared_cost", "Shared-cost numbers"
        PREMIUM = "premium", "Premium numbers"
        SATELLITE = "satellite", "Satellite and worldwide networks"
        COUNTRIES = "countries", "Countries"
        PREFIXES = "prefixes", "Numbers beginning with"

    calling_class = models.ForeignKey(CallingClass, on_delete=models.CASCADE, related_name="rows")
    position = models.PositiveSmallIntegerField()
    allows = models.BooleanField()
    about = models.CharField(max_length=20, choices=About)
    values = models.CharField(max_length=1000, blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["calling_class", "position"], name="routing_calling_class_row_place_once"
            ),
            models.CheckConstraint(
                condition=models.Q(about__in=["countries", "prefixes"]) ^ models.Q(values=""),
                name="routing_calling_class_row_has_values",
            ),
        ]

    def __str__(self) -> str:
        return f"{'Allow' if self.allows else 'Deny'} {self.get_about_display()} {self.values}".strip()


class CallingClassTrunk(models.Model):
    """One trunk of a class's own sequence; a class without any uses all outbound trunks, by their priority."""

    calling_class = models.ForeignKey(CallingClass, on_delete=models.CASCADE, related_name="trunks")
    trunk = models.ForeignKey(Trunk, on_delete=models.PROTECT, related_name="calling_class_trunks")
    position = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["calling_class", "trunk"], name="routing_calling_class_trunk_once"
            ),
            models.UniqueConstraint(
                fields=["calling_class", "position"], name="routing_calling_class_trunk_place_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.calling_class}: {self.trunk}"


class RoleClass(models.Model):
    """The class of extensions whose user has this role, where neither extension nor template says another."""

    role = models.CharField(max_length=40, unique=True, choices=ROLE_CHOICES)
    calling_class = models.ForeignKey(CallingClass, on_delete=models.PROTECT, related_name="roles")

    def __str__(self) -> str:
        return f"{self.get_role_display()}: {self.calling_class}"


class OutboundLayer(models.Model):
    """What one extension or one template says about outbound calls; None leaves it to the next layer.

    withholds_number: callees do not see who calls. busy_level, call_limit: of calls at once, 0 for none. calls_an_hour,
    minutes_a_day: of its own calls outside, 0 for no limit.
    """

    extension = models.OneToOneField(
        Extension, null=True, blank=True, on_delete=models.CASCADE, related_name="outbound"
    )
    template = models.OneToOneField(
        ExtensionTemplate, null=True, blank=True, on_delete=models.CASCADE, related_name="outbound"
    )
    calling_class = models.ForeignKey(
        CallingClass, null=True, blank=True, on_delete=models.PROTECT, related_name="layers"
    )
    caller_id = models.ForeignKey(
        PhoneNumber, null=True, blank=True, on_delete=models.PROTECT, related_name="outbound_layers"
    )
    withholds_number = models.BooleanField(null=True, blank=True)
    busy_level = models.PositiveSmallIntegerField(null=True, blank=True)
    call_limit = models.PositiveSmallIntegerField(null=True, blank=True)
    calls_an_hour = models.PositiveIntegerField(null=True, blank=True)
    minutes_a_day = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(extension__isnull=True) ^ models.Q(template__isnull=True),
                name="routing_outbound_layer_has_one_owner",
            )
        ]

    def __str__(self) -> str:
        return f"Outbound calls of {self.extension or self.template}"


class OutboundSettings(models.Model):
    """The one row of an organization: its habits, and what holds where neither extension nor template says anything.

    busy_level to minutes_a_day: of each extension; most_…: of all of them together. calling_class: also of calls that
    no extension sends out. outside_prefix: digits before an outside number; needs_prefix: nothing is one without them.
    area_code: of local numbers, without the national prefix.
    service_numbers: short numbers that count as service numbers, separated by a space. test_number: reaches a test of
    the emergency call. emergency_notice: the e-mail addresses that are told of an emergency call, separated by a space.
    """

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    only_row = models.BooleanField(default=True, unique=True, editable=False)
    version = models.PositiveIntegerField(default=1)
    calling_class = models.ForeignKey(
        CallingClass, null=True, blank=True, on_delete=models.PROTECT, related_name="organizations"
    )
    caller_id = models.ForeignKey(
        PhoneNumber, null=True, blank=True, on_delete=models.PROTECT, related_name="outbound_settings"
    )
    withholds_number = models.BooleanField(default=False)
    outside_prefix = models.CharField(max_length=8, blank=True, default="", validators=[digits_only])
    needs_prefix = models.BooleanField(default=False)
    area_code = models.CharField(max_length=8, blank=True, default="", validators=[digits_only])
    service_numbers = models.CharField(max_length=400, blank=True, default="")
    test_number = models.CharField(max_length=6, blank=True, default="")
    emergency_notice = models.TextField(blank=True, default="")
    busy_level = models.PositiveSmallIntegerField(default=0)
    call_limit = models.PositiveSmallIntegerField(default=0)
    calls_an_hour = models.PositiveIntegerField(default=0)
    minutes_a_day = models.PositiveIntegerField(default=0)
    most_calls = models.PositiveSmallIntegerField(default=0)
    most_calls_an_hour = models.PositiveIntegerField(default=0)
    most_minutes_a_day = models.PositiveIntegerField(default=0)
    limits_are_only_noted = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(only_row=True), name="routing_one_row_of_outbound_settings"
            )
        ]

    def __str__(self) -> str:
        return "Outbound calls"


class CallerIdRule(models.Model):
    """Which number extensions of a range call the outside with, where they have none of their own.

    first, last: extension numbers of the same length, both included. The narrowest range holds.
    """

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    first = models.CharField(max_length=20)
    last = models.CharField(max_length=20)
    number = models.ForeignKey(PhoneNumber, on_delete=models.PROTECT, related_name="caller_id_rules")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["first", "last"], name="routing_caller_id_rule_once"),
            models.CheckConstraint(
                condition=models.Q(first__regex=r"^[0-9]{1,20}$") & models.Q(last__regex=r"^[0-9]{1,20}$"),
                name="routing_caller_id_rule_is_digits",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.first} to {self.last}"
