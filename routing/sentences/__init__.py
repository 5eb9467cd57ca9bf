"""Every sentence the system speaks to a caller, in every voice language it is offered in."""

from __future__ import annotations

from routing.engine.prompts import Sentence
from routing.sentences.calls import CALLS
from routing.sentences.codes import CODES
from routing.sentences.directories import DIRECTORIES
from routing.sentences.hours import HOURS
from routing.sentences.objects import OBJECTS
from routing.sentences.outbound import OUTBOUND
from routing.sentences.rooms import ROOMS
from routing.sentences.voicemail import VOICEMAIL

FALLBACK_LANGUAGE = "en-US"

# BCP 47 tag → name, as the organization form offers them.
LANGUAGES: dict[str, str] = {
    "en-US": "English (United States)",
    "en-GB": "English (United Kingdom)",
    "de-DE": "German",
    "fr-FR": "French",
    "es-ES": "Spanish",
    "it-IT": "Italian",
    "nl-NL": "Dutch",
    "pt-BR": "Portuguese (Brazil)",
}

# One table for each subject, each with every language.
_SUBJECTS = (CALLS, CODES, DIRECTORIES, HOURS, OBJECTS, OUTBOUND, ROOMS, VOICEMAIL)

SENTENCES: dict[str, dict[Sentence, str]] = {
    language: {sentence: words for subject in _SUBJECTS for sentence, words in subject[language].items()}
    for language in LANGUAGES
}


def words_of(sentence: Sentence, language: str) -> tuple[str, str]:
    """The text and the language it is in: an unknown language is spoken in English rather than not at all."""
    known = language if language in SENTENCES else FALLBACK_LANGUAGE
    return SENTENCES[known][sentence], known
