"""Requests from the platform to the customer's endpoints: voice stages, sounds, session updates and CDRs."""

from __future__ import annotations

import asyncio
import secrets
import time
from dataclasses import dataclass
from urllib.parse import urlencode, urlsplit

import aiohttp
from yarl import URL

from cloudonix.simulator.calls import Call
from cloudonix.simulator.faults import ACTS, Fault
from cloudonix.simulator.journal import BODY_KEPT, Exchange
from cloudonix.simulator.names import LoopbackResolver
from cloudonix.simulator.payloads import (
    Body,
    callback_body,
    cased,
    cdr,
    encoded,
    session_update,
    shown,
    voice_request,
)
from cloudonix.simulator.records import Application
from cloudonix.simulator.simulation import Simulation

SOURCES = {"inbound": "BORDER", "subscriber": "SUBSCRIBER", "outbound-api": "API"}
USER_AGENT = "Cloudonix APP.Core/5.3.673"


class NoAnswer(Exception):
    """The endpoint could not be reached, was too slow, or has an address that cannot be asked."""


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    media_type: str
    body: bytes


def bearer_headers(simulation: Simulation, call: Call) -> dict[str, str]:
    secret = call.domain.profile.get("authorization-api-key")
    if not isinstance(secret, str) or not secret or simulation.switches.bearer == "absent":
        return {}
    return {"Authorization": "Bearer " + ("wrong" if simulation.switches.bearer == "wrong" else secret)}


def in_header(value: str) -> str:
    """The value without what a header line cannot carry."""
    return "".join(sign if sign.isprintable() else " " for sign in value).encode("utf-8", "replace").decode()


async def ask_application(
    simulation: Simulation,
    call: Call,
    application: Application,
    *,
    url: str,
    method: str,
    extra: dict[str, str],
) -> tuple[Answer, Exchange]:
    """Ask what the call shall do next: one stage."""
    switches = simulation.switches
    body = voice_request(call, application, extra, switches)
    headers = {
        **bearer_headers(simulation, call),
        "X-Cx-Apikey": simulation.store.application_key(application),
        "X-Cx-Domain": call.domain.name,
        "X-Cx-Session": call.token,
        "X-Cx-From": in_header(shown(call.caller, switches)),
        "X-Cx-To": in_header(shown(call.dialled, switches)),
        "X-Cx-Source": SOURCES[call.direction],
        "X-Cx-Stageid": secrets.token_hex(8),
    }
    if method == "GET":
        scalars = {name: str(value) for name, value in body.items() if isinstance(value, (str, int))}
        url, content = str(URL(url).update_query(scalars)), ""
    else:
        content = encoded(body)
    exchange = simulation.journal.add(
        Exchange(
            at=time.time(),
            kind="voice",
            direction="out",
            method=method,
            url=url,
            token=call.token,
            domain=call.domain.name,
            headers=headers,
            body=content,
        )
    )
    return await send(simulation, exchange), exchange


async def fetch_sound(simulation: Simulation, call: Call, url: str) -> Answer:
    """Fetch what a document plays: without cookies, and without the bearer, as nothing says that it is sent."""
    exchange = Exchange(
        at=time.time(),
        kind="sound",
        direction="out",
        method="GET",
        url=url,
        token=call.token,
        domain=call.domain.name,
        headers={},
        body="",
    )
    return await send(simulation, simulation.journal.add(exchange))


async def send(simulation: Simulation, exchange: Exchange) -> Answer:
    """Send what the exchange holds and write the answer into it; NoAnswer when none came in time."""
    if urlsplit(exchange.url).scheme not in {"http", "https"}:
        exchange.error = "The address is not http or https."
        raise NoAnswer(exchange.error)
    began = time.monotonic()
    headers = {"Content-Type": "application/json", **exchange.headers, "User-Agent": USER_AGENT}
    limit = simulation.switches.webhook_timeout
    try:
        # One connection per request: a kept-alive one that the server closes would look like a lost call.
        async with (
            aiohttp.ClientSession(
                timeout=aiohttp.ClientTimeout(total=limit),
                cookie_jar=aiohttp.DummyCookieJar(),
                connector=aiohttp.TCPConnector(force_close=True, resolver=LoopbackResolver()),
            ) as session,
            session.request(
                exchange.method,
                URL(exchange.url, encoded=exchange.method == "GET"),
                headers=headers,
                data=exchange.body.encode() if exchange.method == "POST" else None,
                allow_redirects=False,
            ) as response,
        ):
            content = await response.read()
            exchange.status = response.status
            exchange.response_headers = dict(response.headers)
            is_sound = response.content_type.startswith("audio/")
            exchange.response = (
                f"{len(content)} bytes of {response.content_type}"
                if is_sound
                else content[:BODY_KEPT].decode("utf-8", "replace")
            )
            return Answer(response.status, response.content_type, content)
    except TimeoutError as error:
        exchange.error = f"No answer within {limit:g} s."
        raise NoAnswer(exchange.error) from error
    except (aiohttp.ClientError, ValueError) as error:
        exchange.error = f"The request failed: {str(error) or type(error).__name__}."
        raise NoAnswer(exchange.error) from error
    finally:
        exchange.milliseconds = round((time.monotonic() - began) * 1000)


def once_more(simulation: Simulation, exchange: Exchange) -> Exchange:
    """The same delivery again, as a delivery of its own in the journal."""
    return simulation.journal.add(
        Exchange(
            at=time.time(),
            kind=exchange.kind,
            direction="out",
            method=exchange.method,
            url=exchange.url,
            token=exchange.token,
            domain=exchange.domain,
            headers=dict(exchange.headers),
            body=exchange.body,
        )
    )


class Reports:
    """The events of one call, sent one after the other, beside the call and never in its way."""

    def __init__(self, simulation: Simulation, call: Call) -> None:
        self._simulation = simulation
        self._call = call
        self._outbox: asyncio.Queue[Exchange | None] = asyncio.Queue()

    def update(self, status: str) -> None:
        """Report the call's state as it is now."""
        call, switches = self._call, self._simulation.switches
        call.updates += 1
        body = session_update(call, status, switches)
        call.note("update", f"Session update {call.updates}: {cased(status, switches)}")
        for url in (call.domain.profile.get("session-update-endpoint"), call.callback):
            self._put("session-update", url, [body] if switches.list_wrapped else body)

    def callback(self, kind: str, url: str, method: str, told: dict[str, str]) -> None:
        """Tell an address that a document named; beside the call, in the order of its events."""
        call, simulation = self._call, self._simulation
        body = {**callback_body(call, simulation.switches), **told}
        headers, content = bearer_headers(simulation, call), ""
        if method == "GET":
            url = str(URL(url).update_query(body))
        elif simulation.switches.callback_form == "form":
            headers["Content-Type"] = "application/x-www-form-urlencoded"
            content = urlencode(body)
        else:
            content = encoded(body)
        call.note("callback", f"{method} {url}", sent=told)
        self._send_later(kind, method, url, headers, content)

    def notify_device(self, url: str, key: str, body: Body) -> None:
        """Tell the control endpoint of a registration-free domain about a call for a device."""
        self._call.note("device", f"POST {url}", sent=body)
        headers = {"Authorization": f"Bearer {key}"} if key else {}
        self._send_later("registration-free", "POST", url, headers, encoded(body))

    def close(self) -> None:
        """Report the end of the call: its CDR, after which nothing follows."""
        call = self._call
        call.note("cdr", f"CDR: {call.disposition}", body=cdr(call, self._simulation.switches))
        self._put("cdr", call.domain.profile.get("cdr-endpoint"), cdr(call, self._simulation.switches))
        self._outbox.put_nowait(None)

    def _put(self, kind: str, url: object, body: Body | list[Body]) -> None:
        if isinstance(url, str) and url:
            self._send_later(kind, "POST", url, bearer_headers(self._simulation, self._call), encoded(body))

    def _send_later(self, kind: str, method: str, url: str, headers: dict[str, str], body: str) -> None:
        exchange = Exchange(
            at=time.time(),
            kind=kind,
            direction="out",
            method=method,
            url=url,
            token=self._call.token,
            domain=self._call.domain.name,
            headers=headers,
            body=body,
        )
        self._outbox.put_nowait(self._simulation.journal.add(exchange))

    async def deliver(self) -> None:
        """Send events until the CDR is out; a lost one is not repeated: the platform documents no retry."""
        overtaken: list[Exchange] = []
        while (exchange := await self._outbox.get()) is not None:
            fault = self._simulation.faults.take(exchange.kind)
            if fault is not None:
                self._call.note("error", f"On purpose, this {exchange.kind} is {ACTS[fault.act]}.")
            if fault is not None and fault.act == "overtaken":
                overtaken.append(exchange)
                continue
            await self._meet(exchange, fault)
            while overtaken:
                await self._deliver(overtaken.pop(0))
        for late in overtaken:
            await self._deliver(late)

    async def _meet(self, exchange: Exchange, fault: Fault | None) -> None:
        match fault.act if fault is not None else "":
            case "drop":
                return
            case "duplicate":
                await self._deliver(exchange)
                await self._deliver(once_more(self._simulation, exchange))
            case "twice":
                again = once_more(self._simulation, exchange)
                await asyncio.gather(self._deliver(exchange), self._deliver(again))
            case "delay":
                await asyncio.sleep(fault.seconds if fault is not None else 0)
                await self._deliver(exchange)
            case _:
                await self._deliver(exchange)

    async def _deliver(self, exchange: Exchange) -> None:
        try:
            answer = await send(self._simulation, exchange)
        except NoAnswer as trouble:
            self._call.note("error", f"The {exchange.kind} was not delivered. {trouble}", url=exchange.url)
        else:
            if answer.status >= 300:
                self._call.note(
                    "error", f"The {exchange.kind} was answered with {answer.status}.", url=exchange.url
                )
