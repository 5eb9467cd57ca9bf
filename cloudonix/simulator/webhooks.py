"""Requests from the platform to the customer's endpoints: how they are sent, voice stages and sounds."""

from __future__ import annotations

import asyncio
import secrets
import time
from dataclasses import dataclass
from urllib.parse import urlsplit

import aiohttp
from yarl import URL

from cloudonix.simulator.calls import Call
from cloudonix.simulator.distorting import DISTORTIONS, distort
from cloudonix.simulator.journal import BODY_KEPT, Exchange
from cloudonix.simulator.names import LoopbackResolver
from cloudonix.simulator.payloads import encoded, shown, voice_request
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
    return await _meet(simulation, exchange), exchange


async def _meet(simulation: Simulation, exchange: Exchange) -> Answer:
    """Send a stage's request, repeated, late or spoilt where a fault says so; the first answer counts."""
    fault = simulation.faults.take("voice")
    if fault is not None and fault.act in DISTORTIONS:
        distort(fault.act, exchange, simulation.store)
    match fault.act if fault is not None else "":
        case "duplicate":
            answer = await send(simulation, exchange)
            await send(simulation, once_more(simulation, exchange))
            return answer
        case "twice":
            again = once_more(simulation, exchange)
            answer, _same = await asyncio.gather(send(simulation, exchange), send(simulation, again))
            return answer
        case "delay":
            await asyncio.sleep(fault.seconds if fault is not None else 0)
    return await send(simulation, exchange)


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
                data=exchange.body.encode("utf-8", "surrogateescape") if exchange.method == "POST" else None,
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
            about=exchange.about,
        )
    )
