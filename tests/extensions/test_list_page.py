"""The list of extensions."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from extensions.models import Extension, SipAccount
from extensions.services import disable_extension
from tenants.context import in_tenant

HOSTILE = "<script>alert('x')</script> \"quoted\" & 'single' \N{BELL}"


@pytest.fixture
def client(client_for, owner):
    return client_for(owner)


@pytest.fixture
def three_in_three_states(acme, boss, user, make_extension):
    """101 is in sync, 102 is Uma's and failed, 103 is disabled and syncing."""
    make_extension("101", "Amara Okafor")
    make_extension("102", "Workshop", user=user)
    last = make_extension("103", "Kitchen")
    with in_tenant(acme):
        disable_extension(boss, last)
        SipAccount.objects.filter(extension__number="101").update(sync_state="in_sync")
        SipAccount.objects.filter(extension__number="102").update(
            sync_state="failed", sync_error="Name taken."
        )


def rows(page) -> list[str]:
    return re.findall(r'class="cell-main"><a href="/extensions/(\d+)/"', page.content.decode())


def test_an_empty_list_says_what_an_extension_is_and_how_to_add_one(client):
    page = client.get("/extensions/").content.decode()

    assert "No extensions yet" in page
    assert 'href="/extensions/add/"' in page


def test_numbers_are_sorted_as_people_count(client, make_extension):
    for number in ("1001", "99", "101"):
        make_extension(number)

    assert rows(client.get("/extensions/")) == ["99", "101", "1001"]
    assert rows(client.get("/extensions/?sort=-number")) == ["1001", "101", "99"]


@pytest.mark.parametrize(
    "sort", ["name", "-name", "user", "-user", "status", "-status", "secret", "--", "user__password"]
)
def test_every_sort_key_is_either_known_or_ignored(client, make_extension, sort):
    make_extension("101")
    make_extension("102", "Ben")

    page = client.get("/extensions/", {"sort": sort})

    assert page.status_code == 200
    assert sorted(rows(page)) == ["101", "102"]


def test_the_sorted_column_says_so_to_a_screen_reader(client, make_extension):
    make_extension("101")

    assert 'aria-sort="ascending"' in client.get("/extensions/").content.decode()
    assert 'aria-sort="descending"' in client.get("/extensions/?sort=-name").content.decode()


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=amara", ["101"]),
        ("q=102", ["102"]),
        ("q=102_acme", ["102"]),
        ("q=uma", ["102"]),
        ("status=disabled", ["103"]),
        ("status=active", ["101", "102"]),
        ("sync=failed", ["102"]),
        ("sync=pending", ["103"]),
        ("q=amara&sync=failed", []),
        ("status=nonsense&sync=nonsense", ["101", "102", "103"]),
        ("per=100", ["101", "102", "103"]),
        ("per=100000000000000000000", ["101", "102", "103"]),
        ("page=99", ["101", "102", "103"]),
        ("q=%00", ["101", "102", "103"]),
        ("q=%25", []),
    ],
)
@pytest.mark.usefixtures("three_in_three_states")
def test_filters_are_in_the_address(client, query, found):
    assert rows(client.get(f"/extensions/?{query}")) == found


def test_no_match_offers_to_clear_the_filters(client, make_extension):
    make_extension("101")

    page = client.get("/extensions/?q=nobody").content.decode()

    assert "No extensions match these filters" in page
    assert "Clear filters" in page


def test_the_states_are_words_and_a_failure_has_its_reason(client, acme, make_extension):
    make_extension("101")
    make_extension("102")
    with in_tenant(acme):
        SipAccount.objects.filter(extension__number="102").update(
            sync_state="failed", sync_error="Name taken."
        )

    page = client.get("/extensions/").content.decode()

    assert "Syncing" in page
    assert "Failed" in page
    assert "Name taken." in page
    assert "1 not in sync" in page


def test_the_page_asks_again_only_while_something_is_syncing(client, acme, make_extension):
    extension = make_extension("101")
    poll = f'hx-select-oob="#sync-{extension.pk}"'

    assert poll in client.get("/extensions/").content.decode()
    with in_tenant(acme):
        SipAccount.objects.update(sync_state="in_sync")
    settled = client.get("/extensions/").content.decode()

    assert 'hx-select-oob="#sync-' not in settled
    assert '<div id="sync-poll"></div>' in settled


def test_used_by_is_counted(client, make_extension, make_number):
    extension = make_extension("101")
    make_number("+493055501210", to=extension)
    make_number("+493055501211", to=extension)

    assert "2 places" in client.get("/extensions/").content.decode()


def test_hostile_names_come_out_as_text(client, acme, make_extension):
    make_extension("101", HOSTILE.replace("\N{BELL}", ""))

    page = client.get("/extensions/").content.decode()

    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page


def test_passwords_are_on_no_list(client, acme, make_extension):
    extension = make_extension("101")
    with in_tenant(acme):
        account = extension.sip_accounts.get()
        password, stored = account.get_secret("secret").reveal(), account.secret

    page = client.get("/extensions/").content.decode()

    assert password not in page
    assert stored not in page


def test_the_number_of_queries_does_not_grow_with_the_rows(client, acme, make_extension, make_number):
    make_number("+493055501210", to=make_extension("101"))
    client.get("/extensions/")
    with CaptureQueriesContext(connection) as few:
        client.get("/extensions/")
    for number in range(202, 222):
        make_number(f"+49305550{number}", to=make_extension(str(number)))
    client.get("/extensions/")

    with CaptureQueriesContext(connection) as many:
        page = client.get("/extensions/")

    assert len(rows(page)) == 21
    assert len(statements(many)) == len(statements(few))
    # Two of them for each table whose rows send calls somewhere.
    assert len(statements(many)) <= 24


def statements(captured) -> list[str]:
    return [
        query["sql"]
        for query in captured
        if not query["sql"].startswith(("SET", "BEGIN", "SAVEPOINT", "RELEASE"))
    ]


def test_another_organizations_extensions_are_not_listed(client_for, stranger, make_extension, acme):
    make_extension("101")

    assert rows(client_for(stranger).get("/extensions/")) == []
    with in_tenant(acme):
        assert Extension.objects.count() == 1
