"""Writing calls: recording what an event said, and telling the call anew from evidence and steps."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

import msgspec
from django.db import connection
from django.utils import timezone

from calls import journey
from calls.disclosure import kept_body
from calls.evidence import NOTHING, Evidence, Identity, merge
from calls.fold import Facts, Known, conclude
from calls.models import Call, JourneyStep, RawEvent
from calls.sweeps import make_live_call_due, make_steps_due
from extensions.models import Extension, SipAccount
from routing.numbering import e164_readings
from tenants.context import current_organization
from tenants.models import InboxEvent


def record_event(event: InboxEvent, who: Identity, said: Evidence) -> Call:
    """Add what an event said to its call and keep its body; the caller removes it from the inbox."""
    _lock(who)
    call = _find(who) or Call(session_token=_token_of(who))
    if who.token and call.session_token != who.token:
        _rename(call, who.token)
    RawEvent.objects.bulk_create(
        [
            RawEvent(
                kind=event.kind,
                session_token=call.session_token,
                dedupe_key=event.dedupe_key,
                body=kept_body(event.body),
                received_at=event.received_at,
            )
        ],
        ignore_conflicts=True,
    )
    call.last_update_at = max(call.last_update_at or event.received_at, event.received_at)
    tell(call, said)
    return call


def adopt_steps(session_token: str) -> Call:
    """Tell a call anew whose steps are newer than its last event, or that has had no event at all."""
    _lock(Identity(token=session_token))
    call = Call.objects.select_for_update().filter(session_token=session_token).first()
    tell(call or Call(session_token=session_token), NOTHING)
    return call or Call.objects.get(session_token=session_token)


def give_up(session_token: str, silent_since: datetime, now: datetime) -> None:
    """Close a call that nobody has reported about since then; a CDR that still comes overrules this."""
    _lock(Identity(token=session_token))
    silent = Call.objects.live().filter(last_update_at__lte=silent_since)
    call = silent.select_for_update().filter(session_token=session_token).first()
    if call is not None:
        tell(call, Evidence(closed=int(now.timestamp() * 1000)))


def tell(call: Call, said: Evidence) -> None:
    """Merge new evidence into the call and write every column that follows from it."""
    is_new, was_live = call.pk is None, call.is_live
    evidence = merge(msgspec.convert(call.evidence, Evidence) if call.evidence else NOTHING, said)
    steps = steps_of(call.session_token)
    facts = conclude(evidence, steps, {} if steps else _known(evidence))
    call.evidence = msgspec.to_builtins(evidence)
    call.remote_id = evidence.remote_id
    call.sip_call_ids = list(evidence.sip_call_ids)
    call.last_update_at = max(filter(None, (call.last_update_at, facts.journey_at)), default=timezone.now())
    _write(call, facts)
    if call.is_live and is_new:
        make_live_call_due()
    elif was_live and not call.is_live:
        make_steps_due()


def steps_of(session_token: str) -> list[journey.Step]:
    rows = JourneyStep.objects.filter(session_token=session_token).order_by("at", "id").defer("cxml")
    return [step_of(row) for row in rows]


def step_of(row: JourneyStep) -> journey.Step:
    return journey.Step(
        at=row.at,
        direction=row.direction,
        caller=row.caller,
        caller_name=row.caller_name,
        dialled=row.dialled,
        reason=row.reason,
        trace=journey.entries(row.trace),
        extension_keys=tuple(row.extension_keys),
    )


def _write(call: Call, facts: Facts) -> None:
    for name in facts.__struct_fields__:
        value: Any = getattr(facts, name)
        if name.endswith("_cost"):
            value = Decimal(value) if value else None
        setattr(call, name, value)
    call.save()


# Which call an event belongs to.


def _lock(who: Identity) -> None:
    """Let one transaction at a time work on this call, by whatever name it is known."""
    schema = current_organization().schema_name
    names = [f"token:{who.token}"] if who.token else []
    names += [f"id:{who.remote_id}"] if who.remote_id else []
    names += [f"sip:{call_id}" for call_id in who.sip_call_ids]
    with connection.cursor() as cursor:
        # In the order of the names, so that two transactions never wait for each other.
        for name in sorted(names):
            cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"{schema}|call|{name}"])


def _find(who: Identity) -> Call | None:
    """The call of an event: by token, else by session id, else by SIP call id.

    When the token is news for a call that is known by the others only, both are the same call.
    """
    calls = Call.objects.select_for_update()
    found = calls.filter(session_token=who.token).first() if who.token else None
    others = calls.exclude(pk=found.pk) if found is not None else calls
    if who.token:
        # A call with another token is another call, even if a carrier used its SIP call id twice.
        others = others.without_token()
    related = others.filter(remote_id=who.remote_id).first() if who.remote_id else None
    if related is None and who.sip_call_ids:
        related = others.filter(sip_call_ids__overlap=list(who.sip_call_ids)).order_by("-id").first()
    if found is None or related is None:
        return found or related
    return _unite(found, related)


def _token_of(who: Identity) -> str:
    """What stands for the token until an event tells it."""
    return who.token or (f"id:{who.remote_id}" if who.remote_id else f"sip:{who.sip_call_ids[0][:130]}")


def _rename(call: Call, token: str) -> None:
    RawEvent.objects.filter(session_token=call.session_token).update(session_token=token)
    call.session_token = token


def _unite(call: Call, double: Call) -> Call:
    """Put what is known of a call under two names into one row."""
    evidence = [msgspec.convert(row.evidence, Evidence) for row in (call, double) if row.evidence]
    RawEvent.objects.filter(session_token=double.session_token).update(session_token=call.session_token)
    double.delete()
    call.evidence = msgspec.to_builtins(merge(*evidence) if len(evidence) > 1 else (evidence or [NOTHING])[0])
    return call


# Who the addresses in events are, for calls that never asked for a step.


def _known(evidence: Evidence) -> dict[str, Known]:
    reports = [report for report in (evidence.cdr, evidence.newest) if report is not None]
    addresses = {address for report in reports for address in (report.caller, report.dialled) if address}
    region = current_organization().region
    known = {address: Known(number) for address in addresses for number in e164_readings(address, region)[:1]}
    accounts = SipAccount.objects.filter(username__in=addresses).select_related("extension")
    known |= {
        account.username: Known(account.extension.number, account.extension.key) for account in accounts
    }
    extensions = Extension.objects.filter(number__in=addresses)
    return known | {extension.number: Known(extension.number, extension.key) for extension in extensions}
