"""Voice requests go from the web server straight to the voice route; everything else takes Django's way."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest
from django.test import Client

from cloudonix.webhooks.direct import DirectVoice
from tests.voice.conftest import Cloudonix

NUMBER = "+493012345678"


def environ(path: str = "/api/voice/route", **more: Any) -> dict[str, Any]:
    """What gunicorn hands over; the connection stays open, so reading past the body would wait for ever."""
    body = json.dumps({"Session": "call-1", "Domain": "acme.cloudonix.net", "To": NUMBER}).encode()
    return {
        "REQUEST_METHOD": "POST",
        "PATH_INFO": path,
        "QUERY_STRING": "",
        "CONTENT_TYPE": "application/json",
        "CONTENT_LENGTH": str(len(body)),
        "HTTP_HOST": "localhost:8000",
        "HTTP_AUTHORIZATION": "Bearer acme-secret",
        "HTTP_X_CX_STAGEID": "1",
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "8000",
        "wsgi.input": io.BytesIO(body + b"POST /next HTTP/1.1"),
        "wsgi.url_scheme": "http",
    } | more


def test_both_ways_give_the_same_answer(cloudonix, acme_line):
    short = cloudonix.ask(To=NUMBER, headers={"x-cx-stageid": "1"})
    long = Cloudonix(
        Client(headers={"host": "localhost"}), acme_line, "acme-secret", "acme.cloudonix.net"
    ).ask(To=NUMBER, headers={"x-cx-stageid": "1"})

    assert long.body == short.body
    assert dict(long.headers) == dict(short.headers)


@pytest.mark.parametrize("path", ["/api/voice/route", "/api/voice/route/", "/api/voice/continue/forged"])
@pytest.mark.parametrize("host", ["localhost", "localhost:8000", "LOCALHOST."])
def test_a_voice_request_takes_the_short_way(cloudonix, path, host):
    answer = DirectVoice().answer(environ(path, HTTP_HOST=host))

    assert answer is not None
    assert answer.status == 200
    assert answer.content.startswith(b"<?xml")


@pytest.mark.parametrize(
    "other",
    [
        {"HTTP_HOST": "acme.localhost"},
        {"HTTP_HOST": "nobody.example"},
        {"HTTP_HOST": ""},
        {"REQUEST_METHOD": "GET"},
        {"PATH_INFO": "/api/voice/continue/"},
        {"PATH_INFO": "/api/voice/route/x"},
        {"PATH_INFO": "/api/voice/continue/\u00e4"},
        {"PATH_INFO": "/api/webhooks/cdr"},
        {"PATH_INFO": "/healthz"},
    ],
)
def test_everything_else_takes_the_long_way(db, other):
    assert DirectVoice().answer(environ(**other)) is None


@pytest.mark.parametrize("host", ["acme.localhost", "nobody.example"])
def test_an_organizations_own_host_has_no_voice_route(cloudonix, host):
    response = cloudonix.client.post(
        "/api/voice/route", "{}", content_type="application/json", headers={"host": host}
    )

    assert response.status_code == 404


@pytest.mark.parametrize("length", ["", "0", "many", "-1"])
def test_a_body_is_read_as_far_as_it_was_announced(cloudonix, length):
    answer = DirectVoice().answer(environ(CONTENT_LENGTH=length))

    assert answer is not None
    assert b"technical fault" in answer.content


def test_the_server_gets_a_status_line_the_headers_and_the_document(cloudonix, monkeypatch):
    from opbx import wsgi

    # As Django's test client does, or the test's transaction would end here.
    monkeypatch.setattr(wsgi, "close_old_connections", lambda: None)
    seen: list[Any] = []
    body = b"".join(
        wsgi.application(environ(HTTP_AUTHORIZATION="Bearer wrong"), lambda *given: seen.extend(given))
    )

    status, headers = seen
    assert status == "401 Unauthorized"
    assert dict(headers) == {
        "Content-Type": "application/xml; charset=utf-8",
        "Content-Length": str(len(body)),
        "Cache-Control": "no-store",
        "WWW-Authenticate": "Bearer",
    }
