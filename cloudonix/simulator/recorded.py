"""Keep what a verb recorded, and tell the address that asked to know."""

from __future__ import annotations

from collections.abc import Mapping
from xml.etree.ElementTree import Element

from cloudonix.simulator.engine import CallRun
from cloudonix.simulator.recordings import Recording

Asked = Element | Mapping[str, str]


def keep(run: CallRun, what: str, seconds: float) -> Recording:
    """Keep a recording of the call; what: the verb or room it is of."""
    media = "mp3" if run.call.domain.profile.get("recording-media-type") == "mp3" else "wav"
    kept = run.simulation.recordings.add(Recording(run.call.domain.id, run.call.token, what, seconds, media))
    run.call.note("record", f"Recorded {seconds:g} s", url=run.simulation.address(kept))
    return kept


def tell(run: CallRun, verb: Asked, status: str, kept: Recording | None = None) -> None:
    """Tell the recordingStatusCallback, when it asked for this status: in-progress, completed, absent or failed.

    verb: who asked, an element or the order of a call.
    """
    url = verb.get("recordingStatusCallback")
    wanted = verb.get("recordingStatusCallbackEvent", "completed").replace(",", " ").split()
    if url is None or status not in wanted:
        return
    told = {"RecordingStatus": status}
    if kept is not None:
        told |= {
            "RecordingUrl": run.simulation.address(kept),
            "RecordingDuration": kept.duration,
            "RecordingSid": kept.id,
        }
    method = verb.get("recordingStatusCallbackMethod", "POST")
    run.reports.callback("recording-callback", run.at(url), method, told)
