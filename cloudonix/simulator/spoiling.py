"""Carry out the faults of REST requests, between the wire and the platform."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from aiohttp import web

from cloudonix.simulator.rest_faults import RestFault
from cloudonix.simulator.simulation import SIMULATION

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class CutOff(web.Response):
    """Stands for an answer that never reached the client."""


async def answer_or_spoil(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Answer the request, or do to it what a waiting fault says."""
    fault = request.app[SIMULATION].rest_faults.take(request.method, request.path)
    if fault is None:
        return await handler(request)
    match fault.act:
        case "status":
            if fault.took_effect:
                await handler(request)
            return _refusal(fault, await request.text() if fault.repeats_body else "")
        case "delay":
            response = await handler(request)
            await asyncio.sleep(fault.seconds)
            return response
        case "malformed":
            return _halved(await handler(request))
        case "lost":
            await handler(request)
    return _cut_off(request)


def _refusal(fault: RestFault, repeated: str) -> web.Response:
    patience = {"Retry-After": fault.retry_after} if fault.retry_after else {}
    body = {"status": False, "message": f"{fault.message} {repeated}".rstrip()}
    return web.json_response(body, status=fault.status, headers=patience)


def _halved(response: web.StreamResponse) -> web.Response:
    """The first half of the answer under its own headers, as if a proxy had broken off."""
    whole = response.body if isinstance(response, web.Response) else None
    content = whole if isinstance(whole, bytes) and whole else b'{"status": true}'
    status = 200 if response.status == 204 else response.status
    return web.Response(body=content[: len(content) // 2], status=status, content_type="application/json")


def _cut_off(request: web.Request) -> CutOff:
    if request.transport is not None:
        request.transport.close()
    return CutOff()
