"""The form and the page of a directory: what is particular to it (tests/objects has what all kinds share)."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from extensions.services import disable_extension
from routing.models import Directory
from tenants.context import in_tenant

LIST = "/directories/"
GONE = "5f0c0000-0000-4000-8000-000000000000"
NEW = {
    "name": "Staff",
    "number": "411",
    "search_by": "last_name",
    "who": "all",
    "least_keys": "3",
    "names_at_once": "5",
    "tries": "3",
    "nobody-destination_kind": "hang_up",
    "operator-destination_kind": "",
}


def text_of(response) -> str:
    return response.content.decode()


def test_a_directory_is_made_and_shows_whom_callers_find(client, acme, amara, ben, sales):
    form = NEW | {
        "who": "departments",
        "departments": [str(sales.key)],
        "operator-destination_kind": "extension",
        "operator-destination_extension": "102",
    }

    text = text_of(client.post(f"{LIST}add/", form, follow=True))

    assert "Dial-by-name directory Staff was added." in text
    assert "652367" in text  # how Okafor is spelled
    assert "102 Ben Schmidt" in text
    assert "Finds 1 extension by the last name" in text
    with in_tenant(acme):
        row = Directory.objects.get()
        assert (row.number, row.lists_all, list(row.departments.all())) == ("411", False, [sales])
        assert {way.cause for way in row.ways.all()} == {"nobody", "operator"}


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ({"name": ""}, "Enter a name."),
        ({"search_by": ""}, "Choose what callers spell."),
        ({"who": "departments"}, "Choose at least one department."),
        ({"who": "departments", "departments": [GONE]}, "was deleted meanwhile. Choose again."),
        ({"least_keys": "7"}, "Enter a whole number from 1 to 6."),
        ({"names_at_once": "9"}, "Enter a whole number from 1 to 8."),
        ({"tries": "soon"}, "Enter a whole number from 1 to 9."),
        ({"nobody-destination_kind": ""}, "Choose where calls go."),
        ({"operator-destination_kind": "extension"}, "Choose an extension."),
        ({"number": "101"}, "Enter another number, or leave it empty."),
    ],
)
def test_a_refused_form_says_what_to_do_and_keeps_what_was_typed(client, acme, amara, more, sentence):
    page = client.post(f"{LIST}add/", NEW | {"name": "Everybody here"} | more)

    assert page.status_code == 422
    assert sentence in text_of(page)
    assert "name" in more or 'value="Everybody here"' in text_of(page)
    with in_tenant(acme):
        assert not Directory.objects.exists()


def test_an_edit_shows_what_is_saved_and_takes_the_operator_away(client, acme, amara, sales, make_directory):
    row = make_directory(
        lists_all=False,
        departments=[sales],
        operator={"destination_kind": "extension", "destination_extension": amara},
    )
    page = text_of(client.get(f"{LIST}{row.key}/edit/"))
    assert re.search(rf'value="{sales.key}"[^>]* checked', page)
    assert 'value="101" selected' in page

    assert client.post(f"{LIST}{row.key}/edit/", NEW | {"version": "1"}).status_code == 302
    with in_tenant(acme):
        row.refresh_from_db()
        assert row.lists_all
        assert list(row.ways.values_list("cause", flat=True)) == ["nobody"]


def test_an_empty_directory_and_a_name_without_keys_need_attention(  # noqa: PLR0917 - the parts of one story
    client, acme, boss, amara, make_extension, make_directory
):
    row = make_directory()
    assert "Needs attention" not in text_of(client.get(LIST))

    make_extension("105", "Иван", last_name="Иванов")
    assert "1 name has no letter from A to Z" in text_of(client.get(f"{LIST}{row.key}/"))
    with in_tenant(acme):
        for extension in (amara, make_extension("106", "Zoe"), *type(amara).objects.filter(number="105")):
            disable_extension(boss, extension)
    assert "Nobody can be found here" in text_of(client.get(f"{LIST}{row.key}/"))
    assert "Needs attention" in text_of(client.get(LIST))


def test_numbers_menus_and_all_other_destinations_can_lead_to_it(client, make_directory):
    row = make_directory()

    page = text_of(client.get("/numbers/add/"))

    assert "Dial-by-name directory" in page
    assert f'value="{row.key}"' in page


def test_the_call_flow_draws_its_ways(client, amara, make_directory):
    row = make_directory(operator={"destination_kind": "extension", "destination_extension": amara})

    flow = text_of(client.get(f"/flow/directory/{row.key}/"))

    assert "1 extension, by last name" in flow
    assert "nobody found" in flow
    assert "101 Amara Okafor" in flow


def test_the_list_is_filtered_and_exported(client, make_directory):
    make_directory()
    make_directory("By first name", search_by="first_name")

    assert "By first name" not in text_of(client.get(f"{LIST}?search_by=last_name")).partition('id="list"')[2]
    export = text_of(client.get(f"{LIST}export/"))
    assert "Staff,,yes,Last name,Everybody who is listed,Hang up,0" in export


def test_a_department_that_a_directory_lists_is_deleted_with_a_warning(client, sales, make_directory):
    make_directory(lists_all=False, departments=[sales])

    page = text_of(client.get(f"/phonebook/departments/{sales.key}/delete/"))

    assert "lists its extensions" in page


def test_list_and_page_ask_the_same_number_of_queries_however_many_there_are(
    client, amara, ben, sales, make_directory
):
    def queries(path: str) -> int:
        with CaptureQueriesContext(connection) as captured:
            assert client.get(path).status_code == 200
        return len(captured)

    to_amara = {"destination_kind": "extension", "destination_extension": amara}
    row = make_directory(lists_all=False, departments=[sales], operator=to_amara)
    queries(LIST)
    one = queries(LIST), queries(f"{LIST}{row.key}/")
    for count in range(3):
        make_directory(f"Directory {count}", lists_all=False, departments=[sales], operator=to_amara)

    assert (queries(LIST), queries(f"{LIST}{row.key}/")) == one


def test_a_stranger_cannot_tell_that_the_directory_exists(client_for, stranger, make_directory):
    row = make_directory()

    for path in ("", "edit/", "delete/"):
        assert client_for(stranger).get(f"{LIST}{row.key}/{path}").status_code == 404


def test_whoever_may_not_see_routing_gets_no_directory(client_for, user, make_directory):
    row = make_directory()

    for path in (LIST, f"{LIST}{row.key}/", f"{LIST}export/"):
        assert client_for(user).get(path).status_code == 403
