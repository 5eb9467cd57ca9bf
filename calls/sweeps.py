"""Due work of calls: when the sweeps over live calls and over late steps are wanted."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from tenants.due import make_due

LIVE = "calls.live"
STEPS = "calls.steps"
# A live call about which nothing was reported for this long is closed with the result "unknown". Longer than
# any call the platform lets live on without an update; docs/events.md.
SILENCE_LIMIT = timedelta(hours=4)
# Steps may be written after the last event of their call was folded: they are looked for once more.
STEPS_AFTER = timedelta(seconds=60)


def make_live_call_due() -> None:
    make_due(LIVE, timezone.now() + SILENCE_LIMIT)


def make_steps_due() -> None:
    make_due(STEPS, timezone.now() + STEPS_AFTER)
