"""What our client sends and what the simulator answers, held against the vendor's own description.

docs/cloudonix-contract.md lists in which ways they differ, and why.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from cloudonix.api import CloudonixClient, CustomerClient
from tests.contract import conversations, others
from tests.contract.description import PLACE, Description, Deviation
from tests.contract.document import listed_deviations
from tests.sync.world import Exchange, Gate, Simulator


@pytest.fixture(scope="module")
def description() -> Description:
    if not PLACE.is_file():
        pytest.skip(f"The vendor's description is not at {PLACE}; OPBX_CLOUDONIX_OPENAPI may name its place.")
    return Description.read()


@pytest.fixture(scope="module")
def found(description) -> set[Deviation]:
    """Every deviation of a run through all operations."""
    with Simulator() as simulator, Gate(simulator.port) as gate:
        simulator.control("/switches", {"rate_limit": False})
        parts = [*conversations.CLIENT.values(), *conversations.REFUSALS]
        ours = conversations.hold(simulator, gate, *parts)
        rest = conversations.hold(simulator, gate, *others.ALL)
    return {*_deviations(description, ours, rest)}


def _deviations(description: Description, ours: list[Exchange], rest: list[Exchange]) -> Iterator[Deviation]:
    for one in ours:
        yield from description.deviations_of_request(one.method, one.path, one.sent)
    for one in [*ours, *rest]:
        yield from description.deviations_of_answer(one.method, one.path, one.status, one.answered)


def test_no_operation_of_the_client_is_left_out():
    operations = {
        name
        for client in (CloudonixClient, CustomerClient)
        for name in dir(client)
        if not name.startswith("_")
    }

    assert operations == set(conversations.CLIENT)


def test_whatever_differs_from_the_description_is_listed(found):
    listed = listed_deviations()
    unlisted = sorted(one for one in found if not any(row.covers(one) for row in listed))

    assert not unlisted, "\n".join(f"{one.operation} | {one.side} | {one.what}" for one in unlisted)


def test_whatever_is_listed_still_differs(found):
    stale = [row for row in listed_deviations() if not any(row.covers(one) for one in found)]

    assert not stale, "\n".join(f"{row.operation} | {row.side} | {row.what}" for row in stale)
