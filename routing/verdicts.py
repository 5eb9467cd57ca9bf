"""What would happen to a number that an extension dials, as the engine decides it, in words."""

from __future__ import annotations

from dataclasses import dataclass, field

from extensions.models import Extension
from opbx import clock
from opbx.web.formats import phone_words
from routing.class_words import number_words, row_words
from routing.compile import compile_plan
from routing.engine.calls import Arrived, Direction, IncomingCall
from routing.engine.decide import decide_with_answers
from routing.engine.decisions import Decision, Dial, Speak, StepKind, TraceEntry
from routing.engine.live import Live
from routing.engine.objects.outbound import NumberKind, OutsideNumber
from routing.engine.outbound import WITHHELD, judge_for, line_of
from routing.engine.plan import Plan
from routing.engine.progress import START
from routing.engine.reasons import Reason
from routing.live_values import live_answers
from routing.models import CallingClass
from routing.numbering import read_numbers
from routing.outbound import Layers, place_of
from routing.outside_numbers import read_e164
from routing.plans import load_plan
from tenants.context import current_organization
from tenants.models import Organization

# What an object of a step is called in a sentence.
_NOUNS = {
    StepKind.RING_GROUP: "ring group",
    StepKind.MENU: "IVR menu",
    StepKind.SCHEDULE: "business hours",
    StepKind.VOICEMAIL: "voicemail box",
    StepKind.ROOM: "conference room",
    StepKind.ANNOUNCEMENT: "announcement",
    StepKind.DIRECTORY: "directory",
    StepKind.AGENT: "AI agent",
}
_UNREADABLE = (
    "Refused: this is no number that could be read",
    "Neither an internal number, an emergency number nor one that the world’s numbering plans know.",
)
_HEARD = "The caller hears a sentence that says so, and nothing is dialled."


@dataclass(frozen=True)
class LookedAt:
    """One row of the class. decided: whether it is the one."""

    number: int
    words: str
    decided: bool


@dataclass(frozen=True)
class Passed:
    """One thing that the call passes: what it is, and what becomes of the call there."""

    label: str
    words: str


@dataclass
class Explanation:
    """verdict: "allowed", "refused" or "inside". title: the verdict in words; read: what the number was read as.

    passed: what a call's page would tell of it. prefix: the code before the number that withholds or shows the caller's
    own in this call.
    """

    verdict: str
    title: str
    text: str = ""
    read: str = ""
    calling_class: CallingClass | None = None
    class_source: str = ""
    rows: list[LookedAt] = field(default_factory=list)
    trunks: tuple[str, ...] = ()
    caller_id: str = ""
    caller_id_source: str = ""
    is_withheld: bool = False
    prefix: str = ""
    passed: list[Passed] = field(default_factory=list)


def explain(extension: Extension | None, typed: str) -> Explanation:
    """What happens when a phone of this extension, or (None) a program of the organization, dials this now.

    The engine decides it by the published plan and the live values of this moment; nothing is noted, switched or moved.
    """
    # As it is now: the one that the request began with may be older than the newest publish.
    organization = Organization.objects.get(pk=current_organization().pk)
    plan = _published_plan(organization)
    call = read_numbers(_call(extension, typed), plan)
    decision = decide_with_answers(
        live_answers, plan, _live(organization), call, START, Arrived(), clock.now()
    )
    found = _verdict(plan, call, decision)
    found.passed = [
        Passed(entry.label, ". ".join(words for words in (entry.outcome.text, entry.note) if words))
        for entry in decision.trace
    ]
    number = _number_outside(call, decision, plan.region)
    if number is not None:
        found.read = f"{phone_words(number.dial)}: {number_words(number)}"
        _add_outside(found, plan, decision, number)
        found.prefix = call.prefix if found.trunks and number.kind is not NumberKind.EMERGENCY else ""
    return found


def _published_plan(organization: Organization) -> Plan:
    loaded = load_plan(organization.pk, organization.schema_name, organization.plan_version)
    return loaded[0] if loaded is not None else compile_plan(organization)


def _live(organization: Organization) -> Live:
    return Live(
        organization.is_active,
        frozenset(organization.do_not_disturb),
        locked=frozenset(organization.locked_extensions),
    )


def _call(extension: Extension | None, typed: str) -> IncomingCall:
    caller = extension.number if extension is not None else ""
    direction = Direction.SUBSCRIBER if extension is not None else Direction.OUTBOUND_API
    return IncomingCall("", direction, caller, caller, "".join(typed.split()))


def _verdict(plan: Plan, call: IncomingCall, decision: Decision) -> Explanation:
    action, reason = decision.action, decision.reason
    if isinstance(action, Dial) and action.trunks:
        allowed = reason if reason is Reason.EMERGENCY_CALL else Reason.OUTSIDE_ALLOWED
        return Explanation("allowed", f"Allowed: {_lower(allowed.text)}", trunks=action.trunks)
    if isinstance(action, Speak) and not _came_inside(plan, call, decision):
        if reason is Reason.EXTENSION_UNKNOWN and call.outside is None:
            return Explanation("refused", *_UNREADABLE)
        return Explanation("refused", f"Refused: {_lower(reason.text)}", _HEARD)
    return Explanation("inside", f"Stays inside: {_whose(plan, call, decision)}", f"{reason.text}.")


def _came_inside(plan: Plan, call: IncomingCall, decision: Decision) -> bool:
    """Whether something of the organization was reached, which may refuse the call for reasons of its own."""
    readings = (call.outside.dial,) if call.outside is not None else ()
    is_own = plan.number_for((*readings, *call.dialled_numbers)) is not None
    steps = {entry.step for entry in decision.trace[-1:]}
    refused_before = steps & {StepKind.OUTBOUND, StepKind.CALLER, StepKind.ORGANIZATION}
    return (is_own or call.dialled in plan.internal_numbers) and not refused_before


def _whose(plan: Plan, call: IncomingCall, decision: Decision) -> str:
    """What has the number that was dialled."""
    extension = plan.extension_by_number.get(call.dialled)
    if extension is not None:
        return f"{extension.label} has this number"
    first = next((entry for entry in decision.trace if entry.step is not StepKind.CALLER), None)
    if first is None:
        return "no trunk is used"
    if first.step is StepKind.NUMBER:
        return f"{phone_words(first.label)} is one of your own phone numbers"
    if first.outcome is Reason.SPEED_DIAL:
        return f"{first.label} is a short number"
    if first.step in _NOUNS and call.dialled in plan.internal_numbers:
        return f"the {_NOUNS[first.step]} {first.label} has this number"
    return f"{call.dialled} is a feature code"


def _number_outside(call: IncomingCall, decision: Decision, region: str) -> OutsideNumber | None:
    """The number outside that the call came to, dialled or led to; None when it stays inside."""
    entry = _leaving(decision)
    if entry is None:
        return None
    if call.outside is not None and call.outside.dial == entry.label:
        return call.outside
    return read_e164(entry.label, region) if entry.label.startswith("+") else None


def _leaving(decision: Decision) -> TraceEntry | None:
    return next((entry for entry in decision.trace if entry.step is StepKind.OUTBOUND), None)


def _add_outside(found: Explanation, plan: Plan, decision: Decision, number: OutsideNumber) -> None:
    """The class that decides with its rows, and what callees see."""
    entry = _leaving(decision)
    sender = plan.extension_by_key.get(entry.owner) if entry is not None and entry.owner is not None else None
    line, layers = line_of(plan, sender), Layers()
    owner = Extension.objects.filter(key=sender.key).select_related("user").first() if sender else None
    place = place_of(owner)
    if isinstance(decision.action, Dial):
        shown = decision.action.caller_id
        found.is_withheld = shown == WITHHELD and bool(line.caller_id)
        found.caller_id = "" if shown == WITHHELD else shown
        held = layers.caller_id(place)
        found.caller_id_source = held.source_words if held.value == found.caller_id else ""
    if number.kind is NumberKind.EMERGENCY or line.calling_class is None:
        return
    calling_class = CallingClass.objects.filter(key=line.calling_class).first()
    if calling_class is None:
        return
    verdict = judge_for(plan, number, sender)
    found.calling_class, found.class_source = calling_class, layers.calling_class(place).source_words
    found.rows = [
        LookedAt(position, row_words(row), decided=verdict.row == position - 1)
        for position, row in enumerate(calling_class.rows.order_by("position"), start=1)
    ]
    if verdict.row is None and decision.reason is Reason.OUTSIDE_DENIED:
        found.text = f"No row of the class matches, and what no row allows is denied. {found.text}"


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]
