"""Opening times as people write them."""

from __future__ import annotations

import pytest

from opbx.errors import NotAcceptable
from routing.opening_times import DAY_NAMES, Hours, check_week, hours_words, read_hours, week_words


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("", ()),
        ("Closed", ()),
        ("09:00-17:00", (Hours(540, 1020),)),
        ("9-12, 13-17", (Hours(540, 720), Hours(780, 1020))),
        ("13:00–17:00; 9.00 – 12.00", (Hours(540, 720), Hours(780, 1020))),
        ("0900-1700", (Hours(540, 1020),)),
        ("9am-5:30 pm", (Hours(540, 1050),)),
        ("12 am to 12 pm", (Hours(0, 720),)),
        ("22:00-06:00", (Hours(1320, 360),)),
        ("18:00-24:00", (Hours(1080, 1440),)),
        ("18:00-00:00", (Hours(1080, 1440),)),
        ("24 hours", (Hours(0, 1440),)),
        ("0-24", (Hours(0, 1440),)),
        ("9 until 12 and 13 to 17", (Hours(540, 720), Hours(780, 1020))),
    ],
)
def test_many_ways_to_write_hours_are_understood(typed, expected):
    assert read_hours(typed, field="day_0") == expected


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("nine to five", "nine is not a time. Enter hours such as 09:00-17:00, or 09:00-12:00, 13:00-17:00."),
        (
            "9",
            "Enter hours such as 09:00-17:00, or 09:00-12:00, 13:00-17:00. Leave it empty when it is closed.",
        ),
        ("25-26", "25 is not a time. Enter hours such as 09:00-17:00, or 09:00-12:00, 13:00-17:00."),
        ("9:75-10", "9:75 is not a time. Enter hours such as 09:00-17:00, or 09:00-12:00, 13:00-17:00."),
        ("13am-14", "13am is not a time. Enter hours such as 09:00-17:00, or 09:00-12:00, 13:00-17:00."),
        ("24:00-6:00", "A range cannot begin at 24:00. Enter 00:00 on the next day."),
        ("8-8", "8-8 begins and ends at the same time. Enter 24 hours for the whole day."),
        ("9-12, 11-13", "09:00–12:00 and 11:00–13:00 overlap. Change one of them."),
        ("22-6, 23-24", "22:00–06:00 and 23:00–24:00 overlap. Change one of them."),
        (", ".join(f"{hour}-{hour + 1}" for hour in range(9)), "Enter at most 8 ranges for one day."),
    ],
)
def test_what_cannot_be_read_is_answered_with_what_to_enter(typed, sentence):
    with pytest.raises(NotAcceptable) as refused:
        read_hours(typed, field="day_3")

    assert (refused.value.message, refused.value.field) == (sentence, "day_3")


def test_a_night_may_not_run_into_the_hours_of_the_next_morning():
    week = {6: (Hours(1320, 360),), 0: (Hours(300, 720),)}

    with pytest.raises(NotAcceptable) as refused:
        check_week(week, fields=DAY_NAMES)

    assert (
        refused.value.message == "Sunday’s 22:00–06:00 runs into 05:00–12:00 of Monday. Change one of them."
    )
    assert refused.value.field == "Monday"
    check_week({6: (Hours(1320, 360),), 0: (Hours(360, 720),)}, fields=DAY_NAMES)


@pytest.mark.parametrize("typed", ["", "09:00-17:00", "9-12, 13-17", "22-6", "24 hours"])
def test_what_is_shown_is_understood_again(typed):
    read = read_hours(typed, field="day_0")

    assert read_hours(hours_words(read), field="day_0") == read


@pytest.mark.parametrize(
    ("week", "words"),
    [
        ({}, "Always closed"),
        (dict.fromkeys(range(7), (Hours(0, 1440),)), "Every day 24 hours"),
        (dict.fromkeys(range(5), (Hours(540, 1020),)), "Mon–Fri 09:00–17:00"),
        (
            {0: (Hours(540, 1020),), 1: (Hours(540, 1020),), 5: (Hours(600, 720), Hours(780, 840))},
            "Mon, Tue 09:00–17:00; Sat 10:00–12:00, 13:00–14:00",
        ),
    ],
)
def test_a_week_is_told_with_equal_days_together(week, words):
    assert week_words(week) == words
