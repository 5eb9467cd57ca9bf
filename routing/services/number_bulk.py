"""One act on many phone numbers: one transaction and one publish; what does not fit is skipped with its reason."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Unpack

from django.db import transaction

from accounts.permissions import require
from audit.actors import Actor
from opbx.bulk import BulkResult, act_on_each
from opbx.configuration import configuration_changed
from opbx.web.formats import phone_words
from routing.errors import InUseForOutboundCalls
from routing.models import OBJECT_COLUMNS, DestinationKeywords, PhoneNumber
from routing.services.destinations import repoint
from routing.services.numbers import mark_stale, remove_number, save_changes
from tenants.guard import guard_configuration

# Does it to one locked row; answers with why not, "" when it was done.
Act = Callable[[PhoneNumber], str]


def switch_numbers(actor: Actor, numbers: Sequence[PhoneNumber], *, on: bool) -> BulkResult:
    """Let callers reach these numbers, or let them hear that they are not in service."""

    def act(row: PhoneNumber) -> str:
        if row.is_enabled == on:
            return "active already" if on else "disabled already"
        row.is_enabled = on
        save_changes(actor, row, {"is_enabled": [not on, on]})
        mark_stale(row)
        return ""

    return _each(actor, numbers, act, done="enabled" if on else "disabled")


def point_numbers(
    actor: Actor, numbers: Sequence[PhoneNumber], **destination: Unpack[DestinationKeywords]
) -> BulkResult:
    """Send the calls of all these numbers to one destination; their rules stay. Raises NotAcceptable."""

    def act(row: PhoneNumber) -> str:
        changes = repoint(row, **destination)
        if not changes:
            return "goes there already"
        save_changes(actor, row, changes)
        return ""

    return _each(actor, numbers, act, done="sent elsewhere")


def delete_numbers(actor: Actor, numbers: Sequence[PhoneNumber]) -> BulkResult:
    """Delete these numbers and give them free for every organization of the platform."""

    def act(row: PhoneNumber) -> str:
        try:
            remove_number(actor, row)
        except InUseForOutboundCalls as error:
            return error.message
        return ""

    return _each(actor, numbers, act, done="deleted")


@transaction.atomic
def _each(actor: Actor, numbers: Sequence[PhoneNumber], act: Act, *, done: str) -> BulkResult:
    require(actor, "numbers.write")
    guard_configuration()
    rows = PhoneNumber.objects.select_related(*OBJECT_COLUMNS.values()).select_for_update(of=("self",))
    result = act_on_each(numbers, rows, act, label=lambda row: phone_words(row.e164))
    if result.done:
        verb = "was" if len(result.done) == 1 else "were"
        noun = (
            f"Phone number {result.done[0]}" if len(result.done) == 1 else f"{len(result.done)} phone numbers"
        )
        configuration_changed(actor, f"{noun} {verb} {done}")
    return result
