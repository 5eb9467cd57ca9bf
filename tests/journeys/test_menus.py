"""IVR menus through the running web process and simulator: keys, wrong keys, silence, a sub-menu, a circle."""

from __future__ import annotations

from typing import Any

import pytest

from tests.journeys.conftest import Running

LINE = "+493055501297"
SETUP = """
from audit.actors import Actor
from extensions.models import Extension
from routing.services import MenuKey, add_announcement, add_menu, add_number, update_menu
actor = Actor.system("journey")
def to(kind, row):
    return {"destination_kind": kind, f"destination_{kind}": row}
desk = to("extension", Extension.objects.get(number="102"))
closed = add_announcement(actor, name="Journey closed", source="text", text="Nobody chose.")
service = add_menu(actor, name="Journey service", text="Press 2.", keys=[MenuKey("2", desk)])
circle = add_menu(actor, name="Journey circle", text="Around.", tries=1)
update_menu(actor, circle, version=1, no_input=to("menu", circle))
main = add_menu(
    actor,
    name="Journey main",
    text="Press 1, 4 or 9.",
    dials_extensions=True,
    keys=[MenuKey("1", desk), MenuKey("4", to("menu", service)), MenuKey("9", to("menu", circle))],
    no_input=to("announcement", closed),
    wrong_key=desk,
)
add_number(actor, e164="+493055501297", label="Journey menu", **to("menu", main))
"""
SILENT = {"on": "gather", "nothing": True}


def presses(*digits: str) -> list[dict[str, Any]]:
    return [{"on": "gather", "digits": one} for one in digits]


@pytest.fixture(scope="module")
def line(running: Running) -> Running:
    running.shell(SETUP)
    answers = {"domain": "acme-demo.cloudonix.net", "kind": "subscriber", "match": "*"}
    running.control("endpoints", {**answers, "behaviour": {"result": "answer", "after": 1, "talk": 2}})
    return running


def placed(line: Running, *steps: dict[str, Any]) -> tuple[list[str], str]:
    """Which extensions a call with this scripted caller rings, and all that its timeline says."""
    call = {"domain": "acme-demo.cloudonix.net", "from": "+442079460331", "to": LINE, "script": list(steps)}
    token = line.control("calls/inbound", call)["token"]
    shown = line.control(f"calls/{token}?until=settled&wait=60")
    assert shown["settled"], shown
    return [str(leg["target"]).partition("_")[0] for leg in shown["legs"]], str(shown["timeline"])


def test_a_key_rings_the_extension_it_leads_to(line):
    assert placed(line, *presses("1"))[0] == ["102"]


def test_a_wrong_key_repeats_the_menu_and_the_next_one_counts(line):
    legs, heard = placed(line, *presses("7", "1"))

    assert legs == ["102"]
    assert "That is not one of the choices." in heard


def test_three_wrong_keys_leave_by_the_exit_for_them(line):
    legs, heard = placed(line, *presses("7", "8", "7"))

    assert legs == ["102"]
    assert "Nobody chose." not in heard


def test_three_silences_leave_by_the_exit_for_them(line):
    legs, heard = placed(line, SILENT, SILENT, SILENT)

    assert legs == []
    assert "Nobody chose." in heard


def test_a_sub_menu_has_keys_of_its_own(line):
    assert placed(line, *presses("4", "2"))[0] == ["102"]


def test_the_number_of_an_extension_is_dialled(line):
    assert placed(line, *presses("103"))[0] == ["103"]


def test_a_menu_that_leads_to_itself_without_a_choice_is_cut(line):
    legs, heard = placed(line, *presses("9"), SILENT)

    assert legs == []
    assert "Your call cannot be connected." in heard
