"""The pages of voicemail boxes: who sees which, what forms say, and what the picker takes."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from extensions import services
from extensions.errors import NumberHeld
from extensions.models import InternalNumber, VoicemailBox
from routing.compile import compile_plan
from routing.services import add_number
from tenants.context import in_tenant
from tests.voicemail.looking import published, row_of, url


def test_the_list_shows_whose_each_box_is(browser, box, shared):
    page = browser.get(url("list")).content.decode()

    assert "2 voicemail boxes" in page
    assert "101 Amara Okafor" in page
    assert "Shared by Uma" in page


def test_a_list_asks_no_more_of_the_database_for_many_boxes(browser, shared, boss, user):
    def ask() -> int:
        with CaptureQueriesContext(connection) as asked:
            browser.get(url("list"))
        # Not those of the frame: host names are kept for two seconds, so one of them comes and goes.
        return sum("voicemail" in query["sql"] for query in asked)

    few = ask()
    with in_tenant(user.organization):
        for index in range(12):
            services.add_voicemail_box(boss, name=f"Team {index}", users=[user])

    assert ask() == few


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("q=amara", ["Amara Okafor"]),
        ("q=101", ["Amara Okafor"]),
        ("owner=shared", ["Front desk"]),
        ("owner=extension", ["Amara Okafor"]),
        ("status=disabled", []),
        ("sort=-name", ["Front desk", "Amara Okafor"]),
        ("status=odd&owner=odd&sort=odd&page=odd", ["Amara Okafor", "Front desk"]),
    ],
)
def test_the_filters_narrow_the_list(browser, box, shared, query, shown):
    page = browser.get(f"{url('list')}?{query}").content.decode()

    assert re.findall(r'cell-main"><a href="[^"]+">([^<]+)<', page) == shown


def test_a_person_finds_the_own_box_and_the_shared_ones_only(umas, client_for, box, shared, boxes_of_others):
    client = client_for(umas)

    page = client.get(url("list")).content.decode()

    assert "Amara Okafor" in page
    assert "Front desk" in page
    assert "Ben Schmidt" not in page
    assert "Board" not in page
    for other in boxes_of_others:
        assert client.get(url("detail", other)).status_code == 404
        assert client.get(url("sound", other)).status_code == 404


def test_a_person_sees_a_shared_box_once_and_changes_nothing_of_it(umas, client_for, shared):
    client = client_for(umas)

    page = client.get(url("detail", shared)).content.decode()

    assert "Change greeting" not in page
    assert "Set PIN" not in page
    assert client.post(url("pin", shared), {"pin": "7391"}).status_code == 403


def test_a_box_is_added_from_the_extensions_page(acme, browser, make_extension):
    make_extension("102", "Ben Schmidt")
    page = browser.get("/extensions/102/").content.decode()
    link = re.search(r'href="(/voicemail/add/\?extension=102)"', page)[1]
    assert '<option value="102" selected>' in browser.get(link).content.decode()

    answer = browser.post(link, {"owner": "extension", "extension": "102", "name": "", "notice": "none"})

    with in_tenant(acme):
        box = VoicemailBox.objects.get()
        assert (box.name, box.extension.number) == ("Ben Schmidt", "102")
    assert answer["Location"] == url("detail", box)
    assert url("detail", box) in browser.get("/extensions/102/").content.decode()


def test_the_fields_of_the_other_owner_do_not_count(acme, browser, user, make_extension):
    make_extension("102")

    browser.post(
        url("add"),
        {"owner": "shared", "extension": "999", "users": [user.pk], "name": "Sales", "notice": "none"},
    )

    with in_tenant(acme):
        assert [one.name for one in VoicemailBox.objects.get().users.all()] == ["Uma"]


def test_a_shared_box_has_an_internal_number_that_its_page_tells(acme, browser, user, box):
    sent = {"owner": "shared", "users": [user.pk], "name": "Sales", "number": "780", "notice": "none"}

    page = browser.post(url("add"), sent, follow=True).content.decode()

    assert "A phone that dials 780 is asked for the PIN" in page
    assert ">Sales<" in browser.get("/voicemail/?q=780").content.decode()
    with in_tenant(acme):
        sales = VoicemailBox.objects.get(name="Sales")
        assert {one.number for one in compile_plan(acme).voicemail_boxes} == {"", "780"}
    browser.post(url("edit", sales), {**sent, "version": "1", "owner": "shared", "number": ""})
    with in_tenant(acme):
        assert not InternalNumber.objects.filter(kind="voicemail_box").exists()


@pytest.mark.parametrize(
    ("number", "sentence"),
    [
        ("101", "101 is the extension of Amara Okafor. Enter another number"),
        ("112", "112 calls the emergency services here."),
        ("*5", "Use 1 to 20 digits, for example 300."),
    ],
)
def test_a_number_that_a_box_cannot_have_is_refused_at_its_place(browser, user, box, number, sentence):
    sent = {"owner": "shared", "users": [user.pk], "name": "Sales", "number": number, "notice": "none"}

    answer = browser.post(url("add"), sent)

    assert answer.status_code == 422
    assert sentence in answer.content.decode()


def test_the_number_of_a_box_is_nobody_elses(acme, browser, boss, user, make_extension):
    with in_tenant(acme):
        services.add_voicemail_box(boss, name="Front desk", users=[user], number="780")

        with pytest.raises(NumberHeld, match="780 is the voicemail box Front desk"):
            make_extension("780")


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({}, "Choose whose box it is."),
        ({"owner": "extension"}, "Choose an extension."),
        ({"owner": "extension", "extension": "999"}, "There is no extension 999"),
        ({"owner": "shared", "name": "Sales"}, "Choose at least one user."),
        ({"owner": "shared"}, "Enter a name"),
        ({"owner": "extension", "extension": "101", "notice": "loud"}, "Choose whether to send"),
        ({"owner": "extension", "extension": "102", "notice": "mail"}, "has an e-mail address"),
        ({"owner": "extension", "extension": "102", "email": "x y"}, "Enter an e-mail address"),
        ({"owner": "extension", "extension": "101"}, "already has the voicemail box Amara Okafor"),
        ({"owner": "shared", "users": ["999999"], "name": "Sales"}, "A chosen user is no longer there."),
    ],
)
def test_a_form_that_cannot_be_saved_says_what_to_enter(browser, box, bens, sent, sentence):

    answer = browser.post(url("add"), {"notice": "none"} | sent)

    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    with in_tenant(bens):
        assert VoicemailBox.objects.count() == 1


def test_an_edit_that_came_second_shows_its_values_and_can_be_saved_again(acme, browser, boss, shared, user):
    sent = {"owner": "shared", "users": [user.pk], "name": "Reception", "notice": "none", "version": "1"}
    with in_tenant(acme):
        services.update_voicemail_box(boss, shared, version=1, name="Desk")

    answer = browser.post(url("edit", shared), sent)

    assert answer.status_code == 409
    page = answer.content.decode()
    assert "Olivia changed the voicemail box Desk" in page
    assert 'value="Reception"' in page
    assert browser.post(url("edit", shared), sent | {"version": "2"}).status_code == 302


def test_a_person_edits_the_notices_of_the_own_box_and_nothing_else(acme, umas, client_for, box):
    client = client_for(umas)
    page = client.get(url("edit", box)).content.decode()
    assert 'name="owner"' not in page
    assert 'name="users"' not in page

    answer = client.post(
        url("edit", box),
        {"notice": "mail", "email": "uma@acme.example", "version": "1", "name": "Mine", "owner": "shared"},
    )

    assert answer.status_code == 302
    with in_tenant(acme):
        assert (row_of(box).name, row_of(box).notice) == ("Amara Okafor", "mail")


def test_the_longest_message_is_a_matter_of_the_box(acme, browser, shared, user):
    sent = {"owner": "shared", "users": [user.pk], "name": "Front desk", "notice": "none", "version": "1"}

    refused = browser.post(url("edit", shared), sent | {"most_seconds": "601"})
    browser.post(url("edit", shared), sent | {"most_seconds": "60"})

    assert refused.status_code == 422
    assert "Enter 10 to 600 seconds." in refused.content.decode()
    assert "leave a message of at most 60 seconds." in browser.get(url("detail", shared)).content.decode()
    with in_tenant(acme):
        assert published(shared).most_seconds == 60


def test_a_pin_is_never_shown_again_not_even_when_it_was_refused(acme, browser, box):
    refused = browser.post(url("pin", box), {"pin": "7777"})
    assert refused.status_code == 422
    assert "easy to guess" in refused.content.decode()
    assert "7777" not in refused.content.decode()

    saved = browser.post(url("pin", box), {"pin": "7391"}, follow=True)

    assert "has a new PIN" in saved.content.decode()
    assert "7391" not in saved.content.decode()
    assert "Remove PIN" in saved.content.decode()


def test_a_pin_lies_in_clear_in_no_row_and_no_log(acme, browser, box, caplog):
    pin = "8203957146"
    browser.post(url("pin", box), {"pin": pin})
    browser.post(url("pin", box), {"pin": f"{pin}0"})  # too long, and still nobody's business

    with in_tenant(acme), connection.cursor() as cursor:
        assert row_of(box).has_pin
        cursor.execute(
            "SELECT schemaname, tablename FROM pg_tables WHERE schemaname IN (%s, 'public')",
            [acme.schema_name],
        )
        tables = cursor.fetchall()
        leaks = []
        for schema, table in tables:
            cursor.execute(
                f'SELECT count(*) FROM "{schema}"."{table}" AS one WHERE one::text LIKE %s', [f"%{pin}%"]
            )
            leaks += [table] if cursor.fetchone()[0] else []
    assert len(tables) > 20
    assert leaks == []
    assert pin not in caplog.text


def test_a_box_that_is_in_use_is_asked_about_before_it_is_disabled(acme, browser, boss, box):
    with in_tenant(acme):
        add_number(boss, e164="+493055501230", destination_kind="voicemail", destination_voicemail_box=box)
    question = browser.get(url("set_enabled", box)).content.decode()
    assert "+49 30 55501230" in question

    browser.post(url("set_enabled", box), {"enabled": "0"})

    assert "switched off" in browser.get("/numbers/493055501230/").content.decode()
    assert "leads to a disabled voicemail box" in browser.get("/").content.decode()


def test_a_used_box_is_deleted_with_what_its_callers_meet_instead(acme, browser, boss, box, shared):
    with in_tenant(acme):
        number = add_number(
            boss, e164="+493055501230", destination_kind="voicemail", destination_voicemail_box=box
        )
    assert browser.post(url("delete", box)).status_code == 422

    browser.post(url("delete", box), {"replacement": str(shared.key)})

    with in_tenant(acme):
        number.refresh_from_db()
        assert number.destination_voicemail_box == shared
    page = browser.get("/numbers/").content.decode()
    assert f'<a href="{url("detail", shared)}">Voicemail box Front desk</a>' in page


def test_a_number_is_pointed_to_a_box(acme, browser, box):
    answer = browser.post(
        "/numbers/add/",
        {
            "e164": "+49 30 5550 1230",
            "destination_kind": "voicemail",
            "destination_voicemail_box": str(box.key),
            "destination_extension": "999",
            "is_enabled": "on",
        },
    )

    assert answer.status_code == 302
    assert url("detail", box) in browser.get("/numbers/493055501230/").content.decode()


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ("", "Choose a voicemail box."),
        ("Nobody", "There is no voicemail box Nobody"),
        ("0", "no voicemail box 0"),
    ],
)
def test_a_number_without_its_box_is_refused(browser, sent, sentence):
    answer = browser.post(
        "/numbers/add/",
        {"e164": "+49 30 5550 1230", "destination_kind": "voicemail", "destination_voicemail_box": sent},
    )

    assert answer.status_code == 422
    assert sentence in answer.content.decode()


@pytest.mark.parametrize("typed", ["Amara Okafor (101)", "amara okafor", "Amara Okafor (101) (disabled)"])
def test_a_box_can_be_typed_where_there_are_too_many_to_list(acme, browser, box, typed, monkeypatch):
    monkeypatch.setattr("extensions.fields.MAX_OPTIONS", 0)
    assert 'hx-get="/voicemail/options/"' in browser.get("/numbers/add/").content.decode()

    answer = browser.post(
        "/numbers/add/",
        {"e164": "+493055501230", "destination_kind": "voicemail", "destination_voicemail_box": typed},
    )

    assert answer.status_code == 302
    edit = browser.get("/numbers/493055501230/edit/").content.decode()
    assert 'value="Amara Okafor (101)"' in edit


def test_suggestions_are_for_those_who_route(browser, umas, client_for, box, shared):
    asked = url("options") + "?destination_voicemail_box=fro"

    assert browser.get(asked).content.decode() == '<option value="Front desk">'
    assert client_for(umas).get(asked).content == b""


@pytest.mark.usefixtures("box", "shared", "boxes_of_others")
def test_the_boxes_of_the_list_are_exported_without_what_nobody_may_see(browser, umas, client_for):
    every = browser.get(url("export")).content.decode()
    filtered = browser.get(url("export") + "?owner=shared").content.decode()
    own = client_for(umas).get(url("export")).content.decode()

    assert "Amara Okafor,101," in every
    assert "Front desk,,Uma,," in filtered
    assert "Amara" not in filtered
    assert [line.split(",")[0] for line in own.splitlines()[1:]] == ["Amara Okafor", "Front desk"]


def test_the_page_of_a_box_leads_to_its_call_flow(browser, umas, client_for, box):
    link = f"/flow/voicemail/{box.key}/"

    assert link in browser.get(url("detail", box)).content.decode()
    assert browser.get(link).status_code == 200
    assert link not in client_for(umas).get(url("detail", box)).content.decode()


def test_the_stranger_finds_nothing_and_changes_nothing(acme, stranger, client_for, recorded):
    client = client_for(stranger)

    for name in ("detail", "edit", "greeting", "sound", "pin", "set_enabled", "delete"):
        assert client.get(url(name, recorded)).status_code == 404
    for name in ("edit", "greeting", "sound_remove", "pin", "pin_remove", "set_enabled", "delete"):
        assert client.post(url(name, recorded), {"pin": "7391"}).status_code == 404
    assert "Amara" not in client.get(url("list")).content.decode()
    with in_tenant(acme):
        assert (row_of(recorded).has_pin, bool(row_of(recorded).greeting_audio)) == (False, True)
