"""The verbs that go on elsewhere or end the call, and the table of all simulated verbs."""

from __future__ import annotations

from xml.etree.ElementTree import Element

from cloudonix.simulator.calls import Stage
from cloudonix.simulator.coaching import coach
from cloudonix.simulator.conversing import converse
from cloudonix.simulator.dialing import dial
from cloudonix.simulator.endings import CallOver
from cloudonix.simulator.engine import CallRun, VerbHandler
from cloudonix.simulator.gathering import gather
from cloudonix.simulator.speaking import pause, play, say
from cloudonix.simulator.streaming import connect, start, stop
from cloudonix.simulator.taping import record

REJECTIONS = {
    "rejected": ("busy", "BUSY"),
    "busy": ("busy", "BUSY"),
    "congestion": ("error", "CONGESTION"),
    "failed": ("nocredit", "FAILED"),
}


async def hangup(run: CallRun, verb: Element) -> Stage | None:  # noqa: ARG001  every verb is called alike
    raise CallOver("The application hung up")


async def reject(run: CallRun, verb: Element) -> Stage | None:
    reason = verb.get("reason", "rejected")
    if run.call.answered is not None:
        run.call.note("warning", "Reject after the call was answered only hangs up.")
        raise CallOver("The application hung up")
    status, disposition = REJECTIONS[reason]
    raise CallOver(f"The application rejected the call: {reason}", status=status, disposition=disposition)


async def redirect(run: CallRun, verb: Element) -> Stage | None:
    url = (verb.text or "").strip()
    run.call.note("redirect", f"Goes on at {url}")
    return Stage(url, verb.get("method", "POST"))


VERB_HANDLERS: dict[str, VerbHandler] = {
    "Coach": coach,
    "Connect": connect,
    "Converse": converse,
    "Dial": dial,
    "Gather": gather,
    "Hangup": hangup,
    "Pause": pause,
    "Play": play,
    "Record": record,
    "Redirect": redirect,
    "Reject": reject,
    "Say": say,
    "Start": start,
    "Stop": stop,
}
