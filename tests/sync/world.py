"""A running Cloudonix simulator behind a gate that can be told to misbehave.

The gate is an HTTP proxy in a thread of the test: what it does not spoil reaches the simulator's own process.
"""

from __future__ import annotations

import http.client
import json
import re
import socket
import subprocess
import sys
import threading
import urllib.request
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Self

ROOT = Path(__file__).resolve().parents[2]


@dataclass
class Fault:
    """What happens to the next `times` requests of a method whose path matches.

    after: the simulator gets the request first, so it took effect although nobody hears of it.
    meanwhile: what somebody else does just before the request, which is not spoiled then.
    """

    method: str
    path: str
    status: int = 0
    body: bytes = b'{"status": false, "message": "as the test wants it"}'
    headers: dict[str, str] = field(default_factory=dict)
    after: bool = False
    delay: float = 0.0
    times: int = 1
    meanwhile: Callable[[], object] | None = None

    def hits(self, method: str, path: str) -> bool:
        return self.times > 0 and method == self.method and re.search(self.path, path) is not None


@dataclass(frozen=True)
class Exchange:
    """One request and its answer; status 0 when the connection was dropped instead. Secrets included."""

    method: str
    path: str
    body: bytes
    status: int
    answer: bytes

    @property
    def sent(self) -> Any:
        return json.loads(self.body) if self.body else None

    @property
    def answered(self) -> Any:
        return json.loads(self.answer) if self.answer else None


class Gate:
    """`with Gate(port) as gate:`; `gate.faults` spoil requests, `gate.seen` lists all as "METHOD /rest/of/path".

    `gate.exchanges` keeps them whole, with what was answered.
    """

    def __init__(self, port: int) -> None:
        self.faults: list[Fault] = []
        self.seen: list[str] = []
        self.exchanges: list[Exchange] = []
        self.resting = threading.Event()  # never set until the end: ends every delay then
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler(port))
        self.server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}"

    def __enter__(self) -> Self:
        self._thread = threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.02})
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.resting.set()
        self.server.shutdown()
        self._thread.join()
        self.server.server_close()

    def spoil(self, method: str, path: str, **how: Any) -> Fault:
        """status 0 drops the connection."""
        self.faults.append(Fault(method, path, **how))
        return self.faults[-1]

    def take_fault(self, method: str, path: str) -> Fault | None:
        """What is to be done wrong with this request, if anything; somebody else's turn comes here."""
        fault = next((one for one in self.faults if one.hits(method, path)), None)
        if fault is None:
            return None
        fault.times -= 1
        if fault.meanwhile is None:
            return fault
        fault.meanwhile()
        return None

    def _handler(gate, port: int) -> type[BaseHTTPRequestHandler]:  # noqa: N805 - self is the request's
        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def handle_any(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                self.exchanges = gate.exchanges  # of the test that asked, which may be over by the answer
                gate.seen.append(f"{self.command} {self.path.split('/domains/', 1)[-1].partition('/')[2]}")
                fault = gate.take_fault(self.command, self.path)
                if fault is None:
                    self.answer(body, *self.forward(body))
                    return
                if fault.after:
                    self.forward(body)
                gate.resting.wait(fault.delay)
                if fault.status:
                    self.answer(body, fault.status, fault.headers, fault.body)
                else:
                    self.note(body, 0, b"")
                    self.close_connection = True
                    self.connection.shutdown(socket.SHUT_RDWR)

            do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = handle_any  # noqa: N815

            def forward(self, body: bytes) -> tuple[int, dict[str, str], bytes]:
                inner = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
                headers = {"Authorization": self.headers["Authorization"], "Content-Type": "application/json"}
                inner.request(self.command, self.path, body or None, headers)
                response = inner.getresponse()
                content = response.read()
                inner.close()
                return response.status, {}, content

            def note(self, body: bytes, status: int, content: bytes) -> None:
                self.exchanges.append(Exchange(self.command, self.path, body, status, content))

            def answer(self, body: bytes, status: int, headers: dict[str, str], content: bytes) -> None:
                self.note(body, status, content)
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)

            def log_message(self, *_: object) -> None:
                pass

        return Handler


class Simulator:
    """The simulator's process; `with Simulator() as simulator:`."""

    def __enter__(self) -> Self:
        command = [sys.executable, "-m", "cloudonix.simulator", "--port", "0"]
        self._process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
        assert self._process.stdout is not None
        self.port = int(self._process.stdout.readline().rsplit(":", 1)[1])
        return self

    def __exit__(self, *_: object) -> None:
        self._process.terminate()
        self._process.communicate(timeout=10)

    def control(self, path: str, body: dict[str, Any] | None = None, *, method: str = "POST") -> Any:
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.port}/__sim__{path}",
            None if body is None else json.dumps(body).encode(),
            {"Content-Type": "application/json"},
            method=method,
        )
        with urllib.request.urlopen(request, timeout=10) as response:
            return json.load(response)


@dataclass
class Domain:
    """A fresh domain in the simulator, and a way to look at it that does not go through our client."""

    simulator: Simulator
    name: str = field(default_factory=lambda: f"d{uuid.uuid4().hex[:10]}.cloudonix.net")
    uuid: str = field(default_factory=lambda: str(uuid.uuid4()))
    key: str = field(default_factory=lambda: f"XI{uuid.uuid4().hex.upper()}")

    def seed(self, **more: Any) -> None:
        entry = {"name": self.name, "uuid": self.uuid, "customer": "tests", "key": self.key, **more}
        self.simulator.control("/seed", {"customers": [{"name": "tests"}], "domains": [entry]})

    def ask(self, method: str, path: str = "", body: Any = None) -> Any:
        """The decoded answer; None for 404 and for an answer without a body."""
        connection = http.client.HTTPConnection("127.0.0.1", self.simulator.port, timeout=10)
        headers = {"Authorization": f"Bearer {self.key}", "Content-Type": "application/json"}
        content = None if body is None else json.dumps(body)
        connection.request(method, f"/customers/self/domains/{self.uuid}{path}", content, headers)
        response = connection.getresponse()
        answer = response.read()
        connection.close()
        assert response.status < 400 or response.status == 404, answer
        return json.loads(answer) if answer and response.status < 400 else None

    def subscribers(self) -> dict[str, dict[str, Any]]:
        return {one["msisdn"]: one for one in self.ask("GET", "/subscribers")}
