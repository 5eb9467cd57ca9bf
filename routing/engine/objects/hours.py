"""What the engine asks about business hours that a phone wants to switch."""

from __future__ import annotations

from typing import ClassVar
from uuid import UUID

from routing.engine.live import Want
from routing.engine.objects.messages import PinAnswer


class HoursPinTried(Want, frozen=True):
    """Is this the PIN of the business hours? Asking counts as a try; it is answered by a PinAnswer."""

    provisional: ClassVar[PinAnswer] = PinAnswer.WRONG
    schedule: UUID
    pin: str

    def __repr__(self) -> str:
        return f"HoursPinTried({self.schedule})"  # never the PIN: whatever is shown may end in a log
