"""The pages of AI agents."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from routing import services
from routing.asleep import asleep_problems
from routing.forms.agents import AgentFilter, AgentForm
from routing.models import Agent
from routing.pages import Column, Pages
from routing.providers import provider_label
from routing.services.agents import AGENTS
from routing.services.destinations import destination_words


def _problems(rows: Sequence[Agent]) -> Mapping[Any, list[str]]:
    return asleep_problems((row.pk, "When it cannot be reached", row) for row in rows)


PAGES = Pages(
    kind=AGENTS,
    form=AgentForm,
    add=services.add_agent,
    update=services.update_agent,
    about="An AI agent is a voice service of another provider that talks to your callers.",
    cards="agents/cards.html",
    fields="agents/fields.html",
    filters=AgentFilter,
    columns=(
        Column("provider", "Provider", lambda row: provider_label(row.provider), ("provider",)),
        Column("agent", "Agent", lambda row: str(row.agent), ("agent",)),
        Column("fallback", "When it cannot be reached", destination_words, template="agents/fallback.html"),
    ),
    more=lambda row: {"provider": provider_label(row.provider)},
    problems=_problems,
)
