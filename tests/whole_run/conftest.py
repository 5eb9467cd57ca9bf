"""Tests that come last of all that share the installation: they replace its keys, PINs and passwords."""

from __future__ import annotations

from tests.browser.conftest import chromium, demo, sign_in, visit

__all__ = ["chromium", "demo", "sign_in", "visit"]
