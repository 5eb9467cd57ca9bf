"""The verbs that speak, wait, go on elsewhere or end the call, and the table of all simulated verbs."""

from __future__ import annotations

from http import HTTPStatus
from xml.etree.ElementTree import Element

from cloudonix.simulator.calls import Stage
from cloudonix.simulator.dialing import dial
from cloudonix.simulator.engine import CallOver, CallRun, VerbHandler
from cloudonix.simulator.webhooks import NoAnswer, fetch_sound

WORDS_PER_SECOND = 2.5
SECONDS_PER_DIGIT = 0.5
A_LONG_TIME = 24 * 3600.0
REJECTIONS = {
    "rejected": ("busy", "BUSY"),
    "busy": ("busy", "BUSY"),
    "congestion": ("error", "CONGESTION"),
    "failed": ("nocredit", "FAILED"),
}


def _answer(run: CallRun, verb: Element) -> None:
    if verb.get("answer", "true") == "true":
        run.answer()


def _times(verb: Element, seconds: float) -> float:
    """The length of a sound with its repeats; loop 0 goes on until somebody hangs up."""
    loops = int(verb.get("loop", "1"))
    return A_LONG_TIME if loops == 0 else seconds * loops


async def say(run: CallRun, verb: Element) -> Stage | None:
    _answer(run, verb)
    text = " ".join("".join(verb.itertext()).split())
    run.call.note("say", text, voice=verb.get("voice", "woman"), language=verb.get("language", "en-US"))
    await run.pause(_times(verb, max(1.0, len(text.split()) / WORDS_PER_SECOND)))
    return None


async def play(run: CallRun, verb: Element) -> Stage | None:
    _answer(run, verb)
    digits = verb.get("digits")
    if digits:
        run.call.note("play", f"Keys {digits}")
        await run.pause(_times(verb, len(digits) * SECONDS_PER_DIGIT))
    else:
        url = (verb.text or "").strip()
        trouble = await _trouble_with_sound(run, url)
        run.call.note("play", url)
        if trouble:
            run.call.note("warning", f"Nothing was heard. {trouble}")
        else:
            await run.pause(_times(verb, run.simulation.switches.play_seconds))
    return None


async def _trouble_with_sound(run: CallRun, url: str) -> str:
    """Why the sound at this address cannot be played; "" when it can."""
    try:
        answer = await fetch_sound(run.simulation, run.call, url)
    except NoAnswer as trouble:
        return str(trouble)
    if answer.status != HTTPStatus.OK:
        return f"The address of the sound answered with status {answer.status}."
    if not answer.media_type.startswith("audio/"):
        return f"The address of the sound answered with {answer.media_type}, which is no sound."
    return ""


async def pause(run: CallRun, verb: Element) -> Stage | None:
    _answer(run, verb)
    seconds = int(verb.get("length", "1"))
    run.call.note("pause", f"Silence for {seconds} s")
    await run.pause(seconds)
    return None


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
    "Dial": dial,
    "Hangup": hangup,
    "Pause": pause,
    "Play": play,
    "Redirect": redirect,
    "Reject": reject,
    "Say": say,
}
