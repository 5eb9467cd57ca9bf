"""The pages of blocked callers, and blocking from the call log."""

from __future__ import annotations

import csv
import io
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from routing.models import CallerRule
from routing.services import add_caller_rules
from tenants.context import in_tenant

NEW = {"callers": "+44 20 7183 8750, Spam\n+4930*", "verdict": "block", "answer": "busy", "is_enabled": "on"}


@pytest.fixture
def client(client_for, owner):
    return client_for(owner)


@pytest.fixture
def add_rules(acme, boss):
    def add(callers: str = "+44 20 7183 8750", **more):
        with in_tenant(acme):
            return add_caller_rules(boss, callers=callers, **{"verdict": "block", **more})[0]

    return add


def text_of(page) -> str:
    return page.content.decode()


def test_pasted_lines_become_rules_and_the_list_shows_them(client):
    page = client.post("/callers/add/", NEW, follow=True)

    text = text_of(page)
    assert page.redirect_chain[-1][0] == "/callers/"
    assert "Blocked 2 callers." in text
    assert "+44 20 7183 8750" in text
    assert "+4930*" in text
    assert "Blocked, busy tone" in text
    assert "Olivia" in text


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("callers", "", "Enter at least one caller."),
        ("callers", "+4930*\nnobody", "Line 2: “nobody” is neither a number nor a beginning."),
        ("verdict", "", "Choose whether to block or to allow them."),
        ("answer", "shout", "shout"),
        ("expires_at", "soon", "Enter a day and a time, or leave it empty."),
        ("expires_at", "2020-01-01T10:00", "Enter a time that is still to come."),
        ("phone_number", "+493099999999", "+493099999999 is none of your phone numbers."),
    ],
)
def test_a_refused_form_keeps_what_was_typed_and_says_what_to_do(client, field, value, sentence):
    page = client.post("/callers/add/", {**NEW, field: value})

    assert page.status_code == 422
    assert sentence in text_of(page)


def test_a_rule_is_changed_until_a_time_in_the_organizations_zone(client, acme, add_rules):
    (rule,) = add_rules()
    values = {
        "callers": "anonymous",
        "verdict": "allow",
        "answer": "decline",
        "expires_at": "2099-05-01T09:00",
        "version": "1",
    }

    page = client.post(f"/callers/{rule.key}/", values, follow=True)

    assert "The rule for Callers without a number was saved." in text_of(page)
    with in_tenant(acme):
        changed = CallerRule.objects.get()
    assert (changed.verdict, changed.is_enabled) == ("allow", False)
    assert 'value="2099-05-01T09:00"' in text_of(client.get(f"/callers/{rule.key}/"))


def test_the_list_is_filtered_and_exported_as_it_is_shown(client, add_rules):
    add_rules("+44 20 7183 8750, Spam\nanonymous")
    add_rules("+4930*", verdict="allow")
    add_rules("+4940*", expires_at=timezone.now() - timedelta(hours=1))

    def found(query: str) -> list[str]:
        text = client.get(f"/callers/export/?{query}").content.decode("utf-8-sig")
        return sorted(row["Caller"].lstrip("'") for row in csv.DictReader(io.StringIO(text)))

    assert found("q=spam") == found("q=020 7183") == ["+442071838750"]
    assert found("q=anon") == ["anonymous"]
    assert found("verdict=allow") == ["+4930*"]
    assert found("status=expired") == ["+4940*"]
    assert found("status=active") == ["+442071838750", "+4930*", "anonymous"]
    assert "No callers match these filters" in text_of(client.get("/callers/?q=nobody"))


def test_many_rules_are_switched_at_once_and_deleted_after_a_question(client, acme, add_rules):
    rules = add_rules("+44 20 7183 8750\n+4930*")
    selected = {"selected": [str(rule.key) for rule in rules]}

    assert "Disabled 2 rules." in text_of(
        client.post("/callers/bulk/", {"action": "disable", **selected}, follow=True)
    )
    question = client.post("/callers/bulk/", {"action": "delete", **selected})
    assert "Delete 2 rules?" in text_of(question)
    wrong = client.post("/callers/bulk/", {"action": "delete", "confirmed": "3", **selected})
    assert wrong.status_code == 422
    done = client.post("/callers/bulk/", {"action": "delete", "confirmed": "2", "all": "1"}, follow=True)
    assert "Deleted 2 rules." in text_of(done)
    with in_tenant(acme):
        assert not CallerRule.objects.exists()


def test_the_list_asks_as_many_questions_for_many_rules_as_for_one(client, add_rules, make_number):
    number = make_number("+493055501210")
    add_rules("+4930*", phone_number=number)
    client.get("/callers/")
    with CaptureQueriesContext(connection) as few:
        client.get("/callers/")
    add_rules("\n".join(f"+4930555{place:05}" for place in range(20)), phone_number=number)

    with CaptureQueriesContext(connection) as many:
        client.get("/callers/")

    assert len(many) == len(few)


def test_the_caller_of_a_call_is_blocked_and_the_block_taken_back(client, acme, add_call):
    call = add_call(acme, direction="inbound", caller="+442071838750")
    page = text_of(client.get(f"/calls/{call.key}/"))
    assert f"/calls/{call.key}/block/" in page
    assert f"/calls/{call.key}/block/" in text_of(client.get("/calls/"))

    blocked = text_of(client.post(f"/calls/{call.key}/block/", {"note": "Rang at night"}, follow=True))

    assert "+44 20 7183 8750 is blocked." in blocked
    assert "Unblock caller" in blocked
    with in_tenant(acme):
        rule = CallerRule.objects.get()
    assert (rule.note, rule.added_by) == ("Rang at night", "Olivia")
    assert "is on the list already: blocked." in text_of(client.get(f"/calls/{call.key}/block/"))
    undone = client.post(f"/callers/{rule.key}/delete/?next=/calls/{call.key}/", follow=True)
    assert undone.redirect_chain[-1][0] == f"/calls/{call.key}/"
    assert "Block caller" in text_of(undone)


def test_a_caller_who_withheld_the_number_is_blocked_as_such(client, acme, add_call):
    call = add_call(acme, direction="inbound", caller="anonymous")

    client.post(f"/calls/{call.key}/block/", {})

    with in_tenant(acme):
        assert CallerRule.objects.get().pattern == "anonymous"


def test_only_callers_from_outside_can_be_blocked(client, acme, add_call):
    call = add_call(acme, direction="internal", caller="101")

    assert client.post(f"/calls/{call.key}/block/", {}).status_code == 404
    assert "Block caller" not in text_of(client.get(f"/calls/{call.key}/"))


def test_a_reporter_sees_calls_but_blocks_nobody(client_for, reporter, acme, add_call):
    call = add_call(acme, direction="inbound")
    browser = client_for(reporter)

    assert "Block caller" not in text_of(browser.get(f"/calls/{call.key}/"))
    assert browser.post(f"/calls/{call.key}/block/", {}).status_code == 403


def test_a_page_elsewhere_is_never_where_deleting_leads(client, add_rules):
    (rule,) = add_rules()

    answer = client.post(f"/callers/{rule.key}/delete/?next=https://elsewhere.example/")

    assert answer["Location"] == "/callers/"
