"""The rows that know all organizations. No users, sessions or calls are kept here."""

from __future__ import annotations

import uuid
import zoneinfo
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models.functions import Now
from django_tenants.models import DomainMixin, TenantMixin

schema_name_is_safe = RegexValidator(
    r"^[a-z][a-z0-9_]{0,62}\Z",
    "A schema name is lower-case letters, digits and underscores, starting with a letter.",
)
slug_is_valid = RegexValidator(
    r"^[a-z](?:[a-z0-9-]{0,38}[a-z0-9])?\Z",
    "Use 1 to 40 lower-case letters, digits and hyphens, starting with a letter and not ending with a hyphen.",
)


def time_zone_exists(name: str) -> None:
    """Refuse a zone that this machine's time zone data does not know."""
    if name not in zoneinfo.available_timezones():
        raise ValidationError(f"{name} is not a time zone. Choose one such as Europe/Berlin.")


class Organization(TenantMixin):  # type: ignore[misc]  # django-tenants is untyped
    """A customer's isolated PBX (tenant), or the platform itself, which is an organization of its own kind."""

    class Status(models.TextChoices):
        ACTIVE = "active", "Active"
        SUSPENDED = "suspended", "Suspended"
        DELETED = "deleted", "Deleted"

    class Kind(models.TextChoices):
        CUSTOMER = "customer", "Customer"
        PLATFORM = "platform", "Platform"

    objects: ClassVar[models.Manager[Organization]] = models.Manager()

    auto_create_schema = False  # provisioning is a job of its own: tenants.provisioning

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(max_length=120)
    slug = models.CharField(max_length=40, unique=True, validators=[slug_is_valid])
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.CUSTOMER)
    status = models.CharField(max_length=10, choices=Status, default=Status.ACTIVE)
    time_zone = models.CharField(max_length=64, default="UTC", validators=[time_zone_exists])
    region = models.CharField(max_length=2, default="US")  # ISO 3166: how nationally written numbers are read
    voice_language = models.CharField(
        max_length=10, default="en-US"
    )  # BCP 47, one of routing.sentences.LANGUAGES
    # The voice of sentences and texts that name none: the platform's "woman" or "man", or one of the domain's voices.
    voice = models.CharField(max_length=160, default="woman")
    # Counts changes of time zone, region, language and voice: the optimistic lock of their form.
    language_version = models.PositiveIntegerField(default=1)
    # The number of the published plan; 0 before the first publish. Read by the voice route with the credential.
    plan_version = models.PositiveIntegerField(default=0)
    # The keys of the extensions in do not disturb, for the same reader (docs/adr/0010). Some may be gone.
    do_not_disturb = ArrayField(models.UUIDField(), default=list, blank=True, editable=False)
    # Those of the locked extensions, in the same way.
    locked_extensions = ArrayField(models.UUIDField(), default=list, blank=True, editable=False)
    # How a Dial names several phones: as one text with ampersands, instead of one Number for each.
    joins_targets = models.BooleanField(default=False)
    provisioned_at = models.DateTimeField(null=True, blank=True)  # None while its schema is being made
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind"], condition=models.Q(kind="platform"), name="tenants_one_platform_organization"
            ),
            models.CheckConstraint(
                condition=models.Q(schema_name__regex=r"^[a-z][a-z0-9_]{0,62}$"),
                name="tenants_schema_name_is_safe",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_active(self) -> bool:
        return self.status == self.Status.ACTIVE

    @property
    def is_platform(self) -> bool:
        return self.kind == self.Kind.PLATFORM


class HostName(DomainMixin):  # type: ignore[misc]  # django-tenants is untyped
    """A host name under which an organization's site is reached; one of them is the primary one."""

    def __str__(self) -> str:
        return str(self.domain)


class RequestKey(models.Model):
    """A bearer secret with which Cloudonix signs its requests, known here by a keyed hash only.

    Two keys are valid while one is rotated: the current one, and the one before it until valid_until.
    """

    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="request_keys")
    key_hash = models.BinaryField(max_length=32, unique=True)
    created_at = models.DateTimeField(db_default=Now(), editable=False)
    valid_until = models.DateTimeField(null=True, blank=True)  # None = until replaced
    last_used_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"request key of {self.organization_id}"


class CloudonixDomain(models.Model):
    """The names under which Cloudonix may speak of an organization's domain: name, uuid, id, aliases (lower case)."""

    organization = models.OneToOneField(
        Organization, on_delete=models.CASCADE, related_name="cloudonix_domain"
    )
    names = ArrayField(models.CharField(max_length=255), default=list)

    def __str__(self) -> str:
        return ", ".join(self.names)


class NumberClaim(models.Model):
    """An E.164 number belongs to one organization in the whole installation; this row is that promise."""

    e164 = models.CharField(max_length=16, unique=True)
    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="number_claims")

    def __str__(self) -> str:
        return self.e164


class InboxEvent(models.Model):
    """A webhook that was acknowledged but not yet folded into its organization's calls (docs/adr/0005).

    dedupe_key: SHA-256 over kind, session and event identity; the unique constraint turns a repeat into nothing.
    dead_at: set when folding failed for good; the row stays for a person to look at and replay.
    """

    class Kind(models.TextChoices):
        SESSION_UPDATE = "session_update", "Session update"
        CDR = "cdr", "CDR"

    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="inbox_events")
    kind = models.CharField(max_length=20, choices=Kind)
    dedupe_key = models.BinaryField(max_length=32)
    body = models.TextField()
    received_at = models.DateTimeField(db_default=Now())
    attempts = models.PositiveSmallIntegerField(default=0)
    due_at = models.DateTimeField(db_default=Now())
    dead_at = models.DateTimeField(null=True, blank=True)
    last_error = models.TextField(blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organization", "dedupe_key"], name="tenants_inbox_event_once"),
        ]
        indexes = [
            # Read by calls.inbox for one organization at a time, oldest first.
            models.Index(fields=["organization", "due_at", "id"], name="tenants_inbox_waiting"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"


class DueWork(models.Model):
    """Work of one kind that an organization needs at a time; drives every sweep (docs/adr/0007).

    Written in the same transaction as what makes it due, so nothing is forgotten when the broker is.
    """

    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="due_work")
    kind = models.CharField(max_length=40)
    due_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organization", "kind"], name="tenants_due_work_once")]
        indexes = [models.Index(fields=["due_at"], name="tenants_due_work_at")]

    def __str__(self) -> str:
        return f"{self.kind} of {self.organization_id} at {self.due_at}"


class ProvisioningJob(models.Model):
    """How far the making of an organization has come; the console polls it."""

    class State(models.TextChoices):
        WAITING = "waiting", "Waiting"
        RUNNING = "running", "Running"
        DONE = "done", "Done"
        FAILED = "failed", "Failed"

    organization = models.OneToOneField(Organization, on_delete=models.CASCADE, related_name="provisioning")
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    step = models.CharField(max_length=40, blank=True, default="")  # a key of tenants.provisioning.STEPS
    error = models.TextField(blank=True, default="")
    owner_name = models.CharField(max_length=120, blank=True, default="")
    owner_email = models.EmailField(blank=True, default="")
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.state} {self.step}"
