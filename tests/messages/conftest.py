"""Acme's box of extension 101, to which a number leads, callers who leave messages there, and where recordings lie."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from calls.models import VoicemailMessage
from cloudonix.webhooks.recording import RecordingTicket, recording_url
from extensions.models import Extension, VoicemailBox
from extensions.services import set_voicemail_pin
from routing.models import PhoneNumber
from routing.publish import publish
from tenants.context import in_tenant
from tests.extensions.conftest import boss
from tests.sounds import wav
from tests.voice.conftest import ACTOR, Cloudonix, acme_line, cloudonix, globex_line, journey

__all__ = ["acme_line", "boss", "cloudonix", "globex_line", "journey"]

NUMBER = "+493012345600"
CALLER = "+442071838750"
PIN = "7391"


@dataclass
class Place:
    """A host that recordings lie on. answers: path → (status, headers, body). asked: each path with its bearer."""

    url: str = ""
    answers: dict[str, tuple[int, dict[str, str], bytes]] = field(default_factory=dict)
    asked: list[tuple[str, str]] = field(default_factory=list)

    def put(self, path: str, body: bytes, status: int = 200, **headers: str) -> str:
        """The address of what is answered from now on."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        self.answers[path] = (status, {"content-type": "audio/wav"} | named, body)
        return f"{self.url}{path}"


@pytest.fixture
def place(settings) -> Iterator[Place]:
    """The API's own host, as settings name it."""
    found = Place()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            found.asked.append((self.path, self.headers.get("Authorization", "")))
            status, headers, body = found.answers.get(self.path, (404, {}, b""))
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            if "content-length" not in headers:
                self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    found.url = settings.CLOUDONIX_URL = f"http://127.0.0.1:{server.server_port}"
    yield found
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def umas_box(acme_line, user) -> VoicemailBox:
    """The box of extension 101, which is the PBX User's; with a PIN, and a number that leads there."""
    with in_tenant(acme_line):
        extension = Extension.objects.get(number="101")
        Extension.objects.filter(pk=extension.pk).update(user=user)
        box = VoicemailBox.objects.create(name="Anna", extension=extension)
        set_voicemail_pin(ACTOR, box, pin=PIN)
        PhoneNumber.objects.create(e164=NUMBER, destination_kind="voicemail", destination_voicemail_box=box)
        publish(ACTOR, "A box")
    return box


@dataclass
class Caller:
    """A call to the box's number; what the platform says about it afterwards."""

    cloudonix: Cloudonix
    machine: Client
    session: str = "call-1"

    def __post_init__(self) -> None:
        answer = self.cloudonix.ask(From=CALLER, To=NUMBER, Session=self.session, CallerName="Jo")
        self.record = answer.root.find("Record").attrib

    def action(self, **fields: Any):
        """The caller is still there when the recording is over."""
        path = self.record["action"].removeprefix("http://localhost:8000")
        return self.cloudonix.ask(path, From=CALLER, To=NUMBER, Session=self.session, **fields)

    @property
    def link(self) -> str:
        return self.record["recordingStatusCallback"].removeprefix("http://localhost:8000")

    def callback(self, **fields: Any) -> HttpResponse:
        body = {"Session": self.session} | fields
        return self.machine.post(self.link, data=json.dumps(body), content_type="application/json")


@pytest.fixture
def call_in(cloudonix, machine, umas_box) -> Callable[..., Caller]:
    """call_in(session) is a caller who has heard the greeting and the tone."""
    return lambda session="call-1": Caller(cloudonix, machine, session)


@pytest.fixture
def messages_of() -> Callable[[Any], list[VoicemailMessage]]:
    """messages_of(organization): oldest first, the deleted ones included."""

    def found(organization) -> list[VoicemailMessage]:
        with in_tenant(organization):
            return list(VoicemailMessage.objects.order_by("pk"))

    return found


@pytest.fixture
def leave(acme_line, umas_box) -> Callable[..., VoicemailMessage]:
    """leave(box, caller=…) is a message whose sound is stored."""
    from django.core.files.base import ContentFile

    from calls.voicemail.taking import message_key

    def make(box: VoicemailBox | None = None, *, sound: bytes | None = None, **fields: Any):
        box = box or umas_box
        with in_tenant(acme_line):
            count = VoicemailMessage.objects.count()
            session = fields.pop("session_token", f"left-{count}")
            values = {"caller": CALLER, "seconds": 1, "audio_state": "stored"} | fields
            message = VoicemailMessage(
                key=message_key(box.key, session), box=box, session_token=session, **values
            )
            if values["audio_state"] == "stored":
                message.audio.save("message.wav", ContentFile(sound or wav()), save=False)
            message.save()
            message.refresh_from_db()
        return message

    return make


def link_for(organization, box: VoicemailBox, session: str = "call-1") -> str:
    url = recording_url(RecordingTicket(organization.pk, session, box.key))
    return url.removeprefix("http://localhost:8000")
