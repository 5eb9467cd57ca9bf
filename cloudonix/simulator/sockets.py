"""The WebSocket of a stream: frames as the platform sends them, with silence for sound."""

from __future__ import annotations

import asyncio
import base64
import json
import time
from typing import Self

import aiohttp

from cloudonix.simulator.calls import Call
from cloudonix.simulator.clock import Event
from cloudonix.simulator.names import LoopbackResolver
from cloudonix.simulator.simulation import Simulation
from cloudonix.simulator.streams import Stream

SECONDS_TO_CONNECT = 5.0
FRAME_SECONDS = 0.02
SILENCE = base64.b64encode(b"\xff" * 160).decode()  # 20 ms of mu-law at 8 kHz
FORMAT = {"encoding": "audio/x-mulaw", "sampleRate": 8000, "channels": 1}


class SocketRefused(Exception):
    """The other side does not speak WebSocket, or cannot be reached; the message says why."""


class Socket:
    """Sends the call's frames until one of both sides closes; tells the call when the other side did."""

    def __init__(
        self,
        simulation: Simulation,
        call: Call,
        stream: Stream,
        session: aiohttp.ClientSession,
        socket: aiohttp.ClientWebSocketResponse,
    ) -> None:
        self._simulation, self._call, self._stream = simulation, call, stream
        self._session, self._socket = session, socket
        self._stopped = asyncio.Event()
        self._keys: asyncio.Queue[str] = asyncio.Queue()

    @classmethod
    async def open(cls, simulation: Simulation, call: Call, stream: Stream) -> Self:
        """Connect and greet; raises SocketRefused."""
        connector = aiohttp.TCPConnector(force_close=True, resolver=LoopbackResolver())
        session = aiohttp.ClientSession(connector=connector, cookie_jar=aiohttp.DummyCookieJar())
        try:
            async with asyncio.timeout(SECONDS_TO_CONNECT):
                socket = await session.ws_connect(stream.url)
        except (aiohttp.ClientError, TimeoutError, ValueError) as error:
            await session.close()
            raise SocketRefused(str(error) or f"No answer within {SECONDS_TO_CONNECT:g} s.") from error
        made = cls(simulation, call, stream, session, socket)
        simulation.calls.run_beside(made._run())
        return made

    def press(self, digits: str) -> None:
        for digit in digits:
            self._keys.put_nowait(digit)

    def stop(self) -> None:
        self._stopped.set()

    async def _run(self) -> None:
        listening = asyncio.create_task(self._listen())
        try:
            await self._greet()
            await self._speak(listening)
            if not self._socket.closed:
                await self._send("stop", stop={"session": self._call.token, "callSid": self._call.token})
        except (aiohttp.ClientError, ConnectionError) as error:
            self._call.note("error", f"The stream {self._stream.name} broke off. {error}")
        finally:
            listening.cancel()
            await self._socket.close()
            await self._session.close()
            if not self._stopped.is_set():
                self._call.happens(Event("stream", "closed", value=self._stream.name))

    async def _greet(self) -> None:
        call, stream = self._call, self._stream
        await self._send("connected", protocol="Call", version="1.0.0")
        start = {
            "streamSid": stream.sid,
            "callSid": call.token,
            "session": call.token,
            "accountSid": call.domain.name,
            "from": call.caller,
            "to": call.dialled,
            "context": "outbound-api" if call.direction == "outbound-api" else "inbound",
            "tracks": stream.tracks,
            "mediaFormat": FORMAT,
            "customParameters": stream.parameters,
        }
        await self._send("start", start=start)

    async def _speak(self, listening: asyncio.Task[None]) -> None:
        began, chunk = time.monotonic(), 0
        while not (self._stopped.is_set() or listening.done() or self._socket.closed):
            chunk += 1
            passed = round((time.monotonic() - began) * 1000)
            for track in self._stream.tracks:
                media = {"track": track, "chunk": chunk, "timestamp": passed, "payload": SILENCE}
                await self._send("media", media=media)
            while not self._keys.empty():
                await self._send("dtmf", dtmf={"track": "inbound", "digit": self._keys.get_nowait()})
            await asyncio.wait([listening], timeout=FRAME_SECONDS)

    async def _listen(self) -> None:
        """Take what the other side sends, and note marks and flushes; its sound cannot be heard here."""
        async for message in self._socket:
            if message.type is not aiohttp.WSMsgType.TEXT:
                continue
            try:
                body = json.loads(message.data)
            except ValueError:
                body = None
            event = body.get("event") if isinstance(body, dict) else None
            if event in {"mark", "clear"}:
                self._call.note("stream", f"The stream {self._stream.name} sends {event}")
            elif event != "media":
                self._call.note(
                    "warning", f"The stream {self._stream.name} sent a frame that is not documented."
                )

    async def _send(self, event: str, **body: object) -> None:
        await self._socket.send_json({"event": event, "streamSid": self._stream.sid, **body})
