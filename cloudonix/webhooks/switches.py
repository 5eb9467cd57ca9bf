"""What somebody switches from a phone, as an effect of the call."""

from __future__ import annotations

from uuid import UUID

from audit.actors import Actor
from extensions.models import Extension
from routing.engine.calls import IncomingCall
from routing.engine.decisions import SwitchHours
from routing.models import Schedule
from routing.services import set_override


def switch_hours(_call: IncomingCall, effect: SwitchHours) -> None:
    """Open or close business hours by hand; nothing when they were deleted meanwhile."""
    schedule = Schedule.objects.filter(key=effect.schedule).first()
    if schedule is not None:
        set_override(_by_phone(effect.by), schedule, state=effect.state, until=effect.until)


def _by_phone(key: UUID | None) -> Actor:
    """Who dialled: the extension, as its PIN or its phone vouched for it before the engine decided."""
    extension = Extension.objects.filter(key=key).first() if key is not None else None
    return Actor.system(f"Extension {extension} by phone" if extension is not None else "A phone")
