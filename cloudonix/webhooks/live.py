"""Live values for the engine: all that a decision wants to know, in one statement."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from cloudonix.webhooks import mailbox
from cloudonix.webhooks.auth import Credential
from cloudonix.webhooks.last_numbers import last_callers, last_dialled
from cloudonix.webhooks.note import Stage
from cloudonix.webhooks.rooms import admissions
from cloudonix.webhooks.switches import tried_hours_pins, tried_service_pins
from cloudonix.webhooks.turns import longest_waiting, next_turns, turn_and_uses
from cloudonix.webhooks.usage import calls_in_use
from routing.engine.limits import CallsInUse
from routing.engine.live import Want
from routing.engine.objects.hours import HoursPinTried
from routing.engine.objects.last_numbers import LastCaller, LastDialled
from routing.engine.objects.locks import ServicePinTried
from routing.engine.objects.messages import BoxPinTried, MessagesOf
from routing.engine.objects.rooms import RoomPinTried
from routing.engine.turns import LongestWaiting, NextTurn

# Each answers all wants of its class for one request of a call, in one statement; a repeated one moves nothing.
# Those that one path asks together are joined in `answers_to`.
Answerer = Callable[[Credential, Stage, Sequence[Any]], Mapping[Want, Any]]
ANSWERERS: dict[type[Want], Answerer] = {
    NextTurn: next_turns,
    LongestWaiting: longest_waiting,
    BoxPinTried: mailbox.tried_pins,
    MessagesOf: mailbox.messages_waiting,
    RoomPinTried: admissions,
    HoursPinTried: tried_hours_pins,
    ServicePinTried: tried_service_pins,
    LastDialled: last_dialled,
    LastCaller: last_callers,
    CallsInUse: calls_in_use,
}


def answers_to(credential: Credential, stage: Stage, wants: Sequence[Want]) -> dict[Want, Any]:
    """What the engine wants to know; a want that nobody answers keeps its provisional answer."""
    by_kind: dict[type[Want], list[Want]] = {}
    for want in wants:
        by_kind.setdefault(type(want), []).append(want)
    found: dict[Want, Any] = {want: want.provisional for want in wants}
    # A group with busy levels asks both at once: whose turn it is, and how many calls its members have.
    turns = [*by_kind.get(NextTurn, ()), *by_kind.get(LongestWaiting, ())]
    if len(turns) == 1 and CallsInUse in by_kind:
        uses: list[Any] = by_kind.pop(CallsInUse)
        found.update(turn_and_uses(credential, stage, turns[0], uses))
        del by_kind[type(turns[0])]
    for kind, asked in by_kind.items():
        found.update(ANSWERERS[kind](credential, stage, asked))
    return found
