"""A decision of the engine as a CXML document."""

from __future__ import annotations

from typing import assert_never

from cloudonix.cxml import Dial, Hangup, Response, Say
from routing.engine import decisions
from routing.engine.decisions import Decision, Sentence
from routing.engine.plan import Plan
from routing.sentences import FALLBACK_LANGUAGE, words_of

HANG_UP = Response(Hangup()).to_xml()


def render_decision(decision: Decision, plan: Plan, action_url: str) -> str:
    """Write the document that carries the decision out.

    action_url: absolute; where the platform reports the end of a Dial.
    """
    match decision.action:
        case decisions.Dial() as dial:
            shown = dial.caller_id, dial.caller_name
            verb = Dial(dial.targets, action_url, dial.ring_seconds, *shown, dial.trunks)
            return Response(verb).to_xml()
        case decisions.Speak(sentence=sentence):
            return render_sentence(sentence, plan.voice_language, plan.voice)
        case decisions.End():
            return HANG_UP
        case _:
            assert_never(decision.action)


def render_sentence(sentence: Sentence, language: str = FALLBACK_LANGUAGE, voice: str = "woman") -> str:
    """Say a sentence and hang up."""
    words, spoken_language = words_of(sentence, language)
    return Response(Say(words, spoken_language, voice or "woman"), Hangup()).to_xml()
