"""What somebody switches from a phone: the PINs that guard it, and the switch of hours as an effect of the call."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from cloudonix.webhooks.auth import Credential
from cloudonix.webhooks.note import Stage
from cloudonix.webhooks.pin_tries import ANSWERS, tried_once
from extensions.models import Extension
from extensions.pins import check_pin
from routing.engine.calls import IncomingCall
from routing.engine.decisions import SwitchHours
from routing.engine.live import Want
from routing.engine.objects.hours import HoursPinTried
from routing.engine.objects.locks import ServicePinTried
from routing.engine.objects.messages import PinAnswer
from routing.models import Schedule
from routing.services.overrides import set_override_by_phone


def switch_hours(_call: IncomingCall, effect: SwitchHours) -> None:
    """Open or close business hours by hand, in the name of the extension whose phone asked for it."""
    set_override_by_phone(effect.by, effect.schedule, state=effect.state, until=effect.until)


def tried_hours_pins(
    credential: Credential, stage: Stage, wants: Sequence[HoursPinTried]
) -> Mapping[Want, Any]:
    return tried_once(credential, stage, wants, _tried)


def tried_service_pins(
    credential: Credential, stage: Stage, wants: Sequence[ServicePinTried]
) -> Mapping[Want, Any]:
    return tried_once(credential, stage, wants, _tried_service_pin)


def _tried_service_pin(want: ServicePinTried) -> PinAnswer:
    row = Extension.objects.filter(key=want.extension).first()
    return ANSWERS[check_pin(row, want.pin)] if row is not None else PinAnswer.NOT_SET


def _tried(want: HoursPinTried) -> PinAnswer:
    row = Schedule.objects.filter(key=want.schedule).first()
    return ANSWERS[check_pin(row, want.pin)] if row is not None else PinAnswer.NOT_SET
