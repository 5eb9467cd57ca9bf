"""Scenario 6, IVR menus through the running product: keys, wrong keys, silence, a sub-menu, a circle."""

from __future__ import annotations

from typing import Any

import pytest

from tests.journeys.conftest import Running
from tests.journeys.reading import heard, journey_of, rung

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
def menus(running: Running) -> None:
    """A phone number that leads to a menu with keys to an extension, to a sub-menu, and to a menu in a circle."""
    running.shell(SETUP)


@pytest.fixture
def line(menus, platform) -> Running:
    return platform


def placed(line: Running, *steps: dict[str, Any]) -> tuple[list[str], str]:
    """Which extensions a call with this scripted caller rings, and what the caller hears."""
    call = line.call(LINE, *steps)
    return rung(call), heard(call)


def test_a_key_rings_the_extension_it_leads_to(line):
    assert placed(line, *presses("1"))[0] == ["102"]


def test_a_wrong_key_repeats_the_menu_and_the_next_one_counts(line):
    rings, said = placed(line, *presses("7", "1"))

    assert rings == ["102"]
    assert "That is not one of the choices." in said


def test_three_wrong_keys_leave_by_the_exit_for_them(line):
    rings, said = placed(line, *presses("7", "8", "7"))

    assert rings == ["102"]
    assert "Nobody chose." not in said


def test_three_silences_leave_by_the_exit_for_them(line):
    rings, said = placed(line, SILENT, SILENT, SILENT)

    assert rings == []
    assert "Nobody chose." in said


def test_a_sub_menu_has_keys_of_its_own(line):
    assert placed(line, *presses("4", "2"))[0] == ["102"]


def test_the_number_of_an_extension_is_dialled(line):
    assert placed(line, *presses("103"))[0] == ["103"]


def test_a_menu_that_leads_to_itself_without_a_choice_is_cut(line):
    call = line.call(LINE, *presses("9"), SILENT, {"on": "record", "silent": True})

    assert rung(call) == []
    assert any("loop" in step.outcomes for step in journey_of(line, call["token"]))
    assert "Thank you for calling Acme." in heard(call)  # the box of calls that have nowhere to go
