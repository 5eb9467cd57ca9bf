"""AI agents, without their sign-in: the voice route reads that when it is needed."""

from __future__ import annotations

from routing.compile.destinations import DESTINATION_COLUMNS, destination_of
from routing.engine.objects.agents import Agent
from routing.models import Agent as AgentRow


def compile_agents() -> tuple[Agent, ...]:
    rows = AgentRow.objects.order_by("key").values_list(
        "key", "name", "provider", "agent", "username", "number", "is_enabled", *DESTINATION_COLUMNS
    )
    return tuple(
        Agent(
            key=key,
            name=name,
            provider=provider,
            agent=agent,
            signs_in=bool(username),
            fallback=destination_of(*fallback),
            number=number,
            is_enabled=is_enabled,
        )
        for key, name, provider, agent, username, number, is_enabled, *fallback in rows
    )
