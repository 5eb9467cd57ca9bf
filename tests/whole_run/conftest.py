"""A demo of its own: the tests here replace its keys, PINs and passwords, which others count on."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.browser.conftest import Demo, chromium, running_demo, sign_in, visit

__all__ = ["chromium", "sign_in", "visit"]


@pytest.fixture(scope="package")
def demo(chromium: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    with running_demo(tmp_path_factory.mktemp("whole_run")) as demo:
        yield demo
