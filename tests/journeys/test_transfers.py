"""Blind transfer through the running product: whoever has the call is dropped, the caller goes on as transferred."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.journeys.conftest import ANSWERS, DOMAIN, PATIENCE_SECONDS, Running
from tests.journeys.reading import journey_of

LINE = "+493055501278"
SETUP = f"""
from audit.actors import Actor
from extensions.models import Extension
from routing.services import Rule, add_number, set_forwarding_rules
actor = Actor.system("journey")
first, second, third, fourth = (Extension.objects.get(number=number) for number in ("101", "102", "103", "104"))
add_number(actor, e164="{LINE}", destination_kind="extension", destination_extension=first)
wanted = [("busy", "external", third), ("busy", "transferred", fourth)]
rules = [Rule(cause, origin, "extension", destination_extension=to) for cause, origin, to in wanted]
set_forwarding_rules(actor, second, version=second.version, rules=rules)
"""
TRANSFER = """
import time
from audit.actors import Actor
from calls.models import Call
from calls.transferring import transfer_call
from extensions.models import Extension
for _ in range(300):
    call = Call.objects.filter(session_token="{token}", state="connected").first()
    if call is not None:
        break
    time.sleep(0.1)
to = Extension.objects.get(number="102")
transfer_call(Actor.system("journey"), call, destination_kind="extension", destination_extension=to)
"""


@pytest.fixture(scope="module")
def line(running: Running) -> Iterator[Running]:
    """A number that leads to 101, who talks for long; 102 is busy; the others answer."""
    running.shell(SETUP)

    def behave(match: str, behaviour: dict[str, object] | None) -> None:
        phones = {"domain": DOMAIN, "kind": "subscriber", "match": match}
        running.control("endpoints", {**phones, "behaviour": behaviour})

    running.phones(ANSWERS)
    behave("101_acme", {**ANSWERS, "talk": 600})
    behave("102_acme", {"result": "busy"})
    yield running
    for one in ("101_acme", "102_acme"):
        behave(one, None)


def test_a_transferred_caller_follows_the_rules_for_transferred_calls(line):
    line.control("clock", {"mode": "real"})
    try:
        started = line.control("calls/inbound", {"domain": DOMAIN, "from": "+442079460331", "to": LINE})
        token = started["token"]
        line.shell(TRANSFER.format(token=token))
        shown = line.control(f"calls/{token}?until=settled&wait={PATIENCE_SECONDS}")
    finally:
        line.control("clock", {"mode": "instant"})

    assert shown["settled"], shown
    assert [leg["target"] for leg in shown["legs"]] == ["101_acme", "102_acme", "104_acme"]
    outcomes = [outcome for step in journey_of(line, token) for outcome in step.outcomes]
    assert outcomes[:3] == ["number-found", "ringing", "transferred"]
    assert "forwarded-busy" in outcomes
