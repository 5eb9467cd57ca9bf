"""Sets of voicemail messages."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Count, Q

if TYPE_CHECKING:
    from calls.models import VoicemailMessage  # noqa: F401 - the type parameter below


class MessageQuerySet(models.QuerySet["VoicemailMessage"]):
    def kept(self) -> Self:
        """Those that nobody has deleted."""
        return self.filter(deleted_at__isnull=True)

    def deleted(self) -> Self:
        """Those that can be restored."""
        return self.filter(deleted_at__isnull=False)

    def new(self) -> Self:
        return self.kept().filter(heard_at__isnull=True)

    def newest_first(self) -> Self:
        return self.order_by("-received_at", "-id")

    def about_number(self, digits: str) -> Self:
        """The digits stand in the caller's number."""
        return self.filter(caller__contains=digits)

    def received_after(self, at: datetime) -> Self:
        return self.filter(received_at__gt=at)

    def counts_by_box(self) -> dict[int, tuple[int, int]]:
        """New and all messages by the box's primary key; a box without any is left out."""
        rows = (
            self.kept()
            .order_by()
            .values("box")
            .annotate(new=Count("pk", filter=Q(heard_at__isnull=True)), all=Count("pk"))
        )
        return {row["box"]: (row["new"], row["all"]) for row in rows}
