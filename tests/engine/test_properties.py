"""Whatever the plan, the call and the events: a call ends, and the same question has the same answer."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from cloudonix.webhooks.render import render_decision
from routing.engine.calls import Arrived, DialEnded, Direction, IncomingCall, Outcome
from routing.engine.decide import decide
from routing.engine.decisions import Dial
from routing.engine.destinations import (
    HangUp,
    ToAnnouncement,
    ToExtension,
    ToOutside,
    ToRingGroup,
    ToSchedule,
    ToVoicemailBox,
)
from routing.engine.forwarding import Cause, Forward
from routing.engine.hours import Override, Range, Schedule
from routing.engine.objects.announcements import Announcement
from routing.engine.objects.ring_groups import Member, RingGroup, Strategy
from routing.engine.objects.voicemail import STANDARD_GREETING
from routing.engine.outbound import WITHHELD, judge_for, line_of
from routing.engine.plan import (
    Extension,
    Live,
    Mobile,
    Number,
    Plan,
    VoicemailBox,
)
from routing.engine.progress import (
    MAX_HOPS,
    MAX_STEPS,
    START,
    ExtensionRings,
    GroupRings,
    OutsideRings,
    Progress,
)
from routing.engine.prompts import Sound, SoundAt, Words
from routing.engine.reasons import Reason
from tests.cxml.grammar import check_document
from tests.engine.builders import NOON, FixedLinks, key_of
from tests.engine.outside import lines, numbers_outside, outbounds, outside_numbers
from tests.engine.strategies import MANY

KEYS = st.sampled_from([key_of(str(n)) for n in range(4)])
GROUPS = st.sampled_from([key_of(f"group {n}") for n in range(3)])
TEXTS = st.text(max_size=12)
NUMBERS = st.sampled_from(["101", "102", "103", "+15550100001", "+15550100002", "15550100001", ""])
NAMES = st.sampled_from(["101_acme", "102_acme", "101", "ghost", ""]) | TEXTS

destinations = st.builds(ToExtension, KEYS) | st.builds(ToVoicemailBox, KEYS)
destinations |= st.builds(ToOutside, outside_numbers)
destinations |= st.builds(ToSchedule, KEYS) | st.builds(ToRingGroup, GROUPS) | st.just(HangUp())
destinations |= st.builds(ToAnnouncement, KEYS)
forwards = st.builds(Forward, st.sampled_from(Cause), st.none() | destinations, st.none() | destinations)
mobiles = st.builds(Mobile, outside_numbers, st.sampled_from([None, Reason.MOBILE_NOT_ALLOWED]))
extensions = st.builds(
    Extension,
    KEYS,
    NUMBERS,
    TEXTS,
    st.integers(0, 600),
    st.booleans(),
    st.lists(NAMES, max_size=3).map(tuple),
    st.lists(forwards, max_size=4, unique_by=lambda forward: forward.cause).map(tuple),
    st.none() | mobiles,
    st.none() | lines,
)
numbers = st.builds(Number, KEYS, NUMBERS, destinations, TEXTS, st.booleans())
greetings = st.just(STANDARD_GREETING) | st.builds(Words, TEXTS) | st.builds(Sound, TEXTS)
announcements = st.builds(
    Announcement,
    KEYS,
    TEXTS,
    greetings | st.builds(SoundAt, st.just("https://sounds.example/&")),
    st.booleans(),
    NUMBERS,
)
boxes = st.builds(VoicemailBox, KEYS, TEXTS, greetings, st.booleans(), st.none() | KEYS)
schedules = st.builds(
    Schedule,
    KEYS,
    TEXTS,
    st.sampled_from(["Europe/Berlin", "nowhere"]),
    st.lists(st.sampled_from([(), (Range(0, 1440),)]), max_size=7).map(tuple),
    open_destination=destinations,
    closed_destination=destinations,
    override=st.none() | st.builds(Override, st.booleans()),
)
groups = st.builds(
    RingGroup,
    GROUPS,
    TEXTS,
    st.sampled_from(Strategy),
    st.lists(
        st.builds(Member, KEYS) | st.builds(Member, st.none(), outside_numbers, TEXTS),
        max_size=5,
        unique_by=lambda member: member.identity,
    ).map(tuple),
    st.integers(5, 120),
    st.integers(1, 3),
    destinations,
    st.booleans(),
    TEXTS,
    NUMBERS,
    st.booleans(),
)
plans = st.builds(
    Plan,
    organization=TEXTS,
    voice_language=st.sampled_from(["de-DE", "xx", ""]),
    voice=st.sampled_from(["woman", "Polly:Vicki", ""]),
    extensions=st.lists(extensions, max_size=5).map(tuple),
    numbers=st.lists(numbers, max_size=5).map(tuple),
    outbound_trunks=st.sampled_from([(), ("carrier-out", "carrier-2")]),
    voicemail_boxes=st.lists(boxes, max_size=3).map(tuple),
    outbound=outbounds,
    schedules=st.lists(schedules, max_size=3).map(tuple),
    ring_groups=st.lists(groups, max_size=3).map(tuple),
    announcements=st.lists(announcements, max_size=3).map(tuple),
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
    st.none() | outside_numbers,
)
ringing_groups = st.builds(
    GroupRings, st.integers(0, 4), st.integers(0, 6), st.integers(0, 2**50), st.none() | st.integers(0, 50)
)
progresses = st.just(START) | st.builds(
    Progress,
    hops=st.integers(0, 30),
    visited=st.lists(KEYS, max_size=3).map(tuple),
    current=st.none() | KEYS | GROUPS,
    steps=st.integers(0, 120),
    state=st.none()
    | st.builds(ExtensionRings, st.none() | st.sampled_from(Outcome))
    | st.builds(OutsideRings, st.just("+491715550183"))
    | ringing_groups,
)
events = st.just(Arrived()) | st.builds(DialEnded, st.sampled_from(Outcome))
lives = st.builds(Live, st.booleans(), st.frozensets(KEYS, max_size=3))


@settings(max_examples=300, deadline=None)
@given(plans, lives, calls, progresses, events)
def test_the_same_question_has_the_same_answer(plan, live, call, progress, event):
    assert decide(plan, live, call, progress, event, NOON) == decide(plan, live, call, progress, event, NOON)


@settings(max_examples=300, deadline=None)
@given(plans, lives, calls, st.lists(st.builds(DialEnded, st.sampled_from(Outcome)), min_size=1))
def test_every_call_ends_within_the_hop_limit(plan, live, call, outcomes):
    decision = decide(plan, live, call, START, Arrived(), NOON)
    steps = 1

    while isinstance(decision.action, Dial) and steps <= MAX_STEPS:
        ended = outcomes[steps % len(outcomes)]
        decision = decide(plan, live, call, decision.progress, ended, NOON)
        steps += 1

    assert not isinstance(decision.action, Dial)
    # Each extension is reached once, its phones ring in one Dial and its mobile in another; each group once, its
    # members once in each round.
    assert steps <= 2 * MAX_HOPS + 1 + 3 * 5 * len(plan.ring_groups)
    assert decision.progress.hops <= MAX_HOPS
    assert len(set(decision.progress.visited)) == len(decision.progress.visited)


@settings(max_examples=300, deadline=None)
@given(plans, lives, calls, progresses, events)
def test_nothing_rings_at_an_extension_in_do_not_disturb(plan, live, call, progress, event):
    decision = decide(plan, live, call, progress, event, NOON)

    if isinstance(decision.action, Dial):
        assert decision.progress.current not in live.do_not_disturb
        undisturbed = {
            name
            for extension in plan.extension_by_key.values()
            if extension.key not in live.do_not_disturb
            for name in extension.sip_usernames
        }
        assert decision.action.trunks or undisturbed.issuperset(decision.action.targets)


@MANY
@given(plans, lives, calls, progresses, events)
def test_what_the_calling_class_refuses_is_never_dialled(plan, live, call, progress, event):
    decision = decide(plan, live, call, progress, event, NOON)

    if isinstance(decision.action, Dial) and decision.action.trunks:
        entry = decision.trace[-1]
        identity = plan.extension_by_key.get(entry.owner or entry.key)
        for dialled in decision.action.targets:
            named = [one for one in numbers_outside(plan, call) if one.dial == dialled]
            assert decision.action.trunks in [judge_for(plan, one, identity).trunks for one in named]
        # Only a ring group calls several numbers outside at once.
        assert len(decision.action.targets) == 1 or isinstance(decision.progress.state, GroupRings)
        assert set(decision.action.trunks) <= set(plan.outbound_trunks)
        # Nothing but a number of the organization, or none, is ever shown outside.
        assert decision.action.caller_id in {WITHHELD, line_of(plan, identity).caller_id}
    if isinstance(decision.progress.state, ExtensionRings) and not decision.action.trunks:
        assert decision.action.targets == plan.extension_by_key[decision.progress.current].sip_usernames


@settings(max_examples=300, deadline=None)
@given(plans, lives, calls, progresses, events)
def test_every_answer_is_a_document_that_the_platform_knows(plan, live, call, progress, event):
    decision = decide(plan, live, call, progress, event, NOON)

    document = render_decision(
        decision,
        plan,
        FixedLinks(),
    )

    check_document(document)
