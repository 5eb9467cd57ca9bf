"""AI agents in a plan."""

from __future__ import annotations

from uuid import UUID

import msgspec

from routing.engine.destinations import Destination, HangUp


class Agent(msgspec.Struct, frozen=True):
    """An agent of another provider. agent: its ID or number there. fallback: where calls go that do not reach it.

    signs_in: whether the provider wants a username and a password, which are not in the plan.
    """

    key: UUID
    name: str
    provider: str
    agent: str
    signs_in: bool = False
    fallback: Destination = HangUp()
    number: str = ""
    is_enabled: bool = True
