"""Every sentence can be spoken in every language."""

from __future__ import annotations

import pytest

from routing.engine.prompts import Sentence
from routing.sentences import FALLBACK_LANGUAGE, LANGUAGES, SENTENCES, words_of


def test_every_offered_language_has_sentences_and_no_other():
    assert set(SENTENCES) == set(LANGUAGES)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_sentence_is_missing_in_a_language(language):
    assert set(SENTENCES[language]) == set(Sentence)
    assert all(text.strip().endswith(".") for text in SENTENCES[language].values())


@pytest.mark.parametrize("language", [tag for tag in LANGUAGES if not tag.startswith("en")])
def test_no_sentence_is_left_in_english(language):
    assert not set(SENTENCES[language].values()) & set(SENTENCES[FALLBACK_LANGUAGE].values())


def test_a_language_we_do_not_speak_falls_back_to_english():
    assert words_of(Sentence.BUSY, "tlh") == (SENTENCES["en-US"][Sentence.BUSY], "en-US")
