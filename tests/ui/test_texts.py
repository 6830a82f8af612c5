"""Both languages say everything, briefly, and nothing that nobody asked for."""

import re
from dataclasses import replace
from datetime import UTC, datetime
from typing import get_args

import pytest
from babel.messages.pofile import read_po

from mirrorapp.alignment.results import Hindrance, Untold
from mirrorapp.coach.state import CoachState, Cue, Phase
from mirrorapp.config import ScreenConfig
from mirrorapp.events import MirrorError, Refusal, Unsaid, Verdict
from mirrorapp.exercises import library
from mirrorapp.exercises.words import Name
from mirrorapp.ui import catalogue, i18n
from mirrorapp.ui.saying import saying
from tests.exercises import readability
from tests.ui.doubles import session

LANGUAGES = get_args(ScreenConfig.model_fields["language"].annotation)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_word_of_the_mirror_is_there(language):
    texts = i18n.load(language)
    for cue in Cue:
        assert 1 <= len(texts.cue(cue).text.split()) <= 5
    for refusal in Refusal:
        line = texts.refusal(refusal)
        assert line.text
        assert line.more, "what is wrong belongs beside what to do"
    for verdict in Verdict:
        assert texts.verdict(verdict)
    for reason in Untold:
        assert 1 <= len(texts.untold(reason).text.split()) <= 5
        assert texts.untold(reason).more
    for unjudged in (*Refusal, *Unsaid, None):
        assert 2 <= len(texts.unjudged(unjudged).split()) <= 7
    for why in Hindrance:
        assert texts.say(f"checks.not_comparable.{why}")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_catalogue_reads_easily(language):
    with catalogue.path_of(language).open("rb") as file:
        texts = [re.sub(r"\{\w+\}", "1", form) for each in read_po(file) if each.id
                 for form in ([each.string] if isinstance(each.string, str) else each.string)]
    assert readability.lix(texts) <= readability.LIX_MOST[language]
    for sentence in (each for text in texts for each in readability.sentences(text)):
        said = readability.words(sentence)
        assert len(said) <= readability.SENTENCE_MOST, sentence
        assert all(len(word) <= readability.LETTERS_MOST for word in said), sentence


def test_a_text_that_is_not_there_does_not_pass_for_its_path():
    texts = i18n.load("en")
    with pytest.raises(KeyError):
        texts.say("home.strat")
    with pytest.raises(KeyError):
        texts.count("minutes.none", 2)


def test_doses_and_names():
    def name_of(slug: str) -> Name | None:
        return library.load(slug).name if slug in library.known() else None

    texts, german = (i18n.load(language, name_of=name_of) for language in ("en", "de"))
    assert texts.dose("squat", 5) == "5 × Squat"
    assert german.dose("squat", 1) == "1 × Kniebeuge"
    assert texts.exercise("walking-backwards") == "Walking backwards"
    for slug in library.known():
        assert german.exercise(slug) == library.load(slug).name.de


def test_one_minute_and_many():
    for language, told in (("en", ["Under a minute", "1 minute", "2 minutes"]),
                           ("de", ["Unter einer Minute", "1 Minute", "2 Minuten"])):
        texts = i18n.load(language)
        assert [texts.minutes(s) for s in (20, 60, 130)] == told


def test_numbers_and_days_as_the_language_writes_them():
    english, german = i18n.load("en"), i18n.load("de")
    day = datetime(2026, 3, 1, 23, 30, tzinfo=UTC)
    assert (english.date(day), german.date(day)) == ("1 Mar", "1. März")
    assert (english.number(1234.56), german.number(1234.56)) == ("1234.6", "1234,6")
    assert (english.number(-0.25, 2), german.number(7.6, 0)) == ("-0.25", "8")


@pytest.mark.parametrize("damage", [
    None, b"", b"\xff\xfe\x00", b'msgid "home.start"\nmsgid "x"\n',
    b'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=none\\n"\n\nmsgid "a"\nmsgstr "b"\n',
    b'msgid ""\nmsgstr ""\n"Plural-Forms: nplurals=x; plural=(\\n"\n\nmsgid "a"\nmsgstr "b"\n',
], ids=["missing", "empty", "not text", "without text", "charset", "plural"])
def test_unreadable_texts_say_what_and_remedy(tmp_path, damage):
    path = catalogue.path_of("de", tmp_path)
    path.parent.mkdir(parents=True)
    if damage is not None:
        path.write_bytes(damage)
    with pytest.raises(MirrorError, match=r"mirrorapp\.po") as error:
        i18n.load("de", tmp_path)
    assert "Install mirrorapp again" in error.value.remedy


@pytest.mark.parametrize("language", LANGUAGES)
def test_one_thing_is_said_at_a_time(language):
    texts = i18n.load(language)
    cue, hint = Cue.LEFT_KNEE_OUT, Refusal.FEET_OUT
    said = [saying(state, texts)[0].text for state in (
        CoachState(Phase.PAUSED, cue=cue, hint=hint), CoachState(Phase.ACTIVE, cue=cue, hint=hint),
        CoachState(Phase.ACTIVE, cue=cue, reps=1), CoachState(Phase.ACTIVE, reps=1),
        CoachState(Phase.ACTIVE), CoachState(Phase.GET_READY),
        CoachState(Phase.GET_READY, ready=0.5))]
    assert saying(CoachState(Phase.ACTIVE), texts, bent=True)[0].text == ""
    hurt = CoachState(Phase.REST, "squat", reps=3, session=session(pain=True))
    assert saying(hurt, texts)[0].more == texts.say("session.gently")
    assert "squat" in saying(replace(hurt, reps=0), texts)[0].more.lower()
    lost = saying(CoachState(Phase.ACTIVE, cue=cue, hint=hint, lost=True), texts)[0]
    assert (lost.text, bool(lost.more)) == (texts.say("session.lost"), True)
    waiting = saying(CoachState(Phase.ACTIVE, waiting=True, held=1.0, timed=True), texts)[0]
    assert (waiting.text, bool(waiting.more)) == (texts.say("session.waiting"), True)
    rolling = CoachState(Phase.ACTIVE, cue=Cue.OTHER_SIDE, timed=True, held=0.1,
                         words=library.load("thigh-foam-roll").phases[0].words)
    assert saying(rolling, texts)[0] == texts.cue(Cue.OTHER_SIDE)
    assert said == [
        texts.say("session.paused"), texts.refusal(hint).text, texts.cue(cue).text, "",
        texts.say("session.go"), texts.say("session.stand"), texts.say("session.hold")]
