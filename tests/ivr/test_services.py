"""Adding, changing, copying and deleting IVR menus with their keys."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from audit.models import Entry
from opbx.errors import NotAcceptable
from opbx.references import uses_of
from routing.errors import ObjectInUse
from routing.models import Menu, MenuWay
from routing.services import (
    MenuKey,
    ObjectReplacement,
    delete_object,
    duplicate_object,
    update_announcement,
    update_menu,
)
from routing.services.announcements import ANNOUNCEMENTS
from routing.services.menus import MENUS
from tests.ivr.conftest import HANG_UP, key, to

pytestmark = pytest.mark.usefixtures("in_acme")


def ways(menu: Menu) -> dict[str, str]:
    return {str(way): way.destination_kind for way in menu.ways.order_by("cause", "code")}


@pytest.fixture
def sales(make_extension):
    return make_extension("101", "Amara")


def test_a_menu_has_its_keys_and_two_exits(make_menu, sales):
    menu = make_menu(keys=[key("1", sales), key("*9"), key("#")], no_input=to(sales))

    assert ways(menu) == {
        "Key #": "hang_up",
        "Key *9": "hang_up",
        "Key 1": "extension",
        "No key was pressed": "extension",
        "A wrong key was pressed": "hang_up",
    }


@pytest.mark.parametrize(
    ("values", "field", "sentence"),
    [
        ({"text": " "}, "text", "Enter what callers hear."),
        ({"tries": 0}, "tries", "Enter a whole number from 1 to 9."),
        ({"first_seconds": 31}, "first_seconds", "Enter a whole number from 1 to 30."),
        ({"keys": [key("1"), key("1")]}, "code", "There is a row for 1 already."),
        ({"keys": [key("A")]}, "code", "Use up to 6 of the keys"),
        ({"keys": [key("1234567")]}, "code", "Use up to 6 of the keys"),
        (
            {"keys": [MenuKey("1", {"destination_kind": ""}, "key0-")]},
            "key0-destination_kind",
            "Choose where",
        ),
        ({"no_input": {"destination_kind": "extension"}}, "no_input-destination_extension", "Choose an ext"),
    ],
)
def test_what_does_not_fit_is_refused_at_its_field(make_menu, values, field, sentence):
    with pytest.raises(NotAcceptable) as caught:
        make_menu(**values)

    assert caught.value.field == field
    assert sentence in caught.value.message
    assert not Menu.objects.exists()


def test_a_change_of_keys_is_one_line_of_the_log_and_counts_one_version(boss, make_menu, sales):
    menu = make_menu(keys=[key("1", sales), key("2")])

    changed = update_menu(boss, menu, version=1, keys=[key("1"), key("3", sales)])

    assert changed.version == 2
    assert Entry.objects.get(action="menu.updated").changes == {
        "keys": ["1: Extension 101 Amara; 2: Hang up", "1: Hang up; 3: Extension 101 Amara"]
    }


def test_the_same_keys_again_are_no_change(boss, make_menu, sales):
    menu = make_menu(keys=[key("1", sales)])

    assert update_menu(boss, menu, version=1, keys=[key("1", sales)], no_input=HANG_UP).version == 1


def test_what_a_key_leads_to_shows_the_menu_and_follows_its_replacement(boss, make_menu):
    sub, other = make_menu("Sub"), make_menu("Other")
    main = make_menu("Main", keys=[key("4", sub)], wrong_key=to(sub))
    assert [(use.label, use.role) for use in uses_of(sub)] == [
        ("Main", "key 4 leads here"),
        ("Main", "a wrong key was pressed: callers go here"),
    ]

    with pytest.raises(ObjectInUse):
        delete_object(boss, MENUS, sub)
    delete_object(boss, MENUS, sub, replacement=ObjectReplacement(other))

    assert set(main.ways.values_list("destination_menu__name", flat=True)) == {"Other", None}
    main.refresh_from_db()
    assert main.version == 3


def test_a_key_back_to_the_menu_itself_is_no_use_and_does_not_hold_it(boss, make_menu):
    menu = make_menu()
    menu = update_menu(boss, menu, version=1, keys=[key("9", menu)])
    assert uses_of(menu) == []

    copy = duplicate_object(boss, MENUS, menu)
    assert copy.ways.get(code="9").destination_menu == copy
    delete_object(boss, MENUS, menu)

    assert list(Menu.objects.all()) == [copy]


def test_a_copy_has_keys_and_exits_of_its_own(boss, make_menu, sales):
    menu = make_menu(keys=[key("1", sales)], no_input=to(sales), tries=5)

    copy = duplicate_object(boss, MENUS, menu)
    update_menu(boss, menu, version=1, keys=[])

    assert (copy.tries, ways(copy)["Key 1"], ways(copy)["No key was pressed"]) == (
        5,
        "extension",
        "extension",
    )


def test_an_announcement_that_a_menu_plays_is_in_use_and_can_be_replaced(boss, make_menu, make_announcement):
    welcome, other, wrong = (make_announcement(name) for name in ("Welcome", "Other", "Wrong"))
    menu = make_menu(announcement=welcome, text="", wrong_announcement=wrong)
    assert [use.role for use in uses_of(welcome)] == ["plays it to its callers"]

    with pytest.raises(NotAcceptable, match="The IVR menu Main plays Welcome"):
        delete_object(boss, ANNOUNCEMENTS, welcome, replacement=ObjectReplacement(None))
    delete_object(boss, ANNOUNCEMENTS, welcome, replacement=ObjectReplacement(other))
    delete_object(boss, ANNOUNCEMENTS, wrong, replacement=ObjectReplacement(None))

    menu.refresh_from_db()
    assert (menu.announcement, menu.wrong_announcement) == (other, None)


def test_a_changed_announcement_reaches_the_menu_without_a_change_of_it(
    acme, boss, make_menu, make_announcement
):
    from routing.compile import compile_plan

    welcome = make_announcement("Welcome")
    make_menu(announcement=welcome)
    update_announcement(boss, welcome, version=1, text="Good evening.")

    assert compile_plan(acme).menus[0].prompt.words == "Good evening."


def test_the_database_keeps_no_key_without_a_code(make_menu):
    menu = make_menu()

    with pytest.raises(IntegrityError), transaction.atomic():
        MenuWay.objects.create(menu=menu, cause="key", code="")
