"""Numbers as people type them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opbx.e164 import NotAPhoneNumber, read_phone_number


@pytest.mark.parametrize(
    ("typed", "region", "e164"),
    [
        ("030 555 12", "DE", "+493055512"),
        ("+49 (30) 5550-1210", "DE", "+493055501210"),
        ("0049 30 5550 1210", "DE", "+493055501210"),
        ("493055501210", "DE", "+493055501210"),
        ("442071838750", "DE", "+442071838750"),
        ("(212) 555-0100", "US", "+12125550100"),
        ("٠٣٠٥٥٥٠١٢١٠", "DE", "+493055501210"),
    ],
)
def test_a_number_is_read_in_the_way_of_the_organizations_country(typed, region, e164):
    assert read_phone_number(typed, region) == e164


@pytest.mark.parametrize(
    ("typed", "region", "sentence"),
    [
        ("", "DE", "This is not a phone number"),
        ("reception", "DE", "This is not a phone number"),
        ("101", "DE", "lacks its area code"),
        ("555 1212", "US", "lacks its area code"),
        ("+49 30 5550 1210 9999 9999", "DE", "too many digits"),
        ("+1 212 5", "US", "too few digits"),
        ("+999 123 456", "DE", "No country has this code"),
        ("+49 30 5550 1210 ext. 5", "DE", "This is not a phone number"),
        ("<script>alert(1)</script>", "DE", "This is not a phone number"),
    ],
)
def test_what_is_no_number_gets_a_sentence_that_says_why(typed, region, sentence):
    with pytest.raises(NotAPhoneNumber, match=sentence):
        read_phone_number(typed, region)


@given(st.text(max_size=40), st.sampled_from(["DE", "US", "GB", "IL"]))
def test_whatever_is_typed_is_either_e164_or_refused(typed, region):
    try:
        e164 = read_phone_number(typed, region)
    except NotAPhoneNumber:
        return

    assert e164.startswith("+")
    assert e164[1:].isascii()
    assert 4 <= len(e164[1:]) <= 15
