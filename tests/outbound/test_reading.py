"""One number, whichever way it is spelled; what cannot be read is no number."""

from __future__ import annotations

import pytest

from routing.engine.calls import Direction
from routing.engine.objects.outbound import Habits, NumberKind, Outbound
from routing.numbering import read_numbers
from routing.outside_numbers import outside_number
from tests.engine.builders import call_from_outside, call_from_phone, plan_with

ZERO = Habits(outside_prefix="0", needs_prefix=True, area_code="30")
NINE = Habits(outside_prefix="9", area_code="212")
BERLIN, MOBILE, LONDON = "+493055501210", "+491715550103", "+442071838750"
NEW_YORK = "+12125550199"


@pytest.mark.parametrize(
    ("habits", "region", "spellings", "number"),
    [
        (
            Habits(),
            "DE",
            ["+493055501210", "004930 5550 1210", "030/5550-1210", "493055501210", "+49 (0)30 55501210"],
            BERLIN,
        ),
        (Habits(), "DE", ["+491715550103", "00491715550103", "0171 5550103", "491715550103"], MOBILE),
        (ZERO, "DE", ["+493055501210", "0 030 55501210", "0 55501210", "0004930 55501210"], BERLIN),
        (Habits(), "US", ["+12125550199", "12125550199", "2125550199", "01112125550199"], NEW_YORK),
        (NINE, "US", ["92125550199", "912125550199", "95550199", "5550199", "9 011 1 2125550199"], NEW_YORK),
        (NINE, "US", ["9011442071838750", "+442071838750", "011442071838750", "442071838750"], LONDON),
    ],
)
def test_every_spelling_is_the_same_number(habits, region, spellings, number):
    assert {outside_number(text, region, habits).dial for text in spellings} == {number}


@pytest.mark.parametrize(
    ("text", "region", "kind"),
    [
        (BERLIN, "DE", NumberKind.NATIONAL),
        (MOBILE, "DE", NumberKind.MOBILE),
        ("0800 1234567", "DE", NumberKind.TOLL_FREE),
        ("0900 1234567", "DE", NumberKind.PREMIUM),
        ("0700 12345678", "DE", NumberKind.PREMIUM),  # personal numbers cost what their holder likes
        ("0180 3123456", "DE", NumberKind.SHARED_COST),
        ("116117", "DE", NumberKind.SERVICE),
        ("11833", "DE", NumberKind.PREMIUM),  # a short number that is not known to be cheap
        ("112", "DE", NumberKind.EMERGENCY),
        ("911", "US", NumberKind.EMERGENCY),
        (LONDON, "DE", NumberKind.INTERNATIONAL),
        ("+18765551234", "US", NumberKind.INTERNATIONAL),  # Jamaica, dialled like a number at home
        ("8765551234", "US", NumberKind.INTERNATIONAL),
        ("+19002345678", "DE", NumberKind.PREMIUM),
        ("+8821612345678", "DE", NumberKind.SATELLITE),
        ("+979123456789", "DE", NumberKind.PREMIUM),
    ],
)
def test_a_number_is_of_the_kind_it_is_in_the_country(text, region, kind):
    assert outside_number(text, region).kind is kind


@pytest.mark.parametrize(
    "text", ["", "101", "*21", "anonymous", "+00252612345678", "0000252612345678", "+", "१२३", "1" * 30]
)
def test_what_is_no_number_is_none(text):
    assert outside_number(text, "DE") is None


def test_an_outside_line_that_is_needed_is_needed():
    assert outside_number("030 55501210", "US", Habits(outside_prefix="9", needs_prefix=True)) is None


@pytest.mark.parametrize("dialled", ["112", "0112", "110"])
def test_an_emergency_number_is_one_with_and_without_an_outside_line(dialled):
    assert outside_number(dialled, "DE", ZERO).kind is NumberKind.EMERGENCY


def test_a_short_number_that_the_organization_names_counts_as_a_service_number():
    assert outside_number("115", "DE").kind is NumberKind.PREMIUM
    assert outside_number("115", "DE", Habits(service_numbers=("115",))).kind is NumberKind.SERVICE


def test_only_calls_from_inside_mean_a_number_outside():
    plan = plan_with(region="DE", outbound=Outbound(habits=ZERO))

    inside = read_numbers(call_from_phone("101_acme", "055501210"), plan)
    program = read_numbers(call_from_phone("101_acme", "055501210", Direction.OUTBOUND_API), plan)
    outside = read_numbers(call_from_outside("055501210"), plan)

    assert (inside.outside.dial, program.outside.dial, outside.outside) == (BERLIN, BERLIN, None)
