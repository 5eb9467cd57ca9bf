"""From a new organization to phones in step with Cloudonix, and back in step after somebody changed one there."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.whole_run.cloudonix_side import make_domain
from tests.whole_run.console import Newcomer, add_organization

pytestmark = pytest.mark.browser
PASSWORD = "a long enough pass phrase"
NUMBERS = [str(number) for number in range(201, 211)]


def test_a_new_organization_is_paired_gets_ten_extensions_and_repairs_a_difference(demo, visit, sign_in):
    manager = visit()
    sign_in(manager, "platform", "petra@platform.example")
    hooli = Newcomer("Hooli Ltd", "Gavin Belson", "gavin@hooli.example")
    add_organization(manager.page, demo.url, hooli, makes_domain=False)
    # The link is mailed once the organization's tables are made.
    invitation = demo.wait_for(r"(http://hooli-ltd\.\S+/invitation/\S+/)", seconds=120)

    owner = visit()
    page = owner.page
    page.goto(invitation)
    owner.check("invitation")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Set password and sign in").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Hooli Ltd")
    owner.check("home-new-organization")

    domain = make_domain(demo.simulator, "hooli.cloudonix.net")
    pair(owner, domain)
    add_ten_extensions(owner)
    assert [one["msisdn"] for one in subscribers(domain)] == [f"{number}_hooli-ltd" for number in NUMBERS]

    domain.ask("PATCH", "subscribers/205_hooli-ltd", {"active": False})
    repair(owner, demo.site("hooli-ltd"))
    assert all(one["active"] for one in subscribers(domain))
    assert not owner.trouble


def pair(owner, domain) -> None:
    """With a wrong key first, and the right one where the set-up leads to."""
    page = owner.page
    page.get_by_role("link", name="Continue set-up").click()
    owner.check("set-up-before")
    page.get_by_label("Domain", exact=True).fill(domain.name)
    page.get_by_label("API key").fill("XI-no-key-of-this-domain")
    page.get_by_role("button", name="Connect").click()
    steps = page.get_by_role("region", name="Steps of the set-up").get_by_role("listitem")
    check = steps.filter(has=page.get_by_role("heading", name="Check the connection"))
    expect(check).to_contain_text("Cloudonix refused this API key.")
    owner.check("set-up-refused")

    page.get_by_role("link", name="Change").click()
    page.get_by_label("API key").fill(domain.key)
    page.get_by_role("button", name="Save and connect").click()
    page.get_by_role("link", name="Set-up checklist").click()
    expect(check).to_contain_text(f"{domain.name} answered in")
    owner.check("set-up-paired")


def add_ten_extensions(owner) -> None:
    page = owner.page
    page.get_by_role("link", name="Extensions", exact=True).first.click()
    owner.check("extensions-none")
    page.get_by_role("link", name="Add a range").click()
    page.get_by_label("Numbers").fill("201-210")
    page.get_by_role("button", name="Show what would be added").click()
    expect(page.get_by_text("201-210 creates 10 extensions.")).to_be_visible()
    owner.check("extensions-range-preview")
    page.get_by_role("button", name="Add 10 extensions").click()
    rows = page.get_by_role("table", name="Extensions").locator("tbody tr")
    expect(rows).to_have_count(len(NUMBERS))
    expect(rows.filter(has_text="In sync")).to_have_count(len(NUMBERS))


def subscribers(domain) -> list[dict[str, object]]:
    return sorted(domain.ask("GET", "subscribers"), key=lambda one: one["msisdn"])


def repair(owner, site: str) -> None:
    page = owner.page
    page.goto(f"{site}/settings/cloudonix/sync/")
    page.get_by_role("button", name="Compare now").click()
    expect(page.get_by_text("Create 0, update 1, delete 0")).to_be_visible()
    page.get_by_role("link", name="Differences", exact=True).click()
    row = page.get_by_role("row").filter(has_text="205_hooli-ltd")
    row.get_by_role("button", name="Actions for 205_hooli-ltd").click()
    row.get_by_role("button", name="Overwrite at Cloudonix").click()
    expect(
        page.get_by_text("OPBX writes SIP account 205_hooli-ltd to Cloudonix as it is here.")
    ).to_be_visible()
    page.goto(f"{site}/settings/cloudonix/sync/")
    equal = page.get_by_text("Nothing: both sides are equal")
    for _ in range(5):  # until the worker has sent what was asked for
        page.get_by_role("button", name="Compare now").click()
        expect(page.get_by_text("Comparing with Cloudonix")).to_have_count(0)
        if equal.is_visible():
            break
    expect(equal).to_be_visible()
