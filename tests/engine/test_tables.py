"""Every kind of destination, of state and of event has somebody who takes it over."""

from __future__ import annotations

import typing

from cloudonix.webhooks.note import EVENTS
from routing.engine.calls import Event
from routing.engine.decide import ENTRIES, RESUMES
from routing.engine.destinations import Destination, HangUp
from routing.engine.progress import State


def members(union) -> set[type]:
    return set(typing.get_args(union)) or {union}


def test_every_destination_is_followed():
    assert set(ENTRIES) == members(Destination) - {HangUp}


def test_every_state_is_taken_up_again():
    assert set(RESUMES) == members(State)
    assert all(state.awaits for state in members(State))


def test_every_event_has_a_name_in_the_journey():
    assert set(EVENTS) == members(Event)
