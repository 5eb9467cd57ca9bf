"""Whatever phones and callers do: the call ends, with one final update and one CDR."""

from __future__ import annotations

from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.simulator.bench import Bench, play

TERMINAL = {"answer", "busy", "noanswer", "cancel", "nocredit", "error"}
seconds = st.integers(min_value=0, max_value=40)
behaviours = st.fixed_dictionaries(
    {"result": st.sampled_from(["answer", "busy", "noanswer", "reject", "unreachable", "failed"])},
    optional={"after": seconds, "talk": seconds, "hangup_by": st.sampled_from(["callee", "caller"])},
)
scripts = st.lists(
    st.one_of(
        seconds.map(lambda at: {"at": at, "hangup": True}),
        seconds.map(lambda after: {"on": "dial", "hangup_after": after}),
        st.sampled_from(
            [
                {"on": "gather", "digits": "1"},
                {"on": "gather", "speech": "sales", "after": 1},
                {"on": "gather", "hangup_after": 2},
                {"on": "record", "seconds": 6},
                {"on": "record", "seconds": 6, "hangup": True},
                {"on": "record", "silent": True},
                {"on": "conference", "hangup_after": 3},
                {"on": "stream", "hangup_after": 3},
                {"on": "dial", "digits": "*", "after": 2},
            ]
        ),
    ),
    max_size=4,
)
verbs = st.sampled_from(
    [
        "<Say>Hello there</Say>",
        '<Say answer="false">Hello</Say>',
        '<Pause length="2"/>',
        '<Dial timeout="15">101</Dial>',
        '<Dial timeout="15" timeLimit="9" action="/next"><Number>101</Number><Number>102</Number></Dial>',
        '<Dial timeout="5">999</Dial>',
        "<Redirect>/again</Redirect>",
        "<Hangup/>",
        "<Reject/>",
        "<Gather/>",
        '<Gather numDigits="1" action="/next"><Say>One or two</Say></Gather>',
        '<Gather input="speech" actionOnEmptyResult="true"/>',
        "<Record/>",
        "<Dial><Conference>sales</Conference></Dial>",
        '<Dial timeLimit="20" action="/next"><Conference startConferenceOnEnter="false"/></Dial>',
        '<Dial><Conference record="record-from-start"/></Dial>',
        '<Dial record="true" hangupOnStar="true"><Service provider="vapi">agent</Service></Dial>',
        "<Dial><Sip>sip:a@b.example</Sip></Dial>",
        '<Connect><Stream url="wss://agent.example"/></Connect>',
        '<Start><Stream url="wss://ears.example" name="a"/></Start>',
        f"<Coach>{'0' * 32}</Coach>",
        "<Converse/>",
        '<Record maxLength="9" action="/next"><Say>Speak</Say></Record>',
        "<Nonsense/>",
    ]
)
documents = st.lists(verbs, max_size=3).map(lambda parts: f"<Response>{''.join(parts)}</Response>")


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    answers=st.lists(documents, min_size=1, max_size=3),
    phones=st.lists(behaviours, min_size=2, max_size=2),
    script=scripts,
)
def test_every_call_ends_with_exactly_one_cdr(
    answers: list[str], phones: list[dict[str, Any]], script: list[dict[str, Any]]
) -> None:
    async def scenario() -> None:
        async with Bench(*answers, max_stages=6) as bench:
            for number, behaviour in zip(("101", "102"), phones, strict=True):
                await bench.phone(number, behaviour)

            call = await bench.whole_call(script=script)

            [cdr] = bench.pbx.cdrs
            statuses = [update["status"] for update in bench.pbx.updates]
            assert [status for status in statuses if status in TERMINAL] == [call["status"]] == statuses[-1:]
            assert (cdr["disposition"] == "ANSWER") <= call["answered"]
            assert 0 <= cdr["billsec"] <= cdr["duration"]
            assert all(leg["state"] == "ended" for leg in call["legs"])
            if call["answered"]:
                assert len(statuses) >= 10

    play(scenario())
