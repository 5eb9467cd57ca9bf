"""Conference rooms: who may enter, and who waits for whom."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypedDict, Unpack

from audit.actors import Actor
from extensions import pins
from extensions.pins import PinCheck
from opbx.errors import NotAcceptable
from routing.engine.objects.rooms import Admission
from routing.kinds import Changes, Kind, set_columns
from routing.models import DestinationKind, Room
from routing.models.rooms import MOST_PARTICIPANTS
from routing.services.objects import add_object, update_object

HOST_PIN = "host_pin_hash"
PARTICIPANTS_HINT = f"Enter a number from 2 to {MOST_PARTICIPANTS}."
# The fields of a form, and the column that holds each one's hash.
_PINS = {"guest_pin": "pin_hash", "host_pin": HOST_PIN}


class RoomValues(TypedDict, total=False):
    """What a person says about a room; what is left out stays as it is.

    guest_pin, host_pin: "" keeps what there is. removes_guest_pin, removes_host_pin: takes it away.
    """

    name: str
    number: str
    guest_pin: str
    host_pin: str
    removes_guest_pin: bool
    removes_host_pin: bool
    waits_for_host: bool
    ends_with_host: bool
    guests_only_listen: bool
    beeps: bool
    most_participants: int


def add_room(actor: Actor, **values: Unpack[RoomValues]) -> Room:
    """Add a conference room. Raises NotAcceptable, NameTaken and InternalNumberTaken."""
    added: Room = add_object(actor, ROOMS, **_named(values))
    return added


def _named(values: RoomValues) -> dict[str, Any]:
    return {"name": "", **values}


def update_room(actor: Actor, room: Room, *, version: int, **values: Unpack[RoomValues]) -> Room:
    """Change a conference room; who is in it stays. version: the one that the editor saw.

    Raises ChangedMeanwhile, and what add_room raises.
    """
    return update_object(actor, ROOMS, room, version=version, **values)


def admit(room: Room, pin: str) -> Admission:
    """Whom a typed PIN admits; each call counts as one try, in a transaction of its own."""
    result, column = pins.check_pins(room, pin, ("pin_hash", HOST_PIN))
    if result is PinCheck.LOCKED:
        return Admission.LOCKED
    if result is not PinCheck.RIGHT:
        return Admission.NOBODY
    return Admission.HOST if column == HOST_PIN else Admission.GUEST


def _set_values(row: Room, values: Mapping[str, Any]) -> Changes:
    said = dict(values)
    changes: Changes = {}
    for name, column in _PINS.items():
        changes |= _set_pin(
            row, column, name, str(said.pop(name, "")), removes=said.pop(f"removes_{name}", False)
        )
    typed = [str(values.get(name, "")).strip() for name in _PINS]
    if typed[0] and typed[0] == typed[1]:
        raise NotAcceptable("Enter another PIN than the guests’.", field="host_pin")
    most = said.get("most_participants", row.most_participants)
    if not 2 <= most <= MOST_PARTICIPANTS:
        raise NotAcceptable(PARTICIPANTS_HINT, field="most_participants")
    changes |= set_columns(row, said)
    if (row.waits_for_host or row.ends_with_host) and not row.has_host_pin:
        raise NotAcceptable("Enter a host PIN: nobody could be the host otherwise.", field="host_pin")
    return changes


def _set_pin(row: Room, column: str, field: str, pin: str, *, removes: bool) -> Changes:
    had_one = getattr(row, column) is not None
    if pin.strip():
        pins.set_pin(row, pin, column=column, field=field)
        return {field: ["set" if had_one else None, "replaced" if had_one else "set"]}
    if removes and had_one:
        pins.remove_pin(row, column=column)
        return {field: ["set", None]}
    return {}


def _save_copy(source: Room, copy: Room) -> None:  # noqa: ARG001 - what a kind's own takes
    """A PIN is bound to its room: the copy has none, so nobody waits for a host there."""
    copy.pin_hash = copy.host_pin_hash = None
    copy.pin_failures, copy.pin_locked_until = 0, None
    copy.waits_for_host = copy.ends_with_host = False
    copy.save()


ROOMS = Kind(
    destination=DestinationKind.ROOM,
    model=Room,
    plural="conference rooms",
    icon="users",
    words={
        "guest_pin": "PIN",
        "host_pin": "Host PIN",
        "waits_for_host": "Guests wait for a host",
        "ends_with_host": "Ends when a host leaves",
        "guests_only_listen": "Guests only listen",
        "beeps": "Beep when somebody comes or goes",
        "most_participants": "Most participants",
    },
    set_values=_set_values,
    save_copy=_save_copy,
)
