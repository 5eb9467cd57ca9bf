"""A ring group of three people that a number leads to, and who rings in it."""

from __future__ import annotations

from routing.engine.calls import Outcome
from routing.engine.decisions import Decision, Dial
from routing.engine.destinations import ToVoicemailBox
from routing.engine.objects.ring_groups import Strategy
from routing.engine.plan import Live
from tests.engine.builders import (
    call_from_outside,
    extension,
    first_step,
    key_of,
    next_step,
    number_to_group,
    outbound,
    plan_with,
    ring_group,
    voicemail_box,
)

MAIN = "+493012345678"
CALL = call_from_outside(MAIN, name="Ada")
TO_BOX = ToVoicemailBox(key_of("Sales box"))
OUTSIDE = ("+491715550183", "+491715550184", "+491715550185")
PEOPLE = (extension("101", "Anna"), extension("102", "Bert"), extension("103", "Cleo"))


def plan_of(strategy: Strategy, *, people=PEOPLE, **options):
    numbers = [one if isinstance(one, str) else one.number for one in people]
    group = ring_group("Sales", *numbers, strategy=strategy, **{"fallback": TO_BOX} | options)
    inside = [one for one in people if not isinstance(one, str)]
    parts = (*inside, group, number_to_group(MAIN, "Sales"), voicemail_box("Sales box"))
    return plan_with(*parts, outbound=outbound(), outbound_trunks=("carrier-out",))


def targets(decision: Decision) -> tuple[str, ...]:
    assert isinstance(decision.action, Dial), decision.reason
    return decision.action.targets


def rung_in_turn(plan, call=CALL, live=Live(), outcome=Outcome.NO_ANSWER, turn=0):  # noqa: B008
    """Who rings, one Dial after the other, when nobody answers, and the decision that ends it."""
    decision = with_turn(plan, call, live, turn)
    rang = []
    while isinstance(decision.action, Dial):
        rang.append(",".join(name.removesuffix("_acme") for name in decision.action.targets))
        decision = next_step(plan, call, decision, outcome)
    return rang, decision


def with_turn(plan, call=CALL, live=Live(), turn=0) -> Decision:  # noqa: B008
    """The first step, with this turn where the group asks for one."""
    decision = first_step(plan, call, live)
    answers = dict.fromkeys(decision.wants, turn)
    return first_step(plan, call, live.with_answers(answers)) if answers else decision
