"""Limits of calls: what a call asks for, and what a limit stops."""

from __future__ import annotations

import msgspec
import pytest

from routing.engine.calls import Arrived, DialEnded, Outcome
from routing.engine.decide import decide_with_answers
from routing.engine.decisions import Decision, Dial, Speak
from routing.engine.destinations import ToOutside
from routing.engine.forwarding import Cause, Forward
from routing.engine.limits import CallsInUse, Use
from routing.engine.live import Want
from routing.engine.objects.outbound import Limits, Line
from routing.engine.objects.ring_groups import Strategy
from routing.engine.plan import Live, Mobile
from routing.engine.progress import START
from routing.engine.prompts import Sentence
from routing.engine.reasons import Reason
from tests.engine.builders import (
    NOON,
    OWN_LINE,
    call_from_outside,
    call_from_phone,
    extension,
    key_of,
    number,
    number_to_group,
    outbound,
    outside,
    plan_with,
    ring_group,
)

LINE_IN = "+15550100001"
CALL = call_from_outside(LINE_IN)
MOBILE = outside("+491715550183")
ONE_CALL = Limits(calls=1)


def plan_of(*extensions, limits=ONE_CALL):
    return plan_with(
        *extensions,
        number(LINE_IN, "101"),
        outbound_trunks=("carrier-out",),
        outbound=outbound(limits=limits),
    )


class Counted:
    """Answers as the statement does, and keeps what was asked."""

    def __init__(self, uses: dict[str | None, Use], turn: int = 0) -> None:
        self.uses = uses
        self.turn = turn
        self.asked: list[Want] = []
        self.rounds = 0

    def __call__(self, wants):
        self.asked += wants
        self.rounds += 1
        return {want: self._answer(want) for want in wants}

    def _answer(self, want):
        if isinstance(want, CallsInUse):
            return self.uses.get(self._number(want), Use())
        return self.turn

    def _number(self, want) -> str | None:
        known = {key_of(number): number for number in self.uses if number is not None}
        return known.get(want.extension)


def decided(plan, counted: Counted, before: Decision | None = None, outcome=Outcome.NO_ANSWER) -> Decision:
    progress, event = (before.progress, DialEnded(outcome)) if before is not None else (START, Arrived())
    return decide_with_answers(counted, plan, Live(), CALL, progress, event, NOON)


def reasons(decision: Decision) -> list[Reason]:
    return [entry.outcome for entry in decision.trace]


# --- the mobile ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("phones", [None, ()], ids=["after its phones", "without phones"])
@pytest.mark.parametrize(
    ("limits", "use", "reason"),
    [
        (Limits(calls=1), Use(calls=1), Reason.LIMIT_OF_CALLS),
        (Limits(calls_an_hour=5), Use(calls_an_hour=5), Reason.LIMIT_OF_HOUR),
        (Limits(minutes_a_day=60), Use(minutes_a_day=60), Reason.LIMIT_OF_DAY),
    ],
)
def test_a_mobile_over_a_limit_of_the_organization_does_not_ring(phones, limits, use, reason):
    plan = plan_of(extension("101", phones=phones, mobile=Mobile(MOBILE)), limits=limits)
    counted = Counted({None: use})
    before = decided(plan, counted) if phones is None else None

    after = decided(plan, counted, before)

    assert isinstance(after.action, Speak)
    assert reasons(after)[-1] is reason
    assert after.trace[-1].note == "the mobile does not ring"
    assert counted.asked == [CallsInUse()]


def test_a_mobile_below_the_limits_rings():
    plan = plan_of(extension("101", mobile=Mobile(MOBILE)), limits=Limits(2, 2, 2))
    counted = Counted({None: Use(1, 1, 1)})

    after = decided(plan, counted, decided(plan, counted))

    assert (after.action.targets, after.reason) == ((MOBILE.dial,), Reason.MOBILE_RINGING)


def test_a_limit_that_is_only_noted_lets_the_mobile_ring():
    plan = plan_of(extension("101", mobile=Mobile(MOBILE)), limits=Limits(1, only_noted=True))
    counted = Counted({None: Use(calls=3)})

    after = decided(plan, counted, decided(plan, counted))

    assert reasons(after) == [Reason.NO_ANSWER, Reason.LIMIT_OF_CALLS, Reason.MOBILE_RINGING]
    assert after.trace[1].note == "only noted"


def test_without_limits_a_mobile_asks_nothing():
    plan = plan_of(extension("101", mobile=Mobile(MOBILE)), limits=Limits())
    counted = Counted({})

    decided(plan, counted, decided(plan, counted))

    assert counted.asked == []


# --- answers that lead to questions -------------------------------------------------------------------------------


def test_a_limit_holds_where_a_busy_extension_forwards_outside():
    """That the extension is busy is known only when it was asked; then the call outside asks again."""
    rules = (Forward(Cause.BUSY, ToOutside(MOBILE), ToOutside(MOBILE)),)
    busy = Line(key_of("National"), OWN_LINE, busy_level=1)
    plan = plan_of(extension("101", forwards=rules, line=busy))

    refused = decided(plan, Counted({"101": Use(calls=1), None: Use(calls=1)}))
    allowed = decided(plan, Counted({"101": Use(calls=1)}))

    assert (refused.action, refused.reason) == (Speak(Sentence.LIMIT_REACHED), Reason.LIMIT_OF_CALLS)
    assert isinstance(allowed.action, Dial)
    assert allowed.action.targets == (MOBILE.dial,)


# --- members of a group -------------------------------------------------------------------------------------------

MEMBERS = ("101", "102", "103")


def group_plan(strategy: Strategy, *, levels: dict[str, int], **options):
    people = [
        extension(one, line=Line(key_of("National"), OWN_LINE, busy_level=levels.get(one, 0)))
        for one in MEMBERS
    ]
    group = ring_group("Sales", *MEMBERS, strategy=strategy, **options)
    return plan_with(*people, group, number_to_group(LINE_IN, "Sales"), outbound=outbound())


def rung(decision: Decision) -> list[str]:
    return [target.partition("_")[0] for target in decision.action.targets]


@pytest.mark.parametrize(
    ("strategy", "expected"),
    [
        (Strategy.SIMULTANEOUS, ["102", "103"]),
        (Strategy.SEQUENTIAL, ["102"]),
        (Strategy.ROUND_ROBIN, ["102"]),
        (Strategy.LEAST_RECENT, ["102"]),
    ],
)
def test_a_member_with_as_many_calls_as_its_level_is_not_rung(strategy, expected):
    plan = group_plan(strategy, levels={"101": 2, "103": 2})

    decision = decided(plan, Counted({"101": Use(calls=2), "103": Use(calls=1)}))

    assert rung(decision) == expected
    skipped = next(entry for entry in decision.trace if entry.outcome is Reason.MEMBER_SKIPPED)
    assert (skipped.label, skipped.note) == ("101", Reason.BUSY_LEVEL.text)


@pytest.mark.parametrize("strategy", Strategy)
def test_all_that_a_group_asks_is_asked_at_once(strategy):
    plan = group_plan(strategy, levels=dict.fromkeys(MEMBERS, 1))
    counted = Counted({"101": Use(calls=1)})

    decided(plan, counted)

    levels = [want for want in counted.asked if isinstance(want, CallsInUse)]
    assert levels == [CallsInUse(key_of(one)) for one in MEMBERS]
    assert counted.rounds == 1


def test_a_group_whose_members_are_all_busy_goes_to_its_fall_back():
    plan = group_plan(Strategy.SEQUENTIAL, levels=dict.fromkeys(MEMBERS, 1), fallback=ToOutside(MOBILE))
    plan = msgspec.structs.replace(plan, outbound_trunks=("carrier-out",))

    decision = decided(plan, Counted({one: Use(calls=1) for one in MEMBERS}))

    assert decision.action.targets == (MOBILE.dial,)
    assert Reason.GROUP_EMPTY in reasons(decision)


def test_a_busy_member_keeps_its_turn():
    """Else its calls would shift everybody else's turns."""
    plan = group_plan(Strategy.ROUND_ROBIN, levels={"101": 1})
    seen = [rung(decided(plan, Counted({"101": Use(calls=1)}, turn=turn))) for turn in range(6)]

    assert seen == [["102"], ["102"], ["103"]] * 2


def test_without_levels_members_are_not_counted():
    counted = Counted({})

    decided(group_plan(Strategy.SIMULTANEOUS, levels={}), counted)

    assert counted.asked == []


# --- limits of an extension ---------------------------------------------------------------------------------------


def limited(**limits) -> Line:
    return Line(key_of("National"), OWN_LINE, **limits)


def dials(plan, counted: Counted) -> Decision:
    call = msgspec.structs.replace(call_from_phone("101_acme", MOBILE.dial), outside=MOBILE)
    return decide_with_answers(counted, plan, Live(), call, START, Arrived(), NOON)


@pytest.mark.parametrize(
    ("line", "use", "reason"),
    [
        (limited(calls_an_hour=3), Use(calls_an_hour=3), Reason.OWN_LIMIT_OF_HOUR),
        (limited(minutes_a_day=9), Use(minutes_a_day=9), Reason.OWN_LIMIT_OF_DAY),
        (limited(calls_an_hour=3, minutes_a_day=9), Use(0, 2, 8), None),
        (limited(), Use(0, 99, 999), None),
    ],
)
def test_an_extension_has_limits_of_its_own(line, use, reason):
    plan = plan_of(extension("101", line=line), limits=Limits())

    decision = dials(plan, Counted({"101": use}))

    if reason is None:
        assert decision.action.targets == (MOBILE.dial,)
    else:
        assert (decision.action, decision.reason) == (Speak(Sentence.LIMIT_REACHED), reason)


def test_limits_that_are_only_noted_note_those_of_the_extension_too():
    plan = plan_of(extension("101", line=limited(calls_an_hour=3)), limits=Limits(1, only_noted=True))

    decision = dials(plan, Counted({"101": Use(calls_an_hour=3), None: Use(1)}))

    assert reasons(decision)[1:] == [
        Reason.OWN_LIMIT_OF_HOUR,
        Reason.LIMIT_OF_CALLS,
        Reason.OUTSIDE_RINGING,
    ]


def test_what_an_extension_forwards_counts_for_its_limits_and_its_mobile_too():
    rules = (Forward(Cause.ALWAYS, ToOutside(MOBILE), ToOutside(MOBILE)),)
    counted = Counted({"101": Use(calls_an_hour=1)})
    forwards = extension("101", forwards=rules, line=limited(calls_an_hour=1))
    mobile = extension("101", phones=(), mobile=Mobile(MOBILE), line=limited(calls_an_hour=1))

    for one in (forwards, mobile):
        decision = decided(plan_of(one, limits=Limits()), counted)

        assert Reason.OWN_LIMIT_OF_HOUR in reasons(decision)
        assert isinstance(decision.action, Speak)
