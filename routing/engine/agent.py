"""A call at an AI agent: the caller talks to it, or goes to its fall-back."""

from __future__ import annotations

from routing.engine.calls import Event, Outcome
from routing.engine.decisions import Consult, Decision, End, StepKind
from routing.engine.destinations import ToAgent
from routing.engine.endings import outcome_of
from routing.engine.extension import caller_as_shown
from routing.engine.progress import AgentTalks
from routing.engine.prompts import Sentence
from routing.engine.reasons import Reason
from routing.engine.walk import Walk

_OVER = {Outcome.ANSWERED: Reason.AGENT_TALKED, Outcome.CANCELLED: Reason.CANCELLED}


def enter(walk: Walk, destination: ToAgent) -> Decision:
    """Connect the caller with the agent."""
    agent = walk.plan.agent_by_key.get(destination.key)
    if agent is None:
        gone = Reason.AGENT_GONE, Sentence.NOT_AVAILABLE
        return walk.refuse(StepKind.AGENT, *gone, key=destination.key)
    if not agent.is_enabled:
        disabled = Reason.AGENT_DISABLED, Sentence.NOT_AVAILABLE
        return walk.refuse(StepKind.AGENT, *disabled, agent.name, agent.key)
    walk.note(StepKind.AGENT, Reason.AGENT_CONSULTED, agent.name, agent.key)
    shown, _ = caller_as_shown(walk)
    consult = Consult(agent.key, agent.provider, agent.agent, shown, agent.signs_in)
    return walk.decision(consult, Reason.AGENT_CONSULTED, AgentTalks(), agent.key)


def resume(walk: Walk, state: AgentTalks, event: Event) -> Decision:  # noqa: ARG001 - as every kind
    """The talk is over, or the agent could not be reached."""
    key = walk.progress.current
    agent = walk.plan.agent_by_key.get(key) if key is not None else None
    name = agent.name if agent is not None else ""
    outcome = outcome_of(event)
    over = _OVER.get(outcome)
    if over is not None:
        walk.note(StepKind.AGENT, over, name, key)
        return walk.decision(End(), over)
    if agent is None:
        return walk.refuse(StepKind.AGENT, Reason.AGENT_GONE, Sentence.NOT_AVAILABLE, key=key)
    walk.note(StepKind.AGENT, Reason.AGENT_NOT_REACHED, name, key)
    return walk.follow(agent.fallback)
