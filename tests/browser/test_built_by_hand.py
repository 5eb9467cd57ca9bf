"""An admin builds number, hours, menu, ring group and voicemail in the browser, then callers go through them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.journeys.conftest import ANSWERS, BERLIN, MONDAY_MORNING, Running, calls_at_once
from tests.journeys.reading import heard, journey_of, rung

pytestmark = pytest.mark.browser

LINE = "+493055501288"
MONDAY_EVENING = datetime(2026, 3, 2, 20, 0, tzinfo=BERLIN)
MOST_CLICKS, MOST_FIELDS = 45, 30
COLUMNS = {
    "Ring group": "ring_group",
    "IVR menu": "menu",
    "Business hours": "schedule",
    "Voicemail box": "voicemail_box",
}


@dataclass
class Hand:
    """A person at the page, whose clicks and filled fields are counted. Choosing from a list fills a field."""

    page: Page
    clicks: int = 0
    fields: int = 0

    def click(self, place: Locator) -> None:
        self.clicks += 1
        place.click()

    def fill(self, label: str, text: str, within: Locator | None = None) -> None:
        self.fields += 1
        named = re.compile(rf"^\s*{label}(\s+\(optional\))?\s*$")
        (within or self.page).get_by_label(named).fill(text)

    def choose(self, name: str, option: str) -> None:
        self.fields += 1
        self.page.locator(f'[name="{name}"]').select_option(label=option)

    def begin(self, menu: str, button: str) -> None:
        """To the form of a new object: its entry in the menu, then the button that adds one."""
        main = self.page.get_by_role("navigation", name="Main navigation")
        self.click(main.get_by_role("link", name=menu, exact=True))
        self.click(self.page.get_by_role("link", name=button).first)

    def lead(self, kind: str, target: str, prefix: str = "") -> None:
        """Fill a destination picker: what kind of object, and which one."""
        self.choose(f"{prefix}destination_kind", kind)
        self.choose(f"{prefix}destination_{COLUMNS[kind]}", target)

    def save(self, button: str, shown: str) -> None:
        self.click(self.page.get_by_role("button", name=button, exact=True))
        expect(self.page.get_by_role("heading", level=1)).to_contain_text(shown)


def build(hand: Hand) -> None:
    page = hand.page
    hand.begin("Voicemail", "Add voicemail box")
    hand.click(page.get_by_label("Several users"))
    hand.click(page.get_by_label("Amara Okafor"))
    hand.fill("Name", "Evening messages")
    hand.save("Add voicemail box", "Evening messages")

    hand.begin("Ring groups", "Add ring group")
    hand.fill("Name", "Office phones")
    hand.click(page.get_by_label("102 Ben Schmidt"))
    hand.click(page.get_by_label("103 Chloe Dubois"))
    hand.lead("Voicemail box", "Evening messages")
    hand.save("Add ring group", "Office phones")

    hand.begin("IVR menus", "Add IVR menu")
    hand.fill("Name", "Welcome")
    hand.fill("Text", "For the office, press 1.")
    hand.fill("Key", "1", page.get_by_role("group", name="Row 1"))
    hand.lead("Ring group", "Office phones", "key0-")
    hand.save("Add IVR menu", "Welcome")

    hand.begin("Business hours", "Add business hours")
    hand.fill("Name", "Weekdays")
    hand.lead("IVR menu", "Welcome", "open-")
    hand.lead("Voicemail box", "Evening messages", "closed-")
    hand.save("Add business hours", "Weekdays")

    hand.begin("Phone numbers", "Add phone number")
    hand.fill("Phone number", LINE)
    hand.lead("Business hours", "Weekdays")
    hand.save("Add phone number", "+49 30 55501288")


@pytest.fixture
def running(demo) -> Iterator[Running]:
    with calls_at_once(demo) as found:
        found.phones(ANSWERS)
        yield found


def outcomes(running: Running, token: str) -> list[str]:
    return [outcome for step in journey_of(running, token) for outcome in step.outcomes]


def test_an_admin_builds_a_call_flow_by_hand_and_it_works(running, visit, sign_in):
    owner = visit()
    sign_in(owner, "acme", "owner@acme.example")
    hand = Hand(owner.page)

    build(hand)

    assert hand.clicks <= MOST_CLICKS, f"{hand.clicks} clicks"
    assert hand.fields <= MOST_FIELDS, f"{hand.fields} fields"
    assert not owner.trouble

    running.set_clock(MONDAY_MORNING)
    during = running.call(LINE, {"on": "gather", "digits": "1"})
    assert "For the office, press 1." in heard(during)
    assert sorted(rung(during)) == ["102", "103"]
    assert outcomes(running, during["token"])[-1] == "answered"

    running.set_clock(MONDAY_EVENING)
    outside = running.call(LINE, {"on": "record", "seconds": 6, "digits": "#"})
    assert rung(outside) == []
    assert "Your message was saved." in heard(outside)
    assert outcomes(running, outside["token"])[:3] == ["number-found", "hours-closed", "voicemail-greeted"]
