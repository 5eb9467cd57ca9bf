"""Run a call: ask its application for a document, do what it says, report, until the call is over."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import NoReturn, Protocol
from urllib.parse import urljoin
from xml.etree.ElementTree import Element

from cloudonix.simulator.callers import Plan
from cloudonix.simulator.calls import Call, Leg, Stage
from cloudonix.simulator.clock import Event
from cloudonix.simulator.cxml_check import CxmlRefused, documented_part, read_cxml
from cloudonix.simulator.dnids import reached_application
from cloudonix.simulator.endings import (
    CALLER_LEFT,
    HANGUPS,
    UNANSWERED,
    ApplicationFault,
    CallOver,
    Switched,
)
from cloudonix.simulator.journal import mask_text
from cloudonix.simulator.payloads import shown
from cloudonix.simulator.records import Application
from cloudonix.simulator.reporting import Reports
from cloudonix.simulator.simulation import Simulation
from cloudonix.simulator.webhooks import NoAnswer, ask_application

EXPRESSIONS = {"dtmf": "presses", "speak": "says"}
LEAST_UPDATES = 10  # of an answered call, the final one included
OK = 200
log = logging.getLogger(__name__)


class VerbHandler(Protocol):
    def __call__(self, run: CallRun, verb: Element, /) -> Awaitable[Stage | None]: ...


Opening = Callable[["CallRun"], Awaitable[tuple[Application, Stage]]]


class CallRun:
    """One call while it is going on; the verbs' handlers act through it."""

    def __init__(
        self, simulation: Simulation, call: Call, verbs: dict[str, VerbHandler], opening: Opening
    ) -> None:
        self.simulation = simulation
        self.call = call
        self.reports = Reports(simulation, call)
        self.last_dial = ""
        self.application: Application | None = None
        self.base = ""  # the address of the document that runs
        self.caller_leaves: float | None = None
        self.plans: list[Plan] = []  # what scripts will do, and when
        self.on_input: Callable[[Event], None] = self.unheard  # of keys and speech while time passes
        self.at_end: list[Callable[[], None]] = []  # what is closed with the call
        self.party: Leg | None = None  # whom the API called: to the application it is the caller
        self._verbs = verbs
        self._opening = opening
        if call.script.hangup_at is not None:
            self.caller_leaves = call.started + call.script.hangup_at

    async def run(self) -> None:
        delivery = asyncio.create_task(self.reports.deliver())
        over = CallOver(
            "The simulator itself failed; its log says more.", status="error", disposition="FAILED"
        )
        try:
            self._report_start()
            await self._stages()
            over = CallOver("The document ended")
        except CallOver as ending:
            over = ending
        finally:
            if not _being_cancelled():
                self._finish(over)
                await delivery
                self.call.settled.set()
            delivery.cancel()

    def _report_start(self) -> None:
        call = self.call
        called = f"{call.caller} ({call.caller_name})" if call.caller_name else call.caller
        call.note(
            "start", f"{called} calls {call.dialled}", direction=call.direction, domain=call.domain.name
        )
        self.report("new")

    def report(self, status: str) -> None:
        """Move the call to this status and report it, twice when the chatter switch is on."""
        self.call.status = status
        for _repeat in range(2 if self.simulation.switches.chatter else 1):
            self.reports.update(status)

    async def _stages(self) -> None:
        stage: Stage | None
        application, stage = await self._opening(self)
        self.application = application
        most = self.simulation.switches.max_stages
        for _count in range(most):
            if stage is None:
                return
            self.report("connected" if self.call.answered is not None else "processing")
            try:
                document = await self._fetch(application, stage)
                await self.pause(0)
                stage = await self._execute(document, stage.url)
            except Switched:
                self._drop_legs(keep=self.party)
                self.call.listening = ""
                stage = self.call.next_stage
        if stage is not None:
            raise ApplicationFault(
                f"The call asked for {most} documents: the application goes round in circles"
            )

    def admit(self) -> None:
        """Refuse a call that its domain or its customer may not have."""
        if not self.call.domain.active:
            raise ApplicationFault("The domain is not active")
        customer = self.simulation.store.customers[self.call.domain.customer_id]
        live = [one for one in self.simulation.calls.live() if one.domain.customer_id == customer.id]
        if customer.concurrency_limit is not None and len(live) > customer.concurrency_limit:
            raise CallOver("The customer has too many calls", status="error", disposition="CONGESTION")

    async def _fetch(self, application: Application, stage: Stage) -> Element:
        call = self.call
        if stage.document:
            call.note("switch", "Runs a document given through the API", cxml=mask_text(stage.document))
            return self._checked(stage.document.encode(), "application/xml")
        try:
            answer, exchange = await ask_application(
                self.simulation, call, application, url=stage.url, method=stage.method, extra=stage.extra
            )
        except NoAnswer as trouble:
            call.note("request", f"{stage.method} {stage.url}", status=None, error=str(trouble))
            raise ApplicationFault(f"The application did not answer. {trouble}") from trouble
        call.note(
            "request",
            f"{stage.method} {stage.url}",
            status=answer.status,
            milliseconds=exchange.milliseconds,
            sent=stage.extra,
            cxml=mask_text(exchange.response),
            exchange=exchange.id,
        )
        call.stages.append(
            {
                "url": stage.url,
                "method": stage.method,
                "status": answer.status,
                "cxml": mask_text(exchange.response),
            }
        )
        if answer.status != OK:
            raise ApplicationFault(f"The application answered with status {answer.status}")
        return self._checked(answer.body, answer.media_type)

    async def ask_in_vain(self, stage: Stage) -> None:
        """Tell the application something after which it can no longer do anything for the call."""
        application = self.application
        if application is None:
            return
        try:
            answer, exchange = await ask_application(
                self.simulation,
                self.call,
                application,
                url=stage.url,
                method=stage.method,
                extra=stage.extra,
            )
        except NoAnswer as trouble:
            self.call.note("request", f"{stage.method} {stage.url}", status=None, error=str(trouble))
        else:
            text = f"{stage.method} {stage.url}"
            self.call.note("request", text, status=answer.status, sent=stage.extra, exchange=exchange.id)

    def _checked(self, body: bytes, media_type: str) -> Element:
        try:
            document, problems = read_cxml(body, media_type)
        except CxmlRefused as refusal:
            raise ApplicationFault(f"The answer cannot be run. {refusal}") from refusal
        if problems and self.simulation.switches.strict:
            raise ApplicationFault(f"The answer is not documented CXML. {' '.join(problems)}")
        for problem in problems:
            self.call.note("warning", problem)
        return documented_part(document) if problems else document

    async def _execute(self, document: Element, base: str) -> Stage | None:
        """Run the document's verbs; the stage that one of them asks for, or None at its end."""
        self.base = base
        for verb in document:
            self.call.verb = verb.tag
            if self.simulation.switches.chatter and self.call.answered is not None:
                self.reports.update(self.call.status)
            following = await self._verbs[verb.tag](self, verb)
            if following is not None:
                return Stage(self.at(following.url), following.method, following.extra)
        return None

    def at(self, url: str) -> str:
        """An address in the document that runs, which may be relative to the document's own."""
        return urljoin(self.base, url)

    @property
    def by_hand(self) -> bool:
        """Whether a person does the caller's part; what the caller does is waited for then."""
        return self.call.script.person

    def answer(self) -> None:
        """The caller's side is answered: by the first sentence, or by a phone."""
        if self.call.answered is None:
            self.call.answered = self.call.clock.now()
            self.report("connected")

    async def pause(self, seconds: float) -> None:
        """Let time pass that ends by itself."""
        until = self.call.clock.now() + seconds
        while (event := await self.next_event(until)) is not None:
            self.on_input(event)

    def unheard(self, event: Event) -> None:
        """Note keys and speech that no verb wants; they go by as they would at a telephone."""
        if event.do in EXPRESSIONS:
            who = "The caller" if event.who == "caller" else f"Leg {event.leg}"
            self.call.note("keys", f"{who} {EXPRESSIONS[event.do]} {event.value}; nothing listens.")

    @contextmanager
    def planned(self, *plans: Plan) -> Iterator[None]:
        """Let these acts happen at their moments, as long as the verb that they belong to lasts."""
        self.plans += plans
        try:
            yield
        finally:
            self.plans = [plan for plan in self.plans if plan not in plans]

    async def next_event(self, deadline: float | None, *, automatic: bool = True) -> Event | None:
        """The next act of somebody, or None at the deadline. What ends or switches the call is raised here.

        automatic: whether an instant clock may jump to the deadline; False where a person is waited for.
        """
        while True:
            plan = min(self._all_plans(), key=lambda one: one.at, default=None)
            if plan is not None and deadline is not None and plan.at > deadline:
                plan = None
            # A script acts by itself; the time limit of a session does not make a person act sooner.
            by_itself = automatic or (plan is not None and plan.event.who != "platform")
            event = await self.call.clock.next_event(
                deadline if plan is None else plan.at, automatic=by_itself
            )
            if event is None and plan is None:
                return None
            if event is None and plan is not None:
                self.plans = [one for one in self.plans if one is not plan]
                event = plan.event
            if event is not None and (act := self._act(event)) is not None:
                return act

    def _all_plans(self) -> Iterator[Plan]:
        if self.caller_leaves is not None:
            yield Plan(self.caller_leaves, Event("caller", "hangup"))
        if self.call.time_limit:
            yield Plan(self.call.started + self.call.time_limit, Event("platform", "timeLimit"))
        yield from self.plans

    def _act(self, event: Event) -> Event | None:
        """The event as a verb meets it, None when it is none of a verb's business; raises what ends the call."""
        if self.party is not None and event.who == "leg" and event.leg == self.party.number:
            event = replace(event, who="caller")
        match event.who, event.do:
            case "caller", "hangup":
                self.call_over(CALLER_LEFT)
            case "platform", "switch":
                raise Switched
            case "platform", "hangup":
                self.call_over("The platform ended the call", self.call.hangup_reason)
            case "platform", "timeLimit":
                self.call_over("The time limit of the session is over")
            case "platform", _:
                return None  # the call's own end may have moved
        return event

    def call_over(self, why: str, reason: str = "") -> NoReturn:
        """End a call that something outside its document ended; an answered one counts as answered."""
        if self.call.answered is not None:
            raise CallOver(why)
        status, disposition = HANGUPS[reason]
        raise CallOver(why, status=status, disposition=disposition)

    def _drop_legs(self, *, keep: Leg | None = None) -> None:
        for leg in self.call.legs:
            if leg.state != "ended" and leg is not keep:
                leg.state, leg.result = "ended", "completed" if leg.state == "talking" else "canceled"

    def _finish(self, over: CallOver) -> None:
        call = self.call
        unanswered = UNANSWERED[self.last_dial]
        status, disposition = ("answer", "ANSWER") if call.answered is not None else unanswered
        self._drop_legs()
        for close in self.at_end:
            close()
        if call.answered is not None and self.simulation.switches.chatter:
            for _missing in range(LEAST_UPDATES - 1 - call.updates):
                self.reports.update("connected")
        call.ended = call.clock.now()
        call.reason = str(over)
        call.verb = call.listening = ""
        call.status, call.disposition = over.status or status, over.disposition or disposition
        call.note("error" if isinstance(over, ApplicationFault) else "end", call.reason)
        self.reports.update(call.status)
        self.reports.close()
        for watcher in call.watchers:
            watcher.happens(Event("coached", "end"))


def _being_cancelled() -> bool:
    task = asyncio.current_task()
    return task is not None and task.cancelling() > 0


async def open_as_dialled(run: CallRun) -> tuple[Application, Stage]:
    """The application that the dialled number reaches, and its first document."""
    run.admit()
    call, switches = run.call, run.simulation.switches
    application, dnid = reached_application(
        run.simulation.store,
        call.domain,
        shown(call.dialled, switches),
        plus_matters=switches.dnid_plus == "significant",
    )
    if application is None:
        raise ApplicationFault("No DNID leads anywhere and the domain has no default application")
    if dnid is not None:
        call.note("route", f"DNID {dnid.source or dnid.dnid} leads to application {application.name}")
    if not application.active:
        raise ApplicationFault(f"The application {application.name} is not active")
    return application, Stage(application.url, application.method)


def start_call(
    simulation: Simulation, call: Call, verbs: dict[str, VerbHandler], opening: Opening = open_as_dialled
) -> None:
    """Run the call beside everything else; a failure of the simulator itself goes to its log.

    opening: what comes before the first document, and which that is.
    """
    task = asyncio.get_running_loop().create_task(CallRun(simulation, call, verbs, opening).run())
    task.add_done_callback(_log_failure(call.token))
    simulation.calls.keep(call, task)


def _log_failure(token: str) -> Callable[[asyncio.Task[None]], None]:
    def log_failure(task: asyncio.Task[None]) -> None:
        if not task.cancelled() and (error := task.exception()) is not None:
            log.error("Call %s: the simulator failed.", token, exc_info=error)

    return log_failure
