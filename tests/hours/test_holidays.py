"""Holiday sets: what is imported, published and refused."""

from __future__ import annotations

from datetime import date

import pytest

from opbx.errors import NotAcceptable
from routing.models import HolidaySet, Schedule
from routing.public_holidays import PublicHoliday, public_holidays
from routing.services import (
    add_exception,
    add_holiday_set,
    delete_holiday_set,
    delete_holidays,
    import_holidays,
    set_holiday,
)
from tests.hours.conftest import EXCEPTION, published

pytestmark = pytest.mark.usefixtures("in_acme")


def test_a_day_of_a_shared_set_reaches_all_hours_that_use_it(boss, make_hours, make_set):
    germany = make_set()
    make_hours(holiday_sets=[germany])
    make_hours("Support", holiday_sets=[germany])

    set_holiday(boss, germany, day=date(2026, 12, 24), name="Christmas Eve")
    assert [[one.name for one in schedule.holidays] for schedule in published()] == [["Christmas Eve"]] * 2

    set_holiday(boss, germany, day=date(2026, 12, 24), name="Half day")
    assert [[one.name for one in schedule.holidays] for schedule in published()] == [["Half day"]] * 2

    delete_holidays(boss, germany, days=[germany.days.get().pk])
    assert [schedule.holidays for schedule in published()] == [(), ()]


def test_importing_again_keeps_what_a_set_has(boss, make_set):
    germany = make_set("Germany", ("2027-01-01", "Our own word for it"))
    days = public_holidays("DE", "BE", 2027)

    count = import_holidays(boss, germany, country="DE", subdivision="BE", days=days)

    assert count == len(days) - 1
    assert germany.days.get(day=date(2027, 1, 1)).name == "Our own word for it"
    assert import_holidays(boss, germany, country="DE", subdivision="BE", days=days) == 0
    germany.refresh_from_db()
    assert (germany.country, germany.subdivision) == ("DE", "BE")


def test_the_parts_of_a_country_have_holidays_of_their_own():
    berlin = {one.name for one in public_holidays("DE", "BE", 2027)}
    bavaria = {one.name for one in public_holidays("DE", "BY", 2027)}

    assert PublicHoliday(date(2027, 12, 25), "Christmas Day") in public_holidays("DE", "", 2027)
    assert berlin - bavaria
    assert bavaria - berlin


@pytest.mark.parametrize(
    ("asked", "field"),
    [(("XX", "", 2027), "country"), (("DE", "TX", 2027), "subdivision"), (("DE", "", 1066), "year")],
)
def test_an_unknown_calendar_is_refused_at_its_field(asked, field):
    with pytest.raises(NotAcceptable) as refused:
        public_holidays(*asked)

    assert refused.value.field == field


def test_hours_go_by_their_week_when_a_set_is_deleted(boss, make_hours, make_set):
    germany = make_set("Germany", ("2026-12-25", "Christmas Day"))
    row = make_hours(holiday_sets=[germany])

    delete_holiday_set(boss, germany)

    assert published()[0].holidays == ()
    assert Schedule.objects.filter(pk=row.pk).exists()
    assert not HolidaySet.objects.exists()


def test_a_second_set_of_the_same_name_is_refused(boss, make_set):
    make_set("Germany")

    with pytest.raises(Exception, match="Another holiday set is called germany"):
        add_holiday_set(boss, name="germany")


def test_the_number_of_queries_of_a_plan_does_not_grow_with_its_hours(
    boss, make_hours, make_set, django_assert_num_queries
):
    from routing.compile.schedules import compile_schedules

    germany = make_set("Germany", ("2026-12-25", "Christmas Day"))
    for name in ("A", "B", "C"):
        add_exception(boss, make_hours(name, holiday_sets=[germany]), **EXCEPTION)

    with django_assert_num_queries(7):
        assert len(compile_schedules("UTC")) == 3
