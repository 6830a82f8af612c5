"""Both languages say everything, briefly, and nothing that nobody asked for."""

import tomllib
from typing import Any, get_args

import pytest

from mirrorapp.alignment.results import Hindrance, Untold
from mirrorapp.coach.state import CoachState, Cue, Phase
from mirrorapp.config import ScreenConfig, data_dir
from mirrorapp.events import MirrorError, Refusal, Verdict
from mirrorapp.ui import i18n
from mirrorapp.ui.saying import saying

LANGUAGES = get_args(ScreenConfig.model_fields["language"].annotation)


def keys(table: dict[str, Any], path: str = "") -> set[str]:
    found: set[str] = set()
    for key, value in table.items():
        here = f"{path}.{key}"
        found |= keys(value, here) if isinstance(value, dict) else {here}
    return found


def table(language: str) -> dict[str, Any]:
    return tomllib.loads((data_dir() / "locale" / f"{language}.toml").read_text(encoding="utf-8"))


def test_languages_have_the_same_keys():
    first, *others = (keys(table(language)) for language in LANGUAGES)
    for other in others:
        assert first ^ other == set()


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
    for why in Hindrance:
        assert texts.say(f"checks.not_comparable.{why}")


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_is_empty_or_diagnoses(language):
    found = table(language)
    for path in keys(found):
        text = i18n.Texts(found).say(path[1:], n=3, u=1, name="x", planned=4, told="y", date="z",
                                        error=1)
        assert text.strip()
        assert not any(word in text.lower() for word in ("diagnos", "knock knee", "x-bein"))


def test_doses_and_names():
    texts = i18n.load("en")
    assert texts.dose("squat", 1) == "1 squat"
    assert texts.dose("squat", 5) == "5 squats"
    assert texts.exercise("hip-hike") == "Hip hike"
    assert texts.dose("hip-hike", 3) == "3 × Hip hike"
    assert [texts.minutes(s) for s in (20, 60, 130)] == ["Under a minute", "1 minute", "2 minutes"]


def test_unreadable_texts_say_what_and_remedy(tmp_path):
    with pytest.raises(MirrorError, match=r"xx\.toml"):
        i18n.load("xx", tmp_path)


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
    lost = saying(CoachState(Phase.ACTIVE, cue=cue, hint=hint, lost=True), texts)[0]
    assert (lost.text, bool(lost.more)) == (texts.say("session.lost"), True)
    assert said == [
        texts.say("session.paused"), texts.refusal(hint).text, texts.cue(cue).text, "",
        texts.say("session.go"), texts.say("session.stand"), texts.say("session.hold")]
