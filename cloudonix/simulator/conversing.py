"""Converse: the platform's own agent. It is noted and ends at once: nothing here can hold a conversation."""

from __future__ import annotations

from xml.etree.ElementTree import Element

from cloudonix.simulator.calls import Stage
from cloudonix.simulator.engine import CallRun

TOLD_UNASKED = "in-progress,completed"


async def converse(run: CallRun, verb: Element) -> Stage | None:
    run.answer()
    parts = [(part.tag, " ".join("".join(part.itertext()).split())) for part in verb]
    run.call.note(
        "converse", "A conversation with the platform's agent", attributes=dict(verb.attrib), parts=parts
    )
    wanted = verb.get("statusCallbackEvent", TOLD_UNASKED).replace(",", " ").split()
    url, method = verb.get("statusCallback"), verb.get("statusCallbackMethod", "POST")
    for event in ("in-progress", "completed"):
        if url is not None and event in wanted:
            run.reports.callback("status-callback", run.at(url), method, {"StatusCallbackEvent": event})
    return None
