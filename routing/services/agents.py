"""AI agents: who talks to a caller at which provider, and where calls go when the agent cannot be reached."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Unpack

from django.db.models import Model

from audit.actors import Actor
from opbx.errors import NotAcceptable
from routing.kinds import Changes, Kind, set_columns
from routing.models import (
    DESTINATION_FIELDS,
    OBJECT_COLUMNS,
    Agent,
    DestinationKeywords,
    DestinationKind,
)
from routing.providers import PROVIDERS
from routing.services.destinations import column_of, destination_words, point_to, repoint
from routing.services.objects import add_object, save_change, update_object

MOST_LETTERS = 200
_SIGN_IN = ("username", "password")


class AgentValues(DestinationKeywords, total=False):
    """What a person says about an agent; what is left out stays as it is. The destination is the fall-back.

    username, password: "" keeps what there is. removes_sign_in: takes both away.
    """

    name: str
    number: str
    provider: str  # of routing.providers
    agent: str
    username: str
    password: str
    removes_sign_in: bool


def add_agent(actor: Actor, **values: Unpack[AgentValues]) -> Agent:
    """Add an agent. Raises NotAcceptable, NameTaken and InternalNumberTaken."""
    said: dict[str, Any] = {"name": "", **values}
    added: Agent = add_object(actor, AGENTS, **said)
    return added


def update_agent(actor: Actor, row: Agent, *, version: int, **values: Unpack[AgentValues]) -> Agent:
    """Change an agent. version: the one that the editor saw. Raises ChangedMeanwhile, and what add_agent raises."""
    said: dict[str, Any] = {**values}
    return update_object(actor, AGENTS, row, version=version, **said)


def redirect_agents(actor: Actor, leaving: Model, replacement: Model | None) -> None:
    """Let the agents that fall back to an object fall back to another one; within the caller's transaction.

    An agent never falls back to itself: it hangs up then.
    """
    rows = Agent.objects.select_for_update().filter(**{column_of(type(leaving)): leaving})
    for row in rows.order_by("pk"):
        before = destination_words(row)
        point_to(row, None if row == replacement else replacement)
        save_change(actor, AGENTS, row, {"fallback": [before, destination_words(row)]})


def _set_values(row: Agent, values: Mapping[str, Any]) -> Changes:
    said = {name: values[name].strip() for name in ("provider", "agent") if name in values}
    changes = set_columns(row, said)
    provider = PROVIDERS.get(row.provider)
    if provider is None:
        raise NotAcceptable("Choose a provider.", field="provider")
    if not row.agent:
        raise NotAcceptable("Enter the agent’s ID or number.", field="agent")
    changes |= _set_sign_in(row, values)
    if provider.asks_sign_in and not row.has_sign_in:
        raise NotAcceptable(f"{provider.label} asks for a sign-in. Enter its username.", field="username")
    if "destination_kind" in values:
        is_new = row._state.adding  # noqa: SLF001 - Django's documented name
        destination: Any = {name: values[name] for name in DESTINATION_FIELDS if name in values}
        repointed = repoint(row, **destination)
        if not is_new and row.destination_agent == row:
            raise NotAcceptable(
                "An agent cannot fall back to itself. Choose another.", field="destination_agent"
            )
        if is_new or repointed:
            before = None if is_new else repointed["destination"][0]
            changes["fallback"] = [before, destination_words(row)]
    return changes


def _set_sign_in(row: Agent, values: Mapping[str, Any]) -> Changes:
    """Username and password, which the audit log calls set, replaced or gone, never by what they are."""
    typed = {name: str(values.get(name, "")).strip() for name in _SIGN_IN}
    had_one = row.has_sign_in
    if values.get("removes_sign_in") and not any(typed.values()):
        row.username = row.password = ""
        return {"sign_in": ["set", None]} if had_one else {}
    for name, clear in typed.items():
        if not clear:
            continue
        if len(clear) > MOST_LETTERS or not clear.isprintable():
            raise NotAcceptable(f"Enter up to {MOST_LETTERS} letters, digits and signs.", field=name)
        row.set_secret(name, clear)
    if row.username and not row.password:
        raise NotAcceptable("Enter the password that belongs to this username.", field="password")
    if row.password and not row.username:
        raise NotAcceptable("Enter the username that belongs to this password.", field="username")
    if not any(typed.values()):
        return {}
    return {"sign_in": ["set" if had_one else None, "replaced" if had_one else "set"]}


def _save_copy(source: Agent, copy: Agent) -> None:
    """A secret opens only in its own row, so the copy's are encrypted anew."""
    for name in _SIGN_IN:
        secret = source.get_secret(name)
        copy.set_secret(name, secret.reveal() if secret is not None else "")
    copy.save()


AGENTS = Kind(
    destination=DestinationKind.AGENT,
    model=Agent,
    plural="AI agents",
    icon="robot",
    words={
        "provider": "Provider",
        "agent": "Agent",
        "sign_in": "Sign-in",
        "fallback": "When it cannot be reached",
    },
    related=tuple(OBJECT_COLUMNS.values()),
    set_values=_set_values,
    save_copy=_save_copy,
)
