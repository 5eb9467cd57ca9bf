"""The errors that any layer may raise and every door knows how to answer."""

from __future__ import annotations


class DomainError(Exception):
    """Something a person asked for cannot be done, with a sentence that says what to do next.

    message: one sentence for people, shown where the input was given.
    code: stable, kebab-case, for programs ("number-taken").
    field: the form field the sentence belongs to; None when it concerns the whole form.
    """

    def __init__(self, message: str, *, code: str, field: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.code = code
        self.field = field


class Unauthenticated(Exception):
    """The credential of a machine request is missing, unknown or no longer valid."""


class BadPayload(Exception):
    """A machine request cannot be understood; the text names the field or the reason, never its content."""
