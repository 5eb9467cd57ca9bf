"""What a decision writes beside its note: by the services, in the organization, after the note."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import msgspec

from cloudonix.webhooks import mailbox, switches
from cloudonix.webhooks.auth import Credential
from opbx.logs import get_logger
from routing.engine.calls import IncomingCall
from routing.engine.decisions import Effect, SwitchHours
from routing.engine.emergency import EmergencyCalled
from routing.engine.feature_codes import ForwardEveryCall, SwitchDoNotDisturb
from routing.engine.objects.locks import SwitchLock
from routing.engine.objects.messages import MessageDeleted, MessageHeard, MessageLeft
from routing.engine.turns import MemberAnswered
from routing.services.codes import (
    forward_every_call_by_phone,
    switch_do_not_disturb_by_phone,
    switch_lock_by_phone,
)
from routing.services.emergency import note_emergency_call
from routing.turns import note_answered
from tenants.context import in_tenant
from tenants.models import Organization

log = get_logger(__name__)


def _member_answered(_call: IncomingCall, effect: MemberAnswered) -> None:
    note_answered(effect.group, effect.member)


def _emergency_called(call: IncomingCall, effect: EmergencyCalled) -> None:
    note_emergency_call(call.session, **msgspec.structs.asdict(effect))


def _switch_do_not_disturb(_call: IncomingCall, effect: SwitchDoNotDisturb) -> None:
    switch_do_not_disturb_by_phone(effect.extension, on=effect.on)


def _forward_every_call(_call: IncomingCall, effect: ForwardEveryCall) -> None:
    forward_every_call_by_phone(effect.extension, effect.to)


def _switch_lock(_call: IncomingCall, effect: SwitchLock) -> None:
    switch_lock_by_phone(effect.extension, on=effect.on)


APPLIERS: dict[type[Effect], Callable[[IncomingCall, Any], None]] = {
    MemberAnswered: _member_answered,
    MessageLeft: mailbox.take_message,
    MessageHeard: mailbox.mark_heard,
    MessageDeleted: mailbox.delete_message,
    SwitchHours: switches.switch_hours,
    EmergencyCalled: _emergency_called,
    SwitchDoNotDisturb: _switch_do_not_disturb,
    ForwardEveryCall: _forward_every_call,
    SwitchLock: _switch_lock,
}


def apply_effects(credential: Credential, call: IncomingCall, effects: Sequence[Effect]) -> None:
    """Apply them in order. One that fails is logged: the caller still hears what was decided."""
    organization = Organization.objects.get(pk=credential.organization_id)
    with in_tenant(organization):
        for effect in effects:
            try:
                APPLIERS[type(effect)](call, effect)
            except Exception:  # whatever broke, a caller is on the line
                log.exception("voice_effect_failed", effect=type(effect).__name__, session=call.session)
