"""What calls want to know of conference rooms."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from cloudonix.webhooks.auth import Credential
from cloudonix.webhooks.note import Stage
from routing.engine.live import Want
from routing.engine.objects.rooms import Admission, RoomPinTried
from routing.models import Room
from routing.services.rooms import admit
from tenants.context import in_tenant
from tenants.models import Organization


def admissions(credential: Credential, stage: Stage, wants: Sequence[RoomPinTried]) -> Mapping[Want, Any]:
    """Each PIN is compared and counted in a transaction of its own, so that tries of one room stand in line."""
    del stage
    organization = Organization.objects.get(pk=credential.organization_id)
    with in_tenant(organization):
        return {want: _admission(want) for want in wants}


def _admission(want: RoomPinTried) -> Admission:
    room = Room.objects.filter(key=want.room).first()
    return admit(room, want.pin) if room is not None else Admission.NOBODY
