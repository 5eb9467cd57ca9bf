"""The events of a call, and the callbacks that its documents name: sent beside the call, in their order."""

from __future__ import annotations

import asyncio
import time
from http import HTTPStatus
from urllib.parse import urlencode

from yarl import URL

from cloudonix.simulator.calls import Call
from cloudonix.simulator.distorting import DISTORTIONS, distort
from cloudonix.simulator.faults import ACTS, Fault
from cloudonix.simulator.journal import Exchange
from cloudonix.simulator.payloads import Body, callback_body, cased, cdr, encoded, session_update
from cloudonix.simulator.simulation import Simulation
from cloudonix.simulator.webhooks import NoAnswer, bearer_headers, once_more, send

SUBJECTS = ("RecordingStatus", "StatusCallbackEvent", "StreamEvent")  # what a callback is about


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
            self._put("session-update", url, [body] if switches.list_wrapped else body, about=status)

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
        about = next((told[name] for name in SUBJECTS if name in told), "")
        self._send_later(kind, url, headers, content, method=method, about=about)

    def notify_device(self, url: str, key: str, body: Body) -> None:
        """Tell the control endpoint of a registration-free domain about a call for a device."""
        self._call.note("device", f"POST {url}", sent=body)
        headers = {"Authorization": f"Bearer {key}"} if key else {}
        self._send_later("registration-free", url, headers, encoded(body))

    def close(self) -> None:
        """Report the end of the call: its CDR, after which nothing follows."""
        call = self._call
        call.note("cdr", f"CDR: {call.disposition}", body=cdr(call, self._simulation.switches))
        body, url = cdr(call, self._simulation.switches), call.domain.profile.get("cdr-endpoint")
        self._put("cdr", url, body, about=call.disposition)
        self._outbox.put_nowait(None)

    def _put(self, kind: str, url: object, body: Body | list[Body], *, about: str) -> None:
        if isinstance(url, str) and url:
            headers = bearer_headers(self._simulation, self._call)
            self._send_later(kind, url, headers, encoded(body), about=about)

    def _send_later(
        self,
        kind: str,
        url: str,
        headers: dict[str, str],
        body: str,
        *,
        method: str = "POST",
        about: str = "",
    ) -> None:
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
            about=about,
        )
        self._outbox.put_nowait(self._simulation.journal.add(exchange))

    async def deliver(self) -> None:
        """Send events until the CDR is out; a lost one is not repeated: the platform documents no retry."""
        overtaken: list[Exchange] = []
        while (exchange := await self._outbox.get()) is not None:
            fault = self._simulation.faults.take(exchange.kind, exchange.about)
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
            case act:
                if act in DISTORTIONS:
                    distort(act, exchange, self._simulation.store)
                await self._deliver(exchange)

    async def _deliver(self, exchange: Exchange) -> None:
        """Send, and again as often as the switch says while nobody takes it."""
        tries = 1 + self._simulation.switches.retry
        while not await self._taken(exchange) and (tries := tries - 1):
            exchange = once_more(self._simulation, exchange)

    async def _taken(self, exchange: Exchange) -> bool:
        try:
            answer = await send(self._simulation, exchange)
        except NoAnswer as trouble:
            self._call.note("error", f"The {exchange.kind} was not delivered. {trouble}", url=exchange.url)
            return False
        if answer.status >= HTTPStatus.MULTIPLE_CHOICES:
            self._call.note(
                "error", f"The {exchange.kind} was answered with {answer.status}.", url=exchange.url
            )
            return False
        return True
