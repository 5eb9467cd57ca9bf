"""A new number: which phones stay signed in, what leads here, and new usernames where they are wanted."""

from __future__ import annotations

import pytest

from audit.models import Entry
from cloudonix.outbox.models import OutboxItem
from extensions.models import Extension, SipAccount
from extensions.services import add_sip_account, update_extension
from routing.models import PhoneNumber, PlanVersion
from routing.plans import decode_plan
from tenants.context import in_tenant

FORM = {"number": "201", "first_name": "Amara Okafor", "is_enabled": "on", "version": "1"}


@pytest.fixture
def client(client_for, owner):
    return client_for(owner)


@pytest.fixture
def two_phones(acme, boss, make_extension):
    extension = make_extension("101")
    with in_tenant(acme):
        add_sip_account(boss, extension, label="Mobile")
    return extension


def test_a_new_number_is_saved_only_after_its_consequences_were_seen(client, acme, two_phones, make_number):
    make_number("+493055501210", to=two_phones)

    page = client.post("/extensions/101/edit/", FORM).content.decode()

    for words in (
        "Extension 101 becomes 201",
        "These phones stay signed in",
        "101_acme_2",
        "This place leads here and follows to the new number",
        "+49 30 55501210",
        "Renumber to 201",
        'name="confirmed" value="201:"',
        'value="Amara Okafor"',
    ):
        assert words in page
    with in_tenant(acme):
        assert Extension.objects.get().number == "101"

    answer = client.post("/extensions/101/edit/", {**FORM, "confirmed": "201:"})

    assert answer["Location"] == "/extensions/201/"
    with in_tenant(acme):
        assert set(SipAccount.objects.values_list("username", flat=True)) == {"101_acme", "101_acme_2"}
        assert PhoneNumber.objects.get().destination_extension.number == "201"


def test_what_was_seen_for_one_number_is_not_seen_for_another(client, two_phones):
    page = client.post("/extensions/101/edit/", {**FORM, "number": "202", "confirmed": "201:"})

    assert "Extension 101 becomes 202" in page.content.decode()


def test_other_changes_are_saved_at_once(client, acme, two_phones):
    answer = client.post("/extensions/101/edit/", {**FORM, "number": "101", "first_name": "A. Okafor"})

    assert answer.status_code == 302


def test_a_number_that_is_taken_is_refused_before_anything_is_asked(client, two_phones, make_extension):
    make_extension("201", "Ben Schmidt")

    page = client.post("/extensions/101/edit/", FORM)

    assert page.status_code == 422
    assert "becomes" not in page.content.decode()


def test_switching_off_what_calls_lead_to_is_asked_too(client, acme, two_phones, make_number):
    make_number("+493055501210", to=two_phones)
    off = {**FORM, "number": "101", "is_enabled": ""}

    page = client.post("/extensions/101/edit/", off).content.decode()
    assert "Extension 101 stops ringing" in page
    with in_tenant(acme):
        assert Extension.objects.get().is_enabled

    client.post("/extensions/101/edit/", {**off, "confirmed": ":off"})
    with in_tenant(acme):
        assert not Extension.objects.get().is_enabled


def test_new_usernames_when_they_are_wanted(client, acme, two_phones):
    client.post("/extensions/101/edit/", {**FORM, "confirmed": "201:", "new_usernames": "on"})

    with in_tenant(acme):
        assert set(SipAccount.objects.values_list("username", flat=True)) == {"201_acme", "201_acme_2"}


@pytest.mark.usefixtures("in_acme")
def test_a_new_username_is_a_new_account_with_the_same_password(boss, two_phones):
    SipAccount.objects.filter(is_default=True).update(remote_id="4711", device_type="softphone")
    OutboxItem.objects.all().delete()
    old = {row.label: (row.key, row.get_secret("secret").reveal()) for row in SipAccount.objects.all()}

    update_extension(boss, two_phones, version=1, number="201", new_usernames=True)

    default = SipAccount.objects.get(is_default=True)
    assert (default.username, default.label, default.device_type) == ("201_acme", "Phone", "softphone")
    assert default.get_secret("secret").reveal() == old["Phone"][1]
    items = {item.object_key: item.frozen for item in OutboxItem.objects.all()}
    assert items[old["Phone"][0]] == {"username": "101_acme", "remote_id": "4711"}
    assert items[default.key] == {}
    plan = decode_plan(bytes(PlanVersion.objects.order_by("-number")[0].plan))
    assert plan.extension_by_number["201"].sip_usernames == ("201_acme", "201_acme_2")
    renewed = Entry.objects.filter(action="extension.phone_renewed").order_by("id")
    assert [entry.changes["sip_username"] for entry in renewed] == [
        ["101_acme", "201_acme"],
        ["101_acme_2", "201_acme_2"],
    ]


@pytest.mark.usefixtures("in_acme")
def test_who_gets_the_old_number_back_keeps_the_names_that_fit(boss, make_extension):
    extension = update_extension(boss, make_extension("101"), version=1, number="201")

    update_extension(boss, extension, version=2, number="101", new_usernames=True)

    assert SipAccount.objects.get().username == "101_acme"
    assert not Entry.objects.filter(action="extension.phone_renewed").exists()


@pytest.mark.usefixtures("in_acme")
def test_without_a_new_number_there_are_no_new_usernames(boss, make_extension):
    update_extension(boss, make_extension("101"), version=1, first_name="A. Okafor", new_usernames=True)

    assert SipAccount.objects.get().username == "101_acme"
