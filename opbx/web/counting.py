"""A number with its noun."""

from __future__ import annotations


def counted(number: int, noun: str, plural: str = "") -> str:
    """1 extension, 2 extensions, 1,200 extensions."""
    return f"{number:,} {noun if number == 1 else plural or f'{noun}s'}"
