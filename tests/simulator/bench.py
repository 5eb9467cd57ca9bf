"""A running simulator beside a small PBX whose answers each test writes down."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, Self

import aiohttp
from aiohttp import web

from cloudonix.simulator.app import build_app
from cloudonix.simulator.clock import Clock
from cloudonix.simulator.simulation import Simulation

CUSTOMER_KEY = "XI000000000000000000000000000000C1"
DOMAIN_KEY = "XI000000000000000000000000000000D1"
OTHER_KEY = "XI000000000000000000000000000000D2"
PHONE_KEY = "XI000000000000000000000000000000F1"
APPLICATION_KEY = "XI000000000000000000000000000000A1"
SECRET = "bearer-of-acme"
ACME, GLOBEX = "acme.cloudonix.net", "globex.cloudonix.net"
CALLER, NUMBER = "+12125550111", "+12125550100"

Reply = str | bytes | web.Response | Callable[[dict[str, Any]], Any]


@dataclass(frozen=True)
class Callback:
    """What came to one of the addresses under /told that documents name."""

    path: str
    method: str
    media_type: str
    bearer: str
    body: dict[str, Any]


@dataclass
class Pbx:
    """The customer's side: it answers each stage with the next document, and keeps what it was sent."""

    documents: list[Reply] = field(default_factory=list)
    stages: list[dict[str, Any]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)
    updates: list[Any] = field(default_factory=list)
    cdrs: list[Any] = field(default_factory=list)
    raw: list[str] = field(default_factory=list)
    callbacks: list[Callback] = field(default_factory=list)
    frames: list[dict[str, Any]] = field(default_factory=list)

    async def voice(self, request: web.Request) -> web.StreamResponse:
        body = await request.json() if request.method == "POST" else dict(request.query)
        self.stages.append(body)
        self.headers.append(dict(request.headers))
        self.paths.append(request.path_qs)
        reply = self.documents.pop(0) if len(self.documents) > 1 else self.documents[0]
        if callable(reply) and not isinstance(reply, web.Response):
            reply = await reply(body)
        if isinstance(reply, web.Response):
            return reply
        return web.Response(
            body=reply if isinstance(reply, bytes) else reply.encode(), content_type="application/xml"
        )

    async def update(self, request: web.Request) -> web.Response:
        self.updates.append(await request.json())
        return web.Response(status=204)

    async def cdr(self, request: web.Request) -> web.Response:
        self.raw.append(await request.text())
        self.cdrs.append(await request.json())
        return web.Response(status=204)

    async def told(self, request: web.Request) -> web.Response:
        json = request.content_type == "application/json" and request.method == "POST"
        body = await request.json() if json else {**request.query, **await request.post()}
        bearer = request.headers.get("Authorization", "").removeprefix("Bearer ")
        method, kind = request.method, request.content_type
        self.callbacks.append(Callback(request.path, method, kind, bearer, dict(body)))
        return web.Response(status=204)

    async def stream(self, request: web.Request) -> web.WebSocketResponse:
        """Keep what a stream sends until a key is pressed, then answer with a mark and close."""
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        async for message in socket:
            frame = message.json()
            self.frames.append(frame)
            if frame["event"] == "dtmf":
                await socket.send_json({"event": "mark", "streamSid": frame["streamSid"]})
                await socket.close()
        return socket

    def app(self) -> web.Application:
        app = web.Application()
        app.add_routes(
            [
                web.post("/updates", self.update),
                web.post("/cdr", self.cdr),
                web.route("*", "/told/{tail:.*}", self.told),
                web.get("/stream", self.stream),
                web.route("*", "/{tail:.*}", self.voice),
            ]
        )
        return app


class Bench:
    """`async with Bench("<Response/>") as bench:`; the PBX answers the documents, the last one for ever."""

    def __init__(self, *documents: Reply, clock: str = "instant", **switches: Any) -> None:
        self.simulation = Simulation(clock=Clock(clock))
        self.simulation.switches.flip({"rate_limit": False, **switches})
        self.pbx = Pbx(list(documents) or ["<Response/>"])
        self._runners: list[web.AppRunner] = []

    async def __aenter__(self) -> Self:
        self.url = await self.serve(build_app(self.simulation))
        self.pbx_url = await self.serve(self.pbx.app())
        self.http = aiohttp.ClientSession()
        await self.post("/__sim__/seed", self.document())
        return self

    async def serve(self, app: web.Application) -> str:
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        self._runners.append(runner)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        return f"http://127.0.0.1:{runner.addresses[0][1]}"

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.http.close()
        for runner in self._runners:
            await runner.cleanup()

    def document(self) -> dict[str, Any]:
        profile = {
            "authorization-api-key": SECRET,
            "session-update-endpoint": f"{self.pbx_url}/updates",
            "cdr-endpoint": f"{self.pbx_url}/cdr",
            "call-timeout": 30,
        }
        application = {"name": "pbx", "type": "cxml", "url": f"{self.pbx_url}/voice", "method": "POST"}
        return {
            "customers": [{"name": "provider", "key": CUSTOMER_KEY}],
            "domains": [
                {
                    "name": ACME,
                    "customer": "provider",
                    "key": DOMAIN_KEY,
                    "aliases": ["pbx.acme.example"],
                    "profile": profile,
                    "applications": [application],
                    "defaultApplication": "pbx",
                    "subscribers": [
                        {
                            "msisdn": name,
                            "sipPassword": f"secret-{name}",
                            "profile": {"display-name": f"Phone {name}"},
                        }
                        for name in ("101", "102", "103")
                    ],
                    "keys": [
                        {"level": "subscriber", "of": "101", "key": PHONE_KEY},
                        {"level": "application", "of": "pbx", "key": APPLICATION_KEY},
                    ],
                    "label": "Acme",
                    "numbers": [{"number": NUMBER, "name": "Main number"}],
                },
                {"name": GLOBEX, "customer": "provider", "key": OTHER_KEY, "profile": {}},
            ],
        }

    async def request(self, method: str, path: str, body: Any = None, *, key: str = "") -> tuple[int, Any]:
        headers = {"Authorization": f"Bearer {key}"} if key else {}
        async with self.http.request(method, self.url + path, json=body, headers=headers) as response:
            return (
                response.status,
                await response.json() if response.content_type == "application/json" else None,
            )

    async def post(self, path: str, body: Any) -> Any:
        status, answer = await self.request("POST", path, body)
        assert status == 200, answer
        return answer

    async def get(self, path: str) -> Any:
        status, answer = await self.request("GET", path)
        assert status == 200, answer
        return answer

    async def phone(self, match: str, *behaviours: dict[str, Any], kind: str = "subscriber") -> None:
        await self.post(
            "/__sim__/endpoints",
            {"domain": ACME, "kind": kind, "match": match, "behaviour": list(behaviours)},
        )

    async def as_caller(self, token: str, act: str, value: str = "", **more: Any) -> None:
        """Press keys, speak or hang up as a person at the caller's end, once the call listens."""
        if act != "hangup":
            assert (await self.until(token, "listening"))["listening"]
        await self.post(f"/__sim__/calls/{token}/caller", {"do": act, "value": value, **more})

    async def ring_in(self, **more: Any) -> str:
        body = {"domain": ACME, "from": CALLER, "to": NUMBER, **more}
        token: str = (await self.post("/__sim__/calls/inbound", body))["token"]
        return token

    async def until(self, token: str, state: str) -> dict[str, Any]:
        call: dict[str, Any] = await self.get(f"/__sim__/calls/{token}?until={state}&wait=5")
        assert state != "settled" or call["settled"], call["timeline"]
        return call

    async def whole_call(self, **more: Any) -> dict[str, Any]:
        """An inbound call from its beginning to its CDR."""
        return await self.until(await self.ring_in(**more), "settled")


def play(scenario: Coroutine[Any, Any, None]) -> None:
    asyncio.run(scenario)


def texts(call: dict[str, Any], *kinds: str) -> list[str]:
    return [entry["text"] for entry in call["timeline"] if entry["kind"] in kinds]
