"""The objects of routing that the URLs of the permission table name, as fixtures with the arguments of their URLs."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from audit.actors import Actor
from extensions.models import Extension
from extensions.services import add_extension, check_import
from routing.absences import today
from routing.models import PhoneNumber
from routing.services import (
    GroupMember,
    add_absence,
    add_agent,
    add_announcement,
    add_caller_rules,
    add_directory,
    add_exception,
    add_holiday_set,
    add_menu,
    add_number_rule,
    add_ring_group,
    add_room,
    add_schedule,
    add_speed_dial,
)
from tenants.context import in_tenant
from tests.sounds import wav

SYSTEM = Actor.system("permission table")


@pytest.fixture
def ring_group(acme) -> dict[str, Any]:
    with in_tenant(acme):
        member = GroupMember(add_extension(SYSTEM, number="106", first_name="Sales"))
        return {"key": add_ring_group(SYSTEM, name="Sales", members=[member], destination_kind="hang_up").key}


@pytest.fixture
def menu(acme) -> dict[str, Any]:
    with in_tenant(acme):
        return {"key": add_menu(SYSTEM, name="Main", text="Press 1.").key}


@pytest.fixture
def announcement(acme) -> dict[str, Any]:
    with in_tenant(acme):
        return {"key": add_announcement(SYSTEM, name="Welcome", source="audio", upload=wav()).key}


@pytest.fixture
def agent(acme) -> dict[str, Any]:
    with in_tenant(acme):
        added = add_agent(SYSTEM, name="Ava", provider="vapi", agent="a1", destination_kind="hang_up")
        return {"key": added.key}


@pytest.fixture
def directory(acme) -> dict[str, Any]:
    with in_tenant(acme):
        return {"key": add_directory(SYSTEM, name="Staff").key}


@pytest.fixture
def room(acme) -> dict[str, Any]:
    with in_tenant(acme):
        return {"key": add_room(SYSTEM, name="Team").key}


@pytest.fixture
def flow_of_number(number) -> dict[str, Any]:
    return {"kind": "number", "which": number["digits"]}


@pytest.fixture
def number_rule(acme, number) -> dict[str, Any]:
    with in_tenant(acme):
        row = PhoneNumber.objects.get(e164=f"+{number['digits']}")
        return {**number, "key": add_number_rule(SYSTEM, row, caller="+44*", destination_kind="hang_up").key}


@pytest.fixture
def own_absence(acme, own_extension) -> dict[str, Any]:
    with in_tenant(acme):
        extension = Extension.objects.get(number=own_extension["number"])
        day = today()
        return {**own_extension, "key": add_absence(SYSTEM, extension, first_day=day, last_day=day).key}


@pytest.fixture
def box_of_messages(own_box) -> dict[str, Any]:
    return {"box": own_box["key"]}


@pytest.fixture
def shared_box_of_messages(shared_box) -> dict[str, Any]:
    return {"box": shared_box["key"]}


@pytest.fixture
def checked_import(acme) -> dict[str, Any]:
    """A file of acme's that was checked and not imported yet."""
    content = b"Number,First name\n130,Lobby\n"
    with in_tenant(acme):
        run = check_import(SYSTEM, file_name="lobby.csv", content=content, updates_existing=False)
    return {"key": run.key}


@pytest.fixture
def checked_numbers(acme) -> dict[str, Any]:
    """A file of phone numbers that was checked and not imported yet."""
    content = b"Number,Goes to\n+442071838750,Hang up\n"
    with in_tenant(acme):
        run = check_import(
            SYSTEM, kind="numbers", file_name="numbers.csv", content=content, updates_existing=False
        )
    return {"key": run.key}


@pytest.fixture
def caller_rule(acme) -> dict[str, Any]:
    with in_tenant(acme):
        added, _ = add_caller_rules(SYSTEM, callers="+442071838750", verdict="block")
    return {"key": added[0].key}


@pytest.fixture
def speed_dial(acme) -> dict[str, Any]:
    with in_tenant(acme):
        return {"key": add_speed_dial(SYSTEM, number="*01", name="Taxi", destination_kind="hang_up").key}


@pytest.fixture
def schedule(acme) -> dict[str, Any]:
    with in_tenant(acme):
        return {"key": add_schedule(SYSTEM, name="Office").key}


@pytest.fixture
def schedule_exception(acme) -> dict[str, Any]:
    with in_tenant(acme):
        row = add_schedule(SYSTEM, name="Office")
        exception = add_exception(
            SYSTEM,
            row,
            name="Trip",
            first_day=date(2026, 3, 3),
            last_day=None,
            repeats_yearly=False,
            hours=(),
            destination=None,
        )
        return {"key": row.key, "exception": exception.key}


@pytest.fixture
def holiday_set(acme) -> dict[str, Any]:
    with in_tenant(acme):
        return {"key": add_holiday_set(SYSTEM, name="Germany").key}
