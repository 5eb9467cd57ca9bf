"""The steps of the checklist and what proves each: a function of facts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.urls import NoReverseMatch, reverse

from calls.reached import Reached
from cloudonix.checklist.facts import Facts
from cloudonix.health.rows import broken_points
from cloudonix.models import Connection

TODO, RUNNING, DONE, FAILED = "todo", "running", "done", "failed"
IMPORT_NUMBERS = "cloudonix:import"  # where numbers that were found in the domain are taken over


@dataclass(frozen=True)
class Act:
    """Something to do: a link, or a button that posts."""

    label: str
    url: str
    posts: bool = False
    is_main: bool = False


@dataclass(frozen=True)
class Trial:
    """A call that should be made. reached: the newest one that was; None while it is waited for."""

    title: str
    how: str
    reached: Reached | None


@dataclass(frozen=True)
class Step:
    """text: the proof, or what is to be done. at, by: when and by whom, shown behind the text when they are known."""

    key: str
    title: str
    state: str
    text: str
    at: datetime | None = None
    by: str = ""
    acts: Sequence[Act] = ()
    trials: Sequence[Trial] = ()


@dataclass(frozen=True)
class Checklist:
    steps: Sequence[Step]
    done: int = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "done", sum(step.state == DONE for step in self.steps))

    @property
    def is_done(self) -> bool:
        return self.done == len(self.steps)

    @property
    def current(self) -> Step | None:
        """The first step that is not done."""
        return next((step for step in self.steps if step.state != DONE), None)


def checklist(facts: Facts, *, simulator_url: str = "") -> Checklist:
    """simulator_url: where calls can be placed, in the demo."""
    return Checklist(
        [_key(facts), _check(facts), _extensions(facts), _numbers(facts), _calls(facts, simulator_url)]
    )


def _key(facts: Facts) -> Step:
    title = "Enter the Cloudonix domain and API key"
    if facts.connection is None:
        text = "An API key of the domain, made in the Cloudonix Cockpit. An Owner enters it here."
        return Step("key", title, TODO, text)
    change = Act("Change", reverse("cloudonix:settings"))
    saved = facts.saved
    if saved is None:
        return Step("key", title, DONE, "Stored encrypted.", acts=[change])
    return Step("key", title, DONE, "Saved", at=saved.at, by=saved.by, acts=[change])


def _check(facts: Facts) -> Step:
    title, row = "Check the connection", facts.connection
    again = Act("Check again", reverse("cloudonix:check"), posts=True)
    if row is None:
        text = "OPBX checks the key, makes a voice application and points the domain to it."
        return Step("check", title, TODO, text)
    if row.state == Connection.State.CHECKING:
        return Step("check", title, RUNNING, f"{facts.working_on}…")
    if not row.is_connected:
        return Step("check", title, FAILED, row.error or "Cloudonix is not connected.", acts=[again])
    observed = facts.observed
    if observed is None:
        return Step("check", title, RUNNING, f"{row.domain_name} is connected. Measuring its answer…")
    broken = broken_points(observed)
    if broken:
        health = Act("Show what to do", reverse("cloudonix:health"))
        points = "1 point needs" if broken == 1 else f"{broken} points need"
        return Step("check", title, FAILED, f"{points} attention.", acts=[health, again])
    text = f"{row.domain_name} answered in {observed.latency_ms} ms. Calls are sent to {facts.webhook}."
    return Step("check", title, DONE, text, acts=[again])


def _extensions(facts: Facts) -> Step:
    title, counts = "Create extensions", facts.accounts
    acts = [
        Act("Add a range", reverse("extensions:add_range"), is_main=True),
        Act("Add one extension", reverse("extensions:add")),
    ]
    if not facts.extensions:
        text = "A number and a phone for each person. A range such as 101-110 is added at once."
        return Step("extensions", title, TODO, text, acts=acts)
    have = "1 extension" if facts.extensions == 1 else f"{facts.extensions} extensions"
    more = Act("Add more", reverse("extensions:add_range"))
    show = Act("Show them", reverse("extensions:list"))
    if facts.connection is None or facts.connection.connected_at is None:
        text = f"{have}. They are created at Cloudonix as soon as it is connected."
        return Step("extensions", title, TODO, text, acts=[more])
    if not counts.total:
        return Step("extensions", title, TODO, f"{have}, none with a phone.", acts=[show])
    if counts.failed:
        failed = Act("Show what failed", reverse("extensions:list") + "?sync=failed")
        text = f"{counts.in_sync} of {counts.total} phones in sync, {counts.failed} failed."
        return Step("extensions", title, DONE if counts.in_sync else FAILED, text, acts=[failed])
    if counts.in_sync == counts.total:
        return Step("extensions", title, DONE, f"{have}, all in sync with Cloudonix.", acts=[more])
    text = f"{have}: {counts.in_sync} of {counts.total} phones in sync."
    return Step("extensions", title, DONE if counts.in_sync else RUNNING, text, acts=[more])


def _numbers(facts: Facts) -> Step:
    title, counts = "Point your phone numbers to OPBX", facts.numbers
    acts = [Act("Add a phone number", reverse("routing:number_add"), is_main=not counts.total)]
    found = ""
    if facts.found:
        noun = "1 number was" if facts.found == 1 else f"{facts.found} numbers were"
        found = f" {noun} found in your Cloudonix domain."
        if imports := _url_or_nothing(IMPORT_NUMBERS):
            acts = [Act("Take over numbers", imports, is_main=True), *acts]
    if not counts.total:
        return Step("numbers", title, TODO, f"No phone number yet.{found}", acts=acts)
    live = f"{counts.in_sync} of {counts.total} live." if counts.total > 1 else ""
    if counts.in_sync:
        text = live or f"{facts.number_to_call or '1 number'} is live."
        return Step("numbers", title, DONE, text + found, acts=acts)
    if counts.failed:
        show = Act("Show what failed", reverse("routing:number_list"))
        return Step("numbers", title, FAILED, f"{counts.failed} could not be written.{found}", acts=[show])
    if counts.pending:
        return Step("numbers", title, RUNNING, f"{counts.pending} on the way to Cloudonix.{found}", acts=acts)
    text = "Not live yet: calls reach them once Cloudonix is connected."
    return Step("numbers", title, TODO, text + found, acts=acts)


def _calls(facts: Facts, simulator_url: str) -> Step:
    title = "Make test calls"
    number = f" Call {facts.number_to_call} from a mobile phone." if facts.number_to_call else ""
    trials = [
        Trial("From outside", f"Waiting for a call…{number}", facts.from_outside),
        Trial(
            "From one of your phones",
            "Waiting for a call… Dial another extension, or a number outside.",
            facts.from_phone,
        ),
    ]
    if facts.connection is None or facts.connection.connected_at is None:
        text = "This page shows the calls as they arrive, once Cloudonix is connected."
        return Step("calls", title, TODO, text)
    is_done = all(trial.reached for trial in trials)
    acts = [Act("Open the simulator", simulator_url, is_main=not is_done)] if simulator_url else []
    text = "Calls arrive both ways." if is_done else "This page shows the calls as they arrive."
    return Step("calls", title, DONE if is_done else RUNNING, text, acts=acts, trials=trials)


def _url_or_nothing(name: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""
