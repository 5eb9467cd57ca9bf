"""Business hours on the clock: the week, exceptions, holidays, overrides, and the nights in which clocks change."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest

from routing.engine.destinations import HangUp, ToExtension
from routing.engine.hours import Cause, ExceptionDays, Holiday, Override, Range, Schedule, state_at, zone_of
from routing.engine.hours_ahead import next_change

KEY = UUID("5f0c0000-0000-4000-8000-000000000001")
OFFICE = (Range(9 * 60, 12 * 60), Range(13 * 60, 17 * 60))
NIGHT = (Range(22 * 60, 30 * 60),)
BERLIN, NEW_YORK = "Europe/Berlin", "America/New_York"
LORD_HOWE, KATHMANDU = "Australia/Lord_Howe", "Asia/Kathmandu"


def hours(zone: str = BERLIN, week=None, **more) -> Schedule:
    week = (*(OFFICE,) * 5, (), ()) if week is None else week
    return Schedule(KEY, "Office", zone, week, **more)


def every_night(zone: str, opens: str, closes: str) -> Schedule:
    first, last = _minutes(opens), _minutes(closes)
    return hours(zone, ((Range(first, last if last > first else last + 1440),),) * 7)


def _minutes(text: str) -> int:
    return int(text[:2]) * 60 + int(text[3:])


def local(zone: str, text: str, fold: int = 0) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone), fold=fold)


def is_open(schedule: Schedule, text: str, fold: int = 0) -> bool:
    return state_at(schedule, local(schedule.zone, text, fold)).is_open


def open_minutes(schedule: Schedule, begin: datetime, end: datetime) -> int:
    """How many real minutes it is open between two instants."""
    begin, end = begin.astimezone(UTC), end.astimezone(UTC)
    length = int((end - begin).total_seconds()) // 60
    return sum(state_at(schedule, begin + timedelta(minutes=minute)).is_open for minute in range(length))


def change_of(schedule: Schedule, text: str, fold: int = 0) -> str:
    """The next change as clocks of the schedule show it."""
    change = next_change(schedule, local(schedule.zone, text, fold))
    assert change is not None
    return change.at.astimezone(ZoneInfo(schedule.zone)).strftime("%Y-%m-%d %H:%M:%S")


# The week.


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        ("2026-03-02T08:59:59", False),
        ("2026-03-02T09:00", True),
        ("2026-03-02T11:59:59.999", True),
        ("2026-03-02T12:00", False),
        ("2026-03-02T13:00", True),
        ("2026-03-02T17:00", False),
        ("2026-03-07T10:00", False),
    ],
)
def test_a_range_holds_from_its_first_minute_until_before_its_last(at, expected):
    assert is_open(hours(), at) is expected


def test_an_overnight_range_belongs_to_the_day_it_begins_on():
    friday_night = hours(week=((), (), (), (), NIGHT, (), ()))

    assert is_open(friday_night, "2026-03-06T22:00")
    assert is_open(friday_night, "2026-03-07T05:59")
    assert not is_open(friday_night, "2026-03-07T06:00")
    assert not is_open(friday_night, "2026-03-06T05:00")


def test_a_range_until_24_00_meets_the_next_day_without_a_gap():
    always = hours(week=((Range(0, 1440),),) * 7)

    assert is_open(always, "2026-03-02T23:59:59.999")
    assert is_open(always, "2026-03-03T00:00")
    assert next_change(always, local(BERLIN, "2026-03-02T12:00")) is None


def test_the_week_is_that_of_the_zone_and_not_of_the_server():
    sunday_in_utc = datetime(2026, 3, 1, 23, 30, tzinfo=UTC)

    assert not state_at(hours(), sunday_in_utc).is_open
    assert state_at(hours("Asia/Tokyo", ((Range(0, 1440),), (), (), (), (), (), ())), sunday_in_utc).is_open


def test_a_zone_that_this_machine_does_not_know_is_read_as_utc():
    assert zone_of("Mars/Olympus") is UTC
    assert zone_of("") is UTC
    assert is_open(hours("UTC"), "2026-03-02T09:00")


# Exceptions and holidays.


def test_a_holiday_closes_from_midnight_to_midnight_and_is_named():
    schedule = hours(holidays=(Holiday(date(2026, 12, 25), "Christmas Day"),))

    state = state_at(schedule, local(BERLIN, "2026-12-25T10:00"))

    assert (state.is_open, state.cause, state.name) == (False, Cause.HOLIDAY, "Christmas Day")
    assert is_open(schedule, "2026-12-24T16:59")


def test_an_exception_has_hours_of_its_own_also_on_a_holiday():
    schedule = hours(
        holidays=(Holiday(date(2026, 12, 24), "Christmas Eve"),),
        exceptions=(ExceptionDays("Half day", date(2026, 12, 24), date(2026, 12, 24), (Range(480, 720),)),),
    )

    assert is_open(schedule, "2026-12-24T08:00")
    state = state_at(schedule, local(BERLIN, "2026-12-24T13:30"))
    assert (state.is_open, state.cause, state.name) == (False, Cause.EXCEPTION, "Half day")


def test_an_exception_over_two_months_covers_its_own_days_only():
    # A product of others closed on 1 to 5 April too, because it compared days and months apart.
    schedule = hours(exceptions=(ExceptionDays("Trip", date(2026, 4, 29), date(2026, 5, 5)),))

    assert is_open(schedule, "2026-04-01T10:00")
    assert is_open(schedule, "2026-04-28T10:00")
    assert not is_open(schedule, "2026-04-29T10:00")
    assert not is_open(schedule, "2026-05-05T10:00")
    assert is_open(schedule, "2026-05-06T10:00")


def test_a_yearly_exception_comes_back_also_over_the_turn_of_the_year():
    winter = ExceptionDays("Winter break", date(2025, 12, 29), date(2026, 1, 2), is_yearly=True)

    assert not winter.covers(date(2025, 1, 2))  # not before its first time
    assert winter.covers(date(2026, 1, 2))
    assert winter.covers(date(2030, 12, 29))
    assert winter.covers(date(2031, 1, 1))
    assert not winter.covers(date(2031, 1, 3))


def test_a_yearly_29_february_is_left_out_where_there_is_none():
    leap = ExceptionDays("Leap day", date(2024, 2, 29), date(2024, 2, 29), is_yearly=True)

    assert leap.covers(date(2028, 2, 29))
    assert not leap.covers(date(2027, 2, 28))
    assert not leap.covers(date(2027, 3, 1))


def test_the_shorter_of_two_exceptions_holds():
    schedule = hours(
        exceptions=(
            ExceptionDays("Summer break", date(2026, 8, 3), date(2026, 8, 14)),
            ExceptionDays("Stocktaking", date(2026, 8, 5), date(2026, 8, 5), (Range(600, 660),)),
        )
    )

    assert is_open(schedule, "2026-08-05T10:30")
    assert state_at(schedule, local(BERLIN, "2026-08-06T10:30")).name == "Summer break"


def test_a_night_of_the_week_ends_at_midnight_where_a_holiday_begins():
    schedule = hours(week=(NIGHT,) * 7, holidays=(Holiday(date(2026, 12, 25), "Christmas Day"),))

    assert is_open(schedule, "2026-12-24T23:59")
    assert not is_open(schedule, "2026-12-25T00:00")
    assert not is_open(schedule, "2026-12-25T23:00")
    assert not is_open(schedule, "2026-12-26T05:00")  # its night would have begun on the holiday


def test_a_night_of_an_exception_lasts_into_the_holiday_after_it():
    schedule = hours(
        exceptions=(ExceptionDays("Party", date(2026, 12, 31), date(2026, 12, 31), (Range(1200, 1560),)),),
        holidays=(Holiday(date(2027, 1, 1), "New Year"),),
    )

    assert is_open(schedule, "2027-01-01T01:59")
    assert not is_open(schedule, "2027-01-01T02:00")
    assert change_of(schedule, "2026-12-31T21:00") == "2027-01-01 02:00:00"


# Overrides.


def test_an_override_decides_before_everything_until_its_end():
    monday_nine = local(BERLIN, "2026-03-02T09:00")
    schedule = hours(override=Override(is_open=False, until=monday_nine + timedelta(hours=2)))

    assert not state_at(schedule, monday_nine).is_open
    assert state_at(schedule, monday_nine).cause is Cause.OVERRIDE
    assert state_at(schedule, monday_nine + timedelta(hours=2)).cause is Cause.WEEK
    assert change_of(schedule, "2026-03-02T09:00") == "2026-03-02 11:00:00"


def test_an_override_without_end_never_changes_by_itself():
    schedule = hours(override=Override(is_open=True))

    assert is_open(schedule, "2026-12-25T03:00")
    assert next_change(schedule, local(BERLIN, "2026-12-25T03:00")) is None


def test_closed_by_hand_until_a_time_at_which_it_is_closed_anyway_changes_when_the_week_opens():
    until = local(BERLIN, "2026-03-03T07:00")
    schedule = hours(override=Override(is_open=False, until=until))

    assert change_of(schedule, "2026-03-02T15:00") == "2026-03-03 09:00:00"


# What comes next.


def test_the_next_change_is_over_the_weekend_and_leaves_holidays_out():
    schedule = hours(holidays=(Holiday(date(2026, 4, 6), "Easter Monday"),))

    assert change_of(schedule, "2026-04-02T12:30") == "2026-04-02 13:00:00"
    assert change_of(schedule, "2026-04-03T17:00") == "2026-04-07 09:00:00"
    assert change_of(schedule, "2026-04-07T09:00") == "2026-04-07 12:00:00"


def test_what_never_opens_has_no_next_change():
    assert next_change(hours(week=((),) * 7), local(BERLIN, "2026-03-02T09:00")) is None


# Where a call goes.


def test_each_state_has_its_destination_and_closed_never_leads_to_that_of_open():
    to_open, to_closed, to_holiday, to_own = (ToExtension(UUID(int=n)) for n in range(1, 5))
    party = ExceptionDays("Party", date(2026, 3, 3), date(2026, 3, 3), destination=to_own)
    trip = ExceptionDays("Trip", date(2026, 3, 4), date(2026, 3, 4))
    schedule = hours(
        open_destination=to_open,
        closed_destination=to_closed,
        holiday_destination=to_holiday,
        exceptions=(party, trip),
        holidays=(Holiday(date(2026, 3, 5), "Holiday"),),
    )

    def goes_to(text: str):
        return schedule.destination(state_at(schedule, local(BERLIN, text)))

    assert goes_to("2026-03-02T10:00") == to_open
    assert goes_to("2026-03-02T20:00") == to_closed
    assert goes_to("2026-03-03T10:00") == to_own
    assert goes_to("2026-03-04T10:00") == to_holiday
    assert goes_to("2026-03-05T10:00") == to_holiday


def test_without_a_destination_for_holidays_they_go_where_closed_goes():
    schedule = hours(closed_destination=HangUp(), holidays=(Holiday(date(2026, 3, 5), "Holiday"),))

    assert schedule.destination(state_at(schedule, local(BERLIN, "2026-03-05T10:00"))) == HangUp()


# The nights in which clocks change. Spring: an hour is missing. Autumn: an hour comes twice.


@pytest.mark.parametrize(
    ("zone", "day", "spring_minutes"),
    [
        (BERLIN, "2026-03-29", 23 * 60),
        (BERLIN, "2026-10-25", 25 * 60),
        (NEW_YORK, "2026-03-08", 23 * 60),
        (NEW_YORK, "2026-11-01", 25 * 60),
        (LORD_HOWE, "2026-10-04", 23 * 60 + 30),  # its clocks move by half an hour
        (LORD_HOWE, "2026-04-05", 24 * 60 + 30),
        (KATHMANDU, "2026-03-29", 24 * 60),
    ],
)
def test_a_day_that_is_open_all_day_has_as_many_minutes_as_the_clock_gives_it(zone, day, spring_minutes):
    one_day = hours(
        zone,
        ((),) * 7,
        exceptions=(
            ExceptionDays(
                "Day", date.fromisoformat(day), date.fromisoformat(day), (Range(0, 1440),)
            ),
        ),
    )  # fmt: skip
    noon = local(zone, f"{day}T12:00")

    found = open_minutes(one_day, noon - timedelta(days=2), noon + timedelta(days=2))

    assert found == spring_minutes


@pytest.mark.parametrize(
    ("zone", "day", "opens", "closes", "expected"),
    [
        (BERLIN, "2026-03-29", "02:00", "03:00", 0),  # the hour does not exist
        (BERLIN, "2026-03-29", "02:30", "03:30", 30),
        (BERLIN, "2026-03-29", "01:30", "02:30", 30),
        (BERLIN, "2026-03-29", "22:00", "06:00", 7 * 60),
        (BERLIN, "2026-10-25", "02:00", "03:00", 120),  # the hour comes twice
        (BERLIN, "2026-10-25", "02:30", "03:30", 90),
        (BERLIN, "2026-10-25", "22:00", "06:00", 9 * 60),
        (NEW_YORK, "2026-03-08", "02:00", "03:00", 0),
        (NEW_YORK, "2026-03-08", "22:00", "06:00", 7 * 60),
        (NEW_YORK, "2026-11-01", "01:00", "02:00", 120),
        (NEW_YORK, "2026-11-01", "22:00", "06:00", 9 * 60),
        (LORD_HOWE, "2026-10-04", "02:00", "02:30", 0),
        (LORD_HOWE, "2026-10-04", "22:00", "06:00", 7 * 60 + 30),
        (LORD_HOWE, "2026-04-05", "01:30", "02:00", 60),
        (LORD_HOWE, "2026-04-05", "22:00", "06:00", 8 * 60 + 30),
        (KATHMANDU, "2026-03-29", "22:00", "06:00", 8 * 60),
    ],
)
def test_a_range_in_the_night_of_the_change_lasts_as_long_as_clocks_show_it(
    zone, day, opens, closes, expected
):
    evening = local(zone, f"{day}T12:00") - timedelta(days=1)  # noon before, on the clock

    found = open_minutes(every_night(zone, opens, closes), evening, local(zone, f"{day}T12:00"))

    assert found == expected


@pytest.mark.parametrize(
    ("zone", "night", "after", "fold", "expected"),
    [
        # A closing time inside the missing hour is over when clocks jump.
        (BERLIN, ("22:00", "02:30"), "2026-03-29T01:59", 0, "2026-03-29 03:00:00"),
        # An opening time inside of it opens at the jump.
        (BERLIN, ("02:30", "06:00"), "2026-03-29T01:00", 0, "2026-03-29 03:00:00"),
        (BERLIN, ("02:00", "03:00"), "2026-03-29T01:00", 0, "2026-03-30 02:00:00"),
        # 02:30 comes twice: it closes, opens again when clocks go back, and closes for good.
        (BERLIN, ("22:00", "02:30"), "2026-10-25T02:00", 0, "2026-10-25 02:30:00"),
        (BERLIN, ("22:00", "02:30"), "2026-10-25T02:45", 0, "2026-10-25 02:00:00"),
        (BERLIN, ("22:00", "02:30"), "2026-10-25T02:10", 1, "2026-10-25 02:30:00"),
        (NEW_YORK, ("22:00", "02:30"), "2026-03-08T01:59", 0, "2026-03-08 03:00:00"),
        (NEW_YORK, ("22:00", "06:00"), "2026-11-01T01:30", 0, "2026-11-01 06:00:00"),
        (LORD_HOWE, ("22:00", "02:15"), "2026-10-04T01:59", 0, "2026-10-04 02:30:00"),
        (LORD_HOWE, ("22:00", "01:45"), "2026-04-05T01:50", 0, "2026-04-05 01:30:00"),
        (KATHMANDU, ("22:00", "06:00"), "2026-03-29T01:00", 0, "2026-03-29 06:00:00"),
    ],
)
def test_the_next_change_is_exact_in_the_night_of_the_change(zone, night, after, fold, expected):
    assert change_of(every_night(zone, *night), after, fold) == expected


def test_the_end_of_an_override_is_an_instant_and_not_a_time_of_the_clock():
    until = local(BERLIN, "2026-10-25T02:30", fold=1)
    schedule = hours(override=Override(is_open=True, until=until))

    assert is_open(schedule, "2026-10-25T02:45", fold=0)
    assert not is_open(schedule, "2026-10-25T02:45", fold=1)


def test_clocks_of_kathmandu_are_five_hours_and_three_quarters_ahead():
    schedule = every_night(KATHMANDU, "09:00", "17:00")

    assert not state_at(schedule, datetime(2026, 3, 2, 3, 14, tzinfo=UTC)).is_open
    assert state_at(schedule, datetime(2026, 3, 2, 3, 15, tzinfo=UTC)).is_open
