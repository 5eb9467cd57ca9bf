"""Sending the caller of a live call on to another place (a blind transfer)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Unpack
from uuid import UUID

import msgspec
from django.core.exceptions import PermissionDenied
from django.db import transaction

from accounts.permissions import covers_own_only, require
from audit import services as audit
from audit.actors import Actor
from calls.journey import Step
from calls.models import Call, CallTransfer
from calls.services import steps_of
from extensions.models import Extension
from opbx.errors import NotAcceptable
from routing.compile.destinations import destination_of_row
from routing.engine.destinations import Destination, ToExtension
from routing.engine.presence import RINGS
from routing.engine.reasons import Reason
from routing.models import DestinationKeywords, DestinationKind, ForwardingRule
from routing.services.destinations import destination_words, point
from tenants.due import make_due
from tenants.guard import guard_configuration

SWEEP = "calls.transfers"  # the kind of due work that tells Cloudonix, done by cloudonix.transferring
RIGHT = "right.transfer_calls"
NOT_NOW = "Only the caller of a call that goes on can be sent on, and only where OPBX routes the call."
_RINGS = frozenset(reason.value for reason in RINGS)


def can_be_sent_on(call: Call) -> bool:
    """Whether its caller can be sent on: of a call that leaves the building the caller is one's own phone."""
    is_known = not call.session_token.startswith(("id:", "sip:"))
    return call.is_live and is_known and call.direction in {Call.Direction.INBOUND, Call.Direction.INTERNAL}


def holders(steps: Sequence[Step]) -> tuple[UUID, ...]:
    """The extensions one of which has the call: those that rang last, if nothing came after them."""
    trace = steps[-1].trace if steps else ()
    return tuple(entry.key for entry in trace if entry.outcome in _RINGS and entry.key is not None)


def sender(actor: Actor, call: Call, steps: Sequence[Step]) -> Extension | None:
    """The extension in whose name an actor sends the caller on; None when it cannot be told which one has the call.

    Raises PermissionDenied for whoever may not, and for a PBX User whose own extension does not have the call.
    """
    require(actor, RIGHT)
    keys = holders(steps)
    only = Extension.objects.filter(key=keys[0]).first() if len(keys) == 1 else None
    if not actor.is_system and covers_own_only(actor.role, "calls"):
        has_it = call.state == Call.State.CONNECTED and only is not None and only.user_id == actor.user_id
        if not has_it:
            raise PermissionDenied("You can send on callers that you are talking to.")
    return only


@transaction.atomic
def transfer_call(actor: Actor, call: Call, **destination: Unpack[DestinationKeywords]) -> CallTransfer:
    """Have the caller sent on; Cloudonix is told as soon as this is committed, and drops whoever has the call.

    A number outside passes the rules of outbound calls of the extension that has the call, now and when it is
    dialled. Raises PermissionDenied and NotAcceptable.
    """
    guard_configuration()
    row = Call.objects.select_for_update().get(pk=call.pk)
    steps = steps_of(row.session_token)
    by = sender(actor, row, steps)
    if not can_be_sent_on(row) or not steps:
        raise NotAcceptable(f"This caller cannot be sent on now. {NOT_NOW}", field="")
    waiting = row.transfers.filter(state=CallTransfer.State.WAITING).first()
    if waiting is not None:
        raise NotAcceptable(f"The caller is on the way to {waiting.words} already.", field="")
    if destination["destination_kind"] == DestinationKind.HANG_UP:
        raise NotAcceptable("Choose where the caller goes.", field="destination_kind")
    # A rule of that extension, never stored: the checks are the same as for what it forwards.
    aim = ForwardingRule(extension=by)
    point(aim, **destination)
    to = destination_of_row(aim)
    _refuse_those_in_the_call(to, steps)
    transfer = CallTransfer.objects.create(
        call=row,
        extension_key=by.key if by is not None else None,
        destination=msgspec.to_builtins(to),
        words=destination_words(aim)[:200],
        asked_by=actor.label[:120],
    )
    audit.record(actor, "call.transferred", row, {"destination": [None, transfer.words]})
    make_due(SWEEP)
    return transfer


def transfer_news(call: Call) -> tuple[str, str] | None:
    """What the page of a live call tells about its newest transfer, as level and text of a banner.

    None when there is none, and when the caller has gone: that is told by the journey.
    """
    newest: CallTransfer | None = call.transfers.order_by("-id").first() if call.is_live else None
    if newest is None or newest.state == CallTransfer.State.DONE:
        return None
    if newest.state == CallTransfer.State.FAILED:
        return "bad", f"The caller could not be sent to {newest.words}. {newest.error}"
    return "info", f"The caller is on the way to {newest.words}."


def destination_of_transfer(transfer: CallTransfer) -> Destination:
    """Where the caller goes, as the engine follows it."""
    found: Destination = msgspec.convert(transfer.destination, Destination)
    return found


def _refuse_those_in_the_call(to: Destination, steps: Sequence[Step]) -> None:
    if not isinstance(to, ToExtension):
        return
    callers = {
        entry.key
        for step in steps
        for entry in step.trace
        if entry.outcome == Reason.CALLER_IS_EXTENSION.value
    }
    if to.key in callers:
        raise NotAcceptable(
            "The caller is this extension. Choose another one.", field="destination_extension"
        )
    if holders(steps) == (to.key,):
        raise NotAcceptable(
            "This extension has the call already. Choose another one.", field="destination_extension"
        )
