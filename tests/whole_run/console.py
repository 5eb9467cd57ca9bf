"""What a platform manager does in the console."""

from __future__ import annotations

from dataclasses import dataclass

from playwright.sync_api import Page, expect


@dataclass(frozen=True)
class Newcomer:
    """An organization that is not there yet, and its first Owner."""

    name: str
    owner: str
    email: str


def add_organization(page: Page, url: str, who: Newcomer, *, makes_domain: bool) -> None:
    """From the form to the page of the new organization, whose tables a worker makes meanwhile."""
    page.goto(f"{url}/organizations/add/")
    page.get_by_label("Name", exact=True).fill(who.name)
    page.get_by_label("Name of the first Owner").fill(who.owner)
    page.get_by_label("E-mail of the first Owner").fill(who.email)
    page.get_by_label("Make its Cloudonix domain").set_checked(makes_domain)
    page.get_by_role("button", name="Add organization").click()
    expect(page.get_by_role("heading", name=who.name)).to_be_visible()
