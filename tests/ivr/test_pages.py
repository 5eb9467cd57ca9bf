"""The form and the page of a menu: what is particular to it (tests/objects has what all kinds share)."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from routing.models import Menu
from tenants.context import in_tenant
from tests.ivr.conftest import key, to

LIST = "/menus/"
NEW = {
    "name": "Main",
    "number": "",
    "source": "text",
    "text": "For sales, press 1.",
    "first_seconds": "8",
    "next_seconds": "3",
    "tries": "3",
    "rows": "3",
    "no_input-destination_kind": "hang_up",
    "wrong_key-destination_kind": "hang_up",
}
KEY = {"key0-code": "1", "key0-destination_kind": "extension", "key0-destination_extension": "101"}


def text_of(response) -> str:
    return response.content.decode()


@pytest.fixture
def sales(make_extension):
    return make_extension("101", "Amara")


def test_a_menu_is_made_with_rows_and_shown_with_its_keys_in_order(client, acme, sales):
    form = NEW | KEY | {"key2-code": "*", "key2-destination_kind": "hang_up", "dials_extensions": "on"}

    text = text_of(client.post(f"{LIST}add/", form, follow=True))

    assert "IVR menu Main was added." in text
    assert text.index('<kbd class="key">1</kbd>') < text.index('<kbd class="key">*</kbd>')
    assert "101 Amara" in text
    with in_tenant(acme):
        menu = Menu.objects.get()
        assert sorted(menu.ways.filter(cause="key").values_list("code", flat=True)) == ["*", "1"]
        assert menu.dials_extensions


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ({"key0-code": ""}, "Enter the key, or remove this row."),
        ({"key0-destination_kind": ""}, "Choose where this key leads."),
        ({"key0-destination_extension": ""}, "Choose an extension."),
        ({"key1-code": "1", "key1-destination_kind": "hang_up"}, "There is a row for 1 already."),
        ({"key0-code": "x"}, "Use up to 6 of the keys 0 to 9, * and #."),
        ({"tries": "soon"}, "Enter a whole number from 1 to 9."),
        ({"source": "announcement"}, "Choose an announcement."),
        ({"text": ""}, "Enter what callers hear."),
        ({"no_input-destination_kind": ""}, "Choose where calls go."),
    ],
)
def test_a_refused_form_keeps_all_rows_and_says_what_to_do(client, sales, more, sentence):
    page = client.post(
        f"{LIST}add/", NEW | KEY | {"key2-code": "99", "key2-destination_kind": "hang_up"} | more
    )

    assert page.status_code == 422
    assert sentence in text_of(page)
    assert 'value="99"' in text_of(page)


def test_another_row_is_added_without_saving_or_complaining(client, acme, sales):
    page = client.post(f"{LIST}add/", {**NEW, **KEY, "name": "", "_check": "rows"})

    text = text_of(page)
    assert page.status_code == 200
    assert 'name="key3-code"' in text
    assert "There is a problem" not in text
    assert 'value="101" selected' in text
    with in_tenant(acme):
        assert not Menu.objects.exists()


def test_a_row_is_removed_by_its_check_box(client, acme, make_menu, sales):
    menu = make_menu(keys=[key("1", sales), key("2")])
    page = text_of(client.get(f"{LIST}{menu.key}/edit/"))
    assert 'name="key0-remove"' in page
    assert 'name="key3-code"' not in page

    form = NEW | KEY | {"version": "1", "key1-code": "2", "key1-destination_kind": "", "key1-remove": "on"}
    assert client.post(f"{LIST}{menu.key}/edit/", form).status_code == 302
    with in_tenant(acme):
        assert list(menu.ways.filter(cause="key").values_list("code", flat=True)) == ["1"]


def test_a_menu_without_keys_says_so(client, make_menu):
    menu = make_menu()

    assert "No key leads anywhere." in text_of(client.get(f"{LIST}{menu.key}/"))
    assert "Needs attention" in text_of(client.get(LIST))


def test_nonsense_in_the_number_of_rows_is_read_as_a_sane_one(client):
    for rows in ("-1", "x", "99999", "٣", "1e9"):
        assert client.post(f"{LIST}add/", {**NEW, "name": "", "rows": rows}).status_code == 422


def test_list_and_page_ask_the_same_number_of_queries_however_many_keys_there_are(client, make_menu, sales):
    def queries(path: str) -> int:
        with CaptureQueriesContext(connection) as captured:
            assert client.get(path).status_code == 200
        return len(captured)

    menu = make_menu(keys=[key("1", sales)])
    sub = make_menu("Sub", keys=[key("1", sales)])
    queries(LIST)
    one = queries(LIST), queries(f"{LIST}{menu.key}/")
    for count in range(4):
        make_menu(f"Menu {count}", keys=[key(str(code), sales) for code in range(10)], no_input=to(sub))
    many = make_menu("Many", keys=[key(str(code), sales) for code in range(10)])

    assert (queries(LIST), queries(f"{LIST}{many.key}/")) == one


def test_a_stranger_cannot_tell_that_the_menu_exists(client_for, stranger, make_menu):
    menu = make_menu()

    for path in ("", "edit/", "delete/"):
        assert client_for(stranger).get(f"{LIST}{menu.key}/{path}").status_code == 404
