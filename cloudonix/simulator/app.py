"""The simulator as one aiohttp application: REST, control API, page, and what holds for every request."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator

from aiohttp import web

from cloudonix.simulator import control, page, playback, rest
from cloudonix.simulator.journal import BODY_KEPT, Exchange
from cloudonix.simulator.problems import Refused
from cloudonix.simulator.simulation import SIMULATION, Simulation
from cloudonix.simulator.spoiling import CutOff, Handler, answer_or_spoil

LARGEST_BODY = 2 * 1024 * 1024
READING = frozenset({"GET", "HEAD", "OPTIONS"})


def build_app(simulation: Simulation) -> web.Application:
    app = web.Application(middlewares=[record, spoil, explain, guard, keep], client_max_size=LARGEST_BODY)
    app[SIMULATION] = simulation
    app.add_routes([*control.routes(), *page.routes(), *playback.routes(), *rest.routes()])
    app.cleanup_ctx.append(_stop_calls)
    return app


async def _stop_calls(app: web.Application) -> AsyncIterator[None]:
    yield
    await app[SIMULATION].calls.stop()


def _is_rest(request: web.Request) -> bool:
    return request.path.startswith(("/customers", "/tenants", "/domains", "/calls"))


def _is_recording(request: web.Request) -> bool:
    return request.path.startswith("/__sim__/recordings/")


@web.middleware
async def record(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Write what the PBX asks for into the journal; the control API and the page would only drown it."""
    simulation = request.app[SIMULATION]
    if not (_is_rest(request) or _is_recording(request)):
        # What a browser calls this program need not be known to the PBX, so its word counts only at first.
        simulation.public_url = simulation.public_url or str(request.url.origin())
        return await handler(request)
    if _is_rest(request) and not simulation.public_url_given:
        simulation.public_url = str(request.url.origin())
    began = time.monotonic()
    body = (await request.read())[:BODY_KEPT].decode("utf-8", "replace")
    exchange = simulation.journal.add(
        Exchange(
            at=time.time(),
            kind="rest" if _is_rest(request) else "recording",
            direction="in",
            method=request.method,
            url=request.path_qs,
            headers=dict(request.headers),
            body=body,
        )
    )
    response = await handler(request)
    if isinstance(response, CutOff):
        exchange.error = "The connection was closed on purpose."
        return response
    exchange.status = response.status
    exchange.milliseconds = round((time.monotonic() - began) * 1000)
    if isinstance(response, web.Response) and isinstance(response.body, bytes):
        if response.content_type.startswith("audio/"):
            exchange.response = f"{len(response.body)} bytes of {response.content_type}"
            return response
        exchange.response = response.body[:BODY_KEPT].decode("utf-8", "replace")
    return response


@web.middleware
async def spoil(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Let REST requests and recordings go wrong as the control API asked; that API itself never does."""
    spoilt = _is_rest(request) or _is_recording(request)
    return await (answer_or_spoil(request, handler) if spoilt else handler(request))


@web.middleware
async def explain(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Answer refusals, and addresses nobody knows, as the platform does."""
    try:
        return await handler(request)
    except Refused as refusal:
        return web.json_response(refusal.as_json(), status=refusal.status)
    except web.HTTPException as error:
        if request.path == "/" or error.status < 400:
            raise
        return web.json_response({"status": False, "message": error.reason}, status=error.status)


@web.middleware
async def guard(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Refuse what another site's page makes a visitor's browser send: the control API asks for no key."""
    strange = request.headers.get("Sec-Fetch-Site", "none") not in {"none", "same-origin"}
    if strange and request.path.startswith("/__sim__/") and request.method not in READING:
        raise Refused(403, "Another site's page may not act here.")
    return await handler(request)


@web.middleware
async def keep(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Save the store after every request that may have changed it."""
    response = await handler(request)
    if request.method not in READING:
        request.app[SIMULATION].store.save()
    return response
