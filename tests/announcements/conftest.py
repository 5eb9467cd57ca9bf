"""Announcements of acme, and voices that can speak in its calls."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from routing.models import Announcement
from routing.services import add_announcement
from tenants.context import in_tenant
from tests.extensions.conftest import boss
from tests.sounds import wav
from tests.voice.conftest import acme_line, cloudonix, globex_line, journey

__all__ = ["acme_line", "boss", "cloudonix", "globex_line", "journey"]


@pytest.fixture
def make_announcement(acme, boss) -> Callable:
    """make_announcement("Welcome", source="audio", upload=…) adds one to acme; spoken text unless told otherwise."""

    def make(name: str = "Welcome", **more) -> Announcement:
        with in_tenant(acme):
            return add_announcement(boss, name=name, **{"source": "text", "text": f"{name}.", **more})

    return make


@pytest.fixture
def recording(make_announcement) -> Announcement:
    return make_announcement("Recording", source="audio", upload=wav(2))


@pytest.fixture
def two_voices(acme) -> None:
    from cloudonix.models import Voice

    with in_tenant(acme):
        Voice.objects.create(name="Polly:Vicki", gender="female", languages=["de-DE"], pricing="standard")
        Voice.objects.create(name="Polly:Amy", gender="female", languages=["en-GB"], pricing="premium")
