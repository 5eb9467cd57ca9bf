"""The objects that calls can pass from a starting point, and the ways between them."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from routing.engine.destinations import Destination
from routing.engine.plan import Plan
from routing.flow.objects import Exit, Start, Station, station_of

# More than a picture can show: what is left out is behind a link that goes on from there.
MOST_NODES = 80
MOST_STEPS = 8


@dataclass(frozen=True)
class Node:
    """A station in the picture. number: its place in the order calls reach it. is_folded: its ways are not shown."""

    number: int
    station: Station
    is_folded: bool = False


@dataclass(frozen=True)
class Way:
    """From one node to another by an exit. row: the row of the station that it leaves from. is_loop: it leads back."""

    start: int
    end: int
    exit: Exit
    row: int
    is_loop: bool = False


@dataclass
class Graph:
    """nodes: the starting point first. left_out: how many objects are behind folded nodes, at least."""

    nodes: list[Node] = field(default_factory=list)
    ways: list[Way] = field(default_factory=list)

    @property
    def problems(self) -> list[Node]:
        return [node for node in self.nodes if node.station.problem]

    @property
    def is_folded(self) -> bool:
        return any(node.is_folded for node in self.nodes)

    def ways_from(self, number: int) -> list[Way]:
        return [way for way in self.ways if way.start == number]

    def outline(self) -> Outline:
        """The same as a tree: an object that was told already is named and not followed again."""
        return _outline(self, 0, None, set())


@dataclass(frozen=True)
class Outline:
    """One line of the nested list. way: how calls get here; None at the start. is_repeated: told further up."""

    node: Node
    way: Way | None
    is_repeated: bool
    parts: tuple[Outline, ...]


def graph_of(plan: Plan, start: Start) -> Graph:
    """What calls can pass from the start on, up to MOST_NODES objects and MOST_STEPS steps away."""
    first = station_of(plan, start)
    graph = Graph([Node(0, first)])
    numbers: dict[Destination, int] = {}
    waiting: deque[tuple[int, int]] = deque([(0, 0)])
    if not isinstance(start, str):
        numbers[start] = 0
    while waiting:
        number, steps = waiting.popleft()
        station = graph.nodes[number].station
        targets = list(_targets(station))
        new = {target for _, _, target in targets if target not in numbers}
        if new and (steps >= MOST_STEPS or len(graph.nodes) + len(new) > MOST_NODES):
            graph.nodes[number] = Node(number, station, is_folded=True)
            continue
        for row, leaving, target in targets:
            if target not in numbers:
                numbers[target] = len(graph.nodes)
                graph.nodes.append(Node(numbers[target], station_of(plan, target)))
                waiting.append((numbers[target], steps + 1))
            graph.ways.append(Way(number, numbers[target], leaving, row))
    graph.ways = list(_with_loops(graph))
    return graph


def _targets(station: Station) -> Iterator[tuple[int, Exit, Destination]]:
    for row, leaving in enumerate(station.exits):
        yield row, leaving, leaving.destination


def _with_loops(graph: Graph) -> Iterable[Way]:
    """Mark the ways that lead back to a node on the way to their start; without them the graph has no circle."""
    back: set[int] = set()
    on_the_way: set[int] = set()
    done: set[int] = set()
    leaving: dict[int, list[int]] = {}
    for index, way in enumerate(graph.ways):
        leaving.setdefault(way.start, []).append(index)
    stack: list[tuple[int, Iterator[int]]] = [(0, iter(leaving.get(0, ())))]
    on_the_way.add(0)
    while stack:
        number, rest = stack[-1]
        index = next(rest, -1)
        if index < 0:
            stack.pop()
            on_the_way.discard(number)
            done.add(number)
            continue
        end = graph.ways[index].end
        if end in on_the_way:
            back.add(index)
        elif end not in done:
            on_the_way.add(end)
            stack.append((end, iter(leaving.get(end, ()))))
    for index, way in enumerate(graph.ways):
        yield Way(way.start, way.end, way.exit, way.row, is_loop=index in back)


def _outline(graph: Graph, number: int, way: Way | None, told: set[int]) -> Outline:
    node = graph.nodes[number]
    is_repeated = number in told
    told.add(number)
    parts = (
        () if is_repeated else tuple(_outline(graph, one.end, one, told) for one in graph.ways_from(number))
    )
    return Outline(node, way, is_repeated and bool(graph.ways_from(number)), parts)
