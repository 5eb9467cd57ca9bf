"""Whatever the plan, the call and the events: a call ends, and the same question has the same answer."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from cloudonix.webhooks.render import render_decision
from routing.engine.calls import Arrived, DialEnded, Direction, IncomingCall, Outcome
from routing.engine.decide import decide
from routing.engine.decisions import Dial
from routing.engine.destinations import HangUp, ToExtension
from routing.engine.plan import Extension, Live, Number, Plan
from routing.engine.progress import MAX_HOPS, START, Progress
from tests.cxml.grammar import check_document
from tests.engine.builders import NOON, key_of

KEYS = st.sampled_from([key_of(str(n)) for n in range(4)])
TEXTS = st.text(max_size=12)
NUMBERS = st.sampled_from(["101", "102", "103", "+15550100001", "+15550100002", "15550100001", ""])
NAMES = st.sampled_from(["101_acme", "102_acme", "101", "ghost", ""]) | TEXTS

extensions = st.builds(
    Extension,
    KEYS,
    NUMBERS,
    TEXTS,
    st.integers(0, 600),
    st.booleans(),
    st.lists(NAMES, max_size=3).map(tuple),
)
destinations = st.builds(ToExtension, KEYS) | st.just(HangUp())
numbers = st.builds(Number, KEYS, NUMBERS, destinations, TEXTS, st.booleans())
plans = st.builds(
    Plan,
    organization=TEXTS,
    voice_language=st.sampled_from(["de-DE", "xx", ""]),
    voice=TEXTS,
    extensions=st.lists(extensions, max_size=5).map(tuple),
    numbers=st.lists(numbers, max_size=5).map(tuple),
)
calls = st.builds(
    IncomingCall,
    st.just("s1"),
    st.sampled_from(Direction),
    NAMES,
    NAMES,
    NUMBERS | TEXTS,
    st.lists(NUMBERS, max_size=2).map(tuple),
    TEXTS,
)
progresses = st.just(START) | st.builds(
    Progress,
    hops=st.integers(0, 30),
    visited=st.lists(KEYS, max_size=3).map(tuple),
    current=st.none() | KEYS,
    attempt=st.integers(0, 9),
)
events = st.just(Arrived()) | st.builds(DialEnded, st.sampled_from(Outcome))
lives = st.builds(Live, st.booleans())


@settings(max_examples=300, deadline=None)
@given(plans, lives, calls, progresses, events)
def test_the_same_question_has_the_same_answer(plan, live, call, progress, event):
    assert decide(plan, live, call, progress, event, NOON) == decide(plan, live, call, progress, event, NOON)


@settings(max_examples=300, deadline=None)
@given(plans, calls, st.lists(st.builds(DialEnded, st.sampled_from(Outcome)), min_size=3 * MAX_HOPS))
def test_every_call_ends_within_the_hop_limit(plan, call, outcomes):
    decision = decide(plan, Live(), call, START, Arrived(), NOON)
    steps = 1

    while isinstance(decision.action, Dial) and outcomes:
        decision = decide(plan, Live(), call, decision.progress, outcomes.pop(), NOON)
        steps += 1

    assert not isinstance(decision.action, Dial)
    assert steps <= MAX_HOPS + 1
    assert decision.progress.hops <= MAX_HOPS


@settings(max_examples=300, deadline=None)
@given(plans, lives, calls, progresses, events)
def test_every_answer_is_a_document_that_the_platform_knows(plan, live, call, progress, event):
    decision = decide(plan, live, call, progress, event, NOON)

    document = render_decision(decision, plan, "https://pbx.example.test/api/voice/continue/token&x")

    check_document(document)
