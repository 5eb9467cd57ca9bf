"""PINs: which ones are taken, what is stored of them, and that nobody finds one by trying."""

from __future__ import annotations

import base64
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection, transaction

from extensions.models import Extension, VoicemailBox
from extensions.pins import PIN_COLUMNS, TRIES, PinCheck, check_pin, remove_pin, set_pin
from opbx.errors import NotAcceptable
from tenants.context import enter_shared, in_tenant
from tenants.models import Organization

NOW = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
GUESSERS = 12
FULL_WIDTH = "\uff17\uff13\uff19\uff11"  # 7391 as some keyboards write it: digits to Unicode, none to a phone


def box_with(pin: str = "7391", **more: object) -> VoicemailBox:
    box = VoicemailBox.objects.create(name="Front desk", **more)
    set_pin(box, pin)
    box.save()
    return box


def wrong(box: VoicemailBox, times: int, now: datetime = NOW) -> list[PinCheck]:
    return [check_pin(box, "0007", now) for _ in range(times)]


def test_the_right_pin_is_right_and_another_is_not(in_acme):
    box = box_with("7391")

    assert check_pin(box, "7391", NOW) is PinCheck.RIGHT
    for other in ("7392", "739", "73910", "", FULL_WIDTH, "7391 "):
        assert check_pin(VoicemailBox.objects.get(), other, NOW) is PinCheck.WRONG
        VoicemailBox.objects.update(pin_failures=0)


def test_a_row_without_a_pin_has_no_right_one(in_acme):
    box = box_with()
    remove_pin(box)
    box.save(update_fields=PIN_COLUMNS)

    assert not VoicemailBox.objects.get().has_pin
    assert check_pin(box, "7391", NOW) is PinCheck.NOT_SET


@pytest.mark.parametrize("pin", ["123", "12345678901", "", "12a4", "12 34", FULL_WIDTH, "-739"])
def test_a_pin_is_4_to_10_digits(in_acme, pin):
    with pytest.raises(NotAcceptable, match="Enter 4 to 10 digits") as refused:
        set_pin(VoicemailBox(name="Front desk"), pin)

    assert refused.value.field == "pin"


@pytest.mark.parametrize(
    "pin", ["1111", "0000000000", "1234", "4321", "0123456789", "7890", "1212", "123123", "2580"]
)
def test_what_everybody_tries_first_is_refused_without_repeating_it(in_acme, pin):
    with pytest.raises(NotAcceptable, match="easy to guess") as refused:
        set_pin(VoicemailBox(name="Front desk"), pin)

    assert pin not in refused.value.message


@pytest.mark.parametrize(("number", "pin"), [("1407", "1407"), ("407", "0407"), ("407", "4070")])
def test_the_extensions_own_number_is_no_pin(in_acme, number, pin):
    extension = Extension.objects.create(number=number, first_name="Ann")

    for row in (extension, VoicemailBox(name="Ann", extension=extension)):
        with pytest.raises(NotAcceptable, match="own number"):
            set_pin(row, pin)


def test_four_to_ten_digits_without_a_pattern_are_taken(in_acme):
    for pin in ("7391", "0042", "9876501234"):
        set_pin(VoicemailBox(name="Front desk"), pin)


def test_the_same_pin_looks_different_in_every_row_and_organization(acme, globex):
    stored = set()
    for organization in (acme, globex):
        with in_tenant(organization):
            stored |= {bytes(box_with().pin_hash), bytes(box_with().pin_hash)}

    assert len(stored) == 4
    assert {len(one) for one in stored} == {32}


def test_a_hash_moved_to_another_row_opens_nothing(in_acme):
    box, other = box_with("7391"), box_with("2846")
    VoicemailBox.objects.filter(pk=other.pk).update(pin_hash=box.pin_hash)

    assert check_pin(other, "7391", NOW) is PinCheck.WRONG


def test_the_database_alone_does_not_tell_a_pin(in_acme, settings):
    """Whoever has the rows but another key ring cannot try out ten thousand PINs."""
    box = box_with("7391")
    settings.KEY_RING = "v1:" + base64.b64encode(b"another key, 32 bytes long......").decode()

    assert check_pin(box, "7391", NOW) is PinCheck.WRONG


def test_a_new_key_of_the_ring_takes_over_at_the_next_right_pin(in_acme, settings):
    box = box_with("7391")
    old_ring, made_with_old = settings.KEY_RING, bytes(box.pin_hash)
    settings.KEY_RING = (
        "v2:" + base64.b64encode(b"a newer key, 32 bytes long......").decode() + "," + old_ring
    )

    assert check_pin(box, "7391", NOW) is PinCheck.RIGHT

    assert bytes(VoicemailBox.objects.get().pin_hash) != made_with_old
    settings.KEY_RING = settings.KEY_RING.split(",")[0]
    assert check_pin(box, "7391", NOW) is PinCheck.RIGHT


def test_five_wrong_pins_in_a_row_lock_the_right_one_out_for_a_while(in_acme):
    box = box_with("7391")

    assert wrong(box, TRIES) == [PinCheck.WRONG] * TRIES

    assert check_pin(box, "7391", NOW) is PinCheck.LOCKED
    assert check_pin(box, "7391", NOW + timedelta(minutes=14, seconds=59)) is PinCheck.LOCKED
    assert check_pin(box, "7391", NOW + timedelta(minutes=15)) is PinCheck.RIGHT


def test_tries_while_locked_neither_count_nor_lengthen_the_lock(in_acme):
    box = box_with("7391")
    wrong(box, TRIES)
    until = box.pin_locked_until

    assert wrong(box, 20) == [PinCheck.LOCKED] * 20

    stored = VoicemailBox.objects.get()
    assert (stored.pin_failures, stored.pin_locked_until) == (TRIES, until)


def test_each_further_lock_is_twice_as_long_up_to_a_day(in_acme):
    box, now, locks = box_with("7391"), NOW, []

    for _ in range(9):
        wrong(box, TRIES, now)
        locks.append((box.pin_locked_until - now).total_seconds() / 60)
        now = box.pin_locked_until

    assert locks == [15, 30, 60, 120, 240, 480, 960, 1440, 1440]


def test_the_right_pin_ends_the_row_of_wrong_ones(in_acme):
    box = box_with("7391")
    wrong(box, TRIES - 1)

    assert check_pin(box, "7391", NOW) is PinCheck.RIGHT
    assert wrong(box, TRIES - 1) == [PinCheck.WRONG] * (TRIES - 1)
    assert check_pin(box, "7391", NOW) is PinCheck.RIGHT


def test_a_new_pin_ends_a_lock(in_acme):
    box = box_with("7391")
    wrong(box, TRIES)

    set_pin(box, "2846")
    box.save(update_fields=PIN_COLUMNS)

    assert check_pin(box, "2846", NOW) is PinCheck.RIGHT


# --- many at once: real threads, real commits -----------------------------------------------------------------------


@pytest.fixture
def committed_box(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> Iterator[VoicemailBox]:
    """A box of acme, outside of any test's transaction; it is removed again."""
    with django_db_blocker.unblock():
        acme = Organization.objects.get(slug="acme")
        with in_tenant(acme):
            box = box_with("7391")
        yield box
        with in_tenant(acme):
            VoicemailBox.objects.all().delete()
        connection.close()


def test_guesses_made_at_once_are_no_more_than_guesses_made_in_turn(committed_box):
    acme = Organization.objects.get(slug="acme")
    start, results = threading.Barrier(GUESSERS), []

    def guess(index: int) -> None:
        start.wait()
        try:
            with in_tenant(acme):
                box = VoicemailBox.objects.get()
                results.extend(check_pin(box, f"{index:04d}", NOW) for _ in range(3))
        finally:
            enter_shared()
            connection.close()

    threads = [threading.Thread(target=guess, args=[index]) for index in range(GUESSERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert results.count(PinCheck.WRONG) == TRIES
    assert results.count(PinCheck.LOCKED) == 3 * GUESSERS - TRIES
    with in_tenant(acme):
        assert check_pin(VoicemailBox.objects.get(), "7391", NOW) is PinCheck.LOCKED


def test_a_check_inside_a_transaction_that_could_take_the_count_back_is_an_error(committed_box):
    acme = Organization.objects.get(slug="acme")

    with in_tenant(acme), transaction.atomic(), pytest.raises(RuntimeError, match="durable"):
        check_pin(committed_box, "0007", NOW)
