"""The whole product as a visitor meets it: the running installation, and Debian's Chromium in front of it."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect, sync_playwright

from tests.browser.axe import CHROMIUM, LAUNCH_ARGS, is_too_wide, settle, violations
from tests.installation import Installation

PATIENCE_MS = 20_000  # on a busy machine; a page that is ready is not waited for
SHOTS = Path(os.environ.get("OPBX_SCREENSHOTS", "")) if os.environ.get("OPBX_SCREENSHOTS") else None


# For the package, not for the session: Playwright keeps an event loop running in this thread, in which no other
# test could start one of its own.
@pytest.fixture(scope="package")
def chromium() -> Iterator[Browser]:
    if not Path(CHROMIUM).exists():
        if os.environ.get("CI"):
            pytest.fail("Chromium is missing. Install Debian's package chromium.")
        pytest.skip("Debian's Chromium is not installed: apt-get install chromium")
    expect.set_options(timeout=PATIENCE_MS)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=LAUNCH_ARGS)
        yield browser
        browser.close()


@pytest.fixture
def demo(chromium: Browser, installation: Installation) -> Installation:
    """The installation that all browser tests share: those of this folder leave its people, PINs and keys alone."""
    return installation


@dataclass
class Visitor:
    """A browser window that notes what no page may do: console errors, CSP violations, failed requests."""

    page: Page
    trouble: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on("console", self._note)
        self.page.on("pageerror", lambda error: self.trouble.append(f"page error: {error}"))

    def _note(self, message: object) -> None:
        # A refused form answers 422 on purpose; Chromium logs every such status as an error.
        if message.type in {"error", "warning"} and "422" not in message.text:
            self.trouble.append(f"{message.type}: {message.text}")

    def reload_until(self, place: Locator, text: str) -> None:
        """A page that does not renew itself shows what the worker has done when it is opened again."""
        until = time.monotonic() + PATIENCE_MS / 1000
        while not any(text in shown for shown in place.all_inner_texts()) and time.monotonic() < until:
            self.page.reload()
        expect(place).to_contain_text(text)

    def check(self, name: str) -> None:
        """The page is usable by everybody, in light and dark, on a desk and on a phone; pictures on request."""
        found = []
        for theme in ("light", "dark"):
            self.page.emulate_media(color_scheme=theme)
            for width, height in ((1440, 900), (390, 844)):
                self.page.set_viewport_size({"width": width, "height": height})
                settle(self.page)
                place = f"{name} {theme} {width}"
                found += [f"{place}: {line}" for line in violations(self.page)]
                if is_too_wide(self.page):
                    found.append(f"{place}: the page scrolls sideways")
                if SHOTS:
                    SHOTS.mkdir(parents=True, exist_ok=True)
                    self.page.screenshot(path=SHOTS / f"{name}-{theme}-{width}.png", full_page=True)
        self.page.emulate_media(color_scheme="light")
        self.page.set_viewport_size({"width": 1440, "height": 900})
        assert not found, "\n".join(found)
        assert not self.trouble, "\n".join(self.trouble)


@pytest.fixture
def visit(chromium: Browser) -> Iterator[Callable[[], Visitor]]:
    """visit() opens a window of a person of their own: no cookies shared."""
    contexts: list[BrowserContext] = []

    def open_window() -> Visitor:
        context = chromium.new_context(
            viewport={"width": 1440, "height": 900},
            color_scheme="light",
            reduced_motion="reduce",  # else axe measures colours half way between two themes
        )
        context.set_default_timeout(PATIENCE_MS)
        contexts.append(context)
        return Visitor(context.new_page())

    yield open_window
    for context in contexts:
        context.close()


@pytest.fixture
def sign_in(demo: Installation) -> Callable[..., None]:
    """sign_in(visitor, "acme", "owner@acme.example") goes through the sign-in page like a person."""
    from opbx.demo.cast import PASSWORD

    def act(visitor: Visitor, slug: str, email: str) -> None:
        site = demo.url if slug == "platform" else demo.site(slug)
        visitor.page.goto(f"{site}/sign-in/")
        visitor.page.get_by_label("E-mail").fill(email)
        visitor.page.get_by_label("Password", exact=True).fill(PASSWORD)
        visitor.page.get_by_role("button", name="Sign in").click()
        visitor.page.wait_for_url(lambda url: "/sign-in" not in url)

    return act
