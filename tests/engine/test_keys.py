"""Keys as builds of the platform send them: with or without the one that ended the input."""

from __future__ import annotations

import pytest

from routing.engine.calls import Gathered
from routing.engine.objects.menus import in_keypad_order


@pytest.mark.parametrize(
    ("sent", "finish", "keys"),
    [
        ("4711", "#", "4711"),
        ("4711#", "#", "4711"),
        ("#", "#", ""),
        ("", "#", ""),
        ("#", "", "#"),
        ("2#", "", "2#"),
    ],
)
def test_the_key_that_ends_the_input_is_no_part_of_it(sent, finish, keys):
    assert Gathered(sent).keys(finish) == keys


def test_keys_stand_as_on_a_phone_with_longer_codes_behind_them():
    codes = ["#", "10", "0", "*", "2", "1"]

    assert sorted(codes, key=in_keypad_order) == ["1", "2", "0", "*", "#", "10"]
