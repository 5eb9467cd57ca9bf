"""Users of one organization (or of the platform), and the one-time links that let them in."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower, Now
from django.utils import timezone
from rules.permissions import has_perm, perm_exists

from accounts.permissions import ROLE_CHOICES


class UserQuerySet(models.QuerySet["User"]):
    def active(self) -> UserQuerySet:
        return self.filter(status=User.Status.ACTIVE)

    def with_email(self, email: str) -> UserQuerySet:
        return self.filter(email=email.strip().lower())


class _Users(BaseUserManager["User"]):
    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(email=(username or "").strip().lower())


class User(AbstractBaseUser):
    """A person who signs in to one organization. The same e-mail elsewhere is another user."""

    class Status(models.TextChoices):
        ACTIVE = "active", "Active"
        INACTIVE = "inactive", "Inactive"
        SUSPENDED = "suspended", "Suspended"

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    email = models.EmailField(
        max_length=254, unique=True, error_messages={"unique": "Another user has this e-mail address."}
    )
    name = models.CharField(max_length=120)
    role = models.CharField(max_length=40, choices=ROLE_CHOICES)
    status = models.CharField(max_length=10, choices=Status, default=Status.ACTIVE)
    theme = models.CharField(max_length=5, default="auto")  # auto, light or dark
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    objects: ClassVar[Any] = _Users.from_queryset(UserQuerySet)()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta:
        constraints = [
            # Stored in lower case, so that the unique column compares as people do.
            models.CheckConstraint(
                condition=models.Q(email=Lower("email")), name="accounts_email_is_lower_case"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_active(self) -> bool:  # type: ignore[override]  # Django's column is a method of ours: status decides
        return self.status == self.Status.ACTIVE

    def get_full_name(self) -> str:
        return self.name

    def has_perm(self, perm: str, obj: object = None) -> bool:
        """Whether the role grants "area.level" or "right.name"; which objects is for the doors to say."""
        if not perm_exists(perm):
            raise KeyError(perm)  # a misspelt permission is a bug, not a refusal
        return self.is_active and bool(has_perm(perm, self, obj))


class OneTimeLink(models.Model):
    """A link that lets one person in once: an invitation to set a password, or an operator's sign-in link.

    Only the SHA-256 of the token is kept.
    """

    class Purpose(models.TextChoices):
        INVITATION = "invitation", "Invitation"
        SIGN_IN = "sign_in", "Sign-in link"

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="links")
    purpose = models.CharField(max_length=12, choices=Purpose)
    token_hash = models.BinaryField(max_length=32, unique=True)
    created_at = models.DateTimeField(db_default=Now(), editable=False)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.purpose} of {self.user_id}"

    def is_open(self, now: datetime | None = None) -> bool:
        return self.used_at is None and self.expires_at > (now or timezone.now())
