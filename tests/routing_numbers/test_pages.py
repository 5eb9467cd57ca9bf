"""The pages of phone numbers."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from extensions.models import Extension
from extensions.services import disable_extension
from routing.models import PhoneNumber
from routing.services import update_number
from tenants.context import in_tenant

NUMBER = "493055501210"
PAGES = [
    "/numbers/",
    "/numbers/add/",
    f"/numbers/{NUMBER}/",
    f"/numbers/{NUMBER}/edit/",
    f"/numbers/{NUMBER}/delete/",
]
NEW = {
    "e164": "030 5550 1210",
    "label": "Head office",
    "destination_kind": "extension",
    "destination_extension": "101",
    "is_enabled": "on",
}


@pytest.fixture
def client(client_for, owner):
    return client_for(owner)


@pytest.fixture
def extension(make_extension):
    return make_extension("101")


@pytest.fixture
def number(make_number, extension):
    return make_number(f"+{NUMBER}", to=extension)


def listed(page) -> list[str]:
    return re.findall(r'class="num" href="/numbers/(\d+)/"', page.content.decode())


@pytest.mark.usefixtures("number")
@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("who", ["owner", "admin"])
def test_owner_and_admin_see_every_page(request, client_for, who, path):
    assert client_for(request.getfixturevalue(who)).get(path).status_code == 200


@pytest.mark.usefixtures("number")
@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("who", ["user", "reporter"])
def test_user_and_reporter_may_not(request, client_for, who, path):
    assert client_for(request.getfixturevalue(who)).get(path).status_code == 403


@pytest.mark.usefixtures("number")
@pytest.mark.parametrize("path", [page for page in PAGES if NUMBER in page])
def test_a_stranger_cannot_tell_that_the_number_exists(client_for, stranger, path):
    assert client_for(stranger).get(path).status_code == 404


@pytest.mark.parametrize("digits", ["0", "abc", "+493055501210", "1" * 300])
def test_an_address_that_is_no_number_is_not_found(client, digits):
    assert client.get(f"/numbers/{digits}/").status_code == 404


def test_an_empty_list_says_what_a_number_is_and_how_to_add_one(client):
    page = client.get("/numbers/").content.decode()

    assert "No phone numbers yet" in page
    assert 'href="/numbers/add/"' in page


@pytest.mark.usefixtures("number")
def test_the_list_shows_numbers_as_people_write_them_and_links_where_they_go(client):
    page = client.get("/numbers/").content.decode()

    assert "+49 30 55501210" in page
    assert 'href="/extensions/101/"' in page


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=030+5550+1210", [NUMBER]),
        ("q=%2B49+30+5550", [NUMBER]),
        ("q=london", ["442071838750"]),
        ("q=amara", [NUMBER]),
        ("goes_to=hang_up", ["442071838750"]),
        ("status=disabled", []),
        ("sort=-number", [NUMBER, "442071838750"]),
        ("sort=goes_to", [NUMBER, "442071838750"]),
        ("sort=password", ["442071838750", NUMBER]),
        ("q=%00", ["442071838750", NUMBER]),
    ],
)
@pytest.mark.usefixtures("number")
def test_filters_and_order_are_in_the_address(client, make_number, query, found):
    make_number("+442071838750", label="London")

    assert listed(client.get(f"/numbers/?{query}")) == found


@pytest.mark.usefixtures("number")
def test_a_number_that_goes_to_a_disabled_extension_is_marked(client, acme, boss, extension):
    with in_tenant(acme):
        disable_extension(boss, extension)

    assert "Extension disabled" in client.get("/numbers/").content.decode()
    assert "because the extension is disabled" in client.get(f"/numbers/{NUMBER}/").content.decode()


@pytest.mark.usefixtures("extension")
def test_an_added_number_is_shown_on_its_page(client):
    page = client.post("/numbers/add/", NEW, follow=True)

    assert page.redirect_chain[-1][0] == f"/numbers/{NUMBER}/"
    assert "+49 30 55501210 was added." in page.content.decode()


@pytest.mark.usefixtures("extension")
@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"e164": ""}, "Enter a phone number"),
        ({"e164": "reception"}, "This is not a phone number."),
        ({"destination_kind": ""}, "Choose where calls go."),
        ({"destination_kind": "moon"}, "is not one of the available choices"),
        ({"destination_extension": ""}, "Choose an extension."),
        ({"destination_extension": "999"}, "There is no extension 999. Choose one from the list."),
        ({"destination_extension": "\x00"}, "Choose an extension."),
        ({"destination_extension": "9\x0099"}, "There is no extension 999."),
        ({"destination_extension": "<b>"}, "There is no extension &lt;b&gt;."),
    ],
)
def test_a_refused_form_keeps_what_was_typed_and_says_what_to_do(client, acme, wrong, sentence):
    page = client.post("/numbers/add/", {**NEW, **wrong})

    assert page.status_code == 422
    assert sentence in page.content.decode()
    assert 'value="Head office"' in page.content.decode()
    with in_tenant(acme):
        assert not PhoneNumber.objects.exists()


def test_what_another_choice_left_behind_does_not_stop_hang_up(client, acme):
    answer = client.post(
        "/numbers/add/", {**NEW, "destination_kind": "hang_up", "destination_extension": "999"}
    )

    assert answer.status_code == 302
    with in_tenant(acme):
        assert PhoneNumber.objects.get().destination_extension is None


@pytest.mark.usefixtures("number")
def test_the_edit_form_shows_the_destination_it_has(client):
    page = client.get(f"/numbers/{NUMBER}/edit/").content.decode()

    assert '<option value="extension" selected>' in page
    assert '<option value="101" selected>' in page


@pytest.mark.usefixtures("number")
def test_an_edit_is_saved_and_told_in_the_history(client):
    values = {"label": "Old line", "destination_kind": "hang_up", "version": "1"}

    page = client.post(f"/numbers/{NUMBER}/edit/", values, follow=True).content.decode()

    assert "Old line" in page
    assert "Extension 101 Amara Okafor" in page  # where it went before
    assert "Disabled" in page


def test_a_second_editor_sees_who_was_first(client, acme, admin, actor_for, number):
    with in_tenant(acme):
        update_number(actor_for(admin), number, version=1, label="Adam's", destination_kind="hang_up")

    page = client.post(f"/numbers/{NUMBER}/edit/", {**NEW, "label": "Mine", "version": "1"})

    assert page.status_code == 409
    assert "Adam changed +49 30 55501210 while you were editing" in page.content.decode()
    assert client.post(f"/numbers/{NUMBER}/edit/", {**NEW, "version": "2"}).status_code == 302


@pytest.mark.usefixtures("number")
def test_a_number_is_deleted_after_its_question(client, acme):
    assert "Delete +49 30 55501210?" in client.get(f"/numbers/{NUMBER}/delete/").content.decode()

    assert client.post(f"/numbers/{NUMBER}/delete/")["Location"] == "/numbers/"
    with in_tenant(acme):
        assert not PhoneNumber.objects.exists()


def test_hostile_labels_and_names_come_out_as_text(client, make_extension, make_number):
    make_number("+442071838750", to=make_extension("102", "<img src=x>"), label="<script>alert(1)</script>")

    for path in ("/numbers/", "/numbers/442071838750/", "/numbers/442071838750/edit/"):
        page = client.get(path).content.decode()
        assert "<img src=x>" not in page
        assert "<script>alert" not in page


@pytest.mark.usefixtures("number")
def test_the_number_of_queries_does_not_grow_with_the_rows(client, acme, make_number, extension):
    client.get("/numbers/")
    with CaptureQueriesContext(connection) as few:
        client.get("/numbers/")
    for last in range(10, 30):
        make_number(f"+4930555123{last}", to=extension)
    client.get("/numbers/")

    with CaptureQueriesContext(connection) as many:
        page = client.get("/numbers/")

    assert len(listed(page)) == 21
    assert len(statements(many)) == len(statements(few)) <= 12


def statements(captured) -> list[str]:
    return [query["sql"] for query in captured if query["sql"].startswith(("SELECT", "UPDATE", "INSERT"))]


def test_the_picker_offers_extensions_of_this_organization_only(
    client, globex, extension, actor_for, stranger
):
    with in_tenant(globex):
        Extension.objects.create(number="777", first_name="Theirs")

    page = client.get("/numbers/add/").content.decode()

    assert "101 Amara Okafor" in page
    assert "Theirs" not in page
