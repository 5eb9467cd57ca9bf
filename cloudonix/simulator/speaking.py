"""The verbs that are heard: Say, Play and Pause, alone or as the prompt of another verb."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus
from xml.etree.ElementTree import Element

from cloudonix.simulator.calls import Stage
from cloudonix.simulator.clock import Event
from cloudonix.simulator.conversing import converse
from cloudonix.simulator.engine import CallRun
from cloudonix.simulator.rest_voices import speaks
from cloudonix.simulator.webhooks import NoAnswer, fetch_sound

WORDS_PER_SECOND = 2.5
SECONDS_PER_DIGIT = 0.5
A_LONG_TIME = 24 * 3600.0


class Interrupted(Exception):
    """Somebody's input ends the prompt that is being heard."""


def seconds_to_say(text: str) -> float:
    return max(1.0, len(text.split()) / WORDS_PER_SECOND)


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
    voice, language = verb.get("voice", "woman"), verb.get("language", "en-US")
    run.call.note("say", text, voice=voice, language=language, loop=verb.get("loop", "1"))
    if trouble := speaks(voice, language):
        run.call.note("warning", trouble)
    await run.pause(_times(verb, seconds_to_say(text)))
    _tell(run, verb)
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
    _tell(run, verb)
    return None


async def _trouble_with_sound(run: CallRun, url: str) -> str:
    """Why the sound at this address cannot be played; "" when it can."""
    if not run.simulation.switches.fetch_media:
        return ""
    try:
        answer = await fetch_sound(run.simulation, run.call, url)
    except NoAnswer as trouble:
        return str(trouble)
    if answer.status != HTTPStatus.OK:
        return f"The address of the sound answered with status {answer.status}."
    if not answer.media_type.startswith("audio/"):
        return f"The address of the sound answered with {answer.media_type}, which is no sound."
    return ""


def _tell(run: CallRun, verb: Element) -> None:
    """Tell the verb's statusCallback that it was heard to its end; what is answered is not looked at."""
    if (url := verb.get("statusCallback")) is not None:
        method = verb.get("statusCallbackMethod", "POST")
        run.reports.callback("status-callback", run.at(url), method, {"Verb": verb.tag})


async def pause(run: CallRun, verb: Element) -> Stage | None:
    _answer(run, verb)
    seconds = int(verb.get("length", "1"))
    run.call.note("pause", f"Silence for {seconds} s")
    await run.pause(seconds)
    return None


PROMPTS = {"Say": say, "Play": play, "Pause": pause, "Converse": converse}


async def prompt(run: CallRun, verb: Element, on_input: Callable[[Event], None]) -> None:
    """Let the caller hear what stands inside a verb, until its end or until on_input raises Interrupted."""
    before, run.on_input = run.on_input, on_input
    try:
        for part in verb:
            await PROMPTS[part.tag](run, part)
    except Interrupted:
        run.call.note("prompt", "The caller does not hear it to the end")
    finally:
        run.on_input = before
