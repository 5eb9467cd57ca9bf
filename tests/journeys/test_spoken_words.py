"""A menu that listens, through the running web process and simulator: callers who speak instead of pressing."""

from __future__ import annotations

import pytest

from tests.journeys.conftest import Running

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
def line(running: Running) -> Running:
    running.shell(SETUP)
    answers = {"domain": "acme-demo.cloudonix.net", "kind": "subscriber", "match": "*"}
    running.control("endpoints", {**answers, "behaviour": {"result": "answer", "after": 1, "talk": 2}})
    return running


def rung_by(line: Running, *words: str) -> tuple[list[str], str]:
    """Which extensions ring for a caller who says this at each menu, and all that the timeline says."""
    script = [{"on": "gather", "speech": one} for one in words]
    call = {"domain": "acme-demo.cloudonix.net", "from": "+442079460331", "to": LINE, "script": script}
    token = line.control("calls/inbound", call)["token"]
    shown = line.control(f"calls/{token}?until=settled&wait=60")
    assert shown["settled"], shown
    return [str(leg["target"]).partition("_")[0] for leg in shown["legs"]], str(shown["timeline"])


def test_the_words_of_a_key_ring_the_extension_it_leads_to(line):
    assert rung_by(line, "I have a question about my ORDERS.")[0] == ["102"]


def test_wrong_words_repeat_the_menu_and_the_next_ones_count(line):
    legs, heard = rung_by(line, "the weather", "Support")

    assert legs == ["103"]
    assert "That is not one of the choices." in heard
