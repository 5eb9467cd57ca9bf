"""OPBX as Cloudonix reaches it: HTTP in front, the test's own thread and transaction behind."""

from __future__ import annotations

import queue
import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Self

from django.test import Client

PATIENCE_SECONDS = 20.0


@dataclass
class Visit:
    """One request of the simulator; status is what OPBX answered."""

    path: str
    bearer: str
    body: bytes
    status: int = 0
    answer: bytes = b""
    is_answered: threading.Event = field(default_factory=threading.Event)


class Front:
    """`with Front() as front:`; front.url is what the simulator is told, front.serve_call answers one call."""

    def __init__(self) -> None:
        self._waiting: queue.Queue[Visit] = queue.Queue()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"

    def __enter__(self) -> Self:
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02})
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    def serve_call(self, machine: Client) -> list[Visit]:
        """Answer everything that Cloudonix asks and reports until the CDR of a call has come."""
        served = []
        while True:
            visit = self._waiting.get(timeout=PATIENCE_SECONDS)
            response = machine.post(
                visit.path,
                visit.body,
                content_type="application/json",
                headers={"authorization": f"Bearer {visit.bearer}"},
            )
            visit.status, visit.answer = response.status_code, response.content
            visit.is_answered.set()
            served.append(visit)
            if visit.path.endswith("/cdr"):
                return served

    def _handler(front) -> type[BaseHTTPRequestHandler]:  # noqa: N805 - self is the request's
        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:
                visit = Visit(
                    self.path,
                    self.headers.get("Authorization", "").removeprefix("Bearer "),
                    self.rfile.read(int(self.headers.get("Content-Length") or 0)),
                )
                front._waiting.put(visit)
                visit.is_answered.wait(PATIENCE_SECONDS)
                self.send_response(visit.status or 503)
                self.send_header("Content-Type", "application/xml")
                self.send_header("Content-Length", str(len(visit.answer)))
                self.end_headers()
                self.wfile.write(visit.answer)

            def log_message(self, *_: object) -> None:
                pass

        return Handler
