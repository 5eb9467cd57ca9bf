"""Trunks, with their sign-in at the carrier."""

from __future__ import annotations

import hmac
from typing import Any, cast

import msgspec
from django.db.models import QuerySet

from cloudonix.api import Trunk as RemoteTrunk
from cloudonix.api import TrunkSpec
from cloudonix.models import Topic
from cloudonix.sync.kind import HERE, THERE, Differences, Kind, told
from routing.models import Trunk

AUTHENTICATION = "authentication"


class Trunks(Kind[Trunk, TrunkSpec, RemoteTrunk]):
    """Named by the name that calls choose the trunk by."""

    topic = Topic.TRUNK
    noun = "trunk"
    frozen_name = "name"
    secret_hint = "Enter the trunk's password again."  # noqa: S105 - a sentence

    def rows(self) -> QuerySet[Trunk]:
        return Trunk.objects.all()

    def named(self, name: str) -> QuerySet[Trunk]:
        return Trunk.objects.filter(name=name)

    def name_of(self, row: Trunk) -> str:
        return row.name

    def name_there(self, have: RemoteTrunk) -> str:
        return have.name

    def values_there(self, have: RemoteTrunk) -> dict[str, Any]:
        return {
            "host": have.ip,
            "port": int(have.port) if have.port.isdecimal() else 5060,
            "transport": have.transport.lower(),
            "direction": have.direction,
            "prefix": have.prefix,
            "metric": have.metric or 0,
            "username": str(_sign_in(have.profile).get("username") or ""),
            "is_enabled": have.active,
        }

    def secret_there(self, have: RemoteTrunk) -> str:
        return _shown_password(_sign_in(have.profile))

    def desired(self, row: Trunk) -> TrunkSpec:
        password = row.get_secret("password")
        sign_in = {"username": row.username, "password": password.reveal() if password else ""}
        return TrunkSpec(
            name=row.name,
            ip=row.host,
            port=row.port,
            transport=cast("Any", row.transport),  # the model's choices are the platform's words
            direction=cast("Any", row.direction),
            prefix=row.prefix,
            metric=row.metric,
            active=row.is_enabled,
            profile={AUTHENTICATION: sign_in} if row.username else {},
        )

    def look_up(self, name: str) -> RemoteTrunk | None:
        found = self.client.get_trunk(name)
        return found if found is not None and found.name == name else None

    def list_all(self) -> list[RemoteTrunk]:
        return self.client.list_trunks()

    def differences(self, want: TrunkSpec, have: RemoteTrunk, *, secret_is_known: bool) -> Differences:
        ours, theirs = _sign_in(want.profile), _sign_in(have.profile)
        metric = want.metric if have.metric is None else have.metric
        found = told(
            {
                "Address": (want.ip, have.ip),
                "Port": (str(want.port), have.port),
                "Transport": (want.transport, have.transport.lower()),
                "Direction": (want.direction, have.direction),
                "Prefix": (want.prefix, have.prefix),
                "Priority": (want.metric, metric),
                "Active": (want.active, have.active),
                "Username": (ours.get("username", ""), str(theirs.get("username") or "")),
            }
        )
        if not _same_password(ours, theirs, is_known=secret_is_known):
            found["Password"] = [HERE, THERE]
        return found

    def merged(self, want: TrunkSpec, have: RemoteTrunk) -> TrunkSpec:
        ours, theirs = _sign_in(want.profile), _sign_in(have.profile)
        profile = {**have.profile, **want.profile}
        if ours:
            profile[AUTHENTICATION] = {**theirs, **ours}
        elif theirs:
            profile[AUTHENTICATION] = (
                None  # to be taken away, also where a PUT keeps what it does not mention
            )
        return msgspec.structs.replace(want, profile=profile)

    def create(self, want: TrunkSpec) -> str:
        return self.client.create_trunk(want).id

    def update(self, remote_id: str, want: TrunkSpec) -> bool:
        return self.client.update_trunk(remote_id, want)

    def delete(self, remote_id: str) -> None:
        self.client.delete_trunk(remote_id)


def _sign_in(profile: dict[str, Any]) -> dict[str, Any]:
    found = profile.get(AUTHENTICATION)
    return found if isinstance(found, dict) else {}


def _same_password(ours: dict[str, Any], theirs: dict[str, Any], *, is_known: bool) -> bool:
    """The password counts where there is a sign-in; one that is hidden, or shown as stars, by what was written."""
    if not ours:
        return True
    shown = _shown_password(theirs)
    return hmac.compare_digest(shown.encode(), str(ours["password"]).encode()) if shown else is_known


def _shown_password(sign_in: dict[str, Any]) -> str:
    shown = sign_in.get("password")
    return shown if isinstance(shown, str) and shown.strip("*") else ""
