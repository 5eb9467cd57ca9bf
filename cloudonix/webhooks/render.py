"""A decision of the engine as a CXML document."""

from __future__ import annotations

from typing import assert_never

from cloudonix.cxml import Dial, Hangup, Play, Response, Say, Verb
from routing.engine import decisions
from routing.engine.decisions import Decision, Sentence
from routing.engine.plan import AudioGreeting, Greeting, Plan, SpokenGreeting, StandardGreeting
from routing.sentences import FALLBACK_LANGUAGE, LANGUAGES, words_of

HANG_UP = Response(Hangup()).to_xml()


def render_decision(decision: Decision, plan: Plan, action_url: str, sound_url: str = "") -> str:
    """Write the document that carries the decision out.

    action_url: absolute; where the platform reports the end of a Dial. sound_url: absolute; where it fetches what
    the decision plays.
    """
    match decision.action:
        case decisions.Dial() as dial:
            shown = dial.caller_id, dial.caller_name
            verb = Dial(dial.targets, action_url, dial.ring_seconds, *shown, dial.trunks)
            return Response(verb).to_xml()
        case decisions.Speak(sentence=sentence):
            return render_sentence(sentence, plan.voice_language, plan.voice)
        case decisions.Greet(greeting=greeting):
            return Response(_greeting(greeting, plan, sound_url), Hangup()).to_xml()
        case decisions.End():
            return HANG_UP
        case _:
            assert_never(decision.action)


def render_sentence(sentence: Sentence, language: str = FALLBACK_LANGUAGE, voice: str = "woman") -> str:
    """Say a sentence and hang up."""
    return Response(_say(sentence, language, voice), Hangup()).to_xml()


def _say(sentence: Sentence, language: str, voice: str) -> Say:
    words, spoken_language = words_of(sentence, language)
    return Say(words, spoken_language, voice or "woman")


def _greeting(greeting: Greeting, plan: Plan, sound_url: str) -> Verb:
    match greeting:
        case AudioGreeting():
            return Play(sound_url)
        case SpokenGreeting(words=words):
            language = plan.voice_language if plan.voice_language in LANGUAGES else FALLBACK_LANGUAGE
            return Say(words, language, plan.voice or "woman")
        case StandardGreeting():
            return _say(Sentence.VOICEMAIL_GREETING, plan.voice_language, plan.voice)
        case _:
            assert_never(greeting)
