"""How names are spelled on the keys of a phone (ITU-T E.161): 2 ABC, 3 DEF, 4 GHI, 5 JKL, 6 MNO, 7 PQRS, 8 TUV, 9 WXYZ.

Letters with marks count as those without, and where people also write two letters for one, both ways are good:
Müller is 685537 and 6835537. Digits stand for themselves; letters of other scripts have no key and are left out.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping

# Of so many words of a name each can be the first that is spelled.
MOST_WORDS = 6
# Letters that are none of A to Z with a mark.
_ONE_WAY = {
    "ß": "ss",
    "æ": "ae",
    "œ": "oe",
    "ø": "o",
    "ł": "l",
    "đ": "d",
    "ð": "d",
    "þ": "th",
    "ħ": "h",
    "\N{LATIN SMALL LETTER DOTLESS I}": "i",
}
# How the same names are written where these letters are not at hand.
_OTHER_WAY = {"ä": "ae", "ö": "oe", "ü": "ue", "ø": "oe", "å": "aa"}
_LETTERS = {"2": "abc", "3": "def", "4": "ghi", "5": "jkl", "6": "mno", "7": "pqrs", "8": "tuv", "9": "wxyz"}
_KEYS = str.maketrans({letter: key for key, letters in _LETTERS.items() for letter in letters})
_APOSTROPHES = re.compile("['’`\N{MODIFIER LETTER APOSTROPHE}\N{ACUTE ACCENT}]")


def spellings(name: str) -> tuple[str, ...]:
    """The keys for a name, from its beginning first, then from each further word; () when it has no key.

    "von der Leyen" is found by Vonderleyen, Derleyen and Leyen, "O'Neill" by Oneill.
    """
    found: dict[str, None] = {}
    for other_way in ({}, _OTHER_WAY):
        words = _words(name, other_way)
        for first in range(min(len(words), MOST_WORDS)):
            found["".join(words[first:]).translate(_KEYS)] = None
    return tuple(found)


def _words(name: str, other_way: Mapping[str, str]) -> list[str]:
    # Composed, so that a letter and the mark that stands behind it are one.
    text = unicodedata.normalize("NFC", _APOSTROPHES.sub("", name)).lower()
    for letter, plain in {**_ONE_WAY, **other_way}.items():
        text = text.replace(letter, plain)
    bare = [letter for letter in unicodedata.normalize("NFKD", text) if not unicodedata.combining(letter)]
    return re.findall("[a-z0-9]+", "".join(bare))
