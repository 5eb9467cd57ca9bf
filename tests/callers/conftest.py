"""The same caretaker as the tests of extensions have, and a call from outside."""

from __future__ import annotations

from tests.calls.conftest import add_call
from tests.extensions.conftest import boss, make_number

__all__ = ["add_call", "boss", "make_number"]
