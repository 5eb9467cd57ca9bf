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


class NotAcceptable(DomainError):
    """A value does not fit its field; the message says what does."""

    def __init__(self, message: str, *, field: str) -> None:
        super().__init__(message, code="not-acceptable", field=field)


class ChangedMeanwhile(DomainError):
    """Somebody else saved the object after the form was opened."""

    def __init__(self, who: str, what: str, *, current_version: int) -> None:
        super().__init__(
            f"{who} changed {what} while you were editing. Your values are below: check them, then save again"
            " to replace the other change.",
            code="changed-meanwhile",
        )
        self.current_version = current_version


class Unauthenticated(Exception):
    """The credential of a machine request is missing, unknown or no longer valid."""


class BadPayload(Exception):
    """A machine request cannot be understood; the text names the field or the reason, never its content."""
