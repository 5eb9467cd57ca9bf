"""Conference: calls of a domain that meet in a room.

How the platform words its events is only known from participant-join; the other words follow it. Each
participant's own callback is told what the participant does; start and end are told once, to the callback of
the participant that caused them.
"""

from __future__ import annotations

from copy import copy
from xml.etree.ElementTree import Element

from cloudonix.simulator.callers import Step
from cloudonix.simulator.endings import CALLER_LEFT, keys_that_end
from cloudonix.simulator.engine import CallRun
from cloudonix.simulator.recorded import keep, tell
from cloudonix.simulator.rooms import Member, Room, Tell

DEFAULT_ROOM = "default"
MOST_MEMBERS = 250
SCRIPTED_STAY = 30.0  # seconds that a scripted caller stays without a step that says otherwise
EVENTS = {
    "participant-join": "join",
    "participant-leave": "leave",
    "participant-mute": "mute",
    "participant-unmute": "mute",
    "participant-hold": "hold",
    "participant-unhold": "hold",
    "participant-dtmf": "dtmf",
    "participant-speaker": "speaker",
    "conference-start": "start",
    "conference-end": "end",
}


async def confer(run: CallRun, dial: Element, noun: Element) -> str:
    """Be in the room until somebody ends it; the result of the Dial: completed, or failed when it is full."""
    name = (noun.text or "").strip() or DEFAULT_ROOM
    room = run.simulation.rooms.enter(run.call.domain, name)
    if len(room.members) >= int(noun.get("maxParticipants", str(MOST_MEMBERS))):
        run.call.note("warning", f"The room {name} is full")
        return "failed"
    run.answer()
    member = Member(run.call, noun, _teller(run, noun, name), muted=noun.get("muted", "false") == "true")
    room.members.append(member)
    try:
        _enter(run, room, member)
        await _stay(run, dial, room, member)
    finally:
        _leave(run, room, member)
    return "completed"


def _teller(run: CallRun, noun: Element, name: str) -> Tell:
    url, method = noun.get("statusCallback"), noun.get("statusCallbackMethod", "POST")
    wanted = noun.get("statusCallbackEvent", "").split()

    def tell_event(event: str, digits: str = "") -> None:
        if url is not None and EVENTS[event] in wanted:
            told = {"StatusCallbackEvent": event, "FriendlyName": name}
            told |= {"Digits": digits} if digits else {}
            run.reports.callback("conference-callback", run.at(url), method, told)

    return tell_event


def _enter(run: CallRun, room: Room, member: Member) -> None:
    run.call.room = room.name
    run.call.note(
        "room", f"Joins the room {room.name} ({_people(room)})", attributes=dict(member.noun.attrib)
    )
    member.tell("participant-join")
    if member.noun.get("record") == "record-from-start" and room.recorder is None:
        room.recorder = _absolute(run, member.noun)
    if room.running:
        _begin_recording(run, room)
    elif member.starts:
        _start(run, room, member)
    else:
        run.call.note("room", "Waits for somebody who starts the conference")
        member.tell("participant-hold")
    room.look()


def _absolute(run: CallRun, noun: Element) -> Element:
    """The noun with a callback address that another call may use: whoever leaves last tells of the recording."""
    asked = copy(noun)
    if (url := noun.get("recordingStatusCallback")) is not None:
        asked.set("recordingStatusCallback", run.at(url))
    return asked


def _start(run: CallRun, room: Room, member: Member) -> None:
    room.running = True
    member.tell("conference-start")
    for waiting in room.members:
        if waiting is not member:
            waiting.call.note("room", "The conference starts")
            waiting.tell("participant-unhold")
    _begin_recording(run, room)


def _begin_recording(run: CallRun, room: Room) -> None:
    if room.recorder is not None and room.recorded_since is None:
        room.recorded_since = run.call.clock.now()
        tell(run, room.recorder, "in-progress")


async def _stay(run: CallRun, dial: Element, room: Room, member: Member) -> None:
    """Until the room ends, the caller leaves it by a key, or the time limit of the Dial is over."""
    step = run.call.script.next("conference")
    limit, keys = int(dial.get("timeLimit", "0")), keys_that_end(dial)
    limited = run.call.clock.now() + limit if limit else None
    leaves: float | None = None
    while True:
        if leaves is None:
            leaves = _leaves_at(run, room, step)
        until = min((one for one in (limited, leaves) if one is not None), default=None)
        event = await run.next_event(until, automatic=leaves is not None)
        if event is None and until == leaves:
            run.call_over(CALLER_LEFT)
        if event is None:
            run.call.note("room", "The time limit of the Dial is over")
            return
        match event.who, event.do:
            case "room", "end":
                run.call.note("room", "The conference ends")
                return
            case "caller", "dtmf":
                run.call.note("keys", f"The caller presses {event.value}.")
                member.tell("participant-dtmf", event.value)
                if set(event.value) & set(keys):
                    return
            case "caller", "speak":
                run.call.note("keys", f"The caller says {event.value}.")
                member.tell("participant-speaker")


def _leaves_at(run: CallRun, room: Room, step: Step | None) -> float | None:
    """When a scripted caller hangs up, as soon as that is certain; None for a person."""
    if step is None:
        return None if run.by_hand else run.call.clock.now() + SCRIPTED_STAY
    if step.hangup_after is None or len(room.members) < step.members:
        return None
    return run.call.clock.now() + step.hangup_after


def _leave(run: CallRun, room: Room, member: Member) -> None:
    room.members.remove(member)
    run.call.room = ""
    run.call.note("room", f"Leaves the room {room.name} ({_people(room)})")
    member.tell("participant-leave")
    if not room.members or member.ends_it:
        _end(run, room, member)
    elif member.required and not any(one.required for one in room.members):
        room.running = False
        for other in room.members:
            other.call.note("room", "Waits for somebody who starts the conference")
            other.tell("participant-hold")
    room.look()


def _end(run: CallRun, room: Room, member: Member) -> None:
    """The conference is over, once; whoever is still there is put out."""
    run.simulation.rooms.close(room)
    room.end()
    if room.running:
        room.running = False
        member.tell("conference-end")
    recorder, room.recorder = room.recorder, None
    if recorder is None:
        return
    if room.recorded_since is None:
        tell(run, recorder, "absent")
    else:
        seconds = max(0.0, run.call.clock.now() - room.recorded_since)
        tell(run, recorder, "completed", keep(run, f"Conference {room.name}", seconds))


def _people(room: Room) -> str:
    count = len(room.members)
    return "1 member" if count == 1 else f"{count} members"
