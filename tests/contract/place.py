"""Where a conversation takes place: a customer and a domain of its own, and what answers its calls."""

from __future__ import annotations

import http.client
import json
import threading
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from cloudonix.api import (
    Application,
    ApplicationSpec,
    CloudonixClient,
    Credentials,
    CustomerClient,
    open_http,
)
from tests.sync.world import Gate, Simulator


def new_key() -> str:
    return f"XI{uuid.uuid4().hex.upper()}"


@dataclass
class Place:
    """A fresh customer with one domain, and both kinds of client for it."""

    simulator: Simulator
    gate: Gate
    voice_url: str = "https://pbx.example/api/voice/route"
    name: str = field(default_factory=lambda: f"d{uuid.uuid4().hex[:10]}.cloudonix.net")
    key: str = field(default_factory=new_key)
    customer_key: str = field(default_factory=new_key)

    def __post_init__(self) -> None:
        customer = {"name": self.customer_key, "key": self.customer_key}
        domain = {
            "name": self.name,
            "customer": self.customer_key,
            "key": self.key,
            "aliases": [f"a.{self.name}"],
        }
        self.simulator.control("/seed", {"customers": [customer], "domains": [domain]})
        self.http = open_http(self.gate.url)
        self.client = self.client_with(self.key)
        self.customer = CustomerClient(self.http, self.customer_key)

    @property
    def at(self) -> str:
        return f"/customers/self/domains/{self.name}"

    def client_with(self, key: str, domain: str = "") -> CloudonixClient:
        return CloudonixClient(self.http, Credentials(domain=domain or self.name, api_key=key))

    def application(self) -> Application:
        return self.client.create_application(ApplicationSpec(name="opbx-routing", url=self.voice_url))

    def ask(self, method: str, path: str, body: Any = None, *, key: str = "") -> Any:
        """Say something that our client has no words for; returns the decoded answer."""
        connection = http.client.HTTPConnection(self.gate.url.removeprefix("http://"), timeout=10)
        headers = {"Authorization": f"Bearer {key or self.key}", "Content-Type": "application/json"}
        connection.request(method, path, None if body is None else json.dumps(body), headers)
        content = connection.getresponse().read()
        connection.close()
        return json.loads(content) if content else None

    def call(self) -> str:
        """The token of a call that lasts until somebody ends it."""
        application = self.application()
        self.client.update_domain(profile={}, default_application=application.id)
        inbound = {"domain": self.name, "from": "+12125550111", "to": "+12125550100"}
        token: str = self.simulator.control("/calls/inbound", inbound)["token"]
        return token


@contextmanager
def patient_voice() -> Iterator[str]:
    """The URL of a voice application that lets every caller wait."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers.get("Content-Length") or 0))
            self.send_response(200)
            self.send_header("Content-Type", "application/xml")
            self.end_headers()
            self.wfile.write(b'<?xml version="1.0"?><Response><Pause length="600"/></Response>')

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/voice"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
