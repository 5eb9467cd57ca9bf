"""Every HTTP exchange in both directions, with secrets masked on the way out."""

from __future__ import annotations

import contextlib
import json
import re
from collections import deque
from dataclasses import dataclass, field
from typing import Any

KEPT = 3000
BODY_KEPT = 20_000
SECRET_HEADERS = frozenset({"authorization", "x-cx-apikey", "cookie", "set-cookie"})
SECRET_FIELDS = frozenset(
    {
        "sippassword",
        "sip-password",
        "password",
        "secret",
        "authorization-api-key",
        "key",
        "keyid",
        "apikey",
        "registration-free-control-endpoint-api-key",
    }
)
MASK = "(hidden)"
_SECRET_KEY = re.compile(r"XI[0-9A-F]{32}")
_PASSWORD_IN_CXML = re.compile(r"""(\bpassword\s*=\s*)("[^"]*"|'[^']*')""")


@dataclass(slots=True)
class Exchange:
    """One request and its answer. `sent` keeps what is needed to send a webhook again, secrets included."""

    at: float
    kind: str
    direction: str
    method: str
    url: str
    token: str = ""
    domain: str = ""
    headers: dict[str, str] = field(default_factory=dict)
    body: str = ""
    status: int | None = None
    response_headers: dict[str, str] = field(default_factory=dict)
    response: str = ""
    milliseconds: int = 0
    error: str = ""
    about: str = ""  # the status of an update, the disposition of a CDR, the event of a callback
    id: int = 0

    def as_json(self) -> dict[str, Any]:
        return {
            "id": self.id,
            "at": self.at,
            "kind": self.kind,
            "direction": self.direction,
            "token": self.token,
            "domain": self.domain,
            "method": self.method,
            "url": self.url,
            "headers": mask_headers(self.headers),
            "body": mask_text(self.body),
            "status": self.status,
            "response_headers": mask_headers(self.response_headers),
            "response": mask_text(self.response),
            "milliseconds": self.milliseconds,
            "error": self.error,
            "about": self.about,
        }


class Journal:
    def __init__(self) -> None:
        self._exchanges: deque[Exchange] = deque(maxlen=KEPT)
        self._last = 0

    def add(self, exchange: Exchange) -> Exchange:
        """Keep an exchange from its beginning on; its answer is filled in when it comes."""
        self._last += 1
        exchange.id = self._last
        self._exchanges.append(exchange)
        return exchange

    def find(self, exchange_id: object) -> Exchange | None:
        return next((one for one in self._exchanges if one.id == exchange_id), None)

    def list(self, *, token: str = "", kind: str = "") -> list[Exchange]:
        return [one for one in self._exchanges if token in {"", one.token} and kind in {"", one.kind}]

    def clear(self) -> None:
        self._exchanges.clear()


def mask_headers(headers: dict[str, str]) -> dict[str, str]:
    return {name: MASK if name.lower() in SECRET_HEADERS else value for name, value in headers.items()}


def mask_text(text: str) -> str:
    """Hide secret fields of a JSON body, passwords in CXML, and what looks like a platform key in any body."""
    with contextlib.suppress(ValueError):
        text = json.dumps(_masked(json.loads(text))) if text[:1] in {"{", "["} else text
    return _SECRET_KEY.sub(MASK, _PASSWORD_IN_CXML.sub(rf'\1"{MASK}"', text))


def _masked(value: object) -> object:
    if isinstance(value, dict):
        return {
            name: MASK if name.lower() in SECRET_FIELDS and isinstance(inner, str) else _masked(inner)
            for name, inner in value.items()
        }
    if isinstance(value, list):
        return [_masked(inner) for inner in value]
    return value
