"""Voicemail in the browser: a caller of the simulator leaves a message, a worker fetches it, people hear it.

tests/journeys has the rest of acceptance scenario 8: empty messages, and callers who hang up.
"""

from __future__ import annotations

import re
import time
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.whole_run.cloudonix_side import ask_control, control

pytestmark = pytest.mark.browser
DOMAIN = "acme-demo.cloudonix.net"
FRONT_DESK = "+493055501230"
PIN = "739184"


def placed(demo, *, to: str, script: list[dict[str, Any]], **more: str) -> dict[str, Any]:
    """The call, after it has ended."""
    kind = "from-subscriber" if "msisdn" in more else "inbound"
    call = ask_control(
        demo.simulator, f"calls/{kind}", {"domain": DOMAIN, "to": to, "script": script, **more}
    )
    return ask_control(demo.simulator, f"calls/{call['token']}?until=settled&wait=60")


def heard(call: dict[str, Any]) -> str:
    """What was said and played to the caller."""
    return " ".join(event["text"] for event in call["timeline"] if event["kind"] in {"say", "play"})


def messages_from(page, number: str):
    return page.get_by_role("row").filter(has_text=number)


def shown_with_sound(visitor, url: str, number: str):
    """The row of the message from there, as soon as the worker has fetched its sound."""
    until = time.monotonic() + 60
    while time.monotonic() < until:
        visitor.page.goto(url)
        row = messages_from(visitor.page, number)
        if row.locator("audio").count():
            return row.first
        visitor.page.wait_for_timeout(500)
    raise AssertionError(f"No sound from {number}: {visitor.page.locator('#list').inner_text()}")


@pytest.fixture
def at_once(demo):
    """Calls take no time while a test runs."""
    control(demo.simulator, "clock", {"mode": "instant"})
    yield
    control(demo.simulator, "clock", {"mode": "real"})


@pytest.fixture
def front_desk(demo, visit, sign_in):
    """The owner's window and the address of the box Front desk."""
    owner = visit()
    sign_in(owner, "acme", "owner@acme.example")
    owner.page.goto(f"{demo.site('acme')}/voicemail/?q=Front")
    owner.page.get_by_role("link", name="Front desk", exact=True).click()
    return owner, owner.page.url


def test_a_message_is_stored_fetched_and_played_back(demo, front_desk, at_once):
    owner, url = front_desk

    call = placed(
        demo,
        to=FRONT_DESK,
        **{"from": "+4915112345601"},
        script=[{"on": "record", "seconds": 7, "digits": "#"}],
    )

    assert "Your message was saved." in heard(call)
    row = shown_with_sound(owner, url, "+49 1511 2345601")
    player = row.locator("audio")
    player.evaluate("(audio) => { audio.muted = true; return audio.play(); }")
    assert player.evaluate("(audio) => audio.duration") == pytest.approx(7, abs=0.2)
    owner.check("voicemail-messages")


def test_it_is_heard_by_phone_with_the_pin(demo, front_desk, at_once):
    owner, url = front_desk
    placed(
        demo,
        to=FRONT_DESK,
        **{"from": "+4915112345604"},
        script=[{"on": "record", "seconds": 3, "digits": "#"}],
    )
    shown_with_sound(owner, url, "+49 1511 2345604")
    owner.page.get_by_role("link", name=re.compile("PIN$")).click()
    owner.page.get_by_label("New PIN").fill(PIN)
    owner.page.get_by_role("button", name="Save PIN").click()

    keys = [f"{PIN[::-1]}#", f"{PIN}#", "3", "3", "*"]
    call = placed(
        demo, to="120", msisdn="120_acme", script=[{"on": "gather", "digits": pressed} for pressed in keys]
    )

    said = heard(call)
    assert "This PIN is wrong." in said
    assert re.search(r"You have (one|\d+) new messages?\.", said)
    assert "/api/voice/media/" in said
    assert "The message was deleted." in said
    assert "Nothing was heard" not in str(call["timeline"])
    owner.page.goto(f"{url}?state=deleted")
    expect(owner.page.locator("#list audio")).not_to_have_count(0)
