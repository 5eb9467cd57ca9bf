"""An extension's own attributes, on the form that adds it and the one that edits it."""

from __future__ import annotations

import pytest

from audit.models import Entry
from extensions.models import Department, Extension
from extensions.services import add_extension, update_extension
from opbx.e164 import NotAPhoneNumber
from opbx.errors import NotAcceptable
from tenants.context import in_tenant

FULL = {
    "number": "201",
    "first_name": "Amara",
    "last_name": "Okafor",
    "is_enabled": "on",
    "email": "amara@acme.example",
    "mobile": "0171 5550 183",
    "in_phonebook": "no",
    "ring_seconds": "30",
}


@pytest.fixture
def client(client_for, owner):
    return client_for(owner)


@pytest.fixture
def sales(in_acme):
    return Department.objects.create(name="Sales", first_number="200", last_number="203")


def test_every_attribute_of_the_form_is_kept(client, sales, acme):
    answer = client.post("/extensions/add/", {**FULL, "department": str(sales.key)})

    assert answer["Location"] == "/extensions/201/"
    with in_tenant(acme):
        extension = Extension.objects.select_related("department").get()
    assert (extension.name, extension.email) == ("Amara Okafor", "amara@acme.example")
    assert (extension.mobile, extension.department) == ("+491715550183", sales)
    assert (extension.in_phonebook, extension.ring_seconds) == (False, 30)


def test_the_page_shows_what_was_said(client, sales):
    client.post("/extensions/add/", {**FULL, "department": str(sales.key)})

    page = client.get("/extensions/201/").content.decode()

    for words in ("Sales", "mailto:amara@acme.example", "tel:+491715550183", "Not shown", "Not set"):
        assert words in page


def test_an_extension_may_begin_switched_off(client, acme):
    client.post("/extensions/add/", {**FULL, "is_enabled": ""})

    with in_tenant(acme):
        assert not Extension.objects.get().is_enabled


def test_the_edit_form_shows_the_mobile_number_as_people_write_it_and_takes_it_back(client, acme):
    client.post("/extensions/add/", FULL)
    page = client.get("/extensions/201/edit/").content.decode()
    assert 'value="+49 171 5550183"' in page

    client.post("/extensions/201/edit/", {**FULL, "mobile": "+49 171 5550183", "version": "1"})

    with in_tenant(acme):
        assert Extension.objects.get().version == 1, "nothing changed"


def test_clearing_a_field_clears_it(client, acme):
    client.post("/extensions/add/", FULL)

    emptied = dict.fromkeys(("last_name", "email", "mobile", "in_phonebook", "ring_seconds"), "")
    client.post("/extensions/201/edit/", {**FULL, **emptied, "version": "1"})

    with in_tenant(acme):
        extension = Extension.objects.get()
    assert (extension.name, extension.email, extension.mobile) == ("Amara", "", "")
    assert (extension.in_phonebook, extension.ring_seconds) == (None, None)


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("mobile", "call me", "This is not a phone number."),
        ("mobile", "+1 212 5", "too few digits"),
        ("email", "amara", "Enter an e-mail address such as ana@example.com."),
        ("number", "112", "112 calls the emergency services here."),
        ("department", "1b671a64-40d5-491e-99b0-da01ff1f3341", "Select a valid choice"),
        ("in_phonebook", "perhaps", "Select a valid choice"),
    ],
)
def test_what_does_not_fit_is_refused_at_its_field(client, acme, field, value, sentence):
    page = client.post("/extensions/add/", {**FULL, field: value})

    assert page.status_code == 422
    assert sentence in page.content.decode()
    assert value in page.content.decode() or field in {"department", "in_phonebook"}
    with in_tenant(acme):
        assert not Extension.objects.exists()


@pytest.mark.usefixtures("in_acme")
def test_the_services_check_mobile_and_e_mail_themselves(boss):
    with pytest.raises(NotAPhoneNumber) as refusal:
        add_extension(boss, number="101", first_name="Amara", mobile="nobody")
    assert refusal.value.field == "mobile"
    with pytest.raises(NotAcceptable, match=r"ana@example\.com"):
        add_extension(boss, number="101", first_name="Amara", email="nobody")
    extension = add_extension(boss, number="101", first_name="Amara", mobile="0171 5550183")

    update_extension(boss, extension, version=1, mobile="0171 5550184")

    entry = Entry.objects.get(action="extension.updated")
    assert entry.changes == {"mobile": ["+491715550183", "+491715550184"]}


@pytest.mark.usefixtures("in_acme")
def test_what_cloudonix_does_not_show_does_not_trouble_it(boss):
    extension = add_extension(boss, number="101", first_name="Amara")
    extension.sip_accounts.update(sync_state="in_sync")

    update_extension(boss, extension, version=1, email="amara@acme.example")

    assert extension.sip_accounts.get().sync_state == "in_sync"


def test_departments_are_offered_with_their_next_free_number(client, sales, make_extension):
    make_extension("200")

    page = client.get("/extensions/add/").content.decode()

    assert "Sales (200–203, next 201)" in page


def test_a_departments_page_leads_to_a_form_that_begins_with_its_number(client, sales):
    page = client.get(f"/extensions/add/?department={sales.key}").content.decode()

    assert 'value="200"' in page
    assert f'value="{sales.key}" selected' in page
    assert client.get("/extensions/add/?department=x").status_code == 200


def test_save_and_add_another_stays_in_the_department(client, sales):
    page = client.post(
        "/extensions/add/", {**FULL, "department": str(sales.key), "also": "1"}, follow=True
    ).content.decode()

    assert f'value="{sales.key}" selected' in page
    assert 'value="200"' in page


# --- a field that asks about itself ---------------------------------------------------------------------------


def test_a_field_that_was_left_hears_what_is_wrong_and_nothing_is_saved(client, acme, make_extension):
    make_extension("101", "Ben Schmidt")

    page = client.post("/extensions/add/", {**FULL, "number": "101", "_check": "number"})

    assert page.status_code == 200
    assert "Extension 101 belongs to Ben Schmidt" in page.content.decode()
    assert 'id="field-id_number"' in page.content.decode()
    client.post("/extensions/add/", {**FULL, "_check": "number"})
    with in_tenant(acme):
        assert Extension.objects.count() == 1


# --- the service PIN ------------------------------------------------------------------------------------------


def test_a_pin_is_set_replaced_and_removed_and_never_shown(client, acme, make_extension):
    make_extension("101")

    for pin, words in (("471199", "was set"), ("081599", "was replaced")):
        page = client.post("/extensions/101/service-pin/", {"pin": pin}, follow=True).content.decode()
        assert f"The service PIN of extension 101 {words}." in page
        assert pin not in page
        assert pin not in client.get("/extensions/101/service-pin/").content.decode()
    client.post("/extensions/101/service-pin/remove/")

    with in_tenant(acme):
        assert not Extension.objects.get().has_pin
        told = list(Entry.objects.filter(action__contains="pin").order_by("id").values("action", "changes"))
    assert [entry["action"] for entry in told] == [
        "extension.pin_set",
        "extension.pin_replaced",
        "extension.pin_removed",
    ]
    assert all(entry["changes"] == {} for entry in told)


@pytest.mark.parametrize("pin", ["", "123", "abcd", "1" * 11, "1" * 30])
def test_a_pin_that_is_none_is_refused_and_not_repeated(client, make_extension, pin):
    make_extension("101")

    page = client.post("/extensions/101/service-pin/", {"pin": pin})

    assert page.status_code == 422
    assert "Enter 4 to 10 digits." in page.content.decode()
    assert f'value="{pin}"' not in page.content.decode() or not pin
