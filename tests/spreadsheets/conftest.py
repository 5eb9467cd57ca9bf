"""Acme's owner as actor, and files as people make them."""

from __future__ import annotations

from tests.extensions.conftest import boss, make_extension

__all__ = ["boss", "make_extension"]


def csv_file(*lines: str, header: str = "Number,First name,Last name") -> bytes:
    return "\n".join([header, *lines]).encode()
