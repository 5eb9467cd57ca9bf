"""Forwarding with the simulator's phones: rules and do not disturb set in the browser, calls that follow them."""

from __future__ import annotations

import json
import urllib.request
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser
DOMAIN = "acme-demo.cloudonix.net"


class Phones:
    """The simulator's control API: what phones do, and calls between them."""

    def __init__(self, url: str) -> None:
        self.url = f"{url}/__sim__"

    def ask(self, path: str, body: dict[str, Any] | None = None) -> Any:
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self.url + path, data, {"Content-Type": "application/json"})
        with urllib.request.urlopen(request, timeout=90) as answer:
            return json.load(answer)

    def script(self, **results: str | None) -> None:
        """script(n104="busy", n120="answer"); None leaves the phone to people again."""
        for name, result in results.items():
            behaviour = None if result is None else {"result": result, "after": 1, "talk": 2}
            body = {"domain": DOMAIN, "match": f"{name[1:]}_acme", "behaviour": behaviour}
            self.ask("/endpoints", body)

    def call(self, to: str) -> list[tuple[str, str]]:
        """Call an extension from 105 and wait for the end; what each phone that was tried did."""
        token = self.ask("/calls/from-subscriber", {"domain": DOMAIN, "msisdn": "105_acme", "to": to})[
            "token"
        ]
        call = self.ask(f"/calls/{token}?until=settled&wait=60")
        return [(leg["target"], leg["result"]) for leg in call["legs"]]


@pytest.fixture
def phones(demo) -> Iterator[Phones]:
    """Time passes twenty times as fast, so that nobody waits for a phone that rings in vain."""
    found = Phones(demo.simulator)
    found.ask("/clock", {"mode": "scaled:20"})
    yield found
    found.script(n104=None, n120=None)
    found.ask("/clock", {"mode": "real"})


def choose(page: Any, cause: str, number: str, origin: str = "any") -> None:
    """Send calls of this cause to an extension, on the open form."""
    page.locator(f'[name="{cause}-{origin}-destination_kind"]').select_option("extension")
    page.locator(f'[name="{cause}-{origin}-destination_extension"]').select_option(number)


def save(page: Any) -> None:
    page.get_by_role("button", name="Save changes").click()
    expect(page.get_by_text("Forwarding of extension 104 was saved.")).to_be_visible()


def test_calls_follow_the_rules_that_somebody_sets_for_the_own_extension(demo, visit, sign_in, phones):
    dmitri = visit()
    sign_in(dmitri, "acme", "dmitri@acme.example")
    form = f"{demo.site('acme')}/extensions/104/forwarding/"
    dmitri.page.goto(form)
    choose(dmitri.page, "busy", "120")
    choose(dmitri.page, "no_answer", "120")
    dmitri.check("forwarding-form")
    save(dmitri.page)
    dmitri.check("forwarding-card")
    phones.script(n120="answer")

    phones.script(n104="busy")
    assert phones.call("104") == [("104_acme", "busy"), ("120_acme", "completed")]
    phones.script(n104="noanswer")
    assert phones.call("104") == [("104_acme", "no-answer"), ("120_acme", "completed")]
    phones.script(n104="unreachable")  # the rule of all extensions
    assert phones.call("104") == [("104_acme", "failed"), ("120_acme", "completed")]
    phones.script(n104="answer")
    assert phones.call("104") == [("104_acme", "completed")]

    card = dmitri.page.locator("#forwarding")
    card.get_by_role("button", name="Turn on do not disturb").click()
    expect(dmitri.page.get_by_text("Do not disturb is on.")).to_be_visible()
    assert phones.call("104") == [("120_acme", "completed")]
    card.get_by_role("button", name="Turn off do not disturb").click()
    expect(dmitri.page.get_by_text("Do not disturb is off.")).to_be_visible()
    assert phones.call("104") == [("104_acme", "completed")]

    dmitri.page.goto(form)
    choose(dmitri.page, "always", "120")
    save(dmitri.page)
    assert phones.call("104") == [("120_acme", "completed")]
    dmitri.page.goto(form)
    dmitri.page.locator('[name="always-any-destination_kind"]').select_option("")
    save(dmitri.page)
    assert phones.call("104") == [("104_acme", "completed")]

    dmitri.page.goto(f"{demo.site('acme')}/calls/")
    # Which of the calls is the newest is up to the clock, which runs twenty times as fast meanwhile.
    dmitri.reload_until(dmitri.page.locator("tbody"), "forwarded")


def test_the_pages_of_forwarding_for_all(demo, visit, sign_in):
    owner = visit()
    sign_in(owner, "acme", "owner@acme.example")
    for name, path in (
        ("forwarding-all", "settings/forwarding/"),
        ("forwarding-origins", "extensions/102/forwarding/"),
    ):
        owner.page.goto(f"{demo.site('acme')}/{path}")
        owner.check(name)
