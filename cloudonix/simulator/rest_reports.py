"""REST: how many calls and subscribers a customer has had, in all and by day."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

from aiohttp import web

from cloudonix.simulator.calls import DayOfCalls
from cloudonix.simulator.keys import customer_scope
from cloudonix.simulator.problems import Refused
from cloudonix.simulator.records import Customer
from cloudonix.simulator.simulation import Simulation

LONGEST_REPORT = 366  # days


def _midnight(day: date) -> str:
    return f"{day.isoformat()}T00:00:00Z"


def _day_json(day: date, calls: DayOfCalls) -> dict[str, Any]:
    return {"date": _midnight(day), "concurrency": calls.most_at_once, "count": calls.count}


def report_json(simulation: Simulation, customer: Customer) -> dict[str, Any]:
    """Sum up this month; billing runs from its first day to the next one's."""
    today = datetime.fromtimestamp(simulation.clock.now(), UTC).date()
    first = today.replace(day=1)
    following = (first + timedelta(days=32)).replace(day=1)
    domains = {domain.id for domain in simulation.store.live_domains() if domain.customer_id == customer.id}
    subscribers = [
        one
        for one in simulation.store.subscribers.values()
        if one.domain_id in domains and one.deleted_at is None
    ]
    days = [
        (day, calls)
        for day, calls in sorted(simulation.calls.days_of(customer.id).items())
        if first <= day < following
    ]
    live = [call for call in simulation.calls.live() if call.domain.customer_id == customer.id]
    return {
        "billing-plan": {"period-start": _midnight(first), "period-end": _midnight(following)},
        "subscribers-total": len(subscribers),
        "subscribers-active": sum(1 for one in subscribers if one.active),
        "current-calls": len(live),
        "concurrency-max": max((calls.most_at_once for _day, calls in days), default=0),
        "count-total": sum(calls.count for _day, calls in days),
        "concurrency-daily": [_day_json(day, calls) for day, calls in days],
    }


async def show_report(request: web.Request) -> web.Response:
    simulation, customer = customer_scope(request)
    return web.json_response(report_json(simulation, customer))


async def show_daily(request: web.Request) -> web.Response:
    """List every day from the first to the last, which is today when it is left out."""
    simulation, customer = customer_scope(request)
    today = datetime.fromtimestamp(simulation.clock.now(), UTC).date()
    first = _day(request.match_info["start"])
    last = _day(request.match_info["end"]) if "end" in request.match_info else today
    if not 0 <= (last - first).days < LONGEST_REPORT:
        raise Refused(400, "The end date is before the start date, or more than a year after it.")
    known = simulation.calls.days_of(customer.id)
    days = [first + timedelta(days=count) for count in range((last - first).days + 1)]
    return web.json_response([_day_json(day, known.get(day) or DayOfCalls()) for day in days])


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise Refused(400, "Dates are written as 2026-01-31.") from error


OF_CUSTOMER: list[tuple[str, str, Callable[[web.Request], Awaitable[web.Response]]]] = [
    ("GET", "/reports", show_report),
    ("GET", "/reports/current-calls", show_report),
    ("GET", "/reports/daily/{start}", show_daily),
    ("GET", "/reports/daily/{start}/{end}", show_daily),
]
