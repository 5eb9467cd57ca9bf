"""The addresses of recordings, and the sounds behind them."""

from __future__ import annotations

from aiohttp import web

from cloudonix.simulator.keys import key_of
from cloudonix.simulator.problems import Refused
from cloudonix.simulator.simulation import SIMULATION


async def serve_recording(request: web.Request) -> web.Response:
    """Serve to everybody who knows the address, or only to a key of its domain, as the switch says."""
    simulation = request.app[SIMULATION]
    name, _, media = request.match_info["name"].partition(".")
    found = simulation.recordings.find(name)
    if found is not None and media != found.media:
        found = None
    if simulation.switches.recording_auth == "bearer":
        key = key_of(request)
        if found is not None and key.domain_id != found.domain_id:
            domain = simulation.store.domains.get(found.domain_id)
            if key.domain_id is not None or domain is None or domain.customer_id != key.customer_id:
                found = None
    if found is None:
        raise Refused(404, "There is no such recording.")
    return web.Response(body=found.sound(), content_type=found.media_type)


def routes() -> list[web.RouteDef]:
    return [web.get("/__sim__/recordings/{name}", serve_recording)]
