"""Rules by caller of a phone number, acts on many numbers, and their export."""

from __future__ import annotations

import csv
import io

import pytest
from django.core.exceptions import PermissionDenied

from audit.models import Entry
from extensions.services import delete_extension
from extensions.services.deleting import Replacement
from opbx.errors import NotAcceptable
from opbx.references import uses_of
from routing.models import NumberRule, PhoneNumber
from routing.services import (
    add_number_rule,
    delete_number_rule,
    point_numbers,
    raise_number_rule,
    update_number_rule,
)
from tenants.context import in_tenant

OFFICE = "+493055501210"
PAGE = "/numbers/493055501210/"


@pytest.fixture
def client(client_for, owner):
    return client_for(owner)


def text_of(page) -> str:
    return page.content.decode()


@pytest.mark.usefixtures("in_acme")
def test_rules_keep_their_order_and_can_be_asked_earlier(boss, make_extension, make_number):
    number, chef = make_number(OFFICE), make_extension("101")
    to_chef = {"destination_kind": "extension", "destination_extension": chef}
    first = add_number_rule(boss, number, caller="030*", **to_chef)
    second = add_number_rule(boss, number, caller="anonymous", destination_kind="hang_up")
    assert [str(rule) for rule in number.rules.all()] == ["+4930*", "Callers without a number"]

    raise_number_rule(boss, second)
    raise_number_rule(boss, NumberRule.objects.get(pk=second.pk))
    assert [rule.pk for rule in number.rules.all()] == [second.pk, first.pk]

    update_number_rule(boss, first, caller="+49 30 5550*", destination_kind="hang_up")
    delete_number_rule(boss, second)
    assert [str(rule) for rule in number.rules.all()] == ["+49305550*"]
    said = Entry.objects.filter(action="number.rule_changed").get().changes
    assert said == {"rule": ["+4930*: Extension 101 Amara Okafor", "+49305550*: Hang up"]}


@pytest.mark.usefixtures("in_acme")
def test_a_caller_has_one_rule_on_a_number(boss, make_number):
    number = make_number(OFFICE)
    add_number_rule(boss, number, caller="+4930*", destination_kind="hang_up")

    with pytest.raises(NotAcceptable, match="has a rule already") as refused:
        add_number_rule(boss, number, caller="0049 30*", destination_kind="hang_up")
    assert refused.value.field == "caller"
    with pytest.raises(NotAcceptable, match="neither a number nor a beginning"):
        add_number_rule(boss, number, caller="nobody", destination_kind="hang_up")


@pytest.mark.usefixtures("in_acme")
def test_what_a_rule_leads_to_knows_it_and_is_replaced_when_it_goes(boss, make_extension, make_number):
    chef, other, number = make_extension("101"), make_extension("102", "Bea"), make_number(OFFICE)
    add_number_rule(boss, number, caller="+4930*", destination_kind="extension", destination_extension=chef)
    assert [use.role for use in uses_of(chef)] == ["a rule sends calls from +4930* here"]

    delete_extension(boss, chef, replacement=Replacement(other))

    assert NumberRule.objects.get().destination_extension == other


@pytest.mark.usefixtures("in_acme")
def test_many_numbers_are_sent_to_one_place_and_what_goes_there_already_is_skipped(
    boss, make_extension, make_number
):
    chef = make_extension("101")
    numbers = [make_number(OFFICE), make_number("+493055501211", to=chef)]

    result = point_numbers(boss, numbers, destination_kind="extension", destination_extension=chef)

    assert (len(result.done), [one.reason for one in result.skipped]) == (1, ["goes there already"])


@pytest.mark.usefixtures("in_acme")
def test_a_reporter_changes_no_rule(actor_for, reporter, boss, make_number):
    number = make_number(OFFICE)
    rule = add_number_rule(boss, number, caller="+4930*", destination_kind="hang_up")
    for act in (
        lambda who: add_number_rule(who, number, caller="+4940*", destination_kind="hang_up"),
        lambda who: update_number_rule(who, rule, caller="+4940*", destination_kind="hang_up"),
        lambda who: raise_number_rule(who, rule),
        lambda who: delete_number_rule(who, rule),
        lambda who: point_numbers(who, [number], destination_kind="hang_up"),
    ):
        with pytest.raises(PermissionDenied):
            act(actor_for(reporter))


def test_rules_are_made_on_the_page_of_the_number(client, acme, make_number, make_extension):
    make_number(OFFICE)
    make_extension("101")
    new = {"caller": "+49 30*", "destination_kind": "extension", "destination_extension": "101"}

    page = client.post(f"{PAGE}rules/add/", new, follow=True)

    assert "The rule for +4930* was added." in text_of(page)
    assert "From +4930*" in text_of(page)
    assert "All other calls" in text_of(page)
    with in_tenant(acme):
        rule = NumberRule.objects.get()
    form = text_of(client.get(f"{PAGE}rules/{rule.key}/"))
    assert 'value="+4930*"' in form
    refused = client.post(f"{PAGE}rules/{rule.key}/", {**new, "caller": ""})
    assert refused.status_code == 422
    assert "Enter a caller." in text_of(refused)
    gone = client.post(f"{PAGE}rules/{rule.key}/delete/", follow=True)
    assert "Their calls go where all others go." in text_of(gone)


def test_the_export_tells_the_rules_of_each_number(client, acme, boss, make_number, make_extension):
    number = make_number(OFFICE)
    with in_tenant(acme):
        add_number_rule(boss, number, caller="+4930*", destination_kind="hang_up")
        add_number_rule(boss, number, caller="anonymous", destination_kind="hang_up")

    text = client.get("/numbers/export/").content.decode()

    assert "+4930*: Hang up; Callers without a number: Hang up" in text


def test_the_prefix_of_the_callers_name_is_kept_and_shown(client, make_number):
    make_number(OFFICE)
    wanted = {"label": "", "caller_name_prefix": "Sales:", "is_enabled": "on", "version": "1"}

    page = client.post(f"{PAGE}edit/", {**wanted, "destination_kind": "hang_up"}, follow=True)

    assert "Sales:" in text_of(page)


def test_the_list_acts_on_many_numbers_after_asking(client, acme, make_number, make_extension):
    make_extension("101")
    selected = {"selected": [str(make_number(e164).key) for e164 in (OFFICE, "+493055501211")]}

    def send(action: str, **more):
        return client.post("/numbers/bulk/", {"action": action, **selected, **more}, follow=True)

    assert "Disable 2 phone numbers?" in text_of(send("disable"))
    assert "Disabled 2 phone numbers." in text_of(send("disable", confirmed="2"))
    assert "Enabled 2 phone numbers." in text_of(send("enable"))
    assert "Choose where calls go." in text_of(send("point", confirmed="2"))
    to_chef = {"destination_kind": "extension", "destination_extension": "101"}
    assert "Changed 2 phone numbers." in text_of(send("point", confirmed="2", **to_chef))
    assert "Deleted 2 phone numbers." in text_of(send("delete", confirmed="2"))
    with in_tenant(acme):
        assert not PhoneNumber.objects.exists()


def test_the_list_is_exported_as_it_is_filtered(client, make_number):
    make_number(OFFICE, label="Office")
    make_number("+493055501211", label="Fax")

    text = client.get("/numbers/export/?q=office").content.decode("utf-8-sig")

    (row,) = csv.DictReader(io.StringIO(text))
    assert (row["Number"].lstrip("'"), row["Label"], row["Goes to"]) == (OFFICE, "Office", "Hang up")
