"""Feature codes and speed dial in a plan."""

from __future__ import annotations

import enum
from collections.abc import Iterable
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


SWITCHING_HOURS = frozenset({FeatureAct.HOURS_CLOSED, FeatureAct.HOURS_OPEN, FeatureAct.HOURS_BY_CALENDAR})
# Behind these a number is dialled: of an extension, or of business hours.
TAKING_NUMBERS = frozenset({FeatureAct.FORWARD_ALL, FeatureAct.VOICEMAIL_OF}) | SWITCHING_HOURS


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


class DialledCodes:
    """The codes of an organization by what is dialled."""

    def __init__(self, codes: Iterable[FeatureCode]) -> None:
        self._acts = {code.code: code.act for code in codes}
        taking = [code for code, act in self._acts.items() if act in TAKING_NUMBERS]
        self._taking = sorted(taking, key=len, reverse=True)

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
