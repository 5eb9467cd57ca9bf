"""A customer of the simulator, with a key of that level, and a way to look at what was made in it."""

from __future__ import annotations

import http.client
import json
import uuid
from dataclasses import dataclass, field
from typing import Any

from tests.sync.world import Simulator


@dataclass
class Account:
    simulator: Simulator
    name: str = field(default_factory=lambda: f"provider-{uuid.uuid4().hex[:8]}")
    key: str = field(default_factory=lambda: f"XI{uuid.uuid4().hex.upper()}")

    def seed(self) -> None:
        self.simulator.control("/seed", {"customers": [{"name": self.name, "key": self.key}]})

    def ask(self, method: str, path: str = "", body: Any = None) -> Any:
        connection = http.client.HTTPConnection("127.0.0.1", self.simulator.port, timeout=10)
        headers = {"Authorization": f"Bearer {self.key}", "Content-Type": "application/json"}
        content = None if body is None else json.dumps(body)
        connection.request(method, f"/customers/self{path}", content, headers)
        response = connection.getresponse()
        answer = response.read()
        connection.close()
        return json.loads(answer) if answer and response.status < 400 else None

    def domains(self) -> dict[str, dict[str, Any]]:
        return {one["domain"]: one for one in self.ask("GET", "/domains") or []}

    def keys(self, domain: str) -> list[dict[str, Any]]:
        return self.ask("GET", f"/domains/{domain}/apikeys") or []
