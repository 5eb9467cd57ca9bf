"""Conference rooms and their two PINs."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied

from opbx.errors import NotAcceptable
from routing.engine.objects.rooms import Admission
from routing.models import Room
from routing.services import add_room, update_room
from routing.services.objects import duplicate_object
from routing.services.rooms import ROOMS, admit
from tenants.context import in_tenant
from tests.extensions.conftest import boss

__all__ = ["boss"]

GUEST, HOST, WRONG = "471142", "998877", "121234"


@pytest.fixture
def room(acme, boss) -> Room:
    with in_tenant(acme):
        return add_room(boss, name="Team", guest_pin=GUEST, host_pin=HOST, waits_for_host=True)


def test_each_pin_admits_as_what_it_is_for(acme, room):
    with in_tenant(acme):
        assert [admit(room, pin) for pin in (GUEST, HOST, WRONG)] == [
            Admission.GUEST,
            Admission.HOST,
            Admission.NOBODY,
        ]


def test_guests_do_not_lock_the_hosts_out_and_wrong_pins_lock_both(acme, room):
    with in_tenant(acme):
        assert {admit(room, GUEST) for _ in range(6)} == {Admission.GUEST}
        for _ in range(5):
            admit(room, WRONG)

        assert admit(room, HOST) is Admission.LOCKED


def test_no_pin_is_in_the_audit_log(acme, room):
    from audit.models import Entry

    with in_tenant(acme):
        entry = Entry.objects.get(action="room.added")

    assert entry.changes["guest_pin"] == [None, "set"]
    assert GUEST not in str(entry.changes)


@pytest.mark.parametrize(
    ("values", "field", "sentence"),
    [
        ({"guest_pin": "12"}, "guest_pin", "Enter 4 to 10 digits."),
        ({"host_pin": "1234"}, "host_pin", "easy to guess"),
        ({"guest_pin": GUEST, "host_pin": GUEST}, "host_pin", "another PIN than the guests"),
        ({"waits_for_host": True}, "host_pin", "nobody could be the host"),
        ({"most_participants": 251}, "most_participants", "from 2 to 250"),
    ],
)
def test_what_will_not_do_is_said_at_its_field(acme, boss, values, field, sentence):
    with in_tenant(acme), pytest.raises(NotAcceptable, match=sentence) as refusal:
        add_room(boss, name="Team", **values)

    assert refusal.value.field == field


def test_the_last_host_pin_stays_while_guests_wait_for_a_host(acme, boss, room):
    with in_tenant(acme), pytest.raises(NotAcceptable, match="nobody could be the host"):
        update_room(boss, room, version=1, removes_host_pin=True)

    with in_tenant(acme):
        changed = update_room(boss, room, version=1, removes_host_pin=True, waits_for_host=False)
        assert (changed.has_pin, changed.has_host_pin) == (True, False)


def test_a_copy_has_no_pin(acme, boss, room):
    with in_tenant(acme):
        copy = duplicate_object(boss, ROOMS, room)

    assert (copy.has_pin, copy.has_host_pin, copy.waits_for_host) == (False, False, False)


def test_a_pbx_user_may_not_add_one(acme, user, actor_for):
    with in_tenant(acme), pytest.raises(PermissionDenied):
        add_room(actor_for(user), name="Team")
