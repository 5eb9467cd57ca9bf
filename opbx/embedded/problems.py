"""The one error of this package: something a person has to change before OPBX can start."""

from __future__ import annotations


class CannotStart(Exception):
    """Shown to the person as it is, without a traceback; says what to do next."""
