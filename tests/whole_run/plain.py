"""Plain HTTP to the demo, quicker than a browser where nobody looks at the page."""

from __future__ import annotations

import http.client
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode, urlsplit

from playwright.sync_api import BrowserContext


@dataclass(frozen=True)
class Answer:
    """text: decoded with what cannot be read replaced."""

    status: int
    text: str


def get(url: str, session: BrowserContext | None = None) -> Answer:
    """One request without following where it leads; session: the browser whose cookies go along."""
    return _ask("GET", url, session)


def post(url: str, form: Mapping[str, str]) -> Answer:
    return _ask("POST", url, None, urlencode(form))


def _ask(method: str, url: str, session: BrowserContext | None, body: str | None = None) -> Answer:
    where = urlsplit(url)
    # No resolver but a browser's knows names below localhost.
    connection = http.client.HTTPConnection("127.0.0.1", where.port, timeout=30)
    cookies = session.cookies(url) if session else []
    headers = {
        "Host": where.netloc,
        "Cookie": "; ".join(f"{cookie['name']}={cookie['value']}" for cookie in cookies),
        "Content-Type": "application/x-www-form-urlencoded",
    }
    try:
        connection.request(method, where.path, body, headers)
        answer = connection.getresponse()
        return Answer(answer.status, answer.read().decode(errors="replace"))
    finally:
        connection.close()
