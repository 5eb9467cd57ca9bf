"""What somebody does at Cloudonix itself, past OPBX: a domain is made, an object is changed there."""

from __future__ import annotations

import json
import secrets
import urllib.request
from dataclasses import dataclass
from typing import Any

CUSTOMER = "demo"


@dataclass(frozen=True)
class Domain:
    """A domain of the demo's simulator and a key of it; url: of the simulator."""

    url: str
    name: str
    key: str

    def ask(self, method: str, path: str, body: object = None) -> Any:
        """The answer of the REST API as somebody's own program gets it; raises urllib.error.HTTPError."""
        return _send(
            f"{self.url}/domains/{self.name}/{path}", body, method, {"Authorization": f"Bearer {self.key}"}
        )


def make_domain(url: str, name: str, **contents: object) -> Domain:
    """A domain with a new key, as the customer's own people make it in the Cockpit; contents: see seeding.py."""
    domain = Domain(url, name, f"XI{secrets.token_hex(16).upper()}")
    seed(url, name, key=domain.key, **contents)
    return domain


def seed(url: str, name: str, **contents: object) -> None:
    """Put things into a domain of the simulator that OPBX did not write."""
    control(url, "seed", {"domains": [{"name": name, "customer": CUSTOMER, **contents}]})


def control(url: str, act: str, body: object) -> None:
    _send(f"{url}/__sim__/{act}", body, "POST", {})


def ask_control(url: str, path: str, body: object = None) -> Any:
    """What the control API answers: to a POST with a body, to a GET without one."""
    return _send(f"{url}/__sim__/{path}", body, "GET" if body is None else "POST", {})


def _send(url: str, body: object, method: str, headers: dict[str, str]) -> Any:
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(
        url, data, {"Content-Type": "application/json", **headers}, method=method
    )
    with urllib.request.urlopen(request, timeout=10) as answer:
        content = answer.read()
    return json.loads(content) if content else None
