"""The values that change without a publish, and how the engine asks for those that cost a statement.

`decide` never waits for anything: a decision that needs a value lists it in `wants`, and whoever called answers all
of them at once and asks again. Until then the engine goes on with the provisional answer, so that it finds out in
the same pass what else it needs.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

import msgspec


class Want(msgspec.Struct, frozen=True):
    """A question to the shared counters; equal questions have one answer. Each kind is a class of its own."""

    @property
    def provisional(self) -> Any:  # noqa: ANN401 - each kind has an answer of its own
        """What the engine goes on with until it is answered, and when nobody can be asked."""
        return None


class Live(msgspec.Struct, frozen=True):
    """do_not_disturb, locked: the keys of the extensions that are in it, or are locked.

    answers: to what the engine wanted to know.
    """

    organization_is_active: bool = True
    do_not_disturb: frozenset[UUID] = frozenset()
    answers: Mapping[Want, Any] = msgspec.field(default_factory=dict)
    locked: frozenset[UUID] = frozenset()

    def with_answers(self, answers: Mapping[Want, Any]) -> Live:
        return msgspec.structs.replace(self, answers={**self.answers, **answers})
