"""Any plan, any call, any events: it ends, it speaks documented CXML, it stays where it may go."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from cloudonix.webhooks.links import MAX_TOKEN, Ticket, continue_url
from cloudonix.webhooks.render import render_decision
from routing.engine.calls import Arrived, DialEnded, Outcome
from routing.engine.decide import decide
from routing.engine.decisions import Decision, Dial
from routing.engine.plan import Live, Plan, decode_plan, encode_plan
from routing.engine.progress import MAX_HOPS, MAX_STEPS, START, Progress, SentOn
from routing.engine.reasons import Reason
from routing.engine.walk import calling_extension
from tests.cxml.grammar import check_document
from tests.engine.builders import FixedLinks
from tests.engine.strategies import MANY, MOMENTS, calls, lives, plans, report, values

# A call arrives, or somebody who has it sends its caller anywhere.
BEGINNINGS = st.just((START, Arrived())) | st.builds(
    lambda state: (Progress(state=state), DialEnded(Outcome.UNAVAILABLE)), values(SentOn)
)


def decided(plan, live, call, *step) -> Decision:
    """Decide, twice for the same answer, with every want answered. step: progress, event and time."""
    decision = decide(plan, live, call, *step)
    assert decide(plan, live, call, *step) == decision
    if decision.wants:
        live = live.with_answers({want: want.provisional for want in decision.wants})
        decision = decide(plan, live, call, *step)
        assert not decision.wants, "a second statement would be needed"
    return decision


def check_answer(decision: Decision, plan: Plan, call) -> None:
    check_document(render_decision(decision, plan, FixedLinks()))
    assert decision.trace, "an answer without a reason"
    assert decision.progress.hops <= MAX_HOPS
    assert (
        len(continue_url(Ticket(2**31, "s" * 128, 2**31, decision.progress)).rpartition("/")[2]) < MAX_TOKEN
    )
    if isinstance(decision.action, Dial):
        assert decision.action.targets, "a Dial of nobody"
        assert all(decision.action.targets)


@MANY
@given(plans, lives, calls, MOMENTS, st.data())
def test_any_call_ends_and_every_answer_is_documented(plan, live, call, now, data):
    start, event = data.draw(BEGINNINGS)
    decision = decided(plan, live, call, start, event, now)
    check_answer(decision, plan, call)

    while decision.progress.state is not None:
        event = data.draw(report(decision.progress))
        decision = decided(plan, live, call, decision.progress, event, now)
        check_answer(decision, plan, call)

    assert decision.progress.steps <= MAX_STEPS + 1


@settings(max_examples=300, deadline=None)
@given(plans, lives, calls, MOMENTS)
def test_a_locked_extension_dials_nothing_outside_but_emergency_numbers(plan, live, call, now):
    caller = calling_extension(plan, call)
    live = Live(
        live.organization_is_active, live.do_not_disturb, locked=frozenset({caller.key} if caller else ())
    )

    decision = decided(plan, live, call, START, Arrived(), now)

    if caller is not None and isinstance(decision.action, Dial) and decision.action.trunks:
        # What somebody else forwards, or their mobile, is theirs.
        assert decision.progress.sent_on_by is not None or decision.reason in {
            Reason.EMERGENCY_CALL,
            Reason.MOBILE_RINGING,
        }


@settings(max_examples=200, deadline=None)
@given(plans)
def test_any_plan_is_the_same_after_it_was_stored(plan):
    assert decode_plan(encode_plan(plan)) == plan
