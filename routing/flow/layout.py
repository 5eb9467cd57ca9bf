"""Where the boxes of a call flow stand: columns from left to right, few crossings, no library.

The layered way (Sugiyama): the ways that lead back are set aside, each box stands right of all that lead to it, long
ways pass through invisible boxes, and each column is sorted by where its neighbours are. Lengths are in pixels.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from routing.flow.graph import Graph, Way

BOX_WIDTH, BOX_HEIGHT, ROW_HEIGHT = 176, 46, 22
COLUMN_GAP, GAP, MARGIN = 92, 22, 16
_SWEEPS = 6


@dataclass(frozen=True)
class Place:
    """The upper left corner of a box, and its height."""

    x: int
    y: int
    height: int

    @property
    def middle(self) -> float:
        return self.y + self.height / 2


@dataclass(frozen=True)
class Line:
    """A way as a path of SVG, and where its label stands."""

    way: Way
    path: str
    label: str
    label_x: int
    label_y: int


@dataclass(frozen=True)
class Layout:
    """places: by the node's number."""

    width: int
    height: int
    places: dict[int, Place]
    lines: list[Line]


def lay_out(graph: Graph) -> Layout:
    """Place every node; the same graph always gives the same picture."""
    ranks = _ranks(graph)
    columns, chains = _columns(graph, ranks)
    heights = {
        node.number: box_height(len(node.station.exits), has_rows=node.station.has_rows)
        for node in graph.nodes
    }
    neighbours = _neighbours(chains)
    _sort(columns, neighbours)
    tops = _stack(columns, heights, neighbours)
    places = {
        node.number: Place(
            MARGIN + ranks[node.number] * (BOX_WIDTH + COLUMN_GAP),
            round(tops[node.number]),
            heights[node.number],
        )
        for node in graph.nodes
    }
    # Lines that pass below every box count as well.
    bottom = max(*(place.y + place.height for place in places.values()), *map(round, tops.values()))
    loops = sum(way.is_loop for way in graph.ways)
    lines = list(_lines(graph, places, chains, tops, bottom))
    last = max(ranks.values())
    turns_at_the_edge = any(way.is_loop and ranks[way.start] == last for way in graph.ways)
    return Layout(
        width=MARGIN * 2 + (last + 1) * BOX_WIDTH + (last + turns_at_the_edge) * COLUMN_GAP,
        height=bottom + MARGIN + (24 + 12 * loops if loops else 0),
        places=places,
        lines=lines,
    )


def box_height(exits: int, *, has_rows: bool) -> int:
    return BOX_HEIGHT + (exits * ROW_HEIGHT + 6 if has_rows else 0)


def _ranks(graph: Graph) -> dict[int, int]:
    """The column of each node: one behind the last of those that lead to it."""
    leading: dict[int, list[int]] = {node.number: [] for node in graph.nodes}
    for way in graph.ways:
        if not way.is_loop:
            leading[way.end].append(way.start)
    ranks: dict[int, int] = {}
    stack = [node.number for node in reversed(graph.nodes)]
    while stack:
        number = stack[-1]
        missing = [before for before in leading[number] if before not in ranks]
        if number in ranks or not missing:
            stack.pop()
            ranks.setdefault(number, max((ranks[before] + 1 for before in leading[number]), default=0))
        else:
            stack.extend(missing)
    return ranks


def _columns(graph: Graph, ranks: dict[int, int]) -> tuple[list[list[int]], dict[int, list[int]]]:
    """The nodes of each column, invisible ones included, and the nodes that each way passes, by its index."""
    columns: list[list[int]] = [[] for _ in range(max(ranks.values()) + 1)]
    for node in graph.nodes:
        columns[ranks[node.number]].append(node.number)
    chains: dict[int, list[int]] = {}
    invisible = -1
    for index, way in enumerate(graph.ways):
        if way.is_loop:
            continue
        chain = [way.start]
        for rank in range(ranks[way.start] + 1, ranks[way.end]):
            columns[rank].append(invisible)
            chain.append(invisible)
            invisible -= 1
        chains[index] = [*chain, way.end]
    return columns, chains


def _neighbours(chains: dict[int, list[int]]) -> tuple[dict[int, list[int]], dict[int, list[int]]]:
    """Who stands left and who right of each node."""
    left: dict[int, list[int]] = {}
    right: dict[int, list[int]] = {}
    for chain in chains.values():
        for before, after in pairwise(chain):
            right.setdefault(before, []).append(after)
            left.setdefault(after, []).append(before)
    return left, right


def _sort(columns: list[list[int]], neighbours: tuple[dict[int, list[int]], dict[int, list[int]]]) -> None:
    left, right = neighbours
    for sweep in range(_SWEEPS):
        forward = sweep % 2 == 0
        order = range(1, len(columns)) if forward else range(len(columns) - 2, -1, -1)
        for rank in order:
            beside = columns[rank - 1 if forward else rank + 1]
            at = {number: place for place, number in enumerate(beside)}
            lookup = left if forward else right
            own = {number: place for place, number in enumerate(columns[rank])}
            means = {number: _mean_place(lookup.get(number, ()), at, own[number]) for number in own}
            columns[rank].sort(key=means.__getitem__)


def _mean_place(beside: Iterable[int], at: dict[int, int], own: int) -> float:
    places = [at[one] for one in beside if one in at]
    return sum(places) / len(places) if places else own


def _stack(
    columns: list[list[int]],
    heights: dict[int, int],
    neighbours: tuple[dict[int, list[int]], dict[int, list[int]]],
) -> dict[int, float]:
    """The top of each node: beside its neighbours, as far as the order of its column allows."""
    left, right = neighbours
    tops: dict[int, float] = {}
    for column in columns:
        y = float(MARGIN)
        for number in column:
            tops[number] = y
            y += heights.get(number, 0) + GAP
    for sweep in range(_SWEEPS):
        forward = sweep % 2 == 0
        for column in columns if forward else reversed(columns):
            lookup = left if forward else right
            wanted = {}
            for number in column:
                middles = [tops[one] + heights.get(one, 0) / 2 for one in lookup.get(number, ())]
                own = heights.get(number, 0) / 2
                wanted[number] = sum(middles) / len(middles) - own if middles else tops[number]
            _settle(column, wanted, heights, tops)
    shift = MARGIN - min(tops.values())
    return {number: top + shift for number, top in tops.items()}


def _settle(
    column: list[int], wanted: dict[int, float], heights: dict[int, int], tops: dict[int, float]
) -> None:
    """As near to what is wanted as the order and the gaps let them; runs that collide share the difference."""
    runs: list[tuple[list[int], float, float]] = []  # numbers, top, height
    for number in column:
        run, top, height = [number], wanted[number], float(heights.get(number, 0))
        while runs and runs[-1][1] + runs[-1][2] + GAP > top:
            before, its_top, its_height = runs.pop()
            top = (its_top * len(before) + (top - its_height - GAP) * len(run)) / (len(before) + len(run))
            height, run = its_height + GAP + height, [*before, *run]
        runs.append((run, top, height))
    for run, top, _ in runs:
        y = top
        for number in run:
            tops[number] = y
            y += heights.get(number, 0) + GAP


def _lines(
    graph: Graph,
    places: dict[int, Place],
    chains: dict[int, list[int]],
    tops: dict[int, float],
    bottom: float,
) -> Iterable[Line]:
    loops = 0
    for index, way in enumerate(graph.ways):
        start, end = places[way.start], places[way.end]
        out = _leaving_y(graph, way, start), start.x + BOX_WIDTH
        # A row says its label itself.
        label = "" if graph.nodes[way.start].station.has_rows else way.exit.label
        if way.is_loop:
            loops += 1
            yield _loop(way, label, out, end, bottom + 8 + 12 * loops)
            continue
        points: list[tuple[float, float]] = [(out[1], out[0])]
        for number in chains[index][1:-1]:
            x = points[-1][0] + COLUMN_GAP
            points.extend([(x, tops[number]), (x + BOX_WIDTH, tops[number])])
        points.append((end.x, end.middle))
        yield Line(way, _curve(points), label, round(points[0][0]) + 8, round(points[0][1]) - 5)


def _leaving_y(graph: Graph, way: Way, start: Place) -> float:
    if not graph.nodes[way.start].station.has_rows:
        return start.middle
    return start.y + BOX_HEIGHT + way.row * ROW_HEIGHT + ROW_HEIGHT / 2


def _curve(points: list[tuple[float, float]]) -> str:
    (x, y), rest = points[0], points[1:]
    parts = [f"M{x:.0f} {y:.0f}"]
    for to_x, to_y in rest:
        if to_y == y:
            parts.append(f"H{to_x:.0f}")
        else:
            half = (to_x - x) / 2
            parts.append(f"C{x + half:.0f} {y:.0f} {to_x - half:.0f} {to_y:.0f} {to_x:.0f} {to_y:.0f}")
        x, y = to_x, to_y
    return "".join(parts)


def _loop(way: Way, label: str, out: tuple[float, float], end: Place, below: float) -> Line:
    """Below everything, back to the lower edge of the box that it leads to."""
    y, x = out
    into = end.x + BOX_WIDTH / 2
    path = (
        f"M{x:.0f} {y:.0f}C{x + 40:.0f} {y:.0f} {x + 40:.0f} {below:.0f} {x - 20:.0f} {below:.0f}"
        f"H{into + 30:.0f}C{into:.0f} {below:.0f} {into:.0f} {below - 10:.0f} {into:.0f} {end.y + end.height:.0f}"
    )
    return Line(way, path, label, round(x) + 8, round(y) - 5)
