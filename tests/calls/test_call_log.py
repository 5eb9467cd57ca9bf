"""The call log: who sees which calls, what the filters find, and how its pages hang together."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.html import escape

from calls.models import Call
from calls.pages import PAGE_SIZE
from tenants.context import in_tenant

URL = "/calls/"


def times(response) -> list[str]:
    return re.findall(r'<time class="num" datetime="([^"]+)"', response.content.decode())


@pytest.mark.parametrize("role", ["owner", "admin", "reporter"])
def test_owner_admin_and_reporter_see_the_calls_of_everybody(client_for, request, acme, add_call, role):
    add_call(acme, caller="+4915155501830")

    page = client_for(request.getfixturevalue(role)).get(URL).content.decode()

    assert "+49 1515 5501830" in page
    assert "1 call" in page


def test_a_pbx_user_sees_own_calls_only(client_for, user, acme, add_call, own_extension):
    add_call(acme, caller="+491111111111", extension_keys=[own_extension.key, uuid4()])
    add_call(acme, caller="+492222222222", extension_keys=[uuid4()])

    page = client_for(user).get(URL).content.decode()

    assert "1111" in page
    assert "2222" not in page


def test_a_pbx_user_without_an_extension_sees_none(client_for, user, acme, add_call):
    add_call(acme)

    assert "No calls yet" in client_for(user).get(URL).content.decode()


def test_the_stranger_finds_nothing_of_acme_in_globex(client_for, stranger, acme, add_call):
    add_call(acme)

    assert "No calls yet" in client_for(stranger).get(URL).content.decode()


def test_the_platforms_managers_have_no_call_log(client_for, platform_manager):
    assert client_for(platform_manager).get(URL).status_code == 404


def test_visitors_are_sent_to_sign_in(client_of, acme):
    assert client_of(acme).get(URL).status_code == 302


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", 4),
        ("?q=%2B49+1515+55", 1),
        ("?q=(0)815", 1),
        ("?q=nobody", 0),
        ("?direction=internal", 1),
        ("?direction=sideways", 4),
        ("?result=busy", 1),
        ("?result=live", 1),
        ("?result=answered&direction=inbound", 1),
        ("?period=today", 3),
        ("?period=7", 4),
        ("?period=century", 4),
        ("?since=2026-03-29&until=2026-03-29", 3),
        ("?since=2026-03-30", 0),
        ("?until=2026-03-28", 1),
        ("?until=9999-12-31&since=0001-01-01", 4),
        ("?since=yesterday", 4),
        ("?q=" + "9" * 100, 4),
        ("?q=%00", 4),
    ],
)
def test_filters_narrow_the_list(  # noqa: PLR0917
    client_for, owner, acme, add_call, query, found
):
    # given the day on which Berlin loses an hour: it begins at 23:00 UTC and has 23 hours
    add_call(acme, caller="+4915155501830", started_at=datetime(2026, 3, 28, 23, 0, tzinfo=UTC))
    add_call(acme, caller="101", direction="internal", started_at=datetime(2026, 3, 29, 21, 59, tzinfo=UTC))
    add_call(
        acme,
        caller="+4930",
        dialled="+490815",
        result="busy",
        started_at=datetime(2026, 3, 28, 22, 59, tzinfo=UTC),
    )
    add_call(
        acme,
        caller="+4940",
        state="ringing",
        result="unknown",
        started_at=datetime(2026, 3, 29, 12, tzinfo=UTC),
    )

    with time_machine.travel(datetime(2026, 3, 29, 21, 59, 30, tzinfo=UTC)):
        response = client_for(owner).get(URL + query)

    assert response.status_code == 200
    assert len(times(response)) == found
    if not found:
        assert "No calls match these filters" in response.content.decode()


def test_pages_follow_each_other_without_gap_or_repeat_while_calls_come_in(client_for, owner, acme, add_call):
    # given many calls, most of them of the same moment
    moment = datetime(2026, 11, 20, 12, tzinfo=UTC)
    made = [
        add_call(acme, started_at=moment + timedelta(seconds=index // 40))
        for index in range(2 * PAGE_SIZE + 7)
    ]
    browser = client_for(owner)

    def keys(response) -> list[str]:
        return re.findall(r'cell-main"><a href="/calls/([0-9a-f-]{36})/', response.content.decode())

    def follow(response, rel: str):
        link = re.search(rf'href="(\?[^"]+)" rel="{rel}"', response.content.decode())
        return browser.get(URL + link[1].replace("&amp;", "&")) if link else None

    first = browser.get(URL)
    second = follow(first, "next")
    add_call(acme, started_at=moment + timedelta(days=1))
    third = follow(second, "next")

    assert keys(first) + keys(second) + keys(third) == [str(call.key) for call in reversed(made)]
    assert follow(third, "next") is None
    assert keys(follow(third, "prev")) == keys(second)
    assert len(keys(follow(second, "prev"))) == PAGE_SIZE


@pytest.mark.parametrize(
    "query", ["?before=nonsense", "?before=99999999999999999-1", "?after=-1", "?before=0-0", "?page=7"]
)
def test_a_cursor_that_makes_no_sense_is_no_error(client_for, owner, acme, add_call, query):
    add_call(acme)

    assert client_for(owner).get(URL + query).status_code == 200


def test_the_count_is_in_words_and_stops_at_a_thousand(client_for, owner, acme):
    with in_tenant(acme):
        Call.objects.bulk_create(
            [
                Call(session_token=f"call-{n}", started_at=datetime(2026, 1, 1, tzinfo=UTC), state="ended")
                for n in range(1002)
            ]
        )

    assert "More than 1,000 calls" in client_for(owner).get(URL).content.decode()


def test_the_number_of_queries_does_not_depend_on_the_number_of_rows(
    client_for, owner, acme, add_call, django_assert_max_num_queries
):
    browser = client_for(owner)
    add_call(acme)
    browser.get(URL)
    with CaptureQueriesContext(connection) as one:
        browser.get(URL)
    for _ in range(30):
        add_call(acme, journey="101 Anna", caller_name="Carla")

    with django_assert_max_num_queries(12) as many:
        browser.get(URL)

    assert len(many) == len(one)


HOSTILE = ['"><script>alert(1)</script>', "{{ 7*7 }}", "\u202egnp.exe", "x" * 300, "&lt;b&gt;", "😀 Zoë"]


@pytest.mark.parametrize("name", HOSTILE)
def test_what_callers_call_themselves_comes_out_escaped(client_for, owner, acme, add_call, name):
    call = add_call(
        acme, caller_name=name, caller=name[:255], dialled=name[:255], journey=name, disposition=name[:40]
    )
    browser = client_for(owner)

    for url in (URL, reverse("calls:detail", args=[call.key], urlconf="opbx.urls")):
        page = browser.get(url).content.decode()
        assert "<script>alert" not in page
        assert escape(name[:30]) in page
