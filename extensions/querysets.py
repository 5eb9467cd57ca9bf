"""Named filters over extensions."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Case, Exists, OuterRef, Q, Value, When
from django.db.models.functions import Length


class ExtensionQuerySet(models.QuerySet["Extension"]):  # type: ignore[name-defined]
    def matching(self, text: str) -> ExtensionQuerySet:
        """Those whose number, name, person or SIP username contains the text."""
        accounts = self._accounts().filter(username__icontains=text)
        return self.filter(
            Q(number__contains=text)
            | Q(name__icontains=text)
            | Q(user__name__icontains=text)
            | Exists(accounts)
        )

    def with_sync(self) -> ExtensionQuerySet:
        """Each with `sync`: the state of its least settled SIP account, one of SipAccount.SyncState or ""."""
        accounts = self._accounts()
        order = ("failed", "pending", "not_connected", "in_sync")
        found: ExtensionQuerySet = self.annotate(
            sync=Case(
                *(When(Exists(accounts.filter(sync_state=state)), then=Value(state)) for state in order),
                default=Value(""),
            )
        )
        return found

    def in_sync_state(self, state: str) -> ExtensionQuerySet:
        """Those of `with_sync` in this state."""
        return self.filter(Q(("sync", state)))

    def by_number(self) -> ExtensionQuerySet:
        """In the order people count in: 99 before 101."""
        return self.order_by(Length("number"), "number")

    @staticmethod
    def _accounts() -> models.QuerySet[Any]:
        from extensions.models import SipAccount  # noqa: PLC0415 - models imports this module

        return SipAccount.objects.filter(extension=OuterRef("pk")).order_by()


class LivingExtensions(models.Manager.from_queryset(ExtensionQuerySet)):  # type: ignore[misc]  # made at run time
    def get_queryset(self) -> ExtensionQuerySet:
        found: ExtensionQuerySet = super().get_queryset().filter(deleted_at__isnull=True)
        return found


class LivingAccounts(models.Manager[Any]):
    def get_queryset(self) -> models.QuerySet[Any]:
        return super().get_queryset().filter(extension__deleted_at__isnull=True)


class VoicemailBoxQuerySet(models.QuerySet["VoicemailBox"]):  # type: ignore[name-defined]
    def matching(self, text: str) -> VoicemailBoxQuerySet:
        """Those whose name or number, or whose extension's number or name, contains the text."""
        return self.filter(
            Q(name__icontains=text)
            | Q(number__contains=text)
            | Q(extension__number__contains=text)
            | Q(extension__name__icontains=text)
        )


class LivingBoxes(models.Manager.from_queryset(VoicemailBoxQuerySet)):  # type: ignore[misc]  # made at run time
    def get_queryset(self) -> VoicemailBoxQuerySet:
        # True for a shared box too: without an extension there is no deletion time either.
        found: VoicemailBoxQuerySet = super().get_queryset().filter(extension__deleted_at__isnull=True)
        return found
