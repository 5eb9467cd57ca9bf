"""Callers as people paste them."""

from __future__ import annotations

import pytest

from opbx.errors import NotAcceptable
from routing.callers import Caller, read_caller, read_callers


@pytest.mark.parametrize(
    ("text", "region", "value"),
    [
        ("+49 30 5550 1210", "DE", "+493055501210"),
        ("030 5550 1210", "DE", "+493055501210"),
        ("0049 (30) 55501210", "DE", "+493055501210"),
        ("'+493055501210", "DE", "+493055501210"),
        ("(212) 555-0123", "US", "+12125550123"),
        ("22833", "DE", "22833"),
    ],
)
def test_a_number_in_any_spelling_is_one_number(text, region, value):
    assert read_caller(text, region) == Caller("number", value)


@pytest.mark.parametrize(
    ("text", "region", "value"),
    [
        ("+49 30*", "DE", "+4930"),
        ("0049 30*", "DE", "+4930"),
        ("030*", "DE", "+4930"),
        ("49 30*", "DE", "+4930"),
        ("212*", "US", "+1212"),
        ("1 212*", "US", "+1212"),
        ("91*", "ES", "+3491"),
        ("*", "DE", "+"),
    ],
)
def test_the_beginning_of_numbers_is_read_in_the_organizations_country(text, region, value):
    assert read_caller(text, region) == Caller("prefix", value)


@pytest.mark.parametrize("text", ["anonymous", "Anonymous", " withheld "])
def test_a_word_stands_for_callers_who_withhold_their_number(text):
    assert read_caller(text, "DE") == Caller("anonymous", "")


def test_a_line_may_carry_a_note_and_what_is_there_twice_counts_once():
    found = read_callers("030 5550 1210, Sales calls\n\n+493055501210\n+4940*;Fax\nanonymous\tAt night", "DE")

    assert found == [
        Caller("number", "+493055501210", "Sales calls"),
        Caller("prefix", "+4940", "Fax"),
        Caller("anonymous", "", "At night"),
    ]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "Enter at least one caller."),
        ("nobody", "“nobody” is neither a number nor a beginning. Write a number such as"),
        ("+49 30 5550 1210\nnobody", "Line 2: “nobody” is neither"),
        ("49x*", "“49x*” is not the beginning of numbers."),
        ("٣٠*", "is not the beginning of numbers."),
        (
            "\n".join(str(10_000 + line) for line in range(501)),
            "These are 501 lines. Add at most 500 at a time.",
        ),
    ],
)
def test_a_line_that_cannot_be_read_is_named_with_what_to_write(text, sentence):
    with pytest.raises(NotAcceptable) as refused:
        read_callers(text, "DE")

    assert sentence in refused.value.message
    assert refused.value.field == "callers"
