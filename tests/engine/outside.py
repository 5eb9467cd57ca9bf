"""Numbers outside, calling classes and lines for property tests."""

from __future__ import annotations

from hypothesis import strategies as st

from routing.engine.calls import IncomingCall
from routing.engine.destinations import ToOutside
from routing.engine.objects.outbound import (
    CallingClass,
    ClassRow,
    Line,
    NumberKind,
    Outbound,
    OutsideNumber,
)
from routing.engine.plan import Plan
from tests.engine.builders import key_of

KEYS = st.sampled_from([key_of(str(n)) for n in range(4)])
outside_numbers = st.builds(
    OutsideNumber,
    st.sampled_from(["+491715550183", "+252612345678", "+15550100001", "112"]),
    st.sampled_from(NumberKind),
    st.sampled_from(["DE", "SO", ""]),
)
rows = st.builds(
    ClassRow,
    st.booleans(),
    st.lists(st.sampled_from(NumberKind), max_size=3).map(tuple),
    st.sampled_from([(), ("DE",), ("SO", "DE")]),
    st.sampled_from([(), ("+49",), ("+252", "1")]),
)
classes = st.builds(
    CallingClass,
    KEYS,
    st.text(max_size=12),
    st.lists(rows, max_size=4).map(tuple),
    st.sampled_from([None, (), ("carrier-2",), ("gone",)]),
)
lines = st.builds(Line, st.none() | KEYS, st.sampled_from(["", "+15550100001"]), st.booleans())
outbounds = st.builds(
    Outbound, st.lists(classes, max_size=3, unique_by=lambda one: one.key).map(tuple), lines
)


def numbers_outside(plan: Plan, call: IncomingCall) -> list[OutsideNumber]:
    """Every number outside that a plan or a call names."""
    found = [call.outside] if call.outside is not None else []
    found += [one.mobile.number for one in plan.extensions if one.mobile is not None]
    found += [one.outside for group in plan.ring_groups for one in group.members if one.outside is not None]
    ways = [one.destination for one in plan.numbers]
    ways += [one.fallback for one in plan.ring_groups]
    ways += [way for one in plan.schedules for way in (one.open_destination, one.closed_destination)]
    for one in plan.extensions:
        for forward in one.forwards:
            ways += [forward.internal, forward.external]
    return found + [way.number for way in ways if isinstance(way, ToOutside)]
