"""What callers say, compared with what an administrator wrote: case, punctuation and accents make no difference."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from typing import TypeVar

Words = tuple[str, ...]
Key = TypeVar("Key")
# Inside of a word these are left out: "Anna's" is "annas", however it is written.
_APOSTROPHES = frozenset("'\N{RIGHT SINGLE QUOTATION MARK}\N{MODIFIER LETTER APOSTROPHE}")


def words_in(text: str) -> Words:
    """The words of a text as they are compared; () when it has none."""
    letters = []
    for letter in unicodedata.normalize("NFKD", text.casefold()):
        if letter.isalnum() or unicodedata.category(letter) == "Mc":
            letters.append(letter)
        elif not unicodedata.combining(letter) and letter not in _APOSTROPHES:
            letters.append(" ")
    return tuple("".join(letters).split())


def digits_in(words: Words) -> str:
    """The digits, where nothing else was said; "" otherwise."""
    said = "".join(words)
    return said if said.isascii() and said.isdigit() else ""


def meant_by(words: Words, phrases: Iterable[tuple[Words, Key]]) -> Key | None:
    """Whose phrase was said, alone or among other words; None for nobody's.

    The longest phrase counts: who says "technical support" does not mean "support". Equally long ones of several mean
    that nobody knows.
    """
    longest = 0
    found: set[Key] = set()
    for phrase, key in phrases:
        if len(phrase) < longest or not _holds(words, phrase):
            continue
        if len(phrase) > longest:
            longest, found = len(phrase), set()
        found.add(key)
    return found.pop() if len(found) == 1 else None


def _holds(words: Words, phrase: Words) -> bool:
    """Whether the words of the phrase stand in a row among these; never a part of a word."""
    count = len(phrase)
    return any(words[at : at + count] == phrase for at in range(len(words) - count + 1)) if count else False
