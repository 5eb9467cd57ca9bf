"""Scenario 4: a phone calls a phone, then the outside, then what it may not, through the running product."""

from __future__ import annotations

MAIN_NUMBER = "+493055501200"


def test_a_phone_reaches_phones_and_the_outside_and_is_told_what_it_may_not(platform):
    inside = platform.dial("103")
    outside = platform.dial("+491715550183")
    refused = platform.dial("+442079460331")

    (leg,) = inside["legs"]
    assert (leg["kind"], leg["target"], leg["result"]) == ("subscriber", "103_acme", "completed")
    (leg,) = outside["legs"]
    assert (leg["kind"], leg["target"], leg["trunk"]) == ("pstn", "+491715550183", "carrier-berlin")
    assert (leg["callerId"].lstrip("+"), leg["result"]) == (MAIN_NUMBER.lstrip("+"), "completed")
    assert refused["legs"] == []
    assert any("not allowed" in str(line) for line in refused["timeline"]), refused["timeline"]
