"""A number without its plus is read as the people of the organization's country would."""

from __future__ import annotations

import pytest

from routing.numbering import e164_readings


@pytest.mark.parametrize(
    ("text", "region", "first"),
    [
        ("2125550123", "US", "+12125550123"),
        ("12125550123", "US", "+12125550123"),
        ("442071838750", "US", "+442071838750"),
        ("011442071838750", "US", "+442071838750"),
        ("442071838750", "DE", "+442071838750"),
        ("030 12345678", "DE", "+493012345678"),
        ("0044 20 7183 8750", "DE", "+442071838750"),
        ("020 7183 8750", "GB", "+442071838750"),
    ],
)
def test_the_likeliest_reading_comes_first(text, region, first):
    assert e164_readings(text, region)[0] == first


@pytest.mark.parametrize("text", ["", "101", "anonymous", "1" * 40, "+999123456", "٣٤٥٦٧٨٩"])
def test_what_is_no_number_has_no_reading(text):
    assert e164_readings(text, "DE") == ()
