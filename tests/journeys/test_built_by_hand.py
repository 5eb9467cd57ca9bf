"""An admin builds number, hours, menu, ring group and voicemail in the browser, then callers go through them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Locator, Page, expect

from opbx.demo.cast import PASSWORD
from tests.browser.conftest import chromium, visit
from tests.journeys.conftest import PATIENCE_SECONDS, Running
from tests.journeys.reading import journey_of

__all__ = ["chromium", "visit"]
pytestmark = pytest.mark.browser

BERLIN = ZoneInfo("Europe/Berlin")
DOMAIN = "acme-demo.cloudonix.net"
LINE = "+493055501288"
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
        (within or self.page).get_by_label(label, exact=True).fill(text)

    def choose(self, place: Locator, option: str) -> None:
        self.fields += 1
        place.select_option(label=option)

    def go_on(self, menu: str, button: str) -> None:
        """To the form of a new object: its entry in the menu, then the button that adds one."""
        self.click(self.page.get_by_role("navigation").get_by_role("link", name=menu, exact=True))
        self.click(self.page.get_by_role("link", name=button).first)

    def lead(self, kind: str, target: str, prefix: str = "") -> None:
        """Fill a destination picker: what kind of object, and which one."""
        self.choose(self.page.locator(f'[name="{prefix}destination_kind"]'), kind)
        column = {"Ring group": "ring_group", "IVR menu": "menu", "Business hours": "schedule"}.get(
            kind, "voicemail_box"
        )
        self.choose(self.page.locator(f'[name="{prefix}destination_{column}"]'), target)


def build(hand: Hand) -> None:
    page = hand.page
    hand.go_on("Voicemail", "Add voicemail box")
    hand.click(page.get_by_label("Shared"))
    hand.click(page.get_by_label("Olivia", exact=False).first)
    hand.fill("Name", "Front office")
    hand.click(page.get_by_role("button", name="Add voicemail box"))

    hand.go_on("Ring groups", "Add ring group")
    hand.fill("Name", "Office phones")
    hand.click(page.get_by_label("102", exact=False).first)
    hand.click(page.get_by_label("103", exact=False).first)
    hand.lead("Voicemail box", "Front office")
    hand.click(page.get_by_role("button", name="Add ring group"))

    hand.go_on("IVR menus", "Add IVR menu")
    hand.fill("Name", "Welcome")
    hand.fill("Text", "For the office, press 1.")
    hand.fill("Key", "1", page.get_by_role("group", name="Row 1"))
    hand.lead("Ring group", "Office phones", "key0-")
    hand.click(page.get_by_role("button", name="Add IVR menu"))

    hand.go_on("Business hours", "Add business hours")
    hand.fill("Name", "Office hours of the test")
    hand.lead("IVR menu", "Welcome", "open-")
    hand.lead("Voicemail box", "Front office", "closed-")
    hand.click(page.get_by_role("button", name="Add business hours"))

    hand.go_on("Phone numbers", "Add phone number")
    hand.fill("Phone number", LINE)
    hand.lead("Business hours", "Office hours of the test")
    hand.click(page.get_by_role("button", name="Add phone number", exact=True))
    expect(page.get_by_role("heading", level=1)).to_contain_text("+49 30 55501288")


def call(running: Running, *script: dict[str, Any]) -> dict[str, Any]:
    body = {"domain": DOMAIN, "from": "+442079460331", "to": LINE, "script": list(script)}
    token = running.control("calls/inbound", body)["token"]
    shown: dict[str, Any] = running.control(f"calls/{token}?until=settled&wait={PATIENCE_SECONDS}")
    assert shown["settled"], shown
    return shown


def outcomes(running: Running, token: str) -> list[str]:
    return [outcome for step in journey_of(running, token) for outcome in step.outcomes]


def test_an_admin_builds_a_call_flow_by_hand_and_it_works(running, visit):
    running.set_clock(datetime(2026, 3, 2, 10, 0, tzinfo=BERLIN))
    answers = {"domain": DOMAIN, "kind": "subscriber", "match": "*"}
    running.control("endpoints", {**answers, "behaviour": {"result": "answer", "after": 1, "talk": 2}})
    owner = visit()
    owner.page.goto(running.demo.url.replace("//", "//acme.") + "/sign-in/")
    owner.page.get_by_label("E-mail").fill("owner@acme.example")
    owner.page.get_by_label("Password", exact=True).fill(PASSWORD)
    owner.page.get_by_role("button", name="Sign in").click()
    owner.page.wait_for_url(lambda url: "/sign-in" not in url)
    hand = Hand(owner.page)

    build(hand)

    assert hand.clicks <= MOST_CLICKS, f"{hand.clicks} clicks"
    assert hand.fields <= MOST_FIELDS, f"{hand.fields} fields"
    assert not owner.trouble

    during = call(running, {"on": "gather", "digits": "1"})
    assert {leg["target"] for leg in during["legs"]} == {"102_acme", "103_acme"}
    assert "answered" in outcomes(running, during["token"])

    running.set_clock(datetime(2026, 3, 2, 20, 0, tzinfo=BERLIN))
    outside = call(running, {"on": "record", "seconds": 6})
    assert outside["legs"] == []
    assert outcomes(running, outside["token"])[:3] == ["number-found", "hours-closed", "voicemail-greeted"]
