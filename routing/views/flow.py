"""The pages of the call flow."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

import msgspec
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.text import slugify
from django.views.decorators.http import require_GET

from accounts.access import SignedInRequest, requires
from routing.compile import compile_plan
from routing.engine.plan import Plan
from routing.flow.graph import Graph, Node, graph_of
from routing.flow.layout import BOX_HEIGHT, BOX_WIDTH, ROW_HEIGHT, Place, lay_out
from routing.flow.objects import STATIONS, Start, Station, station_of
from routing.models import PhoneNumber
from routing.plans import load_plan
from tenants.context import current_organization

LONGEST_NAME = 24
# What a flow can begin at, by the word in its address, which is the kind's; phone numbers have their digits there.
STARTS: dict[str, Any] = {
    str(struct.__struct_config__.tag): struct
    for struct in STATIONS
    if any(field.name == "key" for field in msgspec.structs.fields(struct))
}


@dataclass(frozen=True)
class Row:
    """A row inside a box, such as a menu key. y: of its middle line."""

    label: str
    y: int


@dataclass(frozen=True)
class Box:
    """A station where it stands, as templates/routing/flow/picture.html draws it; lengths in pixels."""

    node: Node
    place: Place
    name: str
    rows: tuple[Row, ...]
    rest_url: str

    width = BOX_WIDTH


@require_GET
@requires("numbers.read")
def flow_index(request: SignedInRequest) -> HttpResponse:
    """Where a flow can begin: the phone numbers."""
    numbers = PhoneNumber.objects.order_by("e164").only("e164", "label", "is_enabled")
    return render(request, "routing/flow/index.html", {"numbers": numbers})


@require_GET
@requires("numbers.read")
def flow_of(request: SignedInRequest, kind: str, which: str) -> HttpResponse:
    """Where calls go from an object: a phone number by its digits, anything else by its key."""
    plan = _published_plan()
    graph = _graph(plan, kind, which)
    context = {**_context(graph, kind, which, request), "fallback": _fallback(plan, graph)}
    return render(request, "routing/flow/page.html", context)


@require_GET
@requires("numbers.read")
def flow_picture(request: SignedInRequest, kind: str, which: str) -> HttpResponse:
    """The picture alone, for saving."""
    graph = _graph(_published_plan(), kind, which)
    context = _context(graph, kind, which, request)
    response = render(request, "routing/flow/file.svg", context, content_type="image/svg+xml")
    name = slugify(graph.nodes[0].station.name) or "call-flow"
    response["Content-Disposition"] = f'attachment; filename="call-flow-{name}.svg"'
    return response


def _published_plan() -> Plan:
    """What calls are routed by; before the first publish what they would be."""
    organization = current_organization()
    loaded = load_plan(organization.pk, organization.schema_name, organization.plan_version)
    return loaded[0] if loaded is not None else compile_plan(organization)


def _graph(plan: Plan, kind: str, which: str) -> Graph:
    graph = graph_of(plan, _start(plan, kind, which))
    if not graph.nodes[0].station.url:
        raise Http404("Calls do not come by this object.")
    return graph


def _fallback(plan: Plan, graph: Graph) -> Station | None:
    """Where calls go that come back, when some way leads back and there is a fall-back."""
    if plan.fallback is None or not any(way.is_loop for way in graph.ways):
        return None
    return station_of(plan, plan.fallback)


def _start(plan: Plan, kind: str, which: str) -> Start:
    if kind == "number":
        if f"+{which}" not in plan.number_by_e164:
            raise Http404("There is no such phone number.")
        return f"+{which}"
    make = STARTS.get(kind)
    try:
        key = UUID(which)
    except ValueError as error:
        raise Http404("There is no such object.") from error
    if make is None:
        raise Http404("There is no such kind of object.")
    start: Start = make(key)
    return start


def _context(graph: Graph, kind: str, which: str, request: SignedInRequest) -> dict[str, Any]:
    hides_names = "hide" in request.GET
    layout = lay_out(graph)
    boxes = [_box(node, layout.places[node.number], hides_names=hides_names) for node in graph.nodes]
    return {
        "graph": graph,
        "start": graph.nodes[0].station,
        "outline": graph.outline(),
        "layout": layout,
        "boxes": boxes,
        "problems": graph.problems,
        "kind": kind,
        "which": which,
        "hides_names": hides_names,
    }


def _box(node: Node, place: Place, *, hides_names: bool) -> Box:
    station = node.station
    name = f"{station.noun} {node.number + 1}" if hides_names else station.name
    rows = tuple(
        Row(leaving.label, place.y + BOX_HEIGHT + row * ROW_HEIGHT + ROW_HEIGHT // 2)
        for row, leaving in enumerate(station.exits)
        if station.has_rows
    )
    short = name if len(name) <= LONGEST_NAME else f"{name[: LONGEST_NAME - 1]}…"
    rest = reverse("flow:of", args=[station.kind, station.which]) if node.is_folded else ""
    return Box(node, place, short, rows, rest)
