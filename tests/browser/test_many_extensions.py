"""Adding, selecting and deleting many extensions with the mouse, and taking one deletion back."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser


def test_a_range_is_added_selected_and_deleted_and_one_comes_back(demo, visit, sign_in):
    owner = visit()
    sign_in(owner, "globex", "owner@globex.example")
    page, site = owner.page, demo.site("globex")
    page.goto(f"{site}/extensions/add/range/")
    page.get_by_label("Numbers", exact=True).fill("601-630")
    page.get_by_role("button", name="Show what would be added").click()
    expect(page.get_by_text("601-630 creates 30 extensions.")).to_be_visible()
    owner.check("extension-range-preview")
    page.get_by_role("button", name="Add 30 extensions").click()
    expect(page.get_by_text("30 extensions were added: 601–630.")).to_be_visible()

    page.goto(f"{site}/extensions/?q=Extension")
    bar = page.get_by_role("form", name="Act on the selected extensions")
    expect(bar).to_be_hidden()
    page.get_by_label("Select extension 602").check()
    expect(bar).to_contain_text("1 selected")
    owner.check("extensions-selected")
    page.get_by_label("Select all rows of this page").check()
    expect(bar).to_contain_text("25 selected")
    page.get_by_label("Select all 30 that match").check()
    expect(bar).to_contain_text("30 selected")
    page.get_by_label("Select extension 603").uncheck()
    expect(bar).to_contain_text("24 selected")
    bar.get_by_role("button", name="Clear the selection").click()
    expect(bar).to_be_hidden()

    page.get_by_label("Select extension 604").check()
    page.get_by_label("Select all 30 that match").check()
    bar.get_by_role("button", name="Delete").click()
    expect(page.get_by_role("heading", name="Delete 30 extensions?")).to_be_visible()
    owner.check("extensions-delete-many")
    page.get_by_label("Type delete 30 to confirm").fill("delete 30")
    page.get_by_role("button", name="Delete 30 extensions").click()
    expect(page.get_by_text("Deleted 30 extensions.")).to_be_visible()
    assert page.url.endswith("/extensions/?q=Extension")

    page.get_by_role("link", name="Deleted extensions").last.click()
    page.get_by_role("button", name="Restore extension 630").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("630 · Extension 630")
    page.get_by_role("link", name="Delete").click()
    page.get_by_role("button", name="Delete extension 630").click()
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("630 · Extension 630")


def test_a_new_number_is_confirmed_on_the_form(demo, visit, sign_in):
    owner = visit()
    sign_in(owner, "globex", "owner@globex.example")
    page = owner.page
    page.goto(f"{demo.site('globex')}/extensions/103/edit/")
    page.get_by_label("Number", exact=True).fill("102")
    page.get_by_label("Last name").focus()
    expect(page.get_by_text("Extension 102 belongs to")).to_be_visible()
    page.get_by_label("Number", exact=True).fill("203")
    page.get_by_role("button", name="Save changes").click()
    expect(page.get_by_role("heading", name="Extension 103 becomes 203")).to_be_visible()
    owner.check("extension-renumber")
    page.get_by_role("button", name="Renumber to 203").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("203 ·")
    expect(page.get_by_text("103_globex").first).to_be_visible()
