"""The pages that open and close by hand, ask about a moment, and keep exceptions."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.urls import reverse

from routing.models import ScheduleException
from routing.services import add_exception
from tenants.context import in_tenant
from tests.hours.conftest import HANG_UP, MONDAY_NOON, text_of, to_extension

pytestmark = pytest.mark.usefixtures("monday_noon")


# Opening and closing by hand.


def test_one_click_closes_until_the_next_opening_and_another_goes_back(client, acme, make_hours):
    row = make_hours()
    page = client.get(row.get_absolute_url())
    assert [choice.label for choice in page.context["quick"]] == [
        "Close until Tue 09:00",
        "Close until further notice",
    ]

    client.post(f"/hours/{row.key}/override/", {"quick": page.context["quick"][0].value})

    with in_tenant(acme):
        row.refresh_from_db()
        assert (row.override, row.override_until) == ("closed", datetime(2026, 3, 3, 8, 0, tzinfo=UTC))
    page = client.get(row.get_absolute_url())
    shown = text_of(page)
    assert "Closed until Tue 3 Mar 2026, 09:00, by Olivia" in shown
    assert "opens Tue 09:00" in shown
    assert [choice.label for choice in page.context["quick"]] == [
        "Open until 17:00",
        "Open until further notice",
    ]

    client.post(f"/hours/{row.key}/override/", {"quick": ""})
    with in_tenant(acme):
        row.refresh_from_db()
        assert row.override == ""


def test_closed_hours_offer_to_open_until_midnight(client, make_hours, set_clock):
    row = make_hours()
    set_clock(datetime(2026, 3, 7, 11, 0, tzinfo=UTC))  # Saturday noon

    quick = client.get(row.get_absolute_url()).context["quick"]

    assert [choice.label for choice in quick] == ["Open until midnight", "Open until further notice"]
    assert quick[0].until == datetime(2026, 3, 7, 23, 0, tzinfo=UTC)


def test_another_time_is_one_of_the_clocks_of_the_hours(client, acme, make_hours):
    row = make_hours(time_zone="America/New_York")

    client.post(f"/hours/{row.key}/override/", {"state": "open", "until": "2026-03-02T20:00"})

    with in_tenant(acme):
        row.refresh_from_db()
        assert row.override_until == datetime(2026, 3, 3, 1, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({"state": "open", "until": "2026-03-02T11:00"}, "Enter a time that is still to come."),
        ({"state": "open", "until": "tomorrow"}, "Enter a date and a time, or leave it empty."),
        ({"state": "ajar"}, "Choose open or closed."),
    ],
)
def test_a_time_that_will_not_do_is_asked_for_again(client, acme, make_hours, sent, sentence):
    row = make_hours()

    answer = client.post(f"/hours/{row.key}/override/", sent)

    assert answer.status_code == 422
    assert sentence in text_of(answer)


@pytest.mark.parametrize(
    "quick", ["closed 2020-01-01T00:00:00+00:00", "closed soon", "closed 2026-03-03T08:00", "?"]
)
def test_a_button_that_is_too_old_or_made_up_changes_nothing(client, acme, make_hours, quick):
    row = make_hours()

    answer = client.post(f"/hours/{row.key}/override/", {"quick": quick}, follow=True)

    assert answer.status_code == 200
    with in_tenant(acme):
        row.refresh_from_db()
        assert row.override == ""


def test_the_home_page_shows_and_switches_the_hours(client, make_hours):
    row = make_hours()
    page = text_of(client.get("/"))
    assert "Business hours" in page
    assert "Closes 17:00" in page

    answer = client.post(f"/hours/{row.key}/override/", {"quick": "closed", "next": "home"})

    assert answer.headers["Location"] == "/"
    assert "Until further notice" in text_of(client.get("/"))


def test_the_home_page_of_a_user_shows_no_hours(client_for, user, make_hours):
    make_hours("Back office")

    assert "Back office" not in text_of(client_for(user).get("/"))


# What happens at.


def test_a_moment_says_which_state_holds_and_where_calls_go(client, make_hours, make_set, make_extension):
    row = make_hours(
        holiday_sets=[make_set("Germany", ("2026-12-25", "Christmas Day"))],
        destinations={
            "open": HANG_UP,
            "closed": to_extension(make_extension("102", "Night")),
            "holiday": to_extension(make_extension("103", "Holiday")),
        },
    )

    christmas = text_of(client.get(f"/hours/{row.key}/at/", {"at": "2026-12-25T10:00"}))
    evening = text_of(client.get(f"/hours/{row.key}/at/", {"at": "2026-03-02T19:00"}))

    assert "Fri 25 Dec 2026, 10:00</strong>: Closed: Christmas Day, opens Mon 09:00" in christmas
    assert "103 Holiday" in christmas
    assert "Mon 2 Mar 2026, 19:00</strong>: Closed, opens Tue 09:00" in evening
    assert "102 Night" in evening


def test_a_moment_without_a_time_is_asked_for(client, make_hours):
    answer = client.get(f"/hours/{make_hours().key}/at/", {"at": "soon"})

    assert answer.status_code == 422
    assert "Enter a date and a time." in text_of(answer)


# Exceptions.


def test_an_exception_is_added_changed_and_deleted_on_its_pages(client, acme, make_hours):
    row = make_hours()
    sent = {"name": "Fair", "first_day": "2026-03-07", "hours": "10-16", "destination_kind": ""}

    assert (
        client.post(f"/hours/{row.key}/exceptions/add/", sent).headers["Location"] == row.get_absolute_url()
    )
    with in_tenant(acme):
        exception = ScheduleException.objects.get()
    url = reverse("schedules:edit_exception", args=[row.key, exception.key], urlconf="opbx.urls")
    assert "Sat 7 Mar 2026" in text_of(client.get(row.get_absolute_url()))
    assert client.get(url).context["form"]["hours"].value() == "10:00–16:00"

    client.post(url, sent | {"last_day": "2026-03-08", "destination_kind": "hang_up", "repeats_yearly": "on"})
    page = text_of(client.get(row.get_absolute_url()))
    assert "Sat 7 Mar 2026 – Sun 8 Mar 2026, every year · 10:00–16:00 · while closed: Hang up" in page

    client.post(f"{url}delete/")
    assert "There are none." in text_of(client.get(row.get_absolute_url()))


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"name": ""}, "Enter a name."),
        ({"first_day": ""}, "Enter a date."),
        ({"last_day": "2026-03-01"}, "Enter a last day that is not before the first."),
        ({"hours": "noon"}, "Enter hours such as"),
        ({"destination_kind": "extension"}, "Choose an extension."),
    ],
)
def test_an_exception_that_will_not_do_comes_back(client, acme, make_hours, wrong, sentence):
    row = make_hours()
    sent = {"name": "Fair", "first_day": "2026-03-07", "hours": "", "destination_kind": ""}

    answer = client.post(f"/hours/{row.key}/exceptions/add/", sent | wrong)

    assert answer.status_code == 422
    assert sentence in text_of(answer)
    with in_tenant(acme):
        assert not ScheduleException.objects.exists()


def test_an_exception_of_other_hours_is_not_there(client, acme, boss, make_hours):
    row, other = make_hours(), make_hours("Other")
    values = {
        "name": "Trip",
        "first_day": MONDAY_NOON.date(),
        "last_day": None,
        "repeats_yearly": False,
        "hours": (),
        "destination": None,
    }
    with in_tenant(acme):
        exception = add_exception(boss, row, **values)

    assert client.get(f"/hours/{other.key}/exceptions/{exception.key}/").status_code == 404
