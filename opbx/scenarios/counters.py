"""The live values of a scenario: what the tables of an organization count, kept in memory for one call."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from opbx.scenarios import code_pins, last_numbers, mailbox, rooms, turns, usage
from routing.engine.calls import IncomingCall
from routing.engine.limits import CallsInUse
from routing.engine.live import Want
from routing.engine.objects.hours import HoursPinTried
from routing.engine.objects.last_numbers import LastCaller, LastDialled
from routing.engine.objects.locks import ServicePinTried
from routing.engine.objects.messages import BoxPinTried, MessagesOf
from routing.engine.objects.rooms import RoomPinTried
from routing.engine.turns import LongestWaiting, NextTurn

# How each kind of want is answered from the [live] table of the file.
ANSWERERS: dict[type[Want], Callable[[Mapping[str, Any], IncomingCall, Any], Any]] = {
    BoxPinTried: mailbox.tried_pin,
    MessagesOf: mailbox.messages_of,
    NextTurn: turns.next_turn,
    LongestWaiting: turns.longest_waiting,
    RoomPinTried: rooms.admission,
    CallsInUse: usage.calls_in_use,
    HoursPinTried: code_pins.tried_hours_pin,
    ServicePinTried: code_pins.tried_service_pin,
    LastDialled: last_numbers.last_dialled,
    LastCaller: last_numbers.last_caller,
}


class Counters:
    """values: the [live] table of the file."""

    def __init__(self, values: Mapping[str, Any]) -> None:
        self._values = values

    def answers(self, call: IncomingCall, wants: Sequence[Want]) -> dict[Want, Any]:
        """The answers to all wants; the provisional one where the file says nothing."""
        return {
            want: ANSWERERS[type(want)](self._values, call, want)
            if type(want) in ANSWERERS
            else want.provisional
            for want in wants
        }
