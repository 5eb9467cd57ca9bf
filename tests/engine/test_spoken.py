"""What callers say, compared with the words of keys: forgiving, and never two meanings."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routing.engine.spoken import digits_in, meant_by, words_in

PHRASES = [
    (words_in(phrase), key)
    for phrase, key in (
        ("sales", "1"),
        ("Bestellung ändern", "1"),
        ("support", "2"),
        ("technical support", "3"),
        ("Störung", "4"),
        ("Anna's team", "5"),
        ("बिक्री", "6"),
        ("销售", "7"),
    )
]


@pytest.mark.parametrize(
    ("said", "key"),
    [
        ("Sales.", "1"),
        ("I'd like sales, please", "1"),
        ("SALES", "1"),
        ("salesman", None),
        ("sale s", None),
        ("Ich möchte eine Bestellung andern", "1"),
        ("Bestellung bitte ändern", None),
        ("Technical support", "3"),
        ("support, the technical one", "2"),
        ("Stoerung", None),
        ("storung!", "4"),
        ("annas team", "5"),
        ("Anna’s Team", "5"),
        ("बिक्री", "6"),
        ("销售。", "7"),
        ("sales or support", None),
        ("...", None),
        ("", None),
    ],
)
def test_case_punctuation_and_accents_make_no_difference_and_parts_of_words_do_not_count(said, key):
    assert meant_by(words_in(said), PHRASES) == key


@pytest.mark.parametrize(
    ("said", "digits"),
    [
        ("1", "1"),
        ("1 0 1.", "101"),
        ("press 1", ""),
        ("one", ""),
        ("", ""),
        ("\N{ARABIC-INDIC DIGIT ONE}", ""),
    ],
)
def test_digits_count_as_pressed_when_nothing_else_is_said(said, digits):
    assert digits_in(words_in(said)) == digits


@given(st.text(max_size=40), st.lists(st.tuples(st.text(max_size=12), st.sampled_from("123")), max_size=6))
def test_anything_that_is_heard_means_one_key_or_none(said, phrases):
    keys = [(words_in(phrase), key) for phrase, key in phrases]

    assert meant_by(words_in(said), keys) in {None, *(key for _, key in keys)}
    assert words_in(said.upper()) == words_in(said.upper().lower()) or not said.isascii()
