"""Feature codes: what phones of the organization dial to switch something."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.core.validators import RegexValidator
from django.db import models

from extensions.models import HoldsNumber
from routing.engine.objects.codes import SWITCHING_HOURS, TAKING_NUMBERS, WITHHOLDING, FeatureAct

code_is_valid = RegexValidator(r"^\*[0-9*]{1,6}\Z", "Enter a star and 1 to 6 digits, for example *78.")


class FeatureCode(HoldsNumber):
    """One code of the organization; a migration makes the row of each act. A code that is off has no number taken."""

    kind_of_number: ClassVar[str] = "feature_code"
    number_depends_on: ClassVar[frozenset[str]] = frozenset({"number", "is_enabled"})

    class Act(models.TextChoices):
        DO_NOT_DISTURB_ON = "do_not_disturb_on", "Do not disturb on"
        DO_NOT_DISTURB_OFF = "do_not_disturb_off", "Do not disturb off"
        FORWARD_ALL = "forward_all", "Forward every call to an extension"
        FORWARD_NONE = "forward_none", "Forward no longer every call"
        OWN_VOICEMAIL = "own_voicemail", "Hear the own voicemail"
        VOICEMAIL_OF = "voicemail_of", "Hear the voicemail of an extension"
        OWN_NUMBER = "own_number", "Hear the own extension number"
        HOURS_CLOSED = "hours_closed", "Close business hours"
        HOURS_OPEN = "hours_open", "Open business hours"
        HOURS_BY_CALENDAR = "hours_by_calendar", "Let business hours go by their calendar"
        WITHHOLD_NUMBER = "withhold_number", "Withhold the own number in one call"
        SHOW_NUMBER = "show_number", "Show the own number in one call"
        LOCK = "lock", "Lock the own extension"
        UNLOCK = "unlock", "Unlock the own extension"
        REDIAL = "redial", "Call the last number again"
        CALL_RETURN = "call_return", "Call the last caller back"

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    act = models.CharField(max_length=30, choices=Act, unique=True)
    number = models.CharField(max_length=8, validators=[code_is_valid])
    is_enabled = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(number__regex=r"^\*[0-9*]{1,6}$"),
                name="routing_feature_code_begins_with_star",
            )
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def number_taken(self) -> str:
        return self.number if self.is_enabled else ""

    @property
    def hint(self) -> str:
        """How it is dialled, where that is more than the code."""
        act = FeatureAct(self.act)
        if act in WITHHOLDING:
            return f"For example {self.number}0301234567 or {self.number}#0301234567: the number follows the code."
        if act in SWITCHING_HOURS:
            return (
                f"For example {self.number}500: the internal number of the business hours follows the code. Where "
                "phones may switch only one, the code alone will do."
            )
        return (
            f"For example {self.number}101: the extension’s number follows the code."
            if self.takes_number
            else ""
        )

    @property
    def group(self) -> str:
        """What it is about, as the heading of a list."""
        act = FeatureAct(self.act)
        if act in WITHHOLDING or act in {FeatureAct.REDIAL, FeatureAct.CALL_RETURN}:
            return "Calls"
        return "Business hours" if act in SWITCHING_HOURS else "The own extension"

    @property
    def takes_number(self) -> bool:
        """Whether a number is dialled right behind the code."""
        return FeatureAct(self.act) in TAKING_NUMBERS | WITHHOLDING.keys()
