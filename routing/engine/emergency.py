"""Emergency calls: they pass every rule, show where the caller is, and tell people at once."""

from __future__ import annotations

from routing.engine.decisions import Decision, Dial, Effect, Speak, StepKind
from routing.engine.objects.outbound import OutsideNumber
from routing.engine.outbound import RING_SECONDS, WITHHELD, line_of
from routing.engine.progress import OutsideRings
from routing.engine.prompts import Sentence
from routing.engine.reasons import Reason
from routing.engine.walk import Walk


class EmergencyCalled(Effect, frozen=True, tag="emergency_called"):
    """Somebody calls the rescue service: keep it, and tell the list. caller: number and name of the extension."""

    dialled: str
    is_test: bool
    caller: str
    caller_id: str
    site: str
    address: str


def enter(walk: Walk, number: OutsideNumber) -> Decision:
    """Dial the emergency number over every outbound trunk, with the number of the caller's site, never withheld."""
    plan, caller = walk.plan, walk.caller
    site = plan.outbound.site_of(caller.number if caller is not None else "")
    shown = (site.caller_id if site is not None else "") or line_of(plan, caller).caller_id or WITHHELD
    label = caller.label if caller is not None else walk.call.caller
    walk.effects.append(
        EmergencyCalled(
            dialled=number.dial,
            is_test=number.is_test,
            caller=label,
            caller_id=shown,
            site=site.name if site is not None else "",
            address=site.address if site is not None else "",
        )
    )
    owner = caller.key if caller is not None else None
    note = site.name if site is not None else ""
    if not plan.outbound_trunks:
        reason = Reason.EMERGENCY_WITHOUT_TRUNK
        walk.note(StepKind.OUTBOUND, reason, number.dial, owner=owner, note=note)
        return walk.decision(Speak(Sentence.NOT_CONNECTED), reason)
    walk.note(StepKind.OUTBOUND, Reason.EMERGENCY_CALL, number.dial, owner=owner, note=note)
    dial = Dial((number.dial,), RING_SECONDS, shown, "", plan.outbound_trunks)
    return walk.decision(dial, Reason.EMERGENCY_CALL, OutsideRings(number.dial))
