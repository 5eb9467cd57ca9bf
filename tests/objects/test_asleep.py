"""Pages of objects say at once when they lead to something that is disabled."""

from __future__ import annotations

import pytest

from extensions.models import Extension
from routing.models import (
    Agent,
    Directory,
    DirectoryWay,
    Menu,
    MenuWay,
    RingGroup,
    Schedule,
    ScheduleDestination,
)
from tenants.context import in_tenant
from tests.extensions.conftest import boss, make_extension
from tests.objects.looking import page

__all__ = ["boss", "make_extension"]
SENTENCE = "Extension 101 Anna is disabled. Callers hear so."


@pytest.fixture
def leads_to_anna(acme, make_extension) -> dict[str, object]:
    """Columns of a destination: the extension of Anna, which is disabled."""
    anna = make_extension("101", "Anna")
    with in_tenant(acme):
        Extension.objects.update(is_enabled=False)
    return {"destination_kind": "extension", "destination_extension": anna}


@pytest.fixture
def leading(acme, leads_to_anna):
    """leading("menu") makes an object of this kind that leads there; its page, its list and what it says when."""

    def make(kind: str):
        with in_tenant(acme):
            match kind:
                case "agent":
                    row = Agent.objects.create(name="Bot", provider="elevenlabs", agent="a", **leads_to_anna)
                    return row, "/agents/", "When it cannot be reached"
                case "menu":
                    row = Menu.objects.create(name="Main", text="Press 1.", dials_extensions=True)
                    MenuWay.objects.create(menu=row, cause="key", code="1", **leads_to_anna)
                    return row, "/menus/", "Key 1"
                case "directory":
                    row = Directory.objects.create(name="Staff")
                    DirectoryWay.objects.create(directory=row, cause="operator", **leads_to_anna)
                    return row, "/directories/", "0 for the operator"
                case "group":
                    row = RingGroup.objects.create(name="Sales", **leads_to_anna)
                    return row, "/ring-groups/", "When nobody answers"
                case _:
                    row = Schedule.objects.create(name="Office")
                    ScheduleDestination.objects.create(schedule=row, state="closed", **leads_to_anna)
                    return row, "/hours/", "While closed"

    return make


@pytest.mark.parametrize("kind", ["agent", "menu", "directory", "group", "hours"])
def test_what_leads_to_something_disabled_says_so(acme, leading, owner, client_for, kind):
    row, listed, when = leading(kind)
    browser = client_for(owner)

    assert f"{when}: {SENTENCE}" in page(browser.get(f"{listed}{row.key}/"))
    with_problem = browser.get(listed).context["page"].object_list[0].has_problem
    with in_tenant(acme):
        Extension.objects.update(is_enabled=True)
    assert with_problem
    assert SENTENCE not in page(browser.get(f"{listed}{row.key}/"))
