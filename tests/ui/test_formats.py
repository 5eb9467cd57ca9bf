"""Times, lengths of time and phone numbers are written as docs/ui.md says."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from opbx.web import formats

NOON = datetime(2026, 11, 19, 11, 0, 0, tzinfo=UTC)  # 12:00 in Berlin


@pytest.fixture(autouse=True)
def _berlin():
    with timezone.override(ZoneInfo("Europe/Berlin")):
        yield


@pytest.mark.parametrize(
    ("ago", "words"),
    [
        (timedelta(seconds=20), "Just now"),
        (timedelta(seconds=60), "1 minute ago"),
        (timedelta(minutes=59), "59 minutes ago"),
        (timedelta(hours=2), "Today 10:00"),
        (timedelta(hours=12, minutes=1), "Yesterday 23:59"),
        (timedelta(days=7), "12 Nov 2026"),
        (timedelta(minutes=-5), "In 5 minutes"),
        (timedelta(hours=-13), "Tomorrow 01:00"),
    ],
)
def test_a_time_is_told_by_its_distance_and_by_the_day_of_the_organizations_zone(ago, words):
    assert formats.relative_time(NOON - ago, NOON) == words


def test_a_full_time_names_its_zone():
    assert formats.full_time(NOON) == "Thu 19 Nov 2026, 12:00:00 CET"


def test_a_day_with_25_hours_is_still_yesterday():
    # given: clocks went back in Berlin on 25 October 2026
    after = datetime(2026, 10, 25, 23, 30, tzinfo=UTC)  # 26 October, 00:30
    before = datetime(2026, 10, 24, 22, 30, tzinfo=UTC)  # 25 October, 00:30, 25 hours earlier

    assert formats.relative_time(before, after) == "Yesterday 00:30"


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0, "0 s"),
        (9.4, "9 s"),
        (59.6, "1m 00s"),
        (258, "4m 18s"),
        (3720, "1h 02m"),
        (timedelta(minutes=2), "2m 00s"),
    ],
)
def test_a_duration_is_short(seconds, words):
    assert formats.duration_words(seconds) == words


@pytest.mark.parametrize(
    ("seconds", "clock"), [(0, "0:00"), (14.9, "0:14"), (725, "12:05"), (3729, "1:02:09"), (-1, "0:00")]
)
def test_elapsed_time_reads_like_a_stopwatch(seconds, clock):
    assert formats.elapsed_clock(seconds) == clock


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("+12125550199", "+1 212-555-0199"),
        ("+442079460400", "+44 20 7946 0400"),
        ("101", "101"),
        ("anonymous", "anonymous"),
        ("+", "+"),
        ("+1<script>", "+1<script>"),
    ],
)
def test_only_an_e164_number_is_reformatted(value, shown):
    assert formats.phone_words(value) == shown


@pytest.mark.parametrize(
    ("name", "letters"),
    [("Amara Okafor", "AO"), ("amara", "A"), ("", "?"), ("Ludwig van Beethoven", "LB"), ("<b>", "?")],
)
def test_initials_come_from_the_first_and_last_word(name, letters):
    assert formats.initials(name) == letters
