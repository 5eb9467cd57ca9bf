"""Blocking the caller of a call, from the call log: what the list of blocked callers has about this caller."""

from __future__ import annotations

from accounts.models import User
from calls.models import Call
from opbx.errors import NotAcceptable
from routing.callers import ANONYMOUS, read_caller
from routing.engine.callers import is_anonymous
from routing.models import CallerRule
from tenants.context import current_organization


def may_block(user: User) -> bool:
    return user.has_perm("callers.write")


def can_be_blocked(call: Call) -> bool:
    """Only callers from outside are; extensions are disabled instead."""
    return call.direction == Call.Direction.INBOUND


def caller_to_block(call: Call) -> str:
    """The caller as the form that adds callers takes it."""
    return ANONYMOUS if is_anonymous(call.caller) else call.caller


def rule_about(call: Call) -> CallerRule | None:
    """The rule about exactly this caller, on all phone numbers; None when there is none."""
    try:
        caller = read_caller(caller_to_block(call), current_organization().region)
    except NotAcceptable:
        return None
    rules = CallerRule.objects.filter(pattern=caller.pattern, value=caller.value, phone_number=None)
    return rules.first()
