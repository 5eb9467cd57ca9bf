"""The one function that decides what happens to a call; webhook, what-if, verifier and replay all call it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from routing.engine import (
    agent,
    announcement,
    directory,
    extension,
    feature_codes,
    listening,
    menu,
    outbound,
    ring_group,
    room,
    schedule,
    transfer,
    voicemail,
)
from routing.engine.arrival import arrive
from routing.engine.calls import Arrived, Event, IncomingCall
from routing.engine.decisions import Decision, End, StepKind
from routing.engine.destinations import (
    ToAgent,
    ToAnnouncement,
    ToDirectory,
    ToExtension,
    ToMenu,
    ToOutside,
    ToRingGroup,
    ToRoom,
    ToSchedule,
    ToVoicemailBox,
)
from routing.engine.live import Live, Want
from routing.engine.plan import Plan
from routing.engine.progress import (
    MAX_STEPS,
    AgentTalks,
    CodeAsksPin,
    DirectoryAsks,
    DirectoryOffers,
    EntersPin,
    ExtensionRings,
    GroupRings,
    Listens,
    MenuAsks,
    OutsideRings,
    Progress,
    RoomAsks,
    RoomJoined,
    SentOn,
    TakesMessage,
)
from routing.engine.prompts import Sentence
from routing.engine.reasons import Reason
from routing.engine.walk import Enter, Walk

# What follows each kind of destination.
ENTRIES: Mapping[type[Any], Enter] = {
    ToAgent: agent.enter,
    ToRoom: room.enter,
    ToExtension: extension.enter,
    ToRingGroup: ring_group.enter,
    ToVoicemailBox: voicemail.enter,
    ToSchedule: schedule.enter,
    ToMenu: menu.enter,
    ToAnnouncement: announcement.enter,
    ToDirectory: directory.enter,
    ToOutside: outbound.enter,
}
# Who takes over when a step is over, by the state that it left.
RESUMES: Mapping[type[Any], Callable[[Walk, Any, Event], Decision]] = {
    AgentTalks: agent.resume,
    RoomAsks: room.resume_asking,
    RoomJoined: room.resume_joined,
    ExtensionRings: extension.resume,
    MenuAsks: menu.resume,
    DirectoryAsks: directory.resume_asking,
    DirectoryOffers: directory.resume_offering,
    GroupRings: ring_group.resume,
    TakesMessage: voicemail.resume,
    EntersPin: listening.resume_pin,
    Listens: listening.resume,
    OutsideRings: outbound.resume,
    SentOn: transfer.resume,
    CodeAsksPin: feature_codes.resume,
}

# How often answers may lead to further questions: an extension is busy, so its rule sends the call outside, so the
# limits of calls outside are asked. What is still open then keeps its provisional answer.
MAX_ROUNDS = 3
# Answers all of these wants; a want without an answer keeps its provisional one.
Answers = Callable[[Sequence[Want]], Mapping[Want, Any]]


def decide(  # noqa: PLR0917 - the six things a decision depends on, in the order of the design
    plan: Plan, live: Live, call: IncomingCall, progress: Progress, event: Event, now: datetime
) -> Decision:
    """Return the next step of a call: the same arguments give the same answer, and bad data never raises.

    progress: START for a call that arrives, else what the link of the finished step carried.
    now: aware; the only clock the engine knows. A decision with `wants` is provisional: answer them and ask again.
    """
    walk = Walk(plan, live, call, progress, now, ENTRIES)
    if isinstance(event, Arrived):
        return arrive(walk)
    if progress.state is None:
        walk.note(StepKind.DIAL, Reason.OUT_OF_TURN)
        return walk.decision(End(), Reason.OUT_OF_TURN)
    if progress.steps >= MAX_STEPS:
        return walk.refuse(StepKind.CALL, Reason.TOO_MANY_STEPS, Sentence.NOT_CONNECTED)
    return RESUMES[type(progress.state)](walk, progress.state, event)


def decide_with_answers(  # noqa: PLR0917 - what `decide` takes, after who answers
    answers: Answers,
    plan: Plan,
    live: Live,
    call: IncomingCall,
    progress: Progress,
    event: Event,
    now: datetime,
) -> Decision:
    """`decide`, asking for the live values that it wants; whoever has none to ask for pays nothing."""
    decision = decide(plan, live, call, progress, event, now)
    for _ in range(MAX_ROUNDS):
        if not decision.wants:
            break
        live = live.with_answers(answers(decision.wants))
        decision = decide(plan, live, call, progress, event, now)
    return decision
