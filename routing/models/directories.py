"""Dial-by-name directories: callers spell a name on the keys and reach the extension."""

from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

from extensions.models import Department
from routing.models.announcements import Announcement
from routing.models.destinations import DestinationFields
from routing.models.objects import RoutedObject

MOST_LEAST_KEYS, MOST_AT_ONCE, MOST_DIRECTORY_TRIES = 6, 8, 9


def _from_one_to(most: int) -> list[MinValueValidator | MaxValueValidator]:
    words = f"Enter a whole number from 1 to {most}."
    return [MinValueValidator(1, words), MaxValueValidator(most, words)]


class Directory(RoutedObject):
    """What is asked and who can be found. Where callers go who find nobody, and the operator, are its `ways`.

    announcement: heard once, before the caller is asked to spell; None for nothing. lists_all: every extension that is
    listed can be found; else those of `departments`. least_keys: how many letters are spelled at least. names_at_once:
    how many names are read before the caller is asked for more. tries: how often a caller may fail.
    """

    class SearchBy(models.TextChoices):
        LAST_NAME = "last_name", "Last name"
        FIRST_NAME = "first_name", "First name"
        EITHER = "either", "Last or first name"

    namespace = "directories"

    announcement = models.ForeignKey(
        Announcement, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    search_by = models.CharField(max_length=10, choices=SearchBy, default=SearchBy.LAST_NAME)
    lists_all = models.BooleanField(default=True)
    departments = models.ManyToManyField(Department, blank=True, related_name="directories")
    least_keys = models.PositiveSmallIntegerField(default=3, validators=_from_one_to(MOST_LEAST_KEYS))
    names_at_once = models.PositiveSmallIntegerField(default=5, validators=_from_one_to(MOST_AT_ONCE))
    tries = models.PositiveSmallIntegerField(default=3, validators=_from_one_to(MOST_DIRECTORY_TRIES))

    class Meta(RoutedObject.Meta):
        abstract = False


class DirectoryWay(DestinationFields):
    """A way out of a directory, beside the extensions that are found there."""

    class Cause(models.TextChoices):
        NOBODY = "nobody", "Nobody was found"
        OPERATOR = "operator", "0 for the operator"

    directory = models.ForeignKey(Directory, on_delete=models.CASCADE, related_name="ways")
    cause = models.CharField(max_length=10, choices=Cause)

    class Meta(DestinationFields.Meta):
        abstract = False
        constraints = [
            *DestinationFields.Meta.constraints,
            models.UniqueConstraint(fields=["directory", "cause"], name="routing_directoryway_once"),
        ]

    def __str__(self) -> str:
        return str(self.get_cause_display())
