"""The phonebook and its departments."""

from __future__ import annotations

import re

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext

from audit.models import Entry
from extensions.errors import DepartmentNameTaken, RangeOverlaps
from extensions.models import Department, Extension, ExtensionDefaults, ExtensionTemplate
from extensions.services import add_department, delete_department, delete_extension, update_department
from opbx.errors import NotAcceptable
from tenants.context import in_tenant


@pytest.fixture
def client(client_for, owner):
    return client_for(owner)


@pytest.fixture
def two_entries(acme, boss, make_extension):
    """101 Amara, and 102 Ben of Sales with all there is to find."""
    with in_tenant(acme):
        sales = add_department(boss, name="Sales")
    make_extension("101", "Amara")
    make_extension("102", "Ben", department=sales, mobile="0171 5550183", email="ben@acme.example")


def names(page) -> list[str]:
    text = page.content.decode()
    return re.findall(r'class="cell-main">(?:<a [^>]*>)?([^<]+?)(?:</a>)?(?:<| <)', text)


# --- who is in it ---------------------------------------------------------------------------------------------


def test_everybody_with_a_number_is_in_it_by_name(client, acme, boss, make_extension):
    with in_tenant(acme):
        sales = add_department(boss, name="Sales")
    make_extension("102", "Zoe", department=sales, mobile="0171 5550183", email="zoe@acme.example")
    make_extension("101", "Amara")

    page = client.get("/phonebook/")

    assert names(page) == ["Amara", "Zoe"]
    for words in (
        'href="tel:102"',
        'href="tel:+491715550183"',
        "+49 171 5550183",
        "mailto:zoe@acme.example",
        "Sales",
    ):
        assert words in page.content.decode()


def test_own_value_template_and_organization_decide_who_is_shown(client, acme, make_extension):
    with in_tenant(acme):
        ExtensionDefaults.objects.create(in_phonebook=False)
        shown = ExtensionTemplate.objects.create(name="Shown", in_phonebook=True)
    make_extension("101", "By default not")
    make_extension("102", "By template", template=shown)
    make_extension("103", "Own wish", in_phonebook=True)
    make_extension("104", "Own wish not to be", template=shown, in_phonebook=False)

    assert names(client.get("/phonebook/")) == ["By template", "Own wish"]


def test_deleted_ones_are_not_in_it(client, acme, boss, make_extension):
    extension = make_extension("101")
    with in_tenant(acme):
        delete_extension(boss, extension)

    assert "The phonebook is empty" in client.get("/phonebook/").content.decode()


def test_those_who_are_switched_off_say_so(client, acme, make_extension):
    make_extension("101", is_enabled=False)

    assert "Disabled" in client.get("/phonebook/").content.decode()


@pytest.mark.usefixtures("two_entries")
@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=ama", ["Amara"]),
        ("q=102", ["Ben"]),
        ("q=sal", ["Ben"]),
        ("q=0171+5550", ["Ben"]),
        ("q=BEN@", ["Ben"]),
        ("q=%25", []),
        ("sort=-name", ["Ben", "Amara"]),
        ("sort=number", ["Amara", "Ben"]),
        ("sort=mobile", ["Amara", "Ben"]),
        ("department=nonsense", ["Amara", "Ben"]),
    ],
)
def test_it_is_searched_and_sorted(client, query, found):
    assert names(client.get(f"/phonebook/?{query}")) == found


def test_a_pbx_user_reads_it_but_opens_nobody(client_for, user, make_extension):
    make_extension("101")

    page = client_for(user).get("/phonebook/").content.decode()

    assert "Amara Okafor" in page
    assert "/extensions/101/" not in page
    assert "Departments" not in page


def test_a_stranger_has_a_phonebook_of_their_own(client_for, stranger, make_extension):
    make_extension("101")

    assert "Amara" not in client_for(stranger).get("/phonebook/").content.decode()


def test_the_number_of_queries_does_not_grow_with_the_rows(client, make_extension):
    make_extension("201")
    client.get("/phonebook/")
    with CaptureQueriesContext(connection) as few:
        client.get("/phonebook/")
    for number in range(202, 215):
        make_extension(str(number))
    client.get("/phonebook/")

    with CaptureQueriesContext(connection) as many:
        client.get("/phonebook/")

    assert len(many) == len(few) <= 16


# --- departments ----------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("in_acme")
def test_a_department_is_added_changed_and_deleted_with_its_entries(boss, make_extension):
    sales = add_department(boss, name=" Sales ", first_number="200", last_number="299")
    update_department(boss, sales, name="Sales", first_number="200", last_number="249")
    update_department(boss, sales, name="Sales", first_number="200", last_number="249")
    extension = make_extension("201", department=sales)

    delete_department(boss, sales)

    extension.refresh_from_db()
    assert extension.department is None
    entries = Entry.objects.filter(action__startswith="department.").order_by("id")
    assert [(entry.action, entry.changes) for entry in entries] == [
        (
            "department.added",
            {"name": [None, "Sales"], "first_number": [None, "200"], "last_number": [None, "299"]},
        ),
        ("department.updated", {"last_number": ["299", "249"]}),
        ("department.deleted", {"name": ["Sales", None]}),
    ]


@pytest.mark.usefixtures("in_acme")
@pytest.mark.parametrize(
    ("first", "last", "field", "sentence"),
    [
        ("200", "", "last_number", "Enter 1 to 20 digits, or leave both"),
        ("", "200", "first_number", "Enter 1 to 20 digits, or leave both"),
        ("2x", "299", "first_number", "Enter 1 to 20 digits"),
        ("200", "1000", "last_number", "Use as many digits as 200 has."),
        ("299", "200", "last_number", "Enter 299 or a higher number."),
    ],
)
def test_a_range_is_two_numbers_of_equal_length(boss, first, last, field, sentence):
    with pytest.raises(NotAcceptable, match=sentence) as refusal:
        add_department(boss, name="Sales", first_number=first, last_number=last)

    assert refusal.value.field == field
    assert not Department.objects.exists()


@pytest.mark.usefixtures("in_acme")
def test_ranges_do_not_overlap_and_names_are_given_once(boss):
    sales = add_department(boss, name="Sales", first_number="200", last_number="299")
    add_department(boss, name="Remote", first_number="0200", last_number="0299")
    add_department(boss, name="No range")

    for first, last in (("299", "300"), ("100", "200"), ("220", "230"), ("100", "999")):
        with pytest.raises(RangeOverlaps, match="Sales has the numbers 200 to 299"):
            add_department(boss, name="Support", first_number=first, last_number=last)
    with pytest.raises(DepartmentNameTaken):
        add_department(boss, name="SALES")
    update_department(boss, sales, name="Sales", first_number="200", last_number="300")


@pytest.mark.usefixtures("in_acme")
@pytest.mark.parametrize("who", ["user", "reporter"])
def test_only_owner_and_admin_change_departments(request, boss, actor_for, who):
    sales = add_department(boss, name="Sales")
    actor = actor_for(request.getfixturevalue(who))

    with pytest.raises(PermissionDenied):
        add_department(actor, name="Mine")
    with pytest.raises(PermissionDenied):
        update_department(actor, sales, name="Mine")
    with pytest.raises(PermissionDenied):
        delete_department(actor, sales)


def test_the_pages_of_departments(client, acme, make_extension):
    assert "No departments yet" in client.get("/phonebook/departments/").content.decode()
    wanted = {"name": "Sales", "first_number": "200", "last_number": "299"}
    page = client.post("/phonebook/departments/add/", wanted, follow=True).content.decode()
    assert "Sales was added." in page
    assert "200–299" in page
    with in_tenant(acme):
        sales = Department.objects.get()
    make_extension("200", department=sales)
    page = client.get("/phonebook/departments/").content.decode()
    assert "1 extension" in page
    assert ">201<" in page.replace("\n", "")

    refused = client.post("/phonebook/departments/add/", wanted)
    assert refused.status_code == 422
    assert "Sales has the numbers 200 to 299." in refused.content.decode()
    client.post(f"/phonebook/departments/{sales.key}/edit/", {**wanted, "name": "Sales & more"})
    page = client.get(f"/phonebook/departments/{sales.key}/delete/").content.decode()
    assert "Delete Sales &amp; more?" in page
    assert "1 extension stays, without a department." in page
    client.post(f"/phonebook/departments/{sales.key}/delete/")

    with in_tenant(acme):
        assert Extension.objects.get().department is None
