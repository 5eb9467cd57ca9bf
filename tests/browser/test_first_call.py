"""The demo's promise, in a browser: a call to acme's number rings 101, is answered, and is in acme's call log only."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser
CALLER = "+4915112345678"


def test_a_call_reaches_a_phone_and_the_call_log(demo, visit, sign_in):
    owner = visit()
    sign_in(owner, "acme", "owner@acme.example")
    expect(owner.page.get_by_role("heading", level=1)).to_have_text("Acme GmbH")
    owner.check("home")
    owner.page.get_by_role("link", name="Extensions").first.click()
    row = owner.page.locator("tr", has=owner.page.get_by_role("link", name="101", exact=True))
    expect(row).to_contain_text("In sync")
    owner.check("extensions")

    sim = visit()
    sim.page.goto(f"{demo.simulator}/?domain=acme-demo.cloudonix.net")
    sim.page.get_by_label("Number to call").fill("+493055501200")
    sim.page.get_by_label("Caller's number").fill(CALLER)
    sim.page.get_by_label("Caller's name (optional)").fill("Ada <b>Byron</b> & “friends” 🎈")
    sim.page.get_by_role("button", name="Place call").click()
    sim.page.get_by_role("button", name="Answer on 101_acme", exact=True).click()
    expect(sim.page.locator("#timeline-badge")).to_contain_text("Connected")
    sim.page.get_by_role("button", name="Hang up on 101_acme", exact=True).click()
    expect(sim.page.locator("#timeline-badge")).to_contain_text("Answered")
    sim.check("simulator")

    owner.page.goto(f"{demo.site('acme')}/calls/?q=15112345678")
    call = owner.page.locator("tbody tr").first
    owner.reload_until(call, "Answered")
    expect(call).to_contain_text("101 Amara Okafor")
    owner.check("calls")
    call.get_by_role("link").first.click()
    expect(owner.page.get_by_text("101 Amara Okafor answered")).to_be_visible()
    expect(owner.page.locator("body")).to_contain_text("Ada <b>Byron</b> & “friends”")
    owner.check("call")

    stranger = visit()
    sign_in(stranger, "globex", "owner@globex.example")
    stranger.page.goto(f"{demo.site('globex')}/calls/?q=15112345678")
    expect(stranger.page.locator("body")).not_to_contain_text("15112345678 ")
    expect(stranger.page.get_by_text("No calls match", exact=False)).to_be_visible()
    assert not stranger.trouble
