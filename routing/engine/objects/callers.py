"""Rules about callers in a plan, and the one that holds for a call."""

from __future__ import annotations

import enum
from collections.abc import Iterable, Iterator
from datetime import datetime
from uuid import UUID

import msgspec


class CallerPattern(enum.Enum):
    """What a rule compares the caller with."""

    NUMBER = "number"
    PREFIX = "prefix"
    ANONYMOUS = "anonymous"


def fits(pattern: CallerPattern, value: str, caller: str) -> bool:
    """Whether a caller, "" for one without a number, is one of those that the pattern means."""
    match pattern:
        case CallerPattern.NUMBER:
            return caller == value
        case CallerPattern.PREFIX:
            return caller.startswith(value)
        case CallerPattern.ANONYMOUS:
            return not caller


class CallerAnswer(enum.Enum):
    """What a blocked caller gets."""

    DECLINE = "decline"
    BUSY = "busy"
    SENTENCE = "sentence"


class CallerRule(msgspec.Struct, frozen=True):
    """Callers who always get through, or never.

    value: the number in E.164, or its first digits with the plus; "" for callers without a number.
    phone_number: of the number the rule is for; None for all. until: aware; the rule holds before it, None for ever.
    """

    key: UUID
    pattern: CallerPattern
    value: str
    label: str
    allows: bool = False
    answer: CallerAnswer = CallerAnswer.DECLINE
    phone_number: UUID | None = None
    until: datetime | None = None

    def holds(self, now: datetime) -> bool:
        return self.until is None or now < self.until


class CallerLists:
    """The rules of an organization by what they compare, so that a call looks at a few of them and not at all."""

    def __init__(self, rules: Iterable[CallerRule]) -> None:
        self._by_place = {(rule.phone_number, rule.pattern, rule.value): rule for rule in rules}
        prefixes = {
            len(rule.value) for rule in self._by_place.values() if rule.pattern is CallerPattern.PREFIX
        }
        self._lengths = sorted(prefixes, reverse=True)

    def rule_for(self, caller: str, phone_number: UUID, now: datetime) -> CallerRule | None:
        """What holds for a caller ("" for one without a number) of a phone number.

        One that allows goes before all that block; else the most particular one: the whole number before the longest
        prefix, and the rule for this phone number before the one for all.
        """
        blocking = None
        for rule in self._about(caller, phone_number):
            if not rule.holds(now):
                continue
            if rule.allows:
                return rule
            blocking = blocking or rule
        return blocking

    def _about(self, caller: str, phone_number: UUID) -> Iterator[CallerRule]:
        for pattern, value in self._readings(caller):
            for place in (phone_number, None):
                rule = self._by_place.get((place, pattern, value))
                if rule is not None:
                    yield rule

    def _readings(self, caller: str) -> Iterator[tuple[CallerPattern, str]]:
        if not caller:
            yield CallerPattern.ANONYMOUS, ""
            return
        yield CallerPattern.NUMBER, caller
        for length in self._lengths:
            if length <= len(caller):
                yield CallerPattern.PREFIX, caller[:length]
