"""The pages that add, edit, switch and delete."""

from __future__ import annotations

import pytest

from extensions.forms import users_to_choose
from extensions.models import Extension
from extensions.services import update_extension
from routing.models import PhoneNumber
from tenants.context import in_tenant
from tenants.models import Organization

NEW = {"number": "101", "first_name": "Amara Okafor", "is_enabled": "on", "user": "", "ring_seconds": "20"}


def organization(slug: str) -> Organization:
    return Organization.objects.get(slug=slug)


@pytest.fixture
def client(client_for, owner):
    return client_for(owner)


def test_the_form_suggests_the_next_free_number(client, make_extension):
    make_extension("101")

    assert 'value="102"' in client.get("/extensions/add/").content.decode()


def test_an_added_extension_is_shown_on_its_page(client):
    page = client.post("/extensions/add/", NEW, follow=True)

    assert page.redirect_chain[-1][0] == "/extensions/101/"
    text = page.content.decode()
    assert "Extension 101 was added." in text
    assert "101_acme" in text


def test_save_and_add_another_comes_back_to_an_empty_form(client):
    page = client.post("/extensions/add/", {**NEW, "also": "1"}, follow=True)

    assert page.redirect_chain[-1][0] == "/extensions/add/"
    assert 'value="102"' in page.content.decode()


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("number", "", "Enter a number, for example 101."),
        ("number", "12a", "Use 1 to 20 digits, for example 101."),
        ("first_name", "", "Enter a name."),
        ("ring_seconds", "soon", "Enter a whole number from 5 to 120."),
        ("ring_seconds", "500", "Enter a whole number from 5 to 120."),
        ("user", "999999", "Select a valid choice"),
    ],
)
def test_a_refused_form_keeps_what_was_typed_and_says_what_to_do(client, field, value, sentence):
    page = client.post("/extensions/add/", {**NEW, "first_name": "Typed with care", field: value})

    text = page.content.decode()
    assert page.status_code == 422
    assert "<title>Error: Add extension" in text
    assert sentence in text or field == "user"
    assert field == "first_name" or "Typed with care" in text


def test_a_taken_number_is_named_with_its_holder(client, make_extension):
    make_extension("101", "Ben Schmidt")

    page = client.post("/extensions/add/", NEW)

    assert page.status_code == 422
    assert (
        "Extension 101 belongs to Ben Schmidt. Use another number, for example 102." in page.content.decode()
    )


@pytest.mark.usefixtures("owner", "admin", "user", "reporter")
def test_users_without_extension_are_offered_pbx_users_first_and_reporters_never(
    acme, make_user, make_extension
):
    make_user(acme, "pbx_user", "Inactive", status="inactive")
    extension = make_extension("101", user=make_user(acme, "pbx_user", "Zoe"))

    with in_tenant(acme):
        assert [person.name for person in users_to_choose(None)] == ["Uma", "Adam", "Olivia"]
        assert "Zoe" in [person.name for person in users_to_choose(extension)]


def test_an_edit_is_saved(client, acme, make_extension):
    make_extension("101")

    answer = client.post(
        "/extensions/101/edit/",
        {**NEW, "number": "201", "first_name": "Amara O.", "version": "1", "confirmed": "201:"},
    )

    assert answer["Location"] == "/extensions/201/"
    with in_tenant(acme):
        assert Extension.objects.get().name == "Amara O."


def test_a_second_editor_sees_who_was_first_and_may_save_over_it(
    client, acme, admin, actor_for, make_extension
):
    extension = make_extension("101")
    with in_tenant(acme):
        update_extension(
            actor_for(admin),
            extension,
            version=1,
            number="101",
            first_name="Adam's",
            user=None,
            ring_seconds=20,
        )

    page = client.post("/extensions/101/edit/", {**NEW, "first_name": "Olivia's", "version": "1"})

    text = page.content.decode()
    assert page.status_code == 409
    assert "Adam changed extension 101 while you were editing" in text
    assert "Olivia&#x27;s" in text
    assert 'name="version" value="2"' in text
    again = client.post("/extensions/101/edit/", {**NEW, "first_name": "Olivia's", "version": "2"})
    assert again.status_code == 302


@pytest.mark.parametrize("version", ["", "x", "-1"])
def test_an_edit_without_its_version_changes_nothing(client, acme, make_extension, version):
    make_extension("101")

    page = client.post("/extensions/101/edit/", {**NEW, "first_name": "Blind", "version": version})

    assert page.status_code in {409, 422}
    with in_tenant(acme):
        assert Extension.objects.get().name == "Amara Okafor"


def test_disabling_what_calls_lead_to_shows_them_first(client, make_extension, make_number):
    make_number("+493055501210", to=make_extension("101"))

    assert 'href="/extensions/101/enabled/"' in client.get("/extensions/101/").content.decode()
    page = client.get("/extensions/101/enabled/").content.decode()

    assert "Disable extension 101?" in page
    assert "+49 30 55501210" in page


def test_the_switch_works_both_ways(client, acme, make_extension):
    make_extension("101")

    client.post("/extensions/101/enabled/", {"enabled": "0"})
    with in_tenant(acme):
        assert not Extension.objects.get().is_enabled
    client.post("/extensions/101/enabled/", {"enabled": "1"})
    with in_tenant(acme):
        assert Extension.objects.get().is_enabled


def test_an_unused_extension_is_deleted_after_its_question(client, acme, make_extension):
    make_extension("101")

    assert "Delete extension 101?" in client.get("/extensions/101/delete/").content.decode()
    answer = client.post("/extensions/101/delete/")

    assert answer["Location"] == "/extensions/"
    with in_tenant(acme):
        assert not Extension.objects.exists()


@pytest.mark.parametrize("chosen", ["", "999", "101"])
def test_a_used_extension_stays_until_a_replacement_is_chosen(
    client, acme, make_extension, make_number, chosen
):
    make_number("+493055501210", to=make_extension("101"))

    page = client.post("/extensions/101/delete/", {"replacement": chosen})

    assert page.status_code == 422
    assert "+49 30 55501210" in page.content.decode()
    with in_tenant(acme):
        assert Extension.objects.count() == 1


@pytest.mark.parametrize(("chosen", "kind"), [("102", "extension"), ("hang_up", "hang_up")])
def test_a_used_extension_goes_when_its_calls_have_somewhere_to_go(
    client, make_extension, make_number, chosen, kind
):
    make_number("+493055501210", to=make_extension("101"))
    make_extension("102", "Ben Schmidt")

    answer = client.post("/extensions/101/delete/", {"replacement": chosen})

    assert answer.status_code == 302
    with in_tenant(organization("acme")):
        assert PhoneNumber.objects.get().destination_kind == kind
        assert [row.number for row in Extension.objects.all()] == ["102"]


def test_writing_needs_the_forms_token(acme, owner, make_extension, client_of):
    from django.test import Client

    make_extension("101")
    browser = Client(headers={"host": "acme.localhost"}, enforce_csrf_checks=True)
    with in_tenant(acme):
        browser.force_login(owner, backend="accounts.backends.PasswordBackend")

    assert browser.post("/extensions/101/delete/").status_code == 403
    with in_tenant(acme):
        assert Extension.objects.exists()
