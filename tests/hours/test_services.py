"""Adding and changing business hours: what is published, told and refused."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied

from audit.models import Entry
from opbx.errors import ChangedMeanwhile, NotAcceptable
from opbx.references import uses_of
from routing.models import DestinationKind, Schedule, ScheduleDestination
from routing.opening_times import Hours
from routing.services import (
    ObjectReplacement,
    add_exception,
    add_holiday_set,
    add_schedule,
    delete_exception,
    delete_object,
    duplicate_object,
    set_override,
    update_exception,
    update_schedule,
)
from routing.services.schedules import SCHEDULES
from tests.hours.conftest import (
    EXCEPTION,
    HANG_UP,
    MONDAY_NOON,
    OFFICE,
    newest,
    published,
    summary,
    to_extension,
)

pytestmark = pytest.mark.usefixtures("in_acme")


def test_new_hours_are_published_as_they_were_said(boss, make_extension, make_set):
    front, night = make_extension("101"), make_extension("102")
    germany = make_set("Germany", ("2026-12-25", "Christmas Day"))

    row = add_schedule(
        boss,
        name="Office",
        number="500",
        time_zone="America/New_York",
        week={0: (Hours(540, 720), Hours(780, 1020)), 4: (Hours(1320, 360),)},
        destinations={"open": to_extension(front), "closed": to_extension(night), "holiday": HANG_UP},
        holiday_sets=[germany],
    )

    (plan,) = published()
    assert (plan.key, plan.name, plan.number, plan.zone) == (row.key, "Office", "500", "America/New_York")
    assert next([(one.opens, one.closes) for one in day] for day in plan.week) == [(540, 720), (780, 1020)]
    assert [(one.opens, one.closes) for one in plan.week[4]] == [(1320, 1800)]
    assert (plan.open_destination.key, plan.closed_destination.key) == (front.key, night.key)
    assert [(one.day, one.name) for one in plan.holidays] == [(date(2026, 12, 25), "Christmas Day")]
    assert summary() == "Business hours Office were added"


def test_hours_without_a_zone_go_by_the_organizations(make_hours):
    make_hours()

    assert published()[0].zone == "Europe/Berlin"


def test_a_change_tells_what_was_and_what_is(boss, make_hours, make_extension):
    row, front = make_hours(), make_extension("101", "Ana", last_name="Silva")

    update_schedule(
        boss,
        row,
        version=row.version,
        week={5: (Hours(600, 840),)},
        destinations={"closed": to_extension(front)},
    )

    assert newest().changes == {
        "week": ["Mon–Fri 09:00–17:00", "Sat 10:00–14:00"],
        "closed": ["Hang up", "Extension 101 Ana Silva"],
    }
    assert published()[0].closed_destination.key == front.key
    assert summary() == "Business hours Office were changed"


def test_a_change_that_changes_nothing_is_no_change(boss, make_hours):
    row = make_hours()
    before = Entry.objects.count()

    update_schedule(boss, row, version=row.version, week=OFFICE, destinations={"open": HANG_UP}, time_zone="")

    assert Entry.objects.count() == before
    row.refresh_from_db()
    assert row.version == 1


def test_a_stale_form_does_not_overwrite(boss, make_hours):
    row = make_hours()
    update_schedule(boss, row, version=1, name="Front office")

    with pytest.raises(ChangedMeanwhile):
        update_schedule(boss, row, version=1, name="Back office")


def test_hours_cannot_lead_to_themselves(boss, make_hours):
    row = make_hours()

    with pytest.raises(NotAcceptable) as refused:
        update_schedule(
            boss,
            row,
            version=1,
            destinations={"closed": {"destination_kind": "schedule", "destination_schedule": row}},
        )

    assert refused.value.field == "closed-destination_schedule"
    assert refused.value.message == "Business hours cannot lead to themselves. Choose another destination."


def test_an_unknown_zone_and_an_overlap_are_refused_at_their_fields(boss):
    with pytest.raises(NotAcceptable) as zone:
        add_schedule(boss, name="Office", time_zone="Mars/Olympus")
    with pytest.raises(NotAcceptable) as week:
        add_schedule(boss, name="Office", week={0: (Hours(1320, 360),), 1: (Hours(300, 600),)})

    assert zone.value.field == "time_zone"
    assert week.value.field == "day_1"
    assert not Schedule.objects.exists()


def test_only_who_may_change_business_hours_changes_them(actor_for, user, reporter, make_hours):
    row = make_hours()

    for stranger in (user, reporter):
        actor = actor_for(stranger)
        with pytest.raises(PermissionDenied):
            add_schedule(actor, name="Mine")
        with pytest.raises(PermissionDenied):
            set_override(actor, row, state="closed")
        with pytest.raises(PermissionDenied):
            add_exception(actor, row, **EXCEPTION)
        with pytest.raises(PermissionDenied):
            add_holiday_set(actor, name="Mine")


def test_a_copy_has_everything_but_what_was_set_by_hand(boss, make_hours, make_set, make_extension):
    row = make_hours(holiday_sets=[make_set()])
    front = make_extension("101")
    add_exception(boss, row, **{**EXCEPTION, "hours": (Hours(600, 660),), "destination": to_extension(front)})
    set_override(boss, row, state="closed")

    copy = duplicate_object(boss, SCHEDULES, row)

    plans = {one.name: one for one in published()}
    first, second = plans["Office"], plans["Office (copy)"]
    assert second.override is None
    assert first.override is not None
    assert (second.week, second.holidays, second.open_destination) == (
        first.week,
        first.holidays,
        first.open_destination,
    )
    assert [(one.name, one.ranges, one.destination) for one in second.exceptions] == [
        (one.name, one.ranges, one.destination) for one in first.exceptions
    ]
    assert list(copy.holiday_sets.all()) == list(row.holiday_sets.all())


# Used by.


def test_what_hours_lead_to_says_so_and_hours_say_who_leads_to_them(
    boss, make_hours, make_extension, lead_number
):
    front = make_extension("101")
    row = make_hours(destinations={"open": to_extension(front), "closed": HANG_UP})
    lead_number(row)

    (use,) = uses_of(front)
    assert (use.kind, use.label, use.role) == ("Business hours", "Office", "calls go here while it is open")
    (use,) = uses_of(row)
    assert use.kind == "Phone number"


def test_deleted_hours_send_their_numbers_elsewhere(boss, make_hours, lead_number):
    row, other = make_hours(), make_hours("Other")
    number = lead_number(row)

    delete_object(boss, SCHEDULES, row, replacement=ObjectReplacement(other))

    number.refresh_from_db()
    assert number.destination_schedule == other
    assert [one.name for one in published()] == ["Other"]


def test_hours_that_lead_to_deleted_ones_cannot_take_their_place(boss, make_hours):
    row = make_hours()
    leading = make_hours(
        "Leading",
        destinations={
            "open": HANG_UP,
            "closed": {"destination_kind": "schedule", "destination_schedule": row},
        },
    )

    with pytest.raises(NotAcceptable) as refused:
        delete_object(boss, SCHEDULES, row, replacement=ObjectReplacement(leading))

    assert refused.value.field == "replacement"
    assert Schedule.objects.filter(pk=row.pk).exists()
    delete_object(boss, SCHEDULES, row, replacement=ObjectReplacement(None))
    kinds = ScheduleDestination.objects.filter(schedule=leading).values_list("destination_kind", flat=True)
    assert set(kinds) == {DestinationKind.HANG_UP}


# Exceptions.


def test_an_exception_is_published_changed_and_deleted(boss, make_hours):
    row = make_hours()

    exception = add_exception(boss, row, **EXCEPTION)
    assert [(one.name, one.first, one.last) for one in published()[0].exceptions] == [
        ("Stocktaking", date(2026, 3, 5), date(2026, 3, 5))
    ]
    assert newest().changes == {"exception": [None, "Stocktaking, Thu 5 Mar 2026: Closed"]}

    update_exception(boss, exception, **{**EXCEPTION, "hours": (Hours(540, 720),), "destination": HANG_UP})
    assert newest().changes["exception"][1] == "Stocktaking, Thu 5 Mar 2026: 09:00–12:00, else Hang up"

    delete_exception(boss, exception)
    assert published()[0].exceptions == ()
    assert not ScheduleDestination.objects.filter(state="exception").exists()


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"name": " "}, "name"),
        ({"last_day": date(2026, 3, 4)}, "last_day"),
        ({"last_day": date(2028, 3, 4)}, "last_day"),
        ({"hours": (Hours(540, 720), Hours(700, 800))}, "hours"),
        ({"destination": {"destination_kind": "extension"}}, "destination_extension"),
    ],
)
def test_an_exception_that_will_not_do_is_refused_at_its_field(boss, make_hours, wrong, field):
    row = make_hours()

    with pytest.raises(NotAcceptable) as refused:
        add_exception(boss, row, **{**EXCEPTION, **wrong})

    assert refused.value.field == field
    assert not row.exceptions.exists()


# Overrides.


@pytest.mark.usefixtures("monday_noon")
def test_an_override_is_published_with_its_end_and_says_who_set_it(boss, make_hours):
    row = make_hours()
    until = MONDAY_NOON + timedelta(hours=21)

    set_override(boss, row, state="closed", until=until)

    override = published()[0].override
    assert (override.is_open, override.until) == (False, until)
    row.refresh_from_db()
    assert (row.override_by, row.override_at) == (boss.label, MONDAY_NOON)
    assert newest().changes == {"override": ["By the calendar", "Closed until Tue 3 Mar 2026, 09:00"]}
    assert summary() == "Business hours Office: closed until Tue 3 Mar 2026, 09:00"

    set_override(boss, row, state="")
    assert published()[0].override is None
    assert newest().changes["override"][1] == "By the calendar"


@pytest.mark.usefixtures("monday_noon")
@pytest.mark.parametrize(
    ("state", "until", "field"),
    [
        ("closed", MONDAY_NOON, "until"),
        ("open", MONDAY_NOON + timedelta(days=400), "until"),
        ("ajar", None, "state"),
    ],
)
def test_an_override_that_is_over_or_unknown_is_refused(boss, make_hours, state, until, field):
    row = make_hours()

    with pytest.raises(NotAcceptable) as refused:
        set_override(boss, row, state=state, until=until)

    assert refused.value.field == field
    assert published()[0].override is None


def test_an_override_does_not_disturb_who_edits_the_hours(boss, make_hours):
    row = make_hours()
    set_override(boss, row, state="open")

    update_schedule(boss, row, version=1, name="Front office")

    assert published()[0].override is not None


def test_a_pin_for_phones_is_set_kept_and_removed_and_a_weak_one_refused(boss, make_hours):
    row = make_hours(by_phone=True, phone_pin="7391")
    assert (published()[0].by_phone, published()[0].has_pin) == (True, True)

    row = update_schedule(boss, row, version=row.version, name="Office hours")
    assert row.has_pin
    with pytest.raises(NotAcceptable, match="easy to guess") as refused:
        update_schedule(boss, row, version=row.version, phone_pin="1111")
    assert refused.value.field == "phone_pin"
    row = update_schedule(boss, row, version=row.version, removes_phone_pin=True)
    assert not row.has_pin
    assert newest().changes == {"phone_pin": ["set", None]}
    assert not published()[0].has_pin


def test_no_phone_switches_a_copy(boss, make_hours):
    duplicate_object(boss, SCHEDULES, make_hours(by_phone=True, phone_pin="7391"))

    copy = Schedule.objects.get(name="Office (copy)")
    assert (copy.by_phone, copy.has_pin) == (False, False)
