"""SIP accounts as subscribers."""

from __future__ import annotations

import hmac
from collections.abc import Sequence
from typing import Any

import msgspec
from django.db.models import QuerySet

from cloudonix.api import Subscriber, SubscriberSpec
from cloudonix.models import Topic
from cloudonix.sync.kind import HERE, THERE, Differences, Kind, told
from extensions.models import SipAccount

DISPLAY_NAME = "display-name"
CHUNK = 50  # subscribers in one POST


class Subscribers(Kind[SipAccount, SubscriberSpec, Subscriber]):
    """Named by the SIP username, which is the subscriber's msisdn."""

    topic = Topic.SUBSCRIBER
    noun = "subscriber"
    frozen_name = "username"
    at_once = CHUNK
    secret_hint = "Reset the SIP password, then retry."  # noqa: S105 - a sentence

    def rows(self) -> QuerySet[SipAccount]:
        found: QuerySet[SipAccount] = SipAccount.objects.select_related("extension")
        return found

    def named(self, name: str) -> QuerySet[SipAccount]:
        found: QuerySet[SipAccount] = SipAccount.objects.filter(username=name)
        return found

    def name_of(self, row: SipAccount) -> str:
        return row.username

    def name_there(self, have: Subscriber) -> str:
        return have.msisdn

    def values_there(self, have: Subscriber) -> dict[str, Any]:
        return {"name": str(have.profile.get(DISPLAY_NAME) or ""), "is_enabled": have.active}

    def secret_there(self, have: Subscriber) -> str:
        return have.sip_password or ""

    def desired(self, row: SipAccount) -> SubscriberSpec:
        secret = row.get_secret("secret")
        return SubscriberSpec(
            msisdn=row.username,
            sip_password=secret.reveal() if secret else "",
            active=row.extension.is_enabled and row.is_enabled,
            profile={DISPLAY_NAME: row.extension.name},
        )

    def look_up(self, name: str) -> Subscriber | None:
        return self.client.get_subscriber(name)

    def list_all(self) -> list[Subscriber]:
        return self.client.list_subscribers()

    def differences(self, want: SubscriberSpec, have: Subscriber, *, secret_is_known: bool) -> Differences:
        found = told(
            {
                "Name": (want.profile[DISPLAY_NAME], have.profile.get(DISPLAY_NAME, "")),
                "Active": (want.active, have.active),
            }
        )
        if not _same_password(want, have, is_known=secret_is_known):
            found["SIP password"] = [HERE, THERE]
        return found

    def merged(self, want: SubscriberSpec, have: Subscriber) -> SubscriberSpec:
        return msgspec.structs.replace(want, profile={**have.profile, **want.profile})

    def create(self, want: SubscriberSpec) -> str:
        return self.client.create_subscriber(want).id

    def create_many(self, wants: Sequence[SubscriberSpec]) -> dict[str, str]:
        return self.client.create_subscribers(wants)

    def update(self, remote_id: str, want: SubscriberSpec) -> bool:
        return self.client.update_subscriber(remote_id, want)

    def delete(self, remote_id: str) -> None:
        self.client.delete_subscriber(remote_id)


def _same_password(want: SubscriberSpec, have: Subscriber, *, is_known: bool) -> bool:
    if have.sip_password is None:
        return is_known
    return hmac.compare_digest(have.sip_password.encode(), want.sip_password.encode())
