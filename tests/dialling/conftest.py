"""The same caretaker as the tests of extensions have."""

from __future__ import annotations

from tests.extensions.conftest import boss, make_extension

__all__ = ["boss", "make_extension"]
