"""The call flow as a graph: every object once, ways that lead back are known, and a picture without overlaps."""

from __future__ import annotations

import re
from itertools import combinations
from typing import get_args

from hypothesis import given, settings
from hypothesis import strategies as st

from routing.engine.destinations import Destination, HangUp, ToExtension, ToVoicemailBox
from routing.engine.forwarding import Cause, Forward
from routing.flow.graph import MOST_NODES, graph_of
from routing.flow.layout import BOX_WIDTH, lay_out
from routing.flow.objects import STATIONS
from tests.engine.builders import extension, key_of, number, plan_with, voicemail_box

LINE = "+493055501210"


def test_every_kind_of_destination_has_a_station():
    assert set(STATIONS) == set(get_args(Destination))


def rule(cause: Cause, to) -> Forward:
    return Forward(cause, to, to, to)


def names(graph) -> list[str]:
    return [node.station.name for node in graph.nodes]


def test_a_number_leads_to_its_extension_and_on_to_voicemail():
    box = ToVoicemailBox(key_of("Front desk"))
    plan = plan_with(
        number(LINE, "101"),
        extension("101", "Amara", forwards=(rule(Cause.NO_ANSWER, box), Forward(Cause.BUSY, None, HangUp()))),
        voicemail_box("Front desk"),
    )

    graph = graph_of(plan, LINE)

    assert names(graph) == ["+49 30 55501210", "101 Amara", "Front desk", "End of the call"]
    assert [(way.exit.label, way.exit.is_fallback) for way in graph.ways] == [
        ("", False),
        ("no answer", True),
        ("busy, external", True),
    ]
    assert graph.problems == []


def test_ways_that_lead_back_are_marked_and_drawn_below():
    to_101, to_102 = ToExtension(key_of("101")), ToExtension(key_of("102"))
    plan = plan_with(
        number(LINE, "101"),
        extension("101", forwards=(rule(Cause.BUSY, to_102),)),
        extension("102", forwards=(rule(Cause.BUSY, to_101),)),
    )

    graph = graph_of(plan, LINE)
    layout = lay_out(graph)

    assert [way.is_loop for way in graph.ways] == [False, False, True]
    assert layout.height > max(place.y + place.height for place in layout.places.values())


def test_what_is_wrong_is_said_at_the_object():
    plan = plan_with(
        number(LINE, "101"),
        extension("101", is_enabled=False, forwards=(rule(Cause.BUSY, ToExtension(key_of("gone"))),)),
    )

    graph = graph_of(plan, LINE)

    assert [node.station.problem for node in graph.nodes] == [
        "",
        "Disabled",
        "This extension no longer exists",
    ]


def test_a_long_flow_is_folded_and_says_where():
    chain = [
        extension(str(n), forwards=(rule(Cause.BUSY, ToExtension(key_of(str(n + 1)))),))
        for n in range(100, 120)
    ]
    graph = graph_of(plan_with(number(LINE, "100"), *chain), LINE)

    assert [node.is_folded for node in graph.nodes] == [False] * 8 + [True]


def test_the_list_tells_an_object_once():
    shared = ToExtension(key_of("103"))
    plan = plan_with(
        number(LINE, "101"),
        extension(
            "101", forwards=(rule(Cause.BUSY, ToExtension(key_of("102"))), rule(Cause.NO_ANSWER, shared))
        ),
        extension("102", forwards=(rule(Cause.BUSY, shared),)),
        extension("103", forwards=(rule(Cause.BUSY, HangUp()),)),
    )

    (at_101,) = graph_of(plan, LINE).outline().parts
    at_102, at_103 = at_101.parts

    assert [part.node.station.name for part in at_102.parts] == ["103"]
    assert (at_103.is_repeated, at_103.parts) == (True, ())


KEYS = [key_of(str(n)) for n in range(9)]
destinations = st.builds(ToExtension, st.sampled_from(KEYS)) | st.just(HangUp())
flows = st.lists(st.lists(destinations, max_size=4), min_size=9, max_size=9)


@settings(max_examples=150, deadline=None)
@given(flows)
def test_no_two_boxes_overlap_and_ways_go_to_the_right_inside_the_picture(flows):
    causes = list(Cause)
    plan = plan_with(
        number(LINE, "0"),
        *[
            extension(str(n), forwards=tuple(rule(causes[i], to) for i, to in enumerate(exits)))
            for n, exits in enumerate(flows)
        ],
    )
    graph = graph_of(plan, LINE)

    layout = lay_out(graph)

    assert len(graph.nodes) <= MOST_NODES
    for one, other in combinations(layout.places.values(), 2):
        is_beside = abs(one.x - other.x) >= BOX_WIDTH
        assert is_beside or one.y + one.height < other.y or other.y + other.height < one.y
    for way in graph.ways:
        if not way.is_loop:
            assert layout.places[way.start].x < layout.places[way.end].x
    for line in layout.lines:
        for x, y in re.findall(r"(-?\d+) (-?\d+)", line.path):
            assert 0 <= int(x) <= layout.width
            assert 0 <= int(y) <= layout.height
    assert lay_out(graph) == layout
