"""Adding many extensions at once."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext

from audit.models import Entry
from cloudonix.outbox.models import OutboxItem
from extensions.models import Department, Extension, SipAccount
from extensions.numbering import next_free_number, read_numbers
from extensions.services import add_extensions, plan_extensions, update_extension
from extensions.services.ranges import numbers_in_words
from opbx.errors import NotAcceptable
from routing.models import PlanVersion
from tenants.context import in_tenant

HUNDRED = [str(number) for number in range(200, 300)]


@pytest.fixture
def sales(in_acme):
    return Department.objects.create(name="Sales", first_number="200", last_number="203")


# --- how ranges are written -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("101", ["101"]),
        ("101-103", ["101", "102", "103"]),
        ("101 \N{EN DASH} 102 , 120", ["101", "102", "120"]),
        ("101-103, 102-104", ["101", "102", "103", "104"]),
        ("008-010", ["008", "009", "010"]),
        ("99-101", ["99", "100", "101"]),
        ("120;119", ["120", "119"]),
    ],
)
def test_ranges_are_read_as_people_write_them(text, numbers):
    assert read_numbers(text) == numbers


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "Enter at least one number"),
        (", ,", "Enter at least one number"),
        ("10a-110", "“10a-110” is neither a number nor a range"),
        ("101-", "neither a number nor a range"),
        ("101-102-103", "neither a number nor a range"),
        ("110-101", "Begin with the lower number: 101-110"),
        ("008-10", "with the same number of digits"),
        ("1000-1500", "These are 501 numbers. Add at most 500"),
        ("100-599, 700", "These are 501 numbers"),
        ("0" * 20 + "-" + "9" * 20, "at most 500"),
        ("1" * 21, "neither a number nor a range"),
        ("<b>101</b>", "neither a number nor a range"),
    ],
)
def test_what_is_no_range_is_refused_with_a_sentence(text, sentence):
    with pytest.raises(NotAcceptable, match=sentence) as refusal:
        read_numbers(text)

    assert refusal.value.field == "numbers"


def test_numbers_are_told_in_as_few_words_as_possible():
    assert numbers_in_words(["101", "102", "103", "120", "0121"]) == "101–103, 120, 0121"
    assert numbers_in_words([]) == ""


# --- the service ----------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("in_acme")
def test_free_numbers_are_added_and_the_others_skipped_with_their_reason(boss, make_extension):
    make_extension("104", "Ben Schmidt")

    added = add_extensions(boss, numbers=read_numbers("103-105, 110"))

    assert [extension.number for extension in added.extensions] == ["103", "105"]
    assert [(row.number, row.reason) for row in added.skipped] == [
        ("104", "belongs to Ben Schmidt"),
        ("110", "calls the emergency services"),
    ]
    assert {row.name for row in Extension.objects.all()} == {"Ben Schmidt", "Extension 103", "Extension 105"}


@pytest.mark.usefixtures("in_acme")
def test_a_hundred_extensions_are_one_publish_and_a_handful_of_statements(boss, sales):
    before = PlanVersion.objects.count()
    with CaptureQueriesContext(connection) as captured:
        add_extensions(boss, numbers=HUNDRED, names="Room {number}", department=sales)

    assert PlanVersion.objects.count() == before + 1
    assert PlanVersion.objects.order_by("-number")[0].summary == "100 extensions were added: 200–299"
    assert len(captured) < 60
    assert Entry.objects.filter(action="extension.added").count() == 100
    assert OutboxItem.objects.count() == SipAccount.objects.filter(sync_state="pending").count() == 100
    passwords = {account.get_secret("secret").reveal() for account in SipAccount.objects.all()}
    assert len(passwords) == 100
    assert set(SipAccount.objects.values_list("username", flat=True)) == {f"{n}_acme" for n in HUNDRED}


@pytest.mark.usefixtures("in_acme")
def test_each_is_added_as_if_it_had_been_added_alone(boss, sales):
    add_extensions(boss, numbers=["200"], department=sales)

    extension = Extension.objects.get()
    assert (extension.department, extension.is_enabled, extension.version) == (sales, True, 1)
    assert extension.sip_accounts.get().is_default
    entry = Entry.objects.get(action="extension.added")
    assert entry.object_label == "200 Extension 200"
    assert entry.changes == {
        "number": [None, "200"],
        "first_name": [None, "Extension 200"],
        "sip_username": [None, "200_acme"],
        "department": [None, "Sales"],
    }


@pytest.mark.usefixtures("in_acme")
def test_a_username_that_is_still_in_use_is_not_given_twice(boss, make_extension):
    update_extension(boss, make_extension("101"), version=1, number="201")

    add_extensions(boss, numbers=["101", "102"])

    usernames = SipAccount.objects.filter(extension__number__in=["101", "102"]).order_by("pk")
    assert [account.username for account in usernames] == ["101_acme_2", "102_acme"]


@pytest.mark.usefixtures("in_acme")
@pytest.mark.parametrize(
    ("wanted", "field"),
    [
        ({"numbers": ["112"]}, "numbers"),
        ({"numbers": []}, "numbers"),
        ({"numbers": ["10a"]}, "numbers"),
        ({"numbers": [str(n) for n in range(1000, 1501)]}, "numbers"),
        ({"numbers": ["101"], "names": "  "}, "names"),
        ({"numbers": ["101"], "names": "Room\n{number}"}, "names"),
    ],
)
def test_what_cannot_be_added_leaves_nothing_behind(boss, wanted, field):
    with pytest.raises(NotAcceptable) as refusal:
        add_extensions(boss, **wanted)

    assert refusal.value.field == field
    assert not Extension.objects.exists()
    assert not Entry.objects.exists()


@pytest.mark.usefixtures("in_acme")
def test_a_pbx_user_adds_no_range(user, actor_for):
    with pytest.raises(PermissionDenied):
        add_extensions(actor_for(user), numbers=["101"])


# --- departments ----------------------------------------------------------------------------------------------


def test_the_next_free_number_is_looked_for_in_the_departments_range_and_outside_those_of_others(
    sales, make_extension
):
    make_extension("199")
    assert next_free_number() == "204"
    assert next_free_number(sales) == "200"
    for number in range(200, 204):
        make_extension(str(number))

    assert next_free_number(sales) == "204"


@pytest.mark.usefixtures("in_acme")
def test_numbers_outside_the_departments_range_are_named(sales):
    plan = plan_extensions(["203", "204", "0201"], sales)

    assert plan.outside == ("204", "0201")


# --- the page -------------------------------------------------------------------------------------------------


@pytest.fixture
def client(client_for, owner):
    return client_for(owner)


FORM = {"numbers": "101-104, 112", "names": "Extension {number}"}


def test_the_preview_says_what_would_happen_and_adds_nothing(client, acme, make_extension):
    make_extension("104", "Ben Schmidt")

    page = client.post("/extensions/add/range/", FORM).content.decode()

    assert "101-104, 112 creates 3 extensions; 2 numbers will be skipped." in page
    assert "<strong>104</strong> belongs to Ben Schmidt" in page
    assert "Add 3 extensions" in page
    with in_tenant(acme):
        assert Extension.objects.count() == 1


def test_one_skipped_number_is_named_in_the_sentence(client, make_extension):
    make_extension("104", "Ben Schmidt")

    page = client.post("/extensions/add/range/", {**FORM, "numbers": "101-110"}).content.decode()

    assert "creates 8 extensions; 2 numbers" in page, "110 is the police"
    page = client.post("/extensions/add/range/", {**FORM, "numbers": "101-109"}).content.decode()
    assert "101-109 creates 8 extensions; 104 belongs to Ben Schmidt and will be skipped." in page


def test_the_second_button_adds_them_and_tells_what_was_skipped(client, acme):
    page = client.post("/extensions/add/range/", {**FORM, "add": "1"}, follow=True).content.decode()

    assert "4 extensions were added: 101–104. 1 skipped: 112 calls the emergency services." in page
    with in_tenant(acme):
        assert Extension.objects.count() == 4


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"numbers": "110-101"}, "Begin with the lower number"),
        ({"numbers": "110-101", "add": "1"}, "Begin with the lower number"),
        ({"names": "", "add": "1"}, "Enter a name, for example"),
    ],
)
def test_a_refused_form_keeps_what_was_typed(client, acme, wrong, sentence):
    page = client.post("/extensions/add/range/", {**FORM, **wrong})

    assert page.status_code == 422
    assert sentence in page.content.decode()
    with in_tenant(acme):
        assert not Extension.objects.exists()


def test_nothing_free_is_said_at_the_numbers(client):
    page = client.post("/extensions/add/range/", {**FORM, "numbers": "112", "add": "1"})

    assert page.status_code == 422
    assert "None of these numbers is free." in page.content.decode()


def test_the_form_suggests_free_numbers_of_the_department(client, sales, make_extension):
    make_extension("200")

    assert 'value="201-203"' in client.get(f"/extensions/add/range/?department={sales.key}").content.decode()
