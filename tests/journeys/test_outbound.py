"""Scenario 4: a phone calls a phone, then the outside, then what it may not, through the running product.

Under each field in which the platform may report the end of a Dial, and both ways of writing numbers.
"""

from __future__ import annotations

from datetime import datetime
from itertools import product
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from tests.journeys.conftest import PATIENCE_SECONDS, Running

DOMAIN = "acme-demo.cloudonix.net"
MAIN_NUMBER = "+493055501200"
FIELDS = ("CallStatus", "DialCallStatus", "both")
USUAL = {"dial_status_field": "CallStatus", "plus_prefix": "on"}


@pytest.fixture(params=product(FIELDS, ("on", "off")), ids="-".join)
def platform(running: Running, request):
    """The simulated Cloudonix with one way of reporting and writing; every phone answers, inside and outside."""
    field, plus = request.param
    running.set_clock(datetime(2026, 3, 2, 10, 0, tzinfo=ZoneInfo("Europe/Berlin")))
    answers = {"result": "answer", "after": 1, "talk": 2}
    for kind in ("subscriber", "pstn"):
        running.control("endpoints", {"domain": DOMAIN, "kind": kind, "match": "*", "behaviour": answers})
    running.control("switches", {"dial_status_field": field, "plus_prefix": plus})
    yield running
    running.control("switches", USUAL)


def dial(platform: Running, to: str) -> dict[str, Any]:
    """Extension 101 dials; the call once it has ended, as the simulator shows it."""
    token = platform.control("calls/from-subscriber", {"domain": DOMAIN, "msisdn": "101_acme", "to": to})[
        "token"
    ]
    shown: dict[str, Any] = platform.control(f"calls/{token}?until=settled&wait={PATIENCE_SECONDS}")
    assert shown["settled"], shown
    return shown


def test_a_phone_reaches_phones_and_the_outside_and_is_told_what_it_may_not(platform):
    inside = dial(platform, "103")
    outside = dial(platform, "+491715550183")
    refused = dial(platform, "+442079460331")

    (leg,) = inside["legs"]
    assert (leg["kind"], leg["target"], leg["result"]) == ("subscriber", "103_acme", "completed")
    (leg,) = outside["legs"]
    assert (leg["kind"], leg["target"], leg["trunk"]) == ("pstn", "+491715550183", "carrier-berlin")
    assert (leg["callerId"].lstrip("+"), leg["result"]) == (MAIN_NUMBER.lstrip("+"), "completed")
    assert refused["legs"] == []
    assert any("not allowed" in str(line) for line in refused["timeline"]), refused["timeline"]
