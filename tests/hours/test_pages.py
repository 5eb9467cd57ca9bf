"""The pages of business hours: what they show, and what they do with what is sent."""

from __future__ import annotations

from datetime import timedelta

import pytest

from routing.models import Schedule
from routing.opening_times import Hours
from routing.services import set_override
from tenants.context import in_tenant
from tests.hours.conftest import HANG_UP, MONDAY_NOON, text_of, to_extension

pytestmark = pytest.mark.usefixtures("monday_noon")


def form_of(page) -> dict:
    """What the form of a page would send unchanged."""
    form = page.context["form"]
    values = {name: form[name].value() for name in form.fields}
    return {
        name: ""
        if value is None
        else [str(getattr(one, "key", one)) for one in value]
        if name == "holiday_sets"
        else value
        for name, value in values.items()
    }


NEW = {
    "name": "Office",
    "number": "",
    "time_zone": "",
    **{f"day_{day}": "9-17" for day in range(5)},
    "day_5": "",
    "day_6": "",
    "open-destination_kind": "hang_up",
    "closed-destination_kind": "hang_up",
    "holiday-destination_kind": "",
}


# The list.


def test_the_list_says_what_is_open_now_and_what_comes_next(client, make_hours, make_set, boss, acme):
    make_hours("Office")
    make_hours("Weekend", week={5: (Hours(600, 840),)})
    make_hours("Closed today", holiday_sets=[make_set("Germany", ("2026-03-02", "Own day"))])
    with in_tenant(acme):
        set_override(boss, make_hours("Night"), state="closed", until=MONDAY_NOON + timedelta(hours=1))

    page = text_of(client.get("/hours/"))

    assert "closes 17:00" in page
    assert "opens Sat 10:00" in page
    assert "Own day, opens Tue 09:00" in page
    assert "By hand" in page
    assert "opens 13:00" in page
    assert "Mon–Fri 09:00–17:00" in page


def test_the_list_asks_the_same_number_of_questions_for_more_hours(client, make_hours, make_set):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    make_hours("First", holiday_sets=[make_set("A", ("2026-03-02", "Day"))])
    client.get("/hours/")  # whatever is read once for a process
    with CaptureQueriesContext(connection) as few:
        client.get("/hours/")
    for name in ("Second", "Third", "Fourth"):
        make_hours(name)

    with CaptureQueriesContext(connection) as many:
        client.get("/hours/")

    assert len(many) == len(few)


def test_the_export_says_what_the_list_says(client, make_hours):
    make_hours("Office", number="500")

    lines = client.get("/hours/export/").getvalue().decode().splitlines()

    assert lines[0].endswith("Name,Internal number,Active,Now,Week,Holidays,Used by")
    assert lines[1] == 'Office,500,yes,"Open, closes 17:00",Mon–Fri 09:00–17:00,,0'


# Adding and editing.


def test_new_hours_are_added_from_the_form(client, acme, make_extension):
    front = make_extension("101")

    answer = client.post(
        "/hours/add/",
        NEW
        | {
            "day_0": "9-12, 13-17",
            "day_5": "22-2",
            "open-destination_kind": "extension",
            "open-destination_extension": "101",
            "closed-destination_extension": "garbage",
        },
    )

    with in_tenant(acme):
        row = Schedule.objects.get()
        assert answer.headers["Location"] == row.get_absolute_url()
        assert row.destinations.get(state="open").destination_extension == front
        assert not row.destinations.filter(state="holiday").exists()
        monday = row.week_ranges.filter(weekday=0).values_list("opens", "closes")
        assert list(monday) == [(540, 720), (780, 1020)]
    page = text_of(client.get(answer.headers["Location"]))
    assert "09:00–12:00, 13:00–17:00" in page
    assert "22:00–02:00" in page


def test_a_saved_form_is_understood_again(client, acme, make_hours, make_set, make_extension):
    row = make_hours(
        week={0: (Hours(540, 720), Hours(1320, 360)), 6: (Hours(0, 1440),)},
        time_zone="Asia/Kathmandu",
        holiday_sets=[make_set()],
        destinations={"open": to_extension(make_extension("101")), "closed": HANG_UP, "holiday": HANG_UP},
    )
    url = f"/hours/{row.key}/edit/"

    answer = client.post(url, form_of(client.get(url)))

    assert answer.status_code == 302
    with in_tenant(acme):
        row.refresh_from_db()
        assert row.version == 1


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("day_2", "nine", "Enter hours such as 09:00-17:00, or 09:00-12:00, 13:00-17:00."),
        ("day_2", "22-10", "runs into 09:00–17:00 of Thursday"),
        ("time_zone", "Mars/Olympus", "Choose a time zone from the list."),
        ("open-destination_kind", "", "Choose where calls go."),
        ("closed-destination_kind", "extension", "Choose an extension."),
        ("holiday_sets", "5f0c0000-0000-4000-8000-000000000000", "One of these sets was deleted meanwhile."),
        ("name", "", "Enter a name."),
    ],
)
def test_a_form_that_will_not_do_comes_back_with_what_to_do(client, acme, field, value, sentence):
    answer = client.post("/hours/add/", NEW | {field: value})

    assert answer.status_code == 422
    assert sentence in text_of(answer)
    with in_tenant(acme):
        assert not Schedule.objects.exists()


@pytest.fixture
def world(make_extension, make_set):
    """An extension 101 and a holiday set to choose."""
    make_extension("101")
    return make_set()


@pytest.mark.parametrize(
    ("button", "week"),
    [
        ("weekdays", ["8-12"] * 5 + ["10-14", ""]),
        ("all", ["8-12"] * 7),
        ("office", ["09:00-17:00"] * 5 + ["", ""]),
        ("sunday", ["09:00-17:00"] * 4 + ["", "", "09:00-17:00"]),
        ("always", ["24 hours"] * 7),
    ],
)
def test_a_button_fills_in_the_week_and_keeps_everything_else(client, acme, world, button, week):
    germany = world
    typed = NEW | {
        "name": "Half typed",
        "day_0": "8-12",
        "day_5": "10-14",
        "copy": button,
        "holiday_sets": [str(germany.key)],
        "open-destination_kind": "extension",
        "open-destination_extension": "101",
    }

    answer = client.post("/hours/add/", typed)

    form = answer.context["form"]
    assert answer.status_code == 200
    assert [day.value() for day in form.days()] == week
    assert form["name"].value() == "Half typed"
    page = text_of(answer)
    assert (
        f'value="{germany.key}" class="form-check-input" id="id_holiday_sets_0" checked' in page
        or "checked" in page
    )
    assert '<option value="101" selected>' in page
    assert "There is a problem" not in page
    with in_tenant(acme):
        assert not Schedule.objects.exists()


def test_a_button_of_an_edited_form_keeps_its_version(client, make_hours):
    row = make_hours()
    url = f"/hours/{row.key}/edit/"
    filled = client.post(url, form_of(client.get(url)) | {"copy": "always"})

    answer = client.post(url, form_of(filled))

    assert answer.status_code == 302
    assert "Every day 24 hours" in text_of(client.get("/hours/"))


# By phone.


def test_the_form_lets_phones_switch_them_and_the_page_says_what_they_dial(client, acme):
    client.post("/hours/add/", {**NEW, "number": "500", "by_phone": "on", "phone_pin": "7391"})
    with in_tenant(acme):
        row = Schedule.objects.get()

    page = text_of(client.get(f"/hours/{row.key}/"))
    assert all(dialled in page for dialled in ("*81500", "*82500", "*80500"))
    assert "7391" not in page
    edit = text_of(client.get(f"/hours/{row.key}/edit/"))
    assert "Leave this empty to keep the PIN that is set." in edit
    assert "7391" not in edit


def test_the_page_says_why_no_phone_can_switch_them(client, make_hours):
    row = make_hours()
    assert "Phones cannot open and close these hours." in text_of(client.get(f"/hours/{row.key}/"))

    one, _ = make_hours("One", by_phone=True), make_hours("Two", by_phone=True)
    page = text_of(client.get(f"/hours/{one.key}/"))
    assert "Give these hours an internal number: phones may switch other hours too." in page


def test_a_weak_pin_is_refused_at_its_field(client):
    page = client.post("/hours/add/", {**NEW, "by_phone": "on", "phone_pin": "1234"})

    assert page.status_code == 422
    assert "easy to guess" in text_of(page)
