"""The pages of ring groups, without a script."""

from __future__ import annotations

import csv
import io
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from extensions.services import disable_extension
from routing.models import RingGroup, RingGroupTurns
from tenants.context import in_tenant

LIST = "/ring-groups/"
ADD = f"{LIST}add/"
NEW = {
    "name": "Sales",
    "number": "",
    "strategy": "simultaneous",
    "ring_seconds": "20",
    "rounds": "1",
    "destination_kind": "hang_up",
}


def page_of(group: RingGroup) -> str:
    return f"{LIST}{group.key}/"


def text_of(response) -> str:
    return response.content.decode()


def rows_in(text: str) -> list[str]:
    return re.findall(r'name="members" value="(\d+)"', text)


def members_of(acme) -> list[tuple[str, bool]]:
    with in_tenant(acme):
        group = RingGroup.objects.get()
        return [
            (member.extension.number, member.is_enabled)
            for member in group.members.select_related("extension").order_by("position")
        ]


@pytest.mark.usefixtures("people")
def test_a_group_is_made_from_ticked_extensions_in_one_go(client, acme):
    answer = client.post(ADD, {**NEW, "members-add": ["103", "101"]})

    assert answer.status_code == 302
    assert members_of(acme) == [("103", True), ("101", True)]


@pytest.mark.usefixtures("people")
def test_members_are_added_by_numbers_and_ranges(client, acme):
    client.post(ADD, {**NEW, "members-add": ["103"], "members-numbers": "101-110"})

    assert members_of(acme) == [("103", True), ("101", True), ("102", True)]


@pytest.mark.usefixtures("people")
@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("200-210", "None of these numbers is an extension."),
        ("Anna", "is neither a number nor a range"),
    ],
)
def test_numbers_that_are_no_extensions_are_refused_and_kept(client, typed, sentence):
    answer = client.post(ADD, {**NEW, "members-numbers": typed})

    assert answer.status_code == 422
    assert sentence in text_of(answer)
    assert f'value="{typed}"' in text_of(answer)


@pytest.mark.usefixtures("people")
@pytest.mark.parametrize(
    ("act", "rows"),
    [
        ("up:103", ["101", "103", "102"]),
        ("down:101", ["102", "101", "103"]),
        ("up:101", ["101", "102", "103"]),
        ("down:103", ["101", "102", "103"]),
        ("remove:102", ["101", "103"]),
        ("add", ["101", "102", "103"]),
        ("up:999", ["101", "102", "103"]),
        ("sideways:101", ["101", "102", "103"]),
    ],
)
def test_the_buttons_of_the_rows_show_the_form_rearranged_and_save_nothing(client, acme, act, rows):
    sent = {
        **NEW,
        "name": "",
        "members": ["101", "102", "103"],
        "members-on": ["101", "103"],
        "_arrange": act,
    }

    answer = client.post(ADD, sent)

    text = text_of(answer)
    assert answer.status_code == 200
    assert rows_in(text) == rows
    assert "There is a problem" not in text
    assert re.findall(r'name="members-on" value="(\d+)" id="on-\d+" checked', text) == [
        number for number in rows if number != "102"
    ]
    with in_tenant(acme):
        assert not RingGroup.objects.exists()


@pytest.mark.usefixtures("people")
def test_rearranging_keeps_everything_else_that_was_typed(client):
    sent = {**NEW, "name": "Sales & more", "strategy": "least_recent", "ring_seconds": "x", "_arrange": "add"}

    text = text_of(client.post(ADD, {**sent, "members-add": ["102"]}))

    assert 'value="Sales &amp; more"' in text
    assert 'name="ring_seconds" value="x"' in text
    assert re.search(r'value="least_recent"[^>]*checked', text)
    assert rows_in(text) == ["102"]


def test_an_edit_keeps_order_and_switches_and_moves_with_the_version(client, acme, make_group):
    group = make_group(strategy="sequential")
    page = f"{page_of(group)}edit/"
    assert rows_in(text_of(client.get(page))) == ["101", "102", "103"]

    moved = text_of(
        client.post(
            page,
            {**NEW, "version": "1", "members": ["101", "102"], "members-on": ["102"], "_arrange": "up:102"},
        )
    )
    assert 'name="version" value="1"' in moved
    client.post(page, {**NEW, "version": "1", "members": ["102", "101"], "members-on": ["102"]})

    assert members_of(acme) == [("102", True), ("101", False)]


def test_without_a_member_the_form_says_what_to_do(client):
    answer = client.post(ADD, NEW)

    assert answer.status_code == 422
    assert "Choose at least one member." in text_of(answer)


def test_a_row_of_an_extension_that_is_gone_can_be_removed(client, make_group):
    page = f"{page_of(make_group())}edit/"

    answer = client.post(page, {**NEW, "version": "1", "members": ["101", "999"], "members-on": ["101"]})

    assert answer.status_code == 422
    assert "There is no extension 999. Remove it." in text_of(answer)
    assert rows_in(text_of(answer)) == ["101", "999"]


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"ring_seconds": "3"}, "Enter a whole number from 5 to 120."),
        ({"rounds": "many"}, "Enter a whole number from 1 to 9."),
        ({"strategy": ""}, "Choose a strategy."),
        ({"destination_kind": ""}, "Choose where calls go."),
        ({"destination_kind": "voicemail"}, "Choose a voicemail box."),
        ({"number": "101"}, "Enter another number, or leave it empty."),
    ],
)
@pytest.mark.usefixtures("people")
def test_what_does_not_fit_is_said_at_its_field_and_nothing_is_lost(client, values, sentence):
    answer = client.post(ADD, {**NEW, "members-add": ["101", "102"], **values})

    assert answer.status_code == 422
    assert sentence in text_of(answer)
    assert rows_in(text_of(answer)) == ["101", "102"]


def test_the_page_says_in_one_sentence_what_a_call_does(client, make_group):
    every = text_of(client.get(page_of(make_group("Sales", rounds=2))))
    turns = text_of(client.get(page_of(make_group("Support", strategy="round_robin"))))

    assert "Rings 3 members at once for 20 s, twice; a call that nobody answers hangs up." in every
    assert "Rings 3 members for 20 s each, beginning with the next one for each call;" in turns


def test_the_page_shows_who_cannot_ring_and_why(client, acme, boss, people, make_group):
    group = make_group()
    with in_tenant(acme):
        disable_extension(boss, people[0])
        people[1].sip_accounts.update(is_enabled=False)

    text = text_of(client.get(page_of(group)))

    assert "Disabled" in text
    assert "Has no phone" in text
    assert "Rings 1 member for 20 s; a call" in text


def test_a_group_in_which_nobody_can_ring_is_marked_in_the_list_and_on_its_page(
    client, acme, boss, people, make_group
):
    group = make_group(members=people[:1])
    with in_tenant(acme):
        disable_extension(boss, people[0])

    sentence = "No member can ring: each is off, disabled or has no phone."
    assert sentence in text_of(client.get(page_of(group)))
    assert "Needs attention" in text_of(client.get(LIST))


def test_least_recent_shows_when_each_member_was_rung(client, acme, people, make_group):
    group = make_group(strategy="least_recent")
    with in_tenant(acme):
        RingGroupTurns.objects.create(
            group_key=group.key, turns=1, rung={str(people[0].key): [1, 1_772_000_000.5]}
        )

    text = text_of(client.get(page_of(group)))

    assert "Last rung" in text
    assert 'datetime="2026-02-25' in text
    assert "Last rung" not in text_of(client.get(page_of(make_group("Support", strategy="sequential"))))


def test_the_list_finds_groups_by_name_strategy_and_member(client, make_group, people):
    make_group("Sales", members=people[:1], strategy="sequential")
    make_group("Support", members=people[1:])

    assert "Support" not in text_of(client.get(f"{LIST}?q=101"))
    assert "Sales" not in text_of(client.get(f"{LIST}?strategy=simultaneous"))
    assert "Sales" not in text_of(client.get(f"{LIST}?q=101&status=disabled"))


def test_the_list_asks_the_same_number_of_queries_however_long_it_is(client, make_group, lead_number):
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert client.get(LIST).status_code == 200
        return len(captured)

    lead_number("+493055501210", make_group("Sales"))
    queries()
    one = queries()
    for count in range(5):
        lead_number(f"+49305550122{count}", make_group(f"Sales {count}"))

    assert queries() == one <= 14


def test_the_export_has_strategy_members_and_fall_back(client, make_group):
    make_group()

    [row] = csv.DictReader(io.StringIO(client.get(f"{LIST}export/").content.decode("utf-8-sig")))

    assert (row["Strategy"], row["Members"], row["When nobody answers"]) == (
        "Simultaneous",
        "101, 102, 103",
        "Hang up",
    )


def test_a_number_can_be_led_to_a_group(client, make_group):
    group = make_group()

    answer = client.post(
        "/numbers/add/",
        {
            "e164": "+493055501210",
            "destination_kind": "ring_group",
            "destination_ring_group": str(group.key),
            "is_enabled": "on",
        },
    )

    assert answer.status_code == 302
    assert "+49 30 55501210" in text_of(client.get(page_of(group)))


def test_the_history_is_in_words(client, make_group):
    text = text_of(client.get(page_of(make_group())))

    assert "added this ring group" in text
    assert "When nobody answers" in text


def test_a_stranger_finds_no_group_of_this_organization(client_for, stranger, make_group):
    group = make_group()

    for page in ("", "edit/", "delete/"):
        assert client_for(stranger).get(f"{page_of(group)}{page}").status_code == 404
