"""Every page of the table of URLs, with something on it, is usable by everybody; none can be forgotten."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser import acts, plain
from tests.browser.table import SIMPLE, objects_of_acme, paths

pytestmark = pytest.mark.browser
ACME_DOMAIN = "acme-demo.cloudonix.net"


@pytest.fixture
def owner(demo, visit, sign_in):
    """acme's Owner, who has made one of everything that the demo lacks."""
    person = visit()
    sign_in(person, "acme", "owner@acme.example")
    site, page = demo.site("acme"), person.page
    acts.add_trunk(page, site, "carrier-berlin", label="Carrier in Berlin")
    acts.check_file(page, site)
    acts.find_a_difference(page, site, demo.simulator, ACME_DOMAIN, "105_acme")
    acts.delete_extension(page, site, "121")
    return person


def test_the_pages_of_an_organization(demo, owner):
    site = demo.site("acme")
    link = acts.make_phone_link(owner.page, site, "102")
    arguments = objects_of_acme(demo.database_url, trunk="carrier-berlin", phone_link=acts.token_of(link))

    walked = walk(owner, site, "organization", arguments)

    assert len(walked) > 50
    owner.page.goto(f"{site}/extensions/change-template/?numbers=101")
    owner.check("extensions-change-template")


def test_the_pages_of_the_platform(demo, visit, sign_in):
    manager = visit()
    sign_in(manager, "platform", "petra@platform.example")

    walked = walk(manager, demo.url, "platform", SIMPLE)

    assert {"cloudonix_account:settings", "organizations:detail"} <= walked


def test_the_pages_that_hand_over_a_phones_sign_in(demo, visit, sign_in):
    owner, holder = visit(), visit()
    sign_in(owner, "acme", "owner@acme.example")
    acts.show_password(owner.page, demo.site("acme"), "104")
    owner.check("extension-with-password")
    link = acts.make_phone_link(owner.page, demo.site("acme"), "104")
    owner.check("extension-with-link")

    holder.page.goto(link)
    holder.check("phone-link")
    holder.page.get_by_role("button", name="Show the sign-in").click()
    expect(holder.page.get_by_role("heading", name="Linphone without typing")).to_be_visible()
    holder.check("phone-sign-in")
    holder.page.goto(link)
    holder.trouble = [line for line in holder.trouble if "410" not in line]
    holder.check("phone-link-used")


def walk(person, site: str, table: str, arguments) -> set[str]:
    """Check each page that this person gets; the names of those."""
    found, trouble = {}, []
    for name, path in paths(table, arguments):
        answer = plain.get(f"{site}{path}", person.page.context)
        if answer.status == 200 and "<!doctype html>" in answer.text[:100].lower() and path not in found:
            found[path] = name
            person.page.goto(f"{site}{path}")
            try:
                person.check(name.replace(":", "-").replace("_", "-"))
            except AssertionError as error:
                trouble.append(f"{path}\n{error}")
                person.trouble.clear()
    assert not trouble, "\n\n".join(trouble)
    return set(found.values())
