"""Calling classes and their pages, and external numbers as destinations."""

from __future__ import annotations

import pytest

from audit.models import Entry
from routing.compile import compile_plan
from routing.models import (
    CallingClass,
    CallingClassTrunk,
    ForwardingRule,
    OutboundSettings,
    PhoneNumber,
    Trunk,
)
from tests.forwarding.conftest import in_acme_schema
from tests.outbound.conftest import page

LIST = "/outbound/"
ADD = "/outbound/classes/add/"


def class_url(name: str, act: str = "") -> str:
    with in_acme_schema():
        return f"/outbound/classes/{CallingClass.objects.get(name=name).key}/{act}"


def rows(*wanted: tuple[str, str, str]) -> dict[str, str]:
    """rows(("allow", "national", "")) as a browser sends them, in this order."""
    sent = {}
    for number, (action, about, values) in enumerate(wanted):
        sent |= {
            f"row-{number}-place": str((number + 1) * 10),
            f"row-{number}-action": action,
            f"row-{number}-about": about,
            f"row-{number}-values": values,
        }
    return sent


def stored(name: str) -> list[tuple[bool, str, str]]:
    with in_acme_schema():
        its = CallingClass.objects.get(name=name).rows.order_by("position")
        return list(its.values_list("allows", "about", "values"))


# --- classes ------------------------------------------------------------------------------------------------------


def test_an_organization_begins_with_three_classes_and_national_for_everybody(as_owner):
    shown = page(as_owner.get(LIST))

    for name in ("Internal only", "National", "International"):
        assert name in shown
    assert "Everybody else National" in shown


def test_a_class_is_added_with_its_rows_in_their_order(as_owner, trunk):
    sent = rows(("deny", "prefixes", "0044 9, 118"), ("allow", "countries", "gb, Austria; CH"))
    sent |= {"row-1-place": "5", "name": "Europe", "description": "", "trunk-0": "carrier-out"}

    answer = as_owner.post(ADD, sent, follow=True)

    assert "Calling class Europe was added." in page(answer)
    assert stored("Europe") == [(True, "countries", "AT CH GB"), (False, "prefixes", "+449 118")]
    assert "Allow Austria, Switzerland, Britain (UK)" in page(answer)
    with in_acme_schema():
        assert CallingClassTrunk.objects.get().trunk == trunk
        entry = Entry.objects.get(action="calling_class.added")
        assert "Deny numbers beginning with +449, 118" in entry.changes["rows"][1]


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({"name": ""}, "Enter a name, for example Sales abroad."),
        ({"name": "national"}, "There is a class national already."),
        (rows(("allow", "countries", "Atlantis")), "Atlantis is no country."),
        (rows(("allow", "countries", "")), "Enter at least one country"),
        (rows(("allow", "prefixes", "0171")), "0171 is not how a number begins."),
        (rows(("allow", "prefixes", " ")), "Enter how the numbers begin"),
        (rows(("allow", "", "")), "Choose which numbers."),
        (rows(("", "countries", "DE")), "Choose whether to allow or deny them"),
        ({"row-0-place": "x", **rows(("allow", "national", ""))}, ""),
    ],
)
def test_a_class_that_cannot_be_is_refused_at_its_place(as_owner, sent, sentence):
    before = as_owner.get(ADD)
    answer = as_owner.post(ADD, {"name": "New", **sent})

    assert before.status_code == 200
    if sentence:
        assert answer.status_code == 422
        assert sentence in page(answer)
        with in_acme_schema():
            assert CallingClass.objects.count() == 3


def test_the_export_has_a_line_for_each_country_of_each_class(as_owner, trunk):
    sent = rows(("allow", "countries", "AT, CH"), ("deny", "premium", ""))
    as_owner.post(ADD, {**sent, "name": "Europe", "description": ""})

    lines = as_owner.get("/outbound/classes/export/").content.decode().splitlines()

    europe = [line for line in lines if line.startswith("Europe")]
    assert europe == [
        "Europe,1,yes,Countries,AT,Austria",
        "Europe,1,yes,Countries,CH,Switzerland",
        "Europe,2,no,Premium numbers,,",
    ]


def test_a_trunk_that_takes_calls_in_is_not_offered_and_one_stands_once(as_owner, trunk):
    with in_acme_schema():
        Trunk.objects.create(name="in", host="a.example", direction="public-inbound")
    sent = {"name": "New", "trunk-0": "in"}
    assert "Choose one of your outbound trunks." in page(as_owner.post(ADD, sent))

    sent = {"name": "New", "trunk-0": "carrier-out", "trunk-1": "carrier-out"}
    assert "Trunk carrier-out stands above already." in page(as_owner.post(ADD, sent))


def test_more_rows_keep_what_was_typed(as_owner):
    sent = {**rows(("allow", "countries", "DE, AT")), "name": "New", "more": "1"}

    answer = as_owner.post(ADD, sent).content.decode()

    assert 'value="DE, AT"' in answer
    assert 'name="row-3-about"' in answer
    assert "There is a problem" not in answer


def test_a_class_is_changed_and_the_next_call_knows(as_owner, acme):
    sent = {"version": "1", "name": "National", "description": "", **rows(("deny", "mobile", ""))}

    answer = as_owner.post(class_url("National", "edit/"), sent, follow=True)

    assert "Calling class National was saved." in page(answer)
    assert "changed this class" in page(answer)
    with in_acme_schema():
        (row,) = (
            compile_plan(acme)
            .outbound.classes[[one.name for one in compile_plan(acme).outbound.classes].index("National")]
            .rows
        )
        assert not row.allows


def test_two_people_who_change_a_class_do_not_overwrite_each_other(as_owner):
    url = class_url("National", "edit/")
    as_owner.post(url, {"version": "1", "name": "National", **rows(("deny", "mobile", ""))})

    answer = as_owner.post(url, {"version": "1", "name": "Home", **rows(("allow", "mobile", ""))})

    assert answer.status_code == 409
    assert "Olivia changed the class National" in page(answer)


def test_a_class_is_duplicated(as_owner):
    answer = as_owner.get(class_url("International", "copy/")).content.decode()

    assert 'value="International (copy)"' in answer
    assert "row-0-values" in answer


def test_a_class_in_use_needs_another_in_its_place(as_owner, anna):
    url = class_url("National", "delete/")
    asked = page(as_owner.get(url))
    refused = as_owner.post(url, {})
    with in_acme_schema():
        other = str(CallingClass.objects.get(name="Internal only").key)

    done = as_owner.post(url, {"replacement": other}, follow=True)

    assert "Everybody else" in asked
    assert refused.status_code == 422
    assert "Choose the class that takes its place." in page(refused)
    assert "Calling class National was deleted." in page(done)
    with in_acme_schema():
        assert OutboundSettings.objects.get().calling_class.name == "Internal only"


def test_a_class_nobody_has_is_just_deleted(as_owner):
    answer = as_owner.post(class_url("International", "delete/"), {}, follow=True)

    assert "Calling class International was deleted." in page(answer)


# --- external numbers as destinations -----------------------------------------------------------------------------


def test_a_number_can_send_its_calls_outside(as_owner, trunk):
    sent = {
        "e164": "+493055501201",
        "destination_kind": "outside",
        "destination_outside": "0171 5550103",
        "is_enabled": "on",
    }

    as_owner.post("/numbers/add/", sent)

    with in_acme_schema():
        assert PhoneNumber.objects.get().destination_outside == "+491715550103"


def test_a_number_that_leads_outside_is_edited_without_typing_where_again(as_owner, trunk, make_number):
    row = make_number("+493055501201")
    with in_acme_schema():
        PhoneNumber.objects.filter(pk=row.pk).update(
            destination_kind="outside", destination_outside="+491715550103"
        )
    url = "/numbers/493055501201/edit/"

    form = as_owner.get(url).context["form"]
    sent = {field.html_name: field.value() or "" for field in form} | {"label": "Night", "is_enabled": "on"}
    answer = as_owner.post(url, sent)

    assert answer.status_code == 302
    with in_acme_schema():
        found = PhoneNumber.objects.get()
        assert (found.label, found.destination_outside) == ("Night", "+491715550103")


def test_a_number_cannot_send_its_calls_where_they_may_not_go(as_owner, trunk):
    sent = {
        "e164": "+493055501201",
        "destination_kind": "outside",
        "destination_outside": "+44 20 7183 8750",
        "is_enabled": "on",
    }

    answer = as_owner.post("/numbers/add/", sent)

    assert answer.status_code == 422
    assert "Calls cannot go to +44 20 7183 8750. The calling class National does not allow" in page(answer)


def test_a_user_who_forwards_outside_is_held_to_the_class_of_the_extension(
    as_user, as_owner, umas, trunk, key
):
    def forward():
        sent = {"version": "1"}
        for cause in ("always", "no_answer", "busy", "unavailable"):
            for origin in ("any", "internal", "external"):
                sent[f"{cause}-{origin}-destination_kind"] = ""
        sent |= {
            "busy-any-destination_kind": "outside",
            "busy-any-destination_outside": "+44 20 7183 8750",
        }
        return as_user.post("/extensions/103/forwarding/", sent)

    refused = forward()
    as_owner.post("/outbound/extension/103/", {"calling_class": key("International")})
    saved = forward()

    assert refused.status_code == 422
    assert "does not allow an international number" in page(refused)
    assert saved.status_code == 302
    with in_acme_schema():
        assert ForwardingRule.objects.get().destination_outside == "+442071838750"


# --- strangers ----------------------------------------------------------------------------------------------------


def test_a_stranger_finds_nothing_of_another_organization(stranger, client_for, anna, as_user):
    browser = client_for(stranger)

    assert browser.get(class_url("National")).status_code == 404
    assert browser.post(class_url("National", "edit/"), {"name": "Mine"}).status_code == 404
    assert as_user.get(LIST).status_code == 403
