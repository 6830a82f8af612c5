"""Everything that the data says to a user: in both languages, short, and easy to read."""

from collections.abc import Iterator

import pytest
from pydantic import BaseModel

from mirrorapp.exercises import complete, pacing, rules, why
from mirrorapp.exercises.words import WORDS_MAX, Step
from tests.everything import EVERYTHING as ALL
from tests.exercises.readability import (
    LETTERS_MOST,
    LIX_MOST,
    SENTENCE_MOST,
    lix,
    sentences,
    words,
)

PARTS: dict[str, BaseModel] = {**ALL.exercises, **ALL.checks, **ALL.routines,
                               **{page.id: page for page in why.load()}, "sources": why.sources(),
                               "safety": rules.load(), "programme": pacing.load()}
TOO_FEW_WORDS = (*ALL.checks, "sources")
"""A handful of words that has no average; checks are taken together."""


def said(part: BaseModel, language: str) -> Iterator[str]:
    """Every line in it; a quieter line is one of its own."""
    for saying in complete.sayings(part):
        found = getattr(saying, language)
        yield from ((each for each in (found.text, found.more) if each)
                    if isinstance(saying, Step) else (found,))


def test_the_measure_tells_hard_from_easy() -> None:
    easy = ["The cat sat on the mat. It was warm."]
    hard = ["Considerable biomechanical misalignment necessitates individualised professional "
            "rehabilitation programmes throughout adolescence."]
    assert lix(easy) == 4.5
    assert lix(hard) > 80
    assert len(sentences("One. Two: three; four!")) == 4
    assert words("Don't roll 7.6 cm") == ["Don't", "roll", "cm"]


@pytest.mark.parametrize("language", complete.LANGUAGES)
@pytest.mark.parametrize("name", [each for each in PARTS if each not in TOO_FEW_WORDS])
def test_it_reads_easily(name: str, language: str) -> None:
    assert lix(list(said(PARTS[name], language))) <= LIX_MOST[language]


@pytest.mark.parametrize("language", complete.LANGUAGES)
def test_the_checks_read_easily(language: str) -> None:
    lines = [line for check in ALL.checks.values() for line in said(check, language)]
    assert lix(lines) <= LIX_MOST[language]


@pytest.mark.parametrize("language", complete.LANGUAGES)
@pytest.mark.parametrize("name", PARTS)
def test_no_sentence_and_no_word_is_long(name: str, language: str) -> None:
    for line in said(PARTS[name], language):
        for sentence in sentences(line):
            assert len(words(sentence)) <= SENTENCE_MOST, sentence
            for word in words(sentence):
                assert len(word) <= LETTERS_MOST, word


@pytest.mark.parametrize("name", PARTS)
def test_both_languages_say_it(name: str) -> None:
    assert complete.languages(PARTS[name]) == ("en", "de")
    for saying in complete.sayings(PARTS[name]):
        if isinstance(saying, Step):
            assert len(saying.en.text.split()) <= WORDS_MAX
            assert len(saying.de.text.split()) <= WORDS_MAX


def test_what_a_check_hints_at_is_measured_too() -> None:
    hint = ALL.checks["ankle-gap"].hint
    assert hint is not None
    assert hint.de in said(ALL.checks["ankle-gap"], "de")


def test_german_says_du_and_nobody_diagnoses() -> None:
    for part in PARTS.values():
        for line in said(part, "de"):
            for sentence in sentences(line):  # "Sie" may begin one, where it means "it"
                assert not {"Sie", "Ihr", "Ihre", "Ihren", "Ihnen"} & set(words(sentence)[1:]), line
        for language in complete.LANGUAGES:
            for line in said(part, language):
                assert "you have knock knees" not in line.lower(), line
                assert "du hast x-beine" not in line.lower(), line


def test_no_line_ends_like_a_sentence_where_it_is_none() -> None:
    for part in PARTS.values():
        for saying in complete.sayings(part):
            for language in complete.LANGUAGES:
                found = getattr(saying, language)
                if isinstance(saying, Step):
                    assert not found.text.endswith("."), found.text
                    assert not found.more.endswith("."), found.more
