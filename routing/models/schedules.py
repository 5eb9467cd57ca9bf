"""Business hours: the same call goes elsewhere when the organization is closed."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import ClassVar

from django.db import models
from django.db.models.functions import Lower, Now

from extensions.models.extensions import name_is_one_line
from extensions.models.pins import HasPin
from routing.models.destinations import DestinationFields
from routing.models.objects import RoutedObject
from tenants.models import time_zone_exists

MINUTES_A_DAY = 24 * 60


class Weekday(models.IntegerChoices):
    """As Python counts them."""

    MONDAY = 0, "Monday"
    TUESDAY = 1, "Tuesday"
    WEDNESDAY = 2, "Wednesday"
    THURSDAY = 3, "Thursday"
    FRIDAY = 4, "Friday"
    SATURDAY = 5, "Saturday"
    SUNDAY = 6, "Sunday"


class HolidaySet(models.Model):
    """Public holidays, or other days on which everything is closed, that schedules share.

    country and subdivision: ISO 3166 codes of what was imported last, "" for a set made by hand.
    """

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(
        max_length=60, validators=[name_is_one_line], error_messages={"blank": "Enter a name."}
    )
    country = models.CharField(max_length=2, blank=True, default="")
    subdivision = models.CharField(max_length=10, blank=True, default="")
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                Lower("name"),
                name="routing_holidayset_name_once",
                violation_error_message="This name is taken. Enter another one.",
            )
        ]

    def __str__(self) -> str:
        return self.name


class HolidayDay(models.Model):
    """One day of a set."""

    holiday_set = models.ForeignKey(HolidaySet, on_delete=models.CASCADE, related_name="days")
    day = models.DateField()
    name = models.CharField(max_length=100, validators=[name_is_one_line])

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["holiday_set", "day"], name="routing_holidayday_once"),
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.name}"


class Schedule(HasPin, RoutedObject):
    """A week in a time zone, its exceptions, and where calls go in each state.

    time_zone: IANA name, "" for the organization's. override: what somebody set by hand, until override_until
    (None: until somebody changes it); the engine compares the end with its clock, so nothing runs when it comes.
    by_phone: feature codes may open and close it, which its PIN guards where it has one.
    """

    class Override(models.TextChoices):
        NONE = "", "By the calendar"
        OPEN = "open", "Open"
        CLOSED = "closed", "Closed"

    namespace: ClassVar[str] = "schedules"

    time_zone = models.CharField(max_length=64, blank=True, default="", validators=[time_zone_exists])
    holiday_sets = models.ManyToManyField(HolidaySet, blank=True, related_name="schedules")
    override = models.CharField(max_length=6, choices=Override, blank=True, default=Override.NONE)
    override_until = models.DateTimeField(null=True, blank=True)
    override_by = models.CharField(max_length=120, blank=True, default="")
    override_at = models.DateTimeField(null=True, blank=True)
    by_phone = models.BooleanField(default=False)

    class Meta(RoutedObject.Meta):
        abstract = False
        constraints = [
            *RoutedObject.Meta.constraints,
            models.CheckConstraint(
                condition=~models.Q(override="")
                | models.Q(override_until__isnull=True, override_at__isnull=True, override_by=""),
                name="routing_schedule_without_override_has_no_end",
            ),
        ]

    @property
    def numbers_to_guess_from(self) -> tuple[str, ...]:
        return (self.number,) if self.number else ()

    def is_overridden(self, at: datetime) -> bool:
        """Whether what was set by hand holds at this moment (aware)."""
        return bool(self.override) and (self.override_until is None or at < self.override_until)


class HoursFields(models.Model):
    """A range of the day in minutes since midnight; closes not after opens is on the day after, 1440 is 24:00."""

    opens = models.PositiveSmallIntegerField()
    closes = models.PositiveSmallIntegerField()

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=models.Q(opens__lt=MINUTES_A_DAY, closes__gt=0, closes__lte=MINUTES_A_DAY)
                & ~models.Q(opens=models.F("closes")),
                name="%(app_label)s_%(class)s_is_a_range",
            )
        ]


class WeekRange(HoursFields):
    """Open on each such weekday; several a day, which do not overlap."""

    schedule = models.ForeignKey(Schedule, on_delete=models.CASCADE, related_name="week_ranges")
    weekday = models.PositiveSmallIntegerField(choices=Weekday)

    class Meta(HoursFields.Meta):
        abstract = False
        constraints = [
            *HoursFields.Meta.constraints,
            models.UniqueConstraint(fields=["schedule", "weekday", "opens"], name="routing_weekrange_once"),
        ]

    def __str__(self) -> str:
        return f"{self.get_weekday_display()} {self.opens}-{self.closes}"


class ScheduleException(models.Model):
    """Days with hours of their own; without ranges closed all day. repeats_yearly: from the first time on."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    schedule = models.ForeignKey(Schedule, on_delete=models.CASCADE, related_name="exceptions")
    name = models.CharField(
        max_length=60, validators=[name_is_one_line], error_messages={"blank": "Enter a name."}
    )
    first_day = models.DateField()
    last_day = models.DateField()
    repeats_yearly = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(last_day__gte=models.F("first_day")),
                name="routing_scheduleexception_ends_after_it_begins",
            )
        ]

    def __str__(self) -> str:
        return self.name


class ExceptionRange(HoursFields):
    """Open on the days of an exception."""

    exception = models.ForeignKey(ScheduleException, on_delete=models.CASCADE, related_name="ranges")

    class Meta(HoursFields.Meta):
        abstract = False
        constraints = [
            *HoursFields.Meta.constraints,
            models.UniqueConstraint(fields=["exception", "opens"], name="routing_exceptionrange_once"),
        ]

    def __str__(self) -> str:
        return f"{self.opens}-{self.closes}"


class ScheduleDestination(DestinationFields):
    """Where calls go in a state of a schedule, or while it is closed on the days of one exception."""

    class State(models.TextChoices):
        OPEN = "open", "Open"
        CLOSED = "closed", "Closed"
        HOLIDAY = "holiday", "Closed by an exception or a holiday"
        EXCEPTION = "exception", "Closed by this exception"

    schedule = models.ForeignKey(Schedule, on_delete=models.CASCADE, related_name="destinations")
    state = models.CharField(max_length=10, choices=State)
    exception = models.OneToOneField(
        ScheduleException, null=True, blank=True, on_delete=models.CASCADE, related_name="destination"
    )

    class Meta(DestinationFields.Meta):
        abstract = False
        constraints = [
            *DestinationFields.Meta.constraints,
            models.UniqueConstraint(
                fields=["schedule", "state"],
                condition=models.Q(exception__isnull=True),
                name="routing_scheduledestination_once",
            ),
            models.CheckConstraint(
                condition=models.Q(state="exception", exception__isnull=False)
                | (~models.Q(state="exception") & models.Q(exception__isnull=True)),
                name="routing_scheduledestination_has_its_exception",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.schedule}, {self.get_state_display().lower()}"
