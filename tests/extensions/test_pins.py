"""PINs: what they look like, how they are kept, and when they lock."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from extensions.models import Extension
from extensions.pins import LOCKED_FOR, MOST_FAILURES, PIN_COLUMNS, PinCheck, check_pin, remove_pin, set_pin
from opbx.errors import NotAcceptable

pytestmark = pytest.mark.usefixtures("in_acme")


@pytest.fixture
def extension(make_extension):
    row = make_extension("101")
    set_pin(row, "4711")
    row.save(update_fields=PIN_COLUMNS)
    return row


@pytest.mark.parametrize("pin", ["", "123", "12345678901", "12a4", "-1234", "٤٧١١", "12 34"])
def test_a_pin_is_four_to_ten_digits(extension, pin):
    with pytest.raises(NotAcceptable, match="Enter 4 to 10 digits") as refusal:
        set_pin(extension, pin)

    assert refusal.value.field == "pin"


def test_only_the_right_pin_opens(extension):
    assert check_pin(extension, "4711") is PinCheck.RIGHT
    assert check_pin(extension, "4712") is PinCheck.WRONG
    assert check_pin(extension, "") is PinCheck.WRONG


def test_without_a_pin_nothing_opens(extension):
    remove_pin(extension)
    extension.save(update_fields=PIN_COLUMNS)

    assert check_pin(extension, "") is PinCheck.WRONG
    assert check_pin(extension, "4711") is PinCheck.WRONG


def test_the_table_holds_a_hash_that_differs_from_row_to_row(extension, make_extension):
    other = make_extension("102")
    set_pin(other, "4711")

    assert b"4711" not in bytes(extension.pin_hash)
    assert bytes(extension.pin_hash) != bytes(other.pin_hash)


def test_too_many_wrong_ones_lock_it_even_for_the_right_one_until_the_time_is_over(extension):
    now = timezone.now()
    for _ in range(MOST_FAILURES):
        assert check_pin(extension, "0000", now=now) is PinCheck.WRONG

    assert check_pin(extension, "4711", now=now + LOCKED_FOR - timedelta(seconds=1)) is PinCheck.LOCKED
    assert check_pin(extension, "4711", now=now + LOCKED_FOR) is PinCheck.RIGHT


def test_the_right_one_in_between_starts_the_count_anew(extension):
    for _ in range(2):
        for _ in range(MOST_FAILURES - 1):
            check_pin(extension, "0000")
        assert check_pin(extension, "4711") is PinCheck.RIGHT


def test_a_new_pin_opens_the_lock(extension):
    for _ in range(MOST_FAILURES):
        check_pin(extension, "0000")
    row = Extension.objects.get()
    set_pin(row, "0815")
    row.save(update_fields=PIN_COLUMNS)

    assert check_pin(extension, "0815") is PinCheck.RIGHT
