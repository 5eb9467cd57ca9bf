"""The business hours of the demo, closed on the holidays of their country."""

from __future__ import annotations

from typing import Any

from audit.actors import Actor
from extensions.models import Extension, VoicemailBox
from opbx import clock
from opbx.demo.cast import Customer, Hours
from routing.models import DestinationKind, PhoneNumber, Schedule
from routing.opening_times import read_hours
from routing.public_holidays import PublicHoliday, public_holidays
from routing.services import add_holiday_set, add_number, add_schedule


def add_hours(actor: Actor, customer: Customer) -> None:
    """Add what is missing: each schedule with its set of holidays, and the phone number that goes by it."""
    for entry in customer.hours:
        row = Schedule.objects.filter(name=entry.name).first() or _schedule(actor, entry)
        if not PhoneNumber.objects.filter(e164=entry.number).exists():
            add_number(
                actor,
                e164=entry.number,
                label=entry.label,
                destination_kind=DestinationKind.SCHEDULE,
                destination_schedule=row,
            )


def _schedule(actor: Actor, entry: Hours) -> Schedule:
    holidays = add_holiday_set(
        actor,
        name=entry.holidays,
        country=entry.country,
        subdivision=entry.subdivision,
        days=_this_year_and_next(entry),
    )
    return add_schedule(
        actor,
        name=entry.name,
        week={day: read_hours(words, field=f"day_{day}") for day, words in enumerate(entry.week)},
        destinations={"open": _to_extension(entry.open), "closed": _closed(entry), "holiday": None},
        holiday_sets=[holidays],
        by_phone=True,
    )


def _this_year_and_next(entry: Hours) -> list[PublicHoliday]:
    year = clock.now().year
    return [
        one for ahead in (0, 1) for one in public_holidays(entry.country, entry.subdivision, year + ahead)
    ]


def _to_extension(number: str) -> Any:  # noqa: ANN401 - keywords of a destination
    extension = Extension.objects.get(number=number)
    return {"destination_kind": DestinationKind.EXTENSION, "destination_extension": extension}


def _closed(entry: Hours) -> Any:  # noqa: ANN401 - keywords of a destination
    if not entry.closed_box:
        return _to_extension(entry.closed)
    box = VoicemailBox.objects.get(name=entry.closed_box)
    return {"destination_kind": DestinationKind.VOICEMAIL, "destination_voicemail_box": box}
