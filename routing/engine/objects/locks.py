"""What the engine asks and writes about locked extensions."""

from __future__ import annotations

from typing import ClassVar
from uuid import UUID

from routing.engine.decisions import Effect
from routing.engine.live import Want
from routing.engine.objects.messages import PinAnswer


class ServicePinTried(Want, frozen=True):
    """Is this the service PIN of the extension? Asking counts as a try; it is answered by a PinAnswer."""

    provisional: ClassVar[PinAnswer] = PinAnswer.WRONG
    extension: UUID
    pin: str

    def __repr__(self) -> str:
        return f"ServicePinTried({self.extension})"  # never the PIN: whatever is shown may end in a log


class SwitchLock(Effect, frozen=True):
    """Lock an extension, or unlock it."""

    extension: UUID
    on: bool
