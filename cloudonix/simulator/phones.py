"""What each phone of a domain is doing right now, for the page and for tests."""

from __future__ import annotations

from typing import Any

from aiohttp import web

from cloudonix.simulator.lookup import domain_of, simulation_of
from cloudonix.simulator.records import Domain
from cloudonix.simulator.simulation import Simulation


def phone_json(simulation: Simulation, domain: Domain) -> list[dict[str, Any]]:
    """The domain's phones, each with what it is doing: idle, ringing, talking, calling or off."""
    busy: dict[str, dict[str, Any]] = {}
    for call in simulation.calls.live():
        if call.domain.id != domain.id:
            continue
        if call.subscriber is not None:
            busy[call.subscriber.msisdn] = {"state": "calling", "token": call.token, "with": call.dialled}
        for leg in call.legs:
            if leg.state != "ended" and leg.kind == "subscriber":
                busy[leg.target] = {
                    "state": leg.state,
                    "token": call.token,
                    "leg": leg.number,
                    "manual": leg.manual,
                    "with": call.caller,
                    "name": call.caller_name,
                }
    return [
        {
            "msisdn": one.msisdn,
            "label": str(one.profile.get("display-name") or ""),
            **(busy.get(one.msisdn) or {"state": "idle" if one.active else "off"}),
        }
        for one in sorted(simulation.store.subscribers_of(domain), key=lambda one: one.msisdn)
    ]


async def show_phones(request: web.Request) -> web.Response:
    simulation = simulation_of(request)
    domain = domain_of(simulation, request.match_info["domain"])
    return web.json_response(
        {
            "domain": domain.name,
            "phones": phone_json(simulation, domain),
            "rooms": [room.as_json() for room in simulation.rooms.of_domain(domain)],
            "calls": [call.summary() for call in simulation.calls if call.domain.id == domain.id][:30],
        }
    )
