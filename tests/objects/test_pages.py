"""The pages that every kind of routed object has."""

from __future__ import annotations

import csv
import io
import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from routing.models import Announcement
from routing.services import switch_object, update_announcement
from routing.services.announcements import ANNOUNCEMENTS
from tenants.context import in_tenant

LIST = "/announcements/"
NEW = {"name": "Welcome", "number": "", "source": "text", "text": "Hello.", "language": "", "url": ""}


def page_of(row: Announcement) -> str:
    return f"{LIST}{row.key}/"


def text_of(response) -> str:
    return response.content.decode()


# --- the list -----------------------------------------------------------------------------------------------------


def test_an_empty_list_says_what_such_an_object_is_for_and_leads_to_the_form(client):
    text = text_of(client.get(LIST))

    assert "No announcements yet" in text
    assert "An announcement is something callers hear" in text
    assert f'href="{LIST}add/"' in text


def test_the_list_finds_sorts_and_counts_uses(client, acme, boss, make_object, lead_number):
    welcome, closing = make_object("Welcome", number="300"), make_object("Closing")
    lead_number("+493055501210", welcome)
    with in_tenant(acme):
        switch_object(boss, ANNOUNCEMENTS, closing, on=False)

    text = text_of(client.get(LIST))
    assert text.index("Closing") < text.index("Welcome")
    assert "1 place" in text
    assert "2 announcements · 1 disabled" in text
    assert "Closing" not in text_of(client.get(f"{LIST}?q=300"))
    assert "Welcome" not in text_of(client.get(f"{LIST}?status=disabled"))
    assert "No announcements match these filters" in text_of(client.get(f"{LIST}?q=nothing"))
    by_number = text_of(client.get(f"{LIST}?sort=-number"))
    assert by_number.index("Welcome") < by_number.index("Closing")


def test_the_list_asks_the_same_number_of_queries_however_long_it_is(client, make_object, lead_number):
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert client.get(LIST).status_code == 200
        return len(captured)

    lead_number("+493055501210", make_object("Welcome"))
    queries()
    one = queries()
    for count in range(6):
        lead_number(f"+49305550122{count}", make_object(f"Welcome {count}", number=str(300 + count)))

    assert queries() == one <= 12


def test_the_export_has_what_the_list_shows_with_its_filters(client, make_object, lead_number):
    lead_number("+493055501210", make_object("=Welcome()", number="300", text="Hello."))
    make_object("Closing")

    answer = client.get(f"{LIST}export/?q=300")

    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert answer["Content-Disposition"] == 'attachment; filename="announcements.csv"'
    assert [(row["Name"], row["Internal number"], row["Content"], row["Used by"]) for row in rows] == [
        ("'=Welcome()", "300", "Hello.", "1")
    ]


def test_who_may_only_read_sees_no_button_that_changes(client, make_object, monkeypatch):
    from accounts.permissions import BUILT_IN, Level

    row = make_object("Welcome")
    monkeypatch.setitem(BUILT_IN["owner"].levels, "announcements", Level.READ)

    text = text_of(client.get(LIST)) + text_of(client.get(page_of(row)))
    assert "Welcome" in text
    for word in ("Add announcement", "/edit/", "/delete/", "/duplicate/", "data-bulk"):
        assert word not in text
    for method, path in (("get", "edit/"), ("get", "delete/"), ("get", "enabled/"), ("post", "duplicate/")):
        assert getattr(client, method)(page_of(row) + path).status_code == 403
    assert client.get(f"{LIST}add/").status_code == 403
    assert client.post(f"{LIST}bulk/", {"action": "enable"}).status_code == 403


# --- its page and its forms -----------------------------------------------------------------------------------------


def test_adding_leads_to_the_page_which_tells_uses_and_history(client, lead_number):
    page = client.post(f"{LIST}add/", {**NEW, "number": "300"}, follow=True)

    text = text_of(page)
    assert "Announcement Welcome was added." in text
    assert "Dial 300" in text
    assert "Nothing routes here" in text
    assert "added this announcement" in text


def test_save_and_add_another_stays_at_the_form(client):
    answer = client.post(f"{LIST}add/", {**NEW, "also": "1"})

    assert answer["Location"] == f"{LIST}add/"


def test_a_refused_form_keeps_what_was_typed_and_says_what_to_do(client, make_object):
    make_object("Welcome", number="300")

    page = client.post(f"{LIST}add/", {**NEW, "name": "Second", "number": "300", "text": "Hello, you."})

    assert page.status_code == 422
    assert "300 is the announcement Welcome." in text_of(page)
    assert "Hello, you." in text_of(page)
    assert client.post(f"{LIST}add/", {**NEW, "name": "welcome"}).status_code == 422


def test_a_conflict_shows_both_and_lets_the_second_win_knowingly(client, acme, admin, actor_for, make_object):
    row = make_object("Welcome")
    with in_tenant(acme):
        update_announcement(actor_for(admin), row, version=1, text="Adam's.")

    answer = client.post(f"{page_of(row)}edit/", {**NEW, "text": "Olivia's.", "version": "1"})

    assert answer.status_code == 409
    assert "Adam changed the announcement Welcome" in text_of(answer)
    saved = client.post(f"{page_of(row)}edit/", {**NEW, "text": "Olivia's.", "version": "2"}, follow=True)
    assert "Announcement Welcome was saved." in text_of(saved)
    assert "Olivia&#x27;s." in text_of(saved)


def test_a_duplicate_opens_for_its_name(client, make_object):
    row = make_object("Welcome")

    page = client.post(f"{page_of(row)}duplicate/", follow=True)

    assert page.redirect_chain[-1][0].endswith("/edit/")
    assert "Announcement Welcome (copy) was added. Nothing leads to it yet." in text_of(page)
    assert 'value="Welcome (copy)"' in text_of(page)


def test_disabling_asks_when_something_leads_there_and_says_what_callers_hear(
    client, make_object, lead_number
):
    row = make_object("Welcome")
    lead_number("+493055501210", row)

    asked = text_of(client.get(f"{page_of(row)}enabled/"))
    assert "Disable Welcome?" in asked
    assert "Callers of these places hear that it is not available:" in asked
    assert "+49 30 55501210" in asked

    page = text_of(client.post(f"{page_of(row)}enabled/", {"enabled": "0"}, follow=True))
    assert "Announcement Welcome is disabled. Callers hear that it is not available." in page
    back = client.post(f"{page_of(row)}enabled/?q=Wel&from=list", {"enabled": "1"})
    assert back["Location"] == f"{LIST}?q=Wel"


def test_deleting_shows_the_impact_and_asks_for_a_replacement(client, make_object, lead_number):
    row, other = make_object("Welcome"), make_object("Closing")
    lead_number("+493055501210", row)
    url = f"{page_of(row)}delete/"

    asked = text_of(client.get(url))
    assert "1 place leads here and will change:" in asked
    assert "Closing" in asked
    assert f'value="{row.key}"' not in asked
    assert f'value="{other.key}"' in asked
    refused = client.post(url, {})
    assert refused.status_code == 422
    assert "Choose where these calls go instead." in text_of(refused)

    page = client.post(url, {"replacement": "hang_up"}, follow=True)
    assert "Announcement Welcome was deleted." in text_of(page)
    assert client.get(page_of(row)).status_code == 404


def test_deleting_what_nothing_uses_asks_for_nothing(client, make_object):
    row = make_object("Welcome")

    assert "replacement" not in text_of(client.get(f"{page_of(row)}delete/"))
    assert client.post(f"{page_of(row)}delete/").status_code == 302


@pytest.mark.parametrize("path", ["", "edit/", "enabled/", "delete/"])
def test_a_stranger_cannot_tell_that_the_object_exists(client_for, stranger, make_object, path):
    row = make_object("Welcome")

    client = client_for(stranger)
    assert client.get(page_of(row) + path).status_code == 404
    assert client.get(f"{LIST}{uuid.uuid4()}/{path}").status_code == 404
    assert client.post(f"{page_of(row)}duplicate/").status_code == 404
