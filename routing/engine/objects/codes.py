"""Feature codes and speed dial in a plan."""

from __future__ import annotations

import enum
from collections.abc import Container, Iterable
from uuid import UUID

import msgspec

from routing.engine.destinations import Destination


class FeatureAct(enum.Enum):
    """What dialling a code does."""

    DO_NOT_DISTURB_ON = "do_not_disturb_on"
    DO_NOT_DISTURB_OFF = "do_not_disturb_off"
    FORWARD_ALL = "forward_all"
    FORWARD_NONE = "forward_none"
    OWN_VOICEMAIL = "own_voicemail"
    VOICEMAIL_OF = "voicemail_of"
    OWN_NUMBER = "own_number"
    HOURS_CLOSED = "hours_closed"
    HOURS_OPEN = "hours_open"
    HOURS_BY_CALENDAR = "hours_by_calendar"
    WITHHOLD_NUMBER = "withhold_number"
    SHOW_NUMBER = "show_number"
    LOCK = "lock"
    UNLOCK = "unlock"
    REDIAL = "redial"
    CALL_RETURN = "call_return"


SWITCHING_HOURS = frozenset({FeatureAct.HOURS_CLOSED, FeatureAct.HOURS_OPEN, FeatureAct.HOURS_BY_CALENDAR})
# Behind these a number is dialled: of an extension, or of business hours.
TAKING_NUMBERS = frozenset({FeatureAct.FORWARD_ALL, FeatureAct.VOICEMAIL_OF}) | SWITCHING_HOURS
# These are dialled before any number, and change how this one call shows: whether its number is withheld.
WITHHOLDING = {FeatureAct.WITHHOLD_NUMBER: True, FeatureAct.SHOW_NUMBER: False}


class FeatureCode(msgspec.Struct, frozen=True, array_like=True):
    code: str
    act: FeatureAct


class SpeedDial(msgspec.Struct, frozen=True):
    """A short number and where it leads."""

    key: UUID
    code: str
    name: str
    destination: Destination

    @property
    def label(self) -> str:
        """Number and name, as a trace keeps them."""
        return f"{self.code} {self.name}".strip()


class PrefixedNumber(msgspec.Struct, frozen=True):
    """A number that was dialled behind a code for this one call. withholds: whether callees do not see who calls."""

    code: str
    number: str
    withholds: bool


class DialledCodes:
    """The codes of an organization by what is dialled."""

    def __init__(self, codes: Iterable[FeatureCode]) -> None:
        self._acts = {code.code: code.act for code in codes}
        taking = [code for code, act in self._acts.items() if act in TAKING_NUMBERS]
        self._taking = sorted(taking, key=len, reverse=True)
        before = [code for code, act in self._acts.items() if act in WITHHOLDING]
        self._before_numbers = sorted(before, key=len, reverse=True)

    def meant_by(self, dialled: str) -> tuple[FeatureCode, str] | None:
        """The code, and the number dialled behind it; None when it is no code. A whole code goes first."""
        act = self._acts.get(dialled)
        if act is not None:
            return FeatureCode(dialled, act), ""
        for code in self._taking:
            number = dialled.removeprefix(code).removeprefix("*")
            if dialled.startswith(code) and number.isdecimal() and number.isascii():
                return FeatureCode(code, self._acts[code]), number
        return None

    def prefix_of(self, dialled: str, short_numbers: Container[str] = ()) -> PrefixedNumber | None:
        """What was dialled behind a code that is meant for one call; None without such a code, or with nothing behind.

        People put a hash or a star between, as in *31#. short_numbers: those of speed dial, whose star is their own.
        """
        for code in self._before_numbers:
            if not dialled.startswith(code):
                continue
            number = dialled[len(code) :].removeprefix("#")
            if number not in short_numbers:
                number = number.removeprefix("*")
            if number:
                return PrefixedNumber(code, number, WITHHOLDING[self._acts[code]])
        return None
