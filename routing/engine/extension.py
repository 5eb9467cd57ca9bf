"""A call at an extension: its phones, its mobile, its forwarding rules."""

from __future__ import annotations

from routing.engine.absence import absence_now, note_of
from routing.engine.calls import Event, Outcome
from routing.engine.decisions import Decision, Dial, End, Speak, StepKind
from routing.engine.destinations import Destination, ToExtension
from routing.engine.endings import OVER, outcome_of
from routing.engine.forwarding import Cause, both_outcomes
from routing.engine.limits import CallsInUse, Use
from routing.engine.listening import listen
from routing.engine.objects.absences import Absence
from routing.engine.objects.extensions import Extension
from routing.engine.outbound import Verdict, judge_for, line_of, reached_limits, shown_number
from routing.engine.progress import ExtensionRings
from routing.engine.prompts import Sentence
from routing.engine.reasons import Reason
from routing.engine.walk import Walk

# What an extension that did not take a call means: the rule to ask, and what the caller hears when there is none.
_Untaken = tuple[Cause, Reason, Sentence]
_UNTAKEN: dict[Outcome, _Untaken] = {
    Outcome.BUSY: (Cause.BUSY, Reason.BUSY, Sentence.BUSY),
    Outcome.NO_ANSWER: (Cause.NO_ANSWER, Reason.NO_ANSWER, Sentence.NO_ANSWER),
    Outcome.UNAVAILABLE: (Cause.UNAVAILABLE, Reason.UNAVAILABLE, Sentence.UNAVAILABLE),
}
_DISABLED: _Untaken = (Cause.UNAVAILABLE, Reason.EXTENSION_DISABLED, Sentence.EXTENSION_DISABLED)
_WITHOUT_PHONE: _Untaken = (Cause.UNAVAILABLE, Reason.NO_SIP_ACCOUNT, Sentence.UNAVAILABLE)
# It counts as busy, but nobody is on the phone, so the sentence does not say so.
_NOT_DISTURBED: _Untaken = (Cause.BUSY, Reason.DO_NOT_DISTURB, Sentence.UNAVAILABLE)
_BUSY_LEVEL: _Untaken = (Cause.BUSY, Reason.BUSY_LEVEL, Sentence.BUSY)
_FORWARDED = {
    Cause.ALWAYS: Reason.FORWARDED_ALWAYS,
    Cause.NO_ANSWER: Reason.FORWARDED_NO_ANSWER,
    Cause.BUSY: Reason.FORWARDED_BUSY,
    Cause.UNAVAILABLE: Reason.FORWARDED_UNAVAILABLE,
}


def enter(walk: Walk, destination: ToExtension) -> Decision:
    """Ring the phones of an extension, or do what its rules say instead."""
    key = destination.key
    extension = walk.plan.extension_by_key.get(key)
    if extension is None:
        return walk.refuse(StepKind.EXTENSION, Reason.EXTENSION_GONE, Sentence.UNAVAILABLE, key=key)
    if walk.caller is not None and walk.caller.key == key:
        return _called_itself(walk, extension)
    absence = absence_now(walk, extension)
    if absence is not None:
        return _absent(walk, extension, absence)
    always = extension.forward(Cause.ALWAYS, walk.origin)
    if always is not None:
        return _forward(walk, extension, Cause.ALWAYS, always)
    return _offer(walk, extension)


def _offer(walk: Walk, extension: Extension) -> Decision:
    """Ring it, or do what its rules say when it cannot ring."""
    untaken = _untaken_before_ringing(walk, extension)
    if untaken is None:
        return _ring(walk, extension)
    walk.note(StepKind.EXTENSION, untaken[1], extension.label, extension.key)
    if untaken is _WITHOUT_PHONE and _mobile_may_ring(walk, extension):
        return _ring_mobile(walk, extension, Outcome.UNAVAILABLE)
    return _not_taken(walk, extension, *untaken)


def _absent(walk: Walk, extension: Extension, absence: Absence) -> Decision:
    """Nothing rings; it goes before every rule, because somebody said it for these very days."""
    step = StepKind.EXTENSION if absence.destination is None else StepKind.FORWARDING
    walk.note(step, Reason.ABSENT, extension.label, extension.key, note=note_of(absence))
    if absence.destination is None:
        return _not_taken(walk, extension, Cause.UNAVAILABLE, Reason.ABSENT, Sentence.UNAVAILABLE)
    walk.sent_on_by = extension.key
    return walk.follow(absence.destination)


def _called_itself(walk: Walk, extension: Extension) -> Decision:
    """Whoever dials their own number hears the messages of their voicemail box, if it has a PIN."""
    box = walk.plan.voicemail_box_by_extension.get(extension.key)
    if box is not None and box.has_pin:
        return listen(walk, box)
    itself = Reason.CALLED_ITSELF, Sentence.CALLED_ITSELF
    return walk.refuse(StepKind.EXTENSION, *itself, extension.label, extension.key)


def resume(walk: Walk, state: ExtensionRings, event: Event) -> Decision:
    """Its phones, or its mobile, rang: the call is over, or goes where the rules say."""
    key = walk.progress.current
    outcome = outcome_of(event)
    extension = walk.plan.extension_by_key.get(key) if key is not None else None
    over = OVER.get(outcome)
    if over is not None:
        walk.note(StepKind.DIAL, over, extension.label if extension is not None else "", key)
        return walk.decision(End(), over)
    if extension is None:
        _, reason, sentence = _UNTAKEN[outcome]
        return walk.refuse(StepKind.DIAL, reason, sentence, key=key)
    if state.tried is not None:
        walk.note(StepKind.DIAL, Reason.MOBILE_NOT_TAKEN, extension.label, extension.key)
        outcome = both_outcomes(state.tried, outcome)
    cause, reason, sentence = _UNTAKEN[outcome]
    walk.note(StepKind.DIAL, reason, extension.label, extension.key)
    if state.tried is None and _mobile_may_ring(walk, extension):
        return _ring_mobile(walk, extension, outcome)
    return _not_taken(walk, extension, cause, reason, sentence)


def caller_as_shown(walk: Walk) -> tuple[str, str]:
    """Number and name on the ringing phone: an extension shows as itself, never as its SIP account.

    The name begins with the prefix of the phone number that was called, so that it says for whom the call is.
    """
    shown, name = walk.call.caller_number, walk.call.caller_name
    if walk.caller is not None:
        shown, name = walk.caller.number, walk.caller.name
    called = walk.plan.number_for(walk.call.dialled_numbers)
    if (
        called is not None
        and called.caller_name_prefix
        and walk.call.dialled not in walk.plan.internal_numbers
    ):
        name = f"{called.caller_name_prefix} {name or shown}".strip()
    return shown, name


def has_its_calls(walk: Walk, extension: Extension) -> bool:
    """Whether it has so many calls already that it takes no further one."""
    most = line_of(walk.plan, extension).most_calls
    if not most:
        return False
    use: Use = walk.ask(CallsInUse(extension.key))
    return use.calls >= most


def _untaken_before_ringing(walk: Walk, extension: Extension) -> _Untaken | None:
    if not extension.is_enabled:
        return _DISABLED
    if extension.key in walk.live.do_not_disturb:
        return _NOT_DISTURBED
    if has_its_calls(walk, extension):
        return _BUSY_LEVEL
    return None if extension.sip_usernames else _WITHOUT_PHONE


def _mobile_may_ring(walk: Walk, extension: Extension) -> bool:
    """Whether its mobile rings when its phones did not take the call; why not is in the trace."""
    mobile = extension.mobile
    if mobile is None or not extension.is_enabled or extension.key in walk.live.do_not_disturb:
        return False
    refused = mobile.refused or _why_not_the_mobile(judge_for(walk.plan, mobile.number, extension))
    if refused is not None:
        walk.note(StepKind.EXTENSION, refused, extension.label, extension.key)
        return False
    for reached in reached_limits(walk, mobile.number, extension):
        note = "the mobile does not ring" if reached.stops else reached.note
        walk.note(StepKind.EXTENSION, reached.limit, extension.label, extension.key, note=note)
        if reached.stops:
            return False
    return True


def _why_not_the_mobile(verdict: Verdict) -> Reason | None:
    if verdict.is_allowed:
        return None
    return Reason.MOBILE_WITHOUT_TRUNK if verdict.reason is Reason.NO_TRUNK else Reason.MOBILE_NUMBER_REFUSED


def _ring_mobile(walk: Walk, extension: Extension, tried: Outcome) -> Decision:
    """Ring the mobile through the trunks: in a Dial of its own, because trunks count for all its targets.

    It shows the extension's own number, as carriers demand; who calls stands in the name.
    """
    if extension.mobile is None:
        raise AssertionError("Asked for a mobile that is not there.")
    number = extension.mobile.number
    trunks = judge_for(walk.plan, number, extension).trunks
    shown = shown_number(walk.plan, extension), _caller_in_words(walk)
    walk.note(StepKind.EXTENSION, Reason.MOBILE_RINGING, extension.label, extension.key)
    dial = Dial((number.dial,), extension.ring_seconds, *shown, trunks)
    return walk.decision(dial, Reason.MOBILE_RINGING, ExtensionRings(tried), extension.key)


def _caller_in_words(walk: Walk) -> str:
    number, name = caller_as_shown(walk)
    return name or number


def _ring(walk: Walk, extension: Extension) -> Decision:
    walk.note(StepKind.EXTENSION, Reason.RINGING, extension.label, extension.key)
    dial = Dial(extension.sip_usernames, extension.ring_seconds, *caller_as_shown(walk))
    return walk.decision(dial, Reason.RINGING, ExtensionRings(), extension.key)


def _not_taken(
    walk: Walk, extension: Extension, cause: Cause, reason: Reason, sentence: Sentence
) -> Decision:
    """Follow the rule for this cause; without one, say why and hang up. reason: is in the trace already."""
    destination = extension.forward(cause, walk.origin)
    if destination is None:
        return walk.decision(Speak(sentence), reason)
    return _forward(walk, extension, cause, destination)


def _forward(walk: Walk, extension: Extension, cause: Cause, destination: Destination) -> Decision:
    walk.note(StepKind.FORWARDING, _FORWARDED[cause], extension.label, extension.key)
    # If it leaves the building, here or further on, it does so in the name of the extension that forwards.
    walk.sent_on_by = extension.key
    return walk.follow(destination)
