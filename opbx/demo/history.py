"""Some days of calls: decided by the engine, noted as the voice route notes them, reported as Cloudonix reports them.

The random choices are seeded by the organization, so that every demo tells the same week.
"""

from __future__ import annotations

import json
import random
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import blake2b

from django.utils import timezone

from calls.inbox import fold_inbox
from calls.models import JourneyStep
from cloudonix.webhooks.auth import Credential
from cloudonix.webhooks.event_payloads import CDR, dedupe_key
from cloudonix.webhooks.links import CallLinks
from cloudonix.webhooks.note import Note, Stage, note_decision
from cloudonix.webhooks.render import render_decision
from extensions.models import SipAccount
from opbx.demo.cast import Customer
from routing.engine.calls import Arrived, DialEnded, Direction, Event, IncomingCall, Outcome
from routing.engine.decide import decide
from routing.engine.decisions import Dial
from routing.engine.plan import Live, Plan
from routing.engine.progress import START, Progress
from routing.numbering import read_numbers
from routing.plans import load_plan
from tenants.context import current_organization
from tenants.models import InboxEvent

DAYS = 7
CALLS_PER_DAY = 14
FIRST_HOUR, LAST_HOUR = 8, 18
LATELY = 6
JUST_NOW = timedelta(minutes=12)  # longer than any call of the demo
# How calls to a phone end, and how often.
ENDS = [
    (Outcome.ANSWERED, 62),
    (Outcome.NO_ANSWER, 18),
    (Outcome.CANCELLED, 10),
    (Outcome.BUSY, 7),
    (Outcome.UNAVAILABLE, 3),
]
DISPOSITIONS = {
    Outcome.ANSWERED: "ANSWER",
    Outcome.NO_ANSWER: "NOANSWER",
    Outcome.CANCELLED: "CANCEL",
    Outcome.BUSY: "BUSY",
    Outcome.UNAVAILABLE: "FAILED",
}


@dataclass(frozen=True)
class Past:
    """A call that was: who called, when, how it ended. ring and talk in seconds."""

    call: IncomingCall
    at: datetime
    outcome: Outcome
    ring: int
    talk: int


class History:
    """Writes past calls of the current organization."""

    def __init__(self) -> None:
        organization = current_organization()
        organization.refresh_from_db(fields=["plan_version"])
        self.organization = organization
        self.version = organization.plan_version
        loaded = load_plan(organization.pk, organization.schema_name, self.version)
        if loaded is None:
            raise RuntimeError("Publish a plan before adding a history.")
        self.plan: Plan = loaded[0]
        self.credential = Credential(
            organization_id=organization.pk,
            schema=organization.schema_name,
            status=organization.status,
            plan_version=self.version,
            voice_language=organization.voice_language,
            do_not_disturb=frozenset(),
            domain_names=(),
        )

    def add(self, past: Past) -> None:
        progress, rang = self._step(past, START, Arrived(), past.at)
        ended = past.at + timedelta(seconds=3)
        if rang:
            ended = past.at + timedelta(seconds=past.ring + past.talk)
            # Whoever hangs up before an answer is never asked for again.
            if past.outcome is not Outcome.CANCELLED:
                self._step(past, progress, DialEnded(past.outcome), ended)
        self._report(past, ended, is_answered=rang and past.outcome is Outcome.ANSWERED, rang=rang)

    def _step(self, past: Past, progress: Progress, event: Event, at: datetime) -> tuple[Progress, bool]:
        call = read_numbers(past.call, self.plan)
        decision = decide(self.plan, Live(organization_is_active=True), call, progress, event, at)
        stage_id = f"demo-{event.__class__.__name__}"
        links = CallLinks(self.organization.pk, call.session, self.version, decision.progress)
        cxml = render_decision(decision, self.plan, links)
        note = Note(self.plan, self.version, decision, cxml, microseconds=400)
        note_decision(self.credential, Stage(stage_id, event, call), call, note)
        JourneyStep.objects.filter(session_token=call.session, stage_id=stage_id).update(at=at)
        return decision.progress, isinstance(decision.action, Dial)

    def _report(self, past: Past, ended: datetime, *, is_answered: bool, rang: bool) -> None:
        answered = past.at + timedelta(seconds=past.ring)
        body = {
            "timestamp": int(ended.timestamp()),
            "call_id": f"{past.call.session[:12]}@198.51.100.20",
            "from": past.call.caller,
            "to": past.call.dialled,
            "disposition": DISPOSITIONS[past.outcome] if rang else "ANSWER",
            "duration": int((ended - past.at).total_seconds()),
            "billsec": past.talk if is_answered else 0,
            "session": {
                "token": past.call.session,
                "callStartTime": int(past.at.timestamp() * 1000),
                "callAnswerTime": int(answered.timestamp() * 1000) if is_answered else None,
                "callEndTime": int(ended.timestamp() * 1000),
            },
            "qos": {"rtt": 21, "rx_mos": 4.3, "tx_mos": 4.4},
        }
        InboxEvent.objects.get_or_create(
            organization=self.organization,
            dedupe_key=dedupe_key(CDR, body),
            defaults={"kind": CDR, "body": json.dumps(body), "received_at": ended},
        )


def add_history(customer: Customer) -> None:
    """Add the last week's calls of the current organization and fold them."""
    history = History()
    chance = random.Random(customer.slug)  # noqa: S311 - a made-up week, not a secret
    phones = list(SipAccount.objects.select_related("extension").order_by("username"))
    today = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    for back in range(DAYS, -1, -1):
        for index in range(CALLS_PER_DAY):
            seconds = chance.randrange(FIRST_HOUR * 3600, LAST_HOUR * 3600)
            at = today - timedelta(days=back) + timedelta(seconds=seconds)
            past = _past(customer, chance, phones, at, f"{customer.slug} {back} {index}")
            if at < timezone.now() - JUST_NOW:
                history.add(past)
    for index in range(LATELY):
        # Some of the last hour, so that the first page has something to tell whenever the demo is started.
        at = timezone.now() - JUST_NOW - index * timedelta(minutes=8)
        history.add(_past(customer, chance, phones, at, f"{customer.slug} lately {index}"))
    fold_inbox()


def _past(
    customer: Customer, chance: random.Random, phones: list[SipAccount], at: datetime, name: str
) -> Past:
    session = blake2b(f"demo {name}".encode(), digest_size=16).hexdigest()
    if chance.random() < 0.25:
        phone = chance.choice(phones)
        call = IncomingCall(
            session=session,
            direction=Direction.SUBSCRIBER,
            caller=phone.username,
            caller_number=phone.username,
            dialled=chance.choice(phones).extension.number,
        )
    else:
        number, caller_name = chance.choice(customer.callers)
        weights = [6, 3, 3, 1, 1, 1][: len(customer.numbers)]
        dialled = chance.choices(customer.numbers, weights)[0].e164
        call = IncomingCall(
            session=session,
            direction=Direction.INBOUND,
            caller=number,
            caller_number=number,
            dialled=dialled,
            dialled_numbers=(dialled,),
            caller_name=caller_name,
        )
    outcome = chance.choices([end for end, _ in ENDS], weights=[weight for _, weight in ENDS])[0]
    ring = 20 if outcome is Outcome.NO_ANSWER else chance.randint(3, 16)
    talk = chance.randint(15, 600) if outcome is Outcome.ANSWERED else 0
    return Past(call, at, outcome, ring, talk)
