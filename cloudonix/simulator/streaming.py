"""Start, Stop and Connect: send a call's sound elsewhere.

Without the switch open_streams nothing is opened: the stream is noted, and a Connect lasts stream_seconds.
"""

from __future__ import annotations

from xml.etree.ElementTree import Element

from cloudonix.simulator.calls import Stage
from cloudonix.simulator.endings import ApplicationFault
from cloudonix.simulator.engine import CallRun
from cloudonix.simulator.sockets import Socket, SocketRefused
from cloudonix.simulator.streams import Stream


async def start(run: CallRun, verb: Element) -> Stage | None:
    """Copy the sound beside the document, which goes on at once."""
    for noun in verb:
        await _open(run, noun, both_ways=False)
    return None


async def stop(run: CallRun, verb: Element) -> Stage | None:
    for noun in verb:
        name = noun.get("name", "")
        stream = run.call.streams.get(name)
        if stream is None or not stream.open:
            run.call.note("stream", f"There is no open stream {name} to stop")
        else:
            _close(run, stream)
    return None


async def connect(run: CallRun, verb: Element) -> Stage | None:
    """Let the stream talk with the caller; the document goes on when it closes."""
    run.answer()
    step, now = run.call.script.next("stream"), run.call.clock.now()
    for noun in verb:
        stream = await _open(run, noun, both_ways=True)
        with run.planned(*(step.acts(now, at_once=True) if step else ())):
            await _talk(run, stream)
        _close(run, stream)
    return None


async def _open(run: CallRun, noun: Element, *, both_ways: bool) -> Stream:
    """Open the stream; a name that is open already means that one."""
    call, url = run.call, noun.get("url", "")
    name = noun.get("name") or f"stream-{len(call.streams) + 1}"
    known = call.streams.get(name)
    if known is not None and known.open:
        call.note("stream", f"The stream {name} is open already")
        return known
    if not url.startswith(("ws://", "wss://")):
        raise ApplicationFault(f"The stream's address {url!r} is not ws or wss")
    stream = Stream(
        name=name,
        url=url,
        track=noun.get("track", "inbound_track"),
        both_ways=both_ways,
        parameters={one.get("name", ""): one.get("value", "") for one in noun},
        since=call.clock.now(),
        told=noun,
    )
    call.streams[name] = stream
    call.note("stream", f"Streams to {url}", name=name, track=stream.track, parameters=stream.parameters)
    if run.simulation.switches.open_streams:
        try:
            stream.socket = await Socket.open(run.simulation, call, stream)
        except SocketRefused as refusal:
            stream.open = False
            raise ApplicationFault(f"The stream cannot be opened. {refusal}") from refusal
    _tell(run, stream, "stream-started")
    run.at_end.append(lambda: _close(run, stream))
    return stream


async def _talk(run: CallRun, stream: Stream) -> None:
    """Until the other side closes the stream, or on the clock after a while where nothing is really open."""
    until = None
    if stream.socket is None:
        until = run.call.clock.now() + run.simulation.switches.stream_seconds
    while stream.open:
        event = await run.next_event(until)
        if event is None or (event.who, event.value) == ("stream", stream.name):
            return
        if event.do == "dtmf" and event.who == "caller" and stream.socket is not None:
            run.call.note("keys", f"The caller presses {event.value}.")
            stream.socket.press(event.value)
        else:
            run.unheard(event)


def _close(run: CallRun, stream: Stream) -> None:
    if not stream.open:
        return
    stream.open = False
    run.call.note("stream", f"The stream {stream.name} is closed")
    if stream.socket is not None:
        stream.socket.stop()
    _tell(run, stream, "stream-stopped")


def _tell(run: CallRun, stream: Stream, event: str) -> None:
    if (url := stream.told.get("statusCallback")) is not None:
        method = stream.told.get("statusCallbackMethod", "POST")
        told = {"StreamEvent": event, "StreamName": stream.name, "StreamSid": stream.sid}
        run.reports.callback("status-callback", run.at(url), method, told)
