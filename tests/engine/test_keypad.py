"""How names are spelled on the keys."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routing.keypad import MOST_WORDS, spellings


@pytest.mark.parametrize(
    ("name", "keys"),
    [
        ("Abcdefghijklmnopqrstuvwxyz", ("22233344455566677778889999",)),
        ("Okafor", ("652367",)),
        ("Müller", ("685537", "6835537")),
        ("Mu\N{COMBINING DIAERESIS}ller", ("685537", "6835537")),
        ("MÜLLER", ("685537", "6835537")),
        ("Weiß", ("93477",)),
        ("Sørensen", ("76736736", "763736736")),
        ("Åberg", ("22374", "222374")),
        ("Łukasz", ("585279",)),
        ("Żółć", ("9652",)),
        ("Nuñez", ("68639",)),
        ("O’Neill", ("663455",)),
        ("D'Angelo", ("3264356",)),
        ("Meyer-Landrut", ("639375263788", "5263788")),
        ("von der Leyen", ("86633753936", "33753936", "53936")),
        ("Meeting room 2", ("633846476662", "76662", "2")),
        ("\N{FULLWIDTH LATIN CAPITAL LETTER A}bc", ("222",)),
        ("Иванов", ()),
        ("Ivanov / Иванов", ("482668",)),
        ("  ", ()),
    ],
)
def test_a_name_is_spelled_in_every_way_that_is_good(name, keys):
    assert spellings(name) == keys


@given(st.text(max_size=60))
def test_any_name_becomes_keys_of_a_phone(name):
    found = spellings(name)

    assert len(found) <= 2 * MOST_WORDS
    assert all(keys and keys.isascii() and keys.isdecimal() for keys in found)
