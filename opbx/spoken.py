"""Text that a voice will read to callers."""

from __future__ import annotations

from opbx.errors import NotAcceptable


def read_spoken_text(typed: str, *, most: int, field: str) -> str:
    """The text as one line without control characters. Raises NotAcceptable for the form's field."""
    words = "".join(letter for letter in " ".join(typed.split()) if letter >= " " and letter != "\x7f")
    if not words:
        raise NotAcceptable("Enter what callers hear.", field=field)
    if len(words) > most:
        raise NotAcceptable(f"Use {most} characters at most; these are {len(words)}.", field=field)
    return words
