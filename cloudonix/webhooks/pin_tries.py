"""PINs that callers typed: compared and counted once for each request of a call, however often it is repeated."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

from calls.models import JourneyStep
from cloudonix.webhooks.auth import Credential
from cloudonix.webhooks.note import Stage
from extensions.pins import PinCheck
from routing.engine.live import Want
from routing.engine.objects.messages import PinAnswer
from tenants.context import in_tenant
from tenants.models import Organization

ANSWERS = {
    PinCheck.RIGHT: PinAnswer.RIGHT,
    PinCheck.WRONG: PinAnswer.WRONG,
    PinCheck.LOCKED: PinAnswer.LOCKED,
    PinCheck.NOT_SET: PinAnswer.NOT_SET,
}
Tried = TypeVar("Tried", bound=Want)


def tried_once(
    credential: Credential, stage: Stage, wants: Sequence[Tried], compare: Callable[[Tried], Any]
) -> Mapping[Want, Any]:
    """Each PIN is compared and counted in a transaction of its own, so that tries of one row stand in line.

    A request that was answered before gets that answer whatever is said here, and is no further try.
    """
    organization = Organization.objects.get(pk=credential.organization_id)
    with in_tenant(organization):
        answered = JourneyStep.objects.filter(session_token=stage.call.session, stage_id=stage.stage_id)
        if answered.exists():
            return {want: want.provisional for want in wants}
        return {want: compare(want) for want in wants}
