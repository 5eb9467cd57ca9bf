"""A decision of the engine as a CXML document."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol, assert_never
from uuid import UUID

from cloudonix import cxml
from cloudonix.cxml import Hangup, Play, Redirect, Response, Say, Verb
from cloudonix.webhooks.sign_ins import mark_of
from routing.engine import decisions
from routing.engine.decisions import Decision
from routing.engine.plan import Plan
from routing.engine.prompts import Prompt, Sentence, Sound, SoundAt, SystemWords, Words
from routing.sentences import FALLBACK_LANGUAGE, LANGUAGES, words_of


class Links(Protocol):
    """The absolute addresses that a document may hold; made only when it needs them."""

    def action(self) -> str:
        """Where the platform reports the end of the step."""
        ...

    def recording(self, box: UUID) -> str:
        """Where the platform reports what became of a recording, which is a message for this voicemail box."""
        ...

    def sound(self, file: str) -> str:
        """Where the platform fetches an uploaded sound, by its name in the organization's storage."""
        ...


def render_decision(decision: Decision, plan: Plan, links: Links) -> str:
    """Write the document that carries the decision out."""
    before = _prompts(decision.before, plan, links)
    return Response(*before, *_verbs(decision.action, plan, links)).to_xml()


def render_sentence(sentence: Sentence, language: str = FALLBACK_LANGUAGE, voice: str = "woman") -> str:
    """Say a sentence and hang up."""
    return Response(_say(SystemWords(sentence), language, voice), Hangup()).to_xml()


def _verbs(action: decisions.Action, plan: Plan, links: Links) -> list[Verb]:  # noqa: PLR0911 - one for each action
    match action:
        case decisions.Dial() as dial:
            shown = dial.caller_id, dial.caller_name
            return [
                cxml.Dial(
                    dial.targets,
                    links.action(),
                    dial.ring_seconds,
                    *shown,
                    dial.trunks,
                    plan.joins_targets,
                )
            ]
        case decisions.Speak(sentence=sentence):
            return [_say(SystemWords(sentence), plan.voice_language, plan.voice), Hangup()]
        case decisions.Tell(prompts=prompts):
            return [*_prompts(prompts, plan, links), Hangup()]
        case decisions.Ask():
            return _ask(action, plan, links)
        case decisions.Record():
            return _record(action, plan, links)
        case decisions.Join() as join:
            return [
                cxml.DialConference(
                    join.room,
                    links.action(),
                    start_on_enter=join.starts,
                    end_on_exit=join.ends,
                    muted=join.muted,
                    most=join.most_participants,
                    beep=join.beeps,
                )
            ]
        case decisions.Consult(
            key=key, provider=provider, agent=agent, caller_id=caller_id, signs_in=signs_in
        ):
            mark = mark_of(key) if signs_in else ""
            return [cxml.DialService(provider, agent, links.action(), caller_id, mark, mark)]
        case decisions.Refuse(why=why):
            return [cxml.Reject(cxml.RejectReason(why.value))]
        case decisions.End():
            return [Hangup()]
        case _:
            assert_never(action)


def _ask(ask: decisions.Ask, plan: Plan, links: Links) -> list[Verb]:
    action = links.action()
    gather = cxml.Gather(
        action,
        tuple(_prompts(ask.prompts, plan, links)),
        ask.most_digits,
        ask.finish_on,
        ask.first_seconds,
        ask.next_seconds,
        (ask.language or _language(plan)) if ask.hears_speech else "",
    )
    # Should the platform go on to the next verb after an empty result, the caller is asked again all the same.
    return [gather, Redirect(action)]


def _record(record: decisions.Record, plan: Plan, links: Links) -> list[Verb]:
    action = links.action()
    verb = cxml.Record(
        action, links.recording(record.box), record.most_seconds, record.silence_seconds, record.finish_on
    )
    # After an empty recording the platform goes on to the next verb.
    return [*_prompts(record.prompts, plan, links), verb, Redirect(action)]


def _prompts(prompts: Iterable[Prompt], plan: Plan, links: Links) -> list[Verb]:
    return [_prompt(prompt, plan, links) for prompt in prompts]


def _prompt(prompt: Prompt, plan: Plan, links: Links) -> Verb:
    match prompt:
        case SystemWords():
            return _say(prompt, plan.voice_language, plan.voice)
        case Words(words=words, language=language, voice=voice):
            return Say(words, language or _language(plan), voice or _voice(plan, language))
        case Sound(file=file):
            return Play(links.sound(file))
        case SoundAt(url=url):
            return Play(url)
        case _:
            assert_never(prompt)


def _say(said: SystemWords, language: str, voice: str) -> Say:
    words, spoken_language = words_of(said.sentence, language)
    # The value last: it may be a name, in which nothing is replaced.
    words = words.replace("{number}", said.number).replace("{value}", said.value)
    return Say(words, spoken_language, voice or "woman")


def _voice(plan: Plan, language: str) -> str:
    """The organization's voice where its own language is spoken, which may be the only one it knows."""
    return plan.voice if plan.voice and language in {"", plan.voice_language} else "woman"


def _language(plan: Plan) -> str:
    return plan.voice_language if plan.voice_language in LANGUAGES else FALLBACK_LANGUAGE
