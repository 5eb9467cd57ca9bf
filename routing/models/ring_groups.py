"""Ring groups: several phones for one call."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

from extensions.models import MAX_RING_SECONDS, MIN_RING_SECONDS, RING_SECONDS_HINT, Extension
from extensions.models.extensions import name_is_one_line
from routing.models.announcements import Announcement
from routing.models.destinations import DestinationFields
from routing.models.objects import RoutedObject

MOST_MEMBERS = 50
MOST_ROUNDS = 9
# Letters of what an outside number is called.
MOST_LABEL = 40
# Of a call that rings one member after the other: fewer than a call may have steps (routing.engine.progress).
MOST_ATTEMPTS = 60


class RingGroup(RoutedObject, DestinationFields):
    """Extensions and outside phones that ring for one call; its destination is the fall-back when nobody answers.

    ring_seconds: for each attempt, which is all members at once or one of them. rounds: how often the list is gone
    through. longest_since: for the strategy least recent, since what. caller_name_prefix: before the caller's name
    on the ringing phones. announcement, text: what callers hear before it rings, one of them or neither.
    """

    class Strategy(models.TextChoices):
        SIMULTANEOUS = "simultaneous", "Simultaneous"
        ROUND_ROBIN = "round_robin", "Round robin"
        SEQUENTIAL = "sequential", "Sequential"
        LEAST_RECENT = "least_recent", "Least recent"

    class LongestSince(models.TextChoices):
        RUNG = "rung", "Last rung by this group"
        ANSWERED = "answered", "Last answered a call of this group"

    namespace = "ring_groups"

    strategy = models.CharField(max_length=12, choices=Strategy, default=Strategy.SIMULTANEOUS)
    longest_since = models.CharField(max_length=8, choices=LongestSince, default=LongestSince.RUNG)
    ring_seconds = models.PositiveSmallIntegerField(
        default=20,
        validators=[
            MinValueValidator(MIN_RING_SECONDS, RING_SECONDS_HINT),
            MaxValueValidator(MAX_RING_SECONDS, RING_SECONDS_HINT),
        ],
    )
    rounds = models.PositiveSmallIntegerField(
        default=1,
        validators=[
            MinValueValidator(1, "Enter 1 or more."),
            MaxValueValidator(MOST_ROUNDS, "Enter %(limit_value)d or fewer."),
        ],
    )
    caller_name_prefix = models.CharField(
        max_length=20, blank=True, default="", validators=[name_is_one_line]
    )
    announcement = models.ForeignKey(
        Announcement, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    text = models.CharField(max_length=1000, blank=True, default="")

    class Meta(RoutedObject.Meta, DestinationFields.Meta):
        abstract = False
        constraints = [
            *RoutedObject.Meta.constraints,
            *DestinationFields.Meta.constraints,
            models.CheckConstraint(
                condition=models.Q(announcement__isnull=True) | models.Q(text=""),
                name="routing_ringgroup_plays_one",
            ),
        ]


class RingGroupMember(models.Model):
    """An extension, or an outside number in E.164, in a ring group. position: its place in the order, from 1.

    label: what the outside number is called, such as "Anna’s mobile".
    """

    group = models.ForeignKey(RingGroup, on_delete=models.CASCADE, related_name="members")
    extension = models.ForeignKey(
        Extension, null=True, blank=True, on_delete=models.PROTECT, related_name="ring_group_members"
    )
    outside = models.CharField(max_length=16, blank=True, default="")
    label = models.CharField(max_length=MOST_LABEL, blank=True, default="")
    position = models.PositiveSmallIntegerField()
    is_enabled = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(extension__isnull=False, outside="")
                | (models.Q(extension__isnull=True) & ~models.Q(outside="")),
                name="routing_ringgroupmember_is_one",
            ),
            models.UniqueConstraint(
                fields=["group", "extension"], name="routing_ringgroupmember_extension_once"
            ),
            models.UniqueConstraint(
                fields=["group", "outside"],
                condition=~models.Q(outside=""),
                name="routing_ringgroupmember_outside_once",
            ),
            models.UniqueConstraint(
                fields=["group", "position"], name="routing_ringgroupmember_position_once"
            ),
        ]

    def __str__(self) -> str:
        return str(self.extension) if self.extension is not None else self.label or self.outside

    @property
    def identity(self) -> str:
        """What RingGroupTurns calls it: it survives that the rows of the members are written anew."""
        return str(self.extension.key) if self.extension is not None else self.outside


class RingGroupTurns(models.Model):
    """Whose turn it is in a group: moved by calls and never by people; docs/voice.md says how.

    group_key: no foreign key, because a call may come by a plan in which the group still was.
    turns: how many were given. stages, picks: the newest of them, by a hash of the request that got it, and the place
    of the member that it got (least recent). rung: by a member's identity, the number of its turn and the seconds
    since the epoch. answered: by a member's identity, the seconds.
    """

    group_key = models.UUIDField(primary_key=True)
    turns = models.BigIntegerField(default=0)
    stages = ArrayField(models.BigIntegerField(), default=list)
    picks = ArrayField(models.SmallIntegerField(), default=list)
    rung = models.JSONField(default=dict)
    answered = models.JSONField(default=dict)

    def __str__(self) -> str:
        return f"{self.turns} turns of {self.group_key}"
