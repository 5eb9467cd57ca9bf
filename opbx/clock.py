"""What time it is: the computer's, but for a running process that a test has given a clock of its own."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings

from opbx.env import ConfigurationError, env_str

VARIABLE = "OPBX_TEST_CLOCK"


def now() -> datetime:
    """The time of calls and pages, aware, in UTC. Signatures, sessions and stored times go by the computer's."""
    return _told_by(settings.TEST_CLOCK) if settings.TEST_CLOCK else datetime.now(UTC)


def refuse_test_clock() -> None:
    """Raise ConfigurationError where a test clock is set outside test settings: time there is what it is."""
    is_set = settings.TEST_CLOCK or env_str(VARIABLE, default="")
    if is_set and not settings.SETTINGS_MODULE.startswith("tests."):
        raise ConfigurationError(
            f"{VARIABLE} moves the clock for tests and is refused with {settings.SETTINGS_MODULE}. Unset it."
        )


def _told_by(path: str) -> datetime:
    """The file of a test clock holds an instant in ISO 8601; without the file the computer's time holds."""
    try:
        told = Path(path).read_text(encoding="ascii").strip()
    except FileNotFoundError:
        return datetime.now(UTC)
    return datetime.fromisoformat(told).astimezone(UTC)
