"""The pages of holiday sets: import by country with a preview, and editing afterwards."""

from __future__ import annotations

from datetime import date

import pytest

from routing.models import HolidaySet
from tenants.context import in_tenant
from tests.hours.conftest import text_of

pytestmark = pytest.mark.usefixtures("monday_noon")


def test_an_import_shows_the_days_of_the_own_country_first(client, acme):
    page = client.get("/holidays/import/")

    assert page.context["calendar"]["country"].value() == acme.region
    assert page.context["calendar"]["year"].value() == "2026"
    with in_tenant(acme):
        assert not HolidaySet.objects.exists()


def test_only_the_chosen_days_are_imported(client, acme):
    url = "/holidays/import/?country=DE&subdivision=BE&year=2026"
    page = client.get(url)
    offered = [value for value, _ in page.context["form"].fields["days"].choices]
    assert "2026-03-08" in offered  # Berlin's own
    assert "Good Friday" in text_of(page)

    answer = client.post(
        url, {"into": "new", "name": "Germany, Berlin", "days": ["2026-12-25", "2026-10-03"]}
    )

    with in_tenant(acme):
        row = HolidaySet.objects.get()
        assert answer.headers["Location"] == f"/holidays/{row.key}/"
        assert (row.name, row.country, row.subdivision) == ("Germany, Berlin", "DE", "BE")
        assert list(row.days.order_by("day").values_list("day", flat=True)) == [
            date(2026, 10, 3),
            date(2026, 12, 25),
        ]


def test_the_next_year_goes_into_the_same_set(client, acme, make_set):
    germany = make_set("Germany", ("2026-12-25", "Christmas Day"))
    url = f"/holidays/import/?country=DE&year=2027&into={germany.key}"
    assert client.get(url).context["form"]["into"].value() == str(germany.key)

    client.post(url, {"into": str(germany.key), "days": ["2027-12-25"]})

    with in_tenant(acme):
        assert germany.days.count() == 2


def test_a_part_of_another_country_means_the_whole_one(client):
    page = client.get("/holidays/import/?country=US&subdivision=BE&year=2026")

    assert page.status_code == 200
    assert page.context["calendar"]["subdivision"].value() == ""


@pytest.mark.parametrize(
    ("query", "sent", "sentence"),
    [
        ("country=XX&year=2026", {}, "Choose a country."),
        ("country=DE&year=soon", {}, "Enter a year between 2000 and 2100."),
        ("country=DE&year=1066", {}, "Enter a year between 2000 and 2100."),
        ("country=DE&year=2026", {"into": "new", "name": "Germany"}, "Choose the days to import."),
        (
            "country=DE&year=2026",
            {"into": "new", "name": " ", "days": "2026-12-25"},
            "Enter a name for the new set.",
        ),
        (
            "country=DE&year=2026",
            {"into": "new", "name": "G", "days": "2026-02-02"},
            "Choose the days to import.",
        ),
    ],
)
def test_an_import_that_will_not_do_comes_back(client, acme, query, sent, sentence):
    answer = client.post(f"/holidays/import/?{query}", sent)

    assert answer.status_code == 422
    assert sentence in text_of(answer)
    with in_tenant(acme):
        assert not HolidaySet.objects.exists()


def test_days_are_added_named_anew_and_deleted_on_the_page(client, acme, make_set):
    germany = make_set("Germany", ("2026-12-25", "Christmas Day"), ("2025-12-25", "Last year"))
    url = f"/holidays/{germany.key}/"

    client.post(f"{url}days/", {"day": "2026-12-24", "name": "Christmas Eve"})
    client.post(f"{url}days/", {"day": "2026-12-25", "name": "First day of Christmas"})
    page = text_of(client.get(url))
    assert "Christmas Eve" in page
    assert "First day of Christmas" in page
    assert "Days that are over" in page

    with in_tenant(acme):
        gone = germany.days.get(day=date(2026, 12, 24)).pk
    client.post(f"{url}days/delete/", {"day": [str(gone), "garbage"]})
    assert "Christmas Eve" not in text_of(client.get(url)).split("Changes")[0]


def test_a_day_without_a_date_comes_back_with_what_to_enter(client, make_set):
    answer = client.post(f"/holidays/{make_set().key}/days/", {"day": "", "name": "Nothing"})

    assert answer.status_code == 422
    assert "Enter a date." in text_of(answer)


def test_a_set_says_which_hours_use_it_before_it_is_deleted(client, acme, make_set, make_hours):
    germany = make_set("Germany", ("2026-12-25", "Christmas Day"))
    make_hours("Support desk", holiday_sets=[germany])

    assert "Support desk" in text_of(client.get(f"/holidays/{germany.key}/"))
    assert "Support desk" in text_of(client.get(f"/holidays/{germany.key}/delete/"))

    client.post(f"/holidays/{germany.key}/delete/")
    with in_tenant(acme):
        assert not HolidaySet.objects.exists()


def test_a_set_is_added_by_hand_and_renamed(client, acme, make_set):
    make_set("Germany")

    assert client.post("/holidays/add/", {"name": "germany"}).status_code == 422
    answer = client.post("/holidays/add/", {"name": "Bridge days"})
    client.post(f"{answer.headers['Location']}rename/", {"name": "Long weekends"})

    assert "Long weekends" in text_of(client.get("/holidays/"))


def test_all_days_of_all_sets_are_exported(client, acme):
    with in_tenant(acme):
        for name in ("Works", "Berlin"):
            row = HolidaySet.objects.create(name=name)
            row.days.create(day=date(2026, 12, 24), name="Christmas Eve")

    lines = client.get("/holidays/export/").content.decode().splitlines()

    assert lines[1:] == ["Berlin,2026-12-24,Christmas Eve", "Works,2026-12-24,Christmas Eve"]
