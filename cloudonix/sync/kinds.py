"""The kinds of object that are kept equal, for one connection."""

from __future__ import annotations

from cloudonix.api import CloudonixClient
from cloudonix.models import Connection, Topic
from cloudonix.sync.kind import AnyKind
from cloudonix.sync.numbers import Numbers
from cloudonix.sync.subscribers import Subscribers
from cloudonix.sync.trunks import Trunks

KINDS: dict[Topic, type[AnyKind]] = {kind.topic: kind for kind in (Subscribers, Numbers, Trunks)}


def kinds_for(client: CloudonixClient, connection: Connection) -> dict[Topic, AnyKind]:
    return {topic: kind(client, connection) for topic, kind in KINDS.items()}
