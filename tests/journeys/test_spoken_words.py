"""Scenario 6, a menu that listens, through the running product: callers who speak instead of pressing."""

from __future__ import annotations

from typing import Any

import pytest

from tests.journeys.conftest import Running
from tests.journeys.reading import heard, rung

LINE = "+493055501295"
SETUP = """
from audit.actors import Actor
from extensions.models import Extension
from routing.services import MenuKey, add_menu, add_number
actor = Actor.system("journey")
def to(kind, row):
    return {"destination_kind": kind, f"destination_{kind}": row}
def key(code, number, spoken):
    return MenuKey(code, to("extension", Extension.objects.get(number=number)), spoken=spoken)
menu = add_menu(
    actor,
    name="Journey words",
    text="Say sales or support.",
    hears_speech=True,
    keys=[key("1", "102", "sales, orders"), key("2", "103", "support")],
)
add_number(actor, e164="+493055501295", label="Journey words", **to("menu", menu))
"""


@pytest.fixture(scope="module")
def menu(running: Running) -> None:
    """A phone number that leads to a menu which listens."""
    running.shell(SETUP)


@pytest.fixture
def line(menu, platform) -> Running:
    return platform


def says(*words: str) -> list[dict[str, Any]]:
    return [{"on": "gather", "speech": one} for one in words]


def test_the_words_of_a_key_ring_the_extension_it_leads_to(line):
    assert rung(line.call(LINE, *says("I have a question about my ORDERS."))) == ["102"]


def test_wrong_words_repeat_the_menu_and_the_next_ones_count(line):
    call = line.call(LINE, *says("the weather", "Support"))

    assert rung(call) == ["103"]
    assert "That is not one of the choices." in heard(call)
