"""The short way of a voice request: from the web server to the same view, without what Django does for pages.

A voice request needs no middleware, no resolver and no signals, and together they cost as much as the answer. What is
not plainly a voice request of ours goes the long way and gets the same answer, or the refusal that others get.
"""

from __future__ import annotations

from typing import Any

from django.http import QueryDict

from cloudonix.webhooks.voice import Answer, answer_call
from tenants.middleware import MachineHosts

ROUTE = frozenset({"/api/voice/route", "/api/voice/route/"})
CONTINUE = "/api/voice/continue/"

Environ = dict[str, Any]


class DirectRequest:
    """What the voice route reads of a request (cloudonix.webhooks.payloads.Request)."""

    __slots__ = ("META", "_left")

    method = "POST"
    GET = QueryDict()

    def __init__(self, environ: Environ) -> None:
        self.META = environ
        length = environ.get("CONTENT_LENGTH") or ""
        self._left = int(length) if length.isdecimal() else 0

    def read(self, size: int) -> bytes:
        """As much as the request announced, at most; a server may let us wait for more."""
        body: bytes = self.META["wsgi.input"].read(min(size, self._left))
        self._left -= len(body)
        return body


class DirectVoice:
    """Answers what is plainly a voice request; made once the settings are known."""

    def __init__(self) -> None:
        self._hosts = MachineHosts()

    def answer(self, environ: Environ) -> Answer | None:
        """None for a request that has to go the long way."""
        path = environ.get("PATH_INFO", "")
        if environ.get("REQUEST_METHOD") != "POST" or not path.isascii():
            return None
        token = path[len(CONTINUE) :] if path.startswith(CONTINUE) else None
        if not token and path not in ROUTE:
            return None
        if environ.get("HTTP_HOST", "") not in self._hosts:
            return None
        return answer_call(DirectRequest(environ), token)
