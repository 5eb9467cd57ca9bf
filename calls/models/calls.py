"""Calls, the steps of their journeys, and the raw events they were folded from."""

from __future__ import annotations

import uuid

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import BrinIndex, GinIndex
from django.db import models
from django.db.models.functions import Now

from calls.journey import SEPARATOR
from calls.querysets import CallQuerySet


class Call(models.Model):
    """One caller's call, known by its session token; folded from session updates, CDR and journey steps.

    session_token begins with "id:" or "sip:" while no event has told the token yet. evidence: what the
    events said so far (calls.fold.Evidence); every other column follows from it and from the steps.
    """

    class State(models.TextChoices):
        NEW = "new", "Arriving"
        PROCESSING = "processing", "In routing"
        RINGING = "ringing", "Ringing"
        CONNECTED = "connected", "Connected"
        ENDED = "ended", "Ended"

    class Result(models.TextChoices):
        ANSWERED = "answered", "Answered"
        NO_ANSWER = "no_answer", "No answer"
        BUSY = "busy", "Busy"
        UNAVAILABLE = "unavailable", "Unavailable"
        CANCELLED = "cancelled", "Caller hung up"
        REFUSED = "refused", "Refused"
        FAILED = "failed", "Failed"
        UNKNOWN = "unknown", "Unknown"

    class Direction(models.TextChoices):
        INBOUND = "inbound", "Inbound"
        INTERNAL = "internal", "Internal"
        OUTBOUND = "outbound", "Outbound"
        API = "api", "Placed by OPBX"

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    session_token = models.CharField(max_length=140, unique=True)
    remote_id = models.CharField(max_length=64, blank=True, default="")
    sip_call_ids = ArrayField(models.CharField(max_length=255), default=list)
    direction = models.CharField(max_length=10, choices=Direction, default=Direction.INBOUND)
    caller = models.CharField(max_length=255, blank=True, default="")
    caller_name = models.CharField(max_length=300, blank=True, default="")
    dialled = models.CharField(max_length=255, blank=True, default="")
    state = models.CharField(max_length=12, choices=State, default=State.NEW)
    result = models.CharField(max_length=12, choices=Result, default=Result.UNKNOWN)
    disposition = models.CharField(max_length=40, blank=True, default="")  # as Cloudonix said it
    started_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    duration_seconds = models.PositiveIntegerField(null=True, blank=True)
    talk_seconds = models.PositiveIntegerField(null=True, blank=True)
    last_update_at = models.DateTimeField(null=True, blank=True)  # by our clock
    has_cdr = models.BooleanField(default=False)
    journey = models.CharField(max_length=500, blank=True, default="")  # in one line, names as of then
    journey_at = models.DateTimeField(null=True, blank=True)  # of the last step that journey tells
    reason = models.CharField(max_length=40, blank=True, default="")  # the last step's reason code
    extension_keys = ArrayField(models.UUIDField(), default=list)  # who rang or called: "own calls"
    rated_cost = models.DecimalField(max_digits=14, decimal_places=6, null=True, blank=True)
    approx_cost = models.DecimalField(max_digits=14, decimal_places=6, null=True, blank=True)
    sell_cost = models.DecimalField(max_digits=14, decimal_places=6, null=True, blank=True)
    quality = models.JSONField(default=dict)
    evidence = models.JSONField(default=dict)

    objects = CallQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["-started_at", "-id"], name="calls_call_newest"),
            models.Index(fields=["caller", "-started_at"], name="calls_call_caller"),
            models.Index(fields=["dialled", "-started_at"], name="calls_call_dialled"),
            # The newest call of a direction: whether calls of that kind reach us at all.
            models.Index(fields=["direction", "-started_at"], name="calls_call_direction"),
            # Live calls: few rows, read by the sweep that closes what Cloudonix forgot.
            models.Index(
                fields=["last_update_at"], condition=~models.Q(state="ended"), name="calls_call_live"
            ),
            # A CDR that names no session is matched by these two.
            models.Index(fields=["remote_id"], name="calls_call_remote_id"),
            GinIndex(fields=["sip_call_ids"], name="calls_call_sip_call_ids"),
            GinIndex(fields=["extension_keys"], name="calls_call_extension_keys"),
        ]

    def __str__(self) -> str:
        return f"{self.caller} to {self.dialled}"

    @property
    def is_live(self) -> bool:
        return self.state != self.State.ENDED

    @property
    def ring_seconds(self) -> int | None:
        """From the start to the answer; of a call nobody answered, all of it. None while that is open.

        Also None for a call that was refused, because then no phone rang.
        """
        until = self.answered_at or self.ended_at
        if until is None or self.result == self.Result.REFUSED:
            return None
        return max(0, int((until - self.started_at).total_seconds()))

    @property
    def journey_parts(self) -> list[str]:
        return self.journey.split(SEPARATOR) if self.journey else []


class JourneyStep(models.Model):
    """One question of Cloudonix and our answer, written by the voice route (cloudonix/webhooks/note.py).

    The unique stage makes a repeated request return the answer that was given first.
    """

    session_token = models.CharField(max_length=128)
    stage_id = models.CharField(max_length=128)
    at = models.DateTimeField(db_default=Now())
    event = models.CharField(max_length=20)  # arrived, dial_ended …
    direction = models.CharField(max_length=12, default="")
    caller = models.CharField(max_length=255, default="")
    caller_name = models.CharField(max_length=300, default="")
    dialled = models.CharField(max_length=255, default="")
    plan_version = models.PositiveIntegerField()
    reason = models.CharField(max_length=40)
    trace = models.JSONField(default=list)
    extension_keys = ArrayField(models.UUIDField(), default=list)
    # Who is in the call from here on (routing/engine/presence.py); those that ring together for so many seconds.
    in_call_keys = ArrayField(models.UUIDField(), default=list)
    ringing_keys = ArrayField(models.UUIDField(), default=list)
    ring_seconds = models.PositiveSmallIntegerField(default=0)
    sent_by_key = models.UUIDField(null=True)  # the extension in whose name the call leaves the building here
    cxml = models.TextField()
    decide_microseconds = models.PositiveIntegerField(default=0)
    repeats = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["session_token", "stage_id"], name="calls_journeystep_stage_once")
        ]
        indexes = [
            # Read by calls.steps for the newest steps; next to nothing to keep up, because time only grows.
            BrinIndex(fields=["at"], name="calls_journeystep_newest"),
            # Calls that left the building, for the limits: few rows, counted by time.
            models.Index(
                fields=["at"],
                condition=models.Q(reason__in=["outside-ringing", "mobile-ringing"]),
                name="calls_journeystep_outside",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.session_token} {self.event} {self.reason}"


class RawEvent(models.Model):
    """A webhook's body as it came, moved here from the shared inbox when it was folded.

    dedupe_key: the inbox's own; the inbox forgets what was folded, this table does not.
    """

    kind = models.CharField(max_length=20)
    session_token = models.CharField(max_length=140, blank=True, default="")
    dedupe_key = models.BinaryField(max_length=32, unique=True)
    body = models.TextField()
    received_at = models.DateTimeField()
    folded_at = models.DateTimeField(db_default=Now())

    class Meta:
        indexes = [models.Index(fields=["session_token", "received_at"], name="calls_rawevent_of_call")]

    def __str__(self) -> str:
        return f"{self.kind} {self.session_token}"
