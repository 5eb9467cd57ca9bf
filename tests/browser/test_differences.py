"""Somebody changes the domain behind our back; an Owner sees it, repairs one thing, adopts and imports others."""

from __future__ import annotations

import json
import urllib.request

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser
DOMAIN = "acme-demo.cloudonix.net"


def change_at_cloudonix(demo, **contents: object) -> None:
    document = {"domains": [{"name": DOMAIN, "customer": "demo", **contents}]}
    request = urllib.request.Request(
        f"{demo.simulator}/__sim__/seed", json.dumps(document).encode(), {"Content-Type": "application/json"}
    )
    urllib.request.urlopen(request, timeout=10).close()


def test_a_change_at_cloudonix_is_seen_and_repaired(demo, visit, sign_in):
    changed = {"msisdn": "101_acme", "active": False, "profile": {"display-name": "Somebody else"}}
    change_at_cloudonix(demo, subscribers=[changed])
    owner = visit()
    sign_in(owner, "acme", "owner@acme.example")
    page = owner.page

    page.goto(f"{demo.site('acme')}/settings/cloudonix/sync/")
    page.get_by_role("button", name="Compare now").click()
    expect(page.get_by_text("Create 0, update 1, delete 0")).to_be_visible()
    owner.check("cloudonix-sync")

    page.get_by_role("link", name="Differences", exact=True).click()
    row = page.locator("tr", has=page.get_by_role("link", name="101_acme", exact=True))
    expect(row).to_contain_text("Somebody else")
    owner.check("cloudonix-differences")
    row.get_by_role("button", name="Actions for 101_acme").click()
    row.get_by_role("button", name="Overwrite at Cloudonix").click()
    expect(page.get_by_text("OPBX writes SIP account 101_acme to Cloudonix as it is here.")).to_be_visible()
    page.goto(f"{demo.site('acme')}/extensions/101/")
    expect(page.get_by_text("In sync").first).to_be_visible()
    compare_until_equal(demo, page)


def test_what_the_domain_had_before_is_imported_or_deleted(demo, visit, sign_in):
    warehouse = {"msisdn": "771", "sipPassword": "a-phone-has-it", "profile": {"display-name": "Warehouse"}}
    line = {"name": "old-line", "ip": "192.0.2.7", "port": 5060, "transport": "udp", "direction": "inbound"}
    door = {"msisdn": "door", "sipPassword": "a-door-has-it"}
    change_at_cloudonix(demo, subscribers=[warehouse, door], trunks=[line])
    owner = visit()
    sign_in(owner, "acme", "owner@acme.example")
    page = owner.page

    page.goto(f"{demo.site('acme')}/settings/cloudonix/import/")
    page.get_by_role("button", name="Look again").click()
    page.get_by_role("checkbox", name="Import 771").check()
    page.get_by_role("checkbox", name="Import door").check()
    owner.check("cloudonix-import")
    page.get_by_role("button", name="Import what is chosen").click()
    expect(page.get_by_text("Enter the number of its extension, for example 101.")).to_be_visible()
    owner.check("cloudonix-import-refused")
    page.get_by_label("Extension number for door").fill("772")
    page.get_by_role("button", name="Import what is chosen").click()
    expect(page.get_by_text("1 object was imported.")).to_be_visible()
    page.goto(f"{demo.site('acme')}/extensions/771/")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Warehouse")

    page.goto(f"{demo.site('acme')}/settings/cloudonix/differences/")
    page.locator("tr", has_text="old-line").get_by_role("button", name="Actions for old-line").click()
    page.get_by_role("link", name="Delete at Cloudonix…").click()
    owner.check("cloudonix-difference-delete")
    page.get_by_label("Type old-line to confirm").fill("old-line")
    page.get_by_role("button", name="Delete at Cloudonix").click()
    expect(page.get_by_text("OPBX deletes Trunk old-line at Cloudonix now.")).to_be_visible()
    compare_until_equal(demo, page)
    page.goto(f"{demo.site('acme')}/numbers/")
    owner.check("numbers-with-sync")


def compare_until_equal(demo, page) -> None:
    """Compare again until the worker has sent what was asked for."""
    page.goto(f"{demo.site('acme')}/settings/cloudonix/sync/")
    equal = page.get_by_text("Nothing: both sides are equal")
    for _ in range(5):
        page.get_by_role("button", name="Compare now").click()
        expect(page.get_by_text("Comparing with Cloudonix")).to_have_count(0)
        if equal.is_visible():
            break
    expect(equal).to_be_visible()
