"""Every page, as each role meets it: no axe violation, no console error, no sideways scrolling, in both themes."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.menus import MENUS

pytestmark = pytest.mark.browser

ORGANIZATION_PAGES = [
    "extensions/add/",
    "extensions/add/range/",
    "extensions/deleted/",
    "extensions/101/service-pin/",
    "phonebook/",
    "phonebook/departments/",
    "phonebook/departments/add/",
    "extensions/101/",
    "extensions/101/edit/",
    "extensions/101/settings/",
    "extensions/change-template/?numbers=101",
    "templates/",
    "templates/add/",
    "templates/defaults/",
    "extensions/101/delete/",
    "extensions/101/accounts/add/",
    "numbers/",
    "numbers/add/",
    "numbers/493055501200/",
    "numbers/493055501200/edit/",
    "numbers/493055501200/delete/",
    "calls/",
    "settings/cloudonix/",
    "settings/cloudonix/set-up/",
    "settings/cloudonix/health/",
    "settings/cloudonix/phones/",
    "me/",
    "me/password/",
]


def test_the_pages_of_an_organization(demo, visit, sign_in):
    owner = visit()
    sign_in(owner, "acme", "owner@acme.example")
    for path in ORGANIZATION_PAGES:
        answer = owner.page.goto(f"{demo.site('acme')}/{path}")
        assert answer.status == 200, path
        owner.check(path.strip("/").replace("/", "-"))


def test_a_refused_form_and_a_page_that_does_not_exist(demo, visit, sign_in):
    owner = visit()
    sign_in(owner, "acme", "owner@acme.example")
    owner.page.goto(f"{demo.site('acme')}/extensions/add/")
    owner.page.get_by_label("Number", exact=True).fill("101")
    owner.page.get_by_label("First name").fill("Second Amara")
    owner.page.get_by_role("button", name="Add extension").click()
    summary = owner.page.get_by_role("alert").first
    expect(summary).to_contain_text("101")
    expect(owner.page.get_by_label("First name")).to_have_value("Second Amara")
    owner.check("extension-refused")

    owner.page.goto(f"{demo.site('acme')}/nowhere/")
    owner.trouble = [line for line in owner.trouble if "404" not in line]
    expect(owner.page.get_by_role("heading", level=1)).to_be_visible()
    owner.check("not-found")


def test_the_pages_before_sign_in(demo, visit):
    visitor = visit()
    visitor.page.goto(f"{demo.site('acme')}/sign-in/")
    visitor.check("sign-in")
    visitor.page.get_by_label("E-mail").fill("owner@acme.example")
    visitor.page.get_by_label("Password", exact=True).fill("not the password")
    visitor.page.get_by_role("button", name="Sign in").click()
    expect(visitor.page.get_by_role("alert").first).to_be_visible()
    visitor.check("sign-in-refused")
    visitor.page.get_by_role("link", name=re.compile("Forgot", re.IGNORECASE)).click()
    visitor.check("reset-password")


def test_a_forgotten_password_is_replaced_through_the_e_mail_on_the_console(demo, visit):
    visitor = visit()
    visitor.page.goto(f"{demo.site('acme')}/sign-in/reset/")
    visitor.page.get_by_label("E-mail").fill("dmitri@acme.example")
    visitor.page.get_by_role("button", name="Send the link").click()
    visitor.check("reset-sent")

    link = demo.wait_for(r"(http://acme\.\S+/sign-in/reset/\S+/)")
    visitor.page.goto(link)
    visitor.check("reset-password-new")
    for field in visitor.page.locator("input[type=password]").all():
        field.fill("a long new pass phrase")
    visitor.page.get_by_role("button", name="Set password").click()
    expect(visitor.page.get_by_label("E-mail")).to_be_visible()
    visitor.page.get_by_label("E-mail").fill("dmitri@acme.example")
    visitor.page.get_by_label("Password", exact=True).fill("a long new pass phrase")
    visitor.page.get_by_role("button", name="Sign in").click()
    expect(visitor.page.get_by_role("heading", level=1)).to_have_text("Acme GmbH")


def test_the_pages_of_the_platform(demo, visit, sign_in):
    manager = visit()
    sign_in(manager, "platform", "petra@platform.example")
    expect(manager.page.get_by_role("heading", level=1)).to_have_text("Organizations")
    manager.check("organizations")
    for path in ("add", "acme", "globex/suspend"):
        manager.page.goto(f"{demo.url}/organizations/{path}/")
        if "/reauthenticate" in manager.page.url or "/confirm" in manager.page.url:
            continue
        manager.check(f"organizations-{path.replace('/', '-')}")
    manager.page.goto(f"{demo.url}/settings/cloudonix/")
    expect(manager.page.get_by_text("Works", exact=True)).to_be_visible()
    manager.check("platform-cloudonix")


def test_a_manager_watches_a_new_organization_being_made(demo, visit, sign_in):
    manager = visit()
    sign_in(manager, "platform", "petra@platform.example")
    manager.page.goto(f"{demo.url}/organizations/add/")
    manager.page.get_by_label("Name", exact=True).fill("Initech Ltd")
    manager.page.get_by_label("Name of the first Owner").fill("Bill Lumbergh")
    manager.page.get_by_label("E-mail of the first Owner").fill("bill@initech.example")
    manager.page.get_by_role("button", name="Add organization").click()
    expect(manager.page.get_by_role("heading", name="Initech Ltd")).to_be_visible()
    # A quick worker is done before the page is drawn; then there is nothing left to watch.
    watched = manager.page.get_by_role("link", name="Show the organization")
    expect(watched.or_(manager.page.get_by_role("link", name="Open site"))).to_be_visible(timeout=90_000)
    manager.page.goto(f"{demo.url}/organizations/initech-ltd/")
    expect(manager.page.get_by_text("Active").first).to_be_visible()
    # Its domain, a key of it and the pairing come along; the page loads anew when they are there.
    domain = manager.page.locator("code", has_text="initech-ltd.cloudonix.net")
    expect(domain).to_be_visible(timeout=60_000)
    manager.check("organization-with-domain")

    owner = visit()
    answer = owner.page.goto(demo.site("initech-ltd"))
    assert answer.status == 200
    expect(owner.page.get_by_role("button", name="Sign in")).to_be_visible()


@pytest.mark.parametrize(
    ("email", "role"),
    [
        ("admin@acme.example", "pbx_admin"),
        ("user@acme.example", "pbx_user"),
        ("reporter@acme.example", "reporter"),
    ],
)
def test_a_role_sees_its_menu_and_nothing_else(demo, visit, sign_in, email, role):
    person = visit()
    sign_in(person, "acme", email)

    links = person.page.get_by_role("navigation", name="Main navigation").get_by_role("link")
    names = [name.strip() for name in links.all_inner_texts()]

    assert [name for name in names if "simulator" not in name.lower() and name != "OPBX"] == MENUS[role]
    person.check(f"home-{email.split('@')[0]}")
