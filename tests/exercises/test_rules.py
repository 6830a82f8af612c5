"""The table of safety, and the programme's numbers, as data."""

import re
from pathlib import Path
from typing import Any

import pytest

from mirrorapp import config
from mirrorapp.exercises import pacing, rules
from mirrorapp.exercises.mistakes import ExerciseError
from mirrorapp.exercises.rules import AskRule
from mirrorapp.exercises.words import Sentence

TABLE = (config.data_dir() / rules.FILE).read_text(encoding="utf-8")


def broken(tmp_path: Path, before: str, after: str) -> ExerciseError:
    assert before in TABLE
    path = tmp_path / "safety.toml"
    path.write_text(TABLE.replace(before, after, 1), encoding="utf-8")
    with pytest.raises(ExerciseError) as caught:
        rules.load(path)
    assert str(path) in caught.value.what
    return caught.value


def sentences(part: Any) -> list[Sentence]:
    if isinstance(part, Sentence):
        return [part]
    if isinstance(part, tuple):
        return [each for one in part for each in sentences(one)]
    return [each for name in getattr(type(part), "model_fields", ())
            for each in sentences(getattr(part, name))]


def every_sentence() -> list[Sentence]:
    return sentences(rules.packaged()) + sentences(pacing.packaged().texts)


def test_every_question_of_the_source_is_there() -> None:
    asked = {rule.id: rule.source for rule in rules.load().rules if isinstance(rule, AskRule)}
    assert {each for each, source in asked.items() if source == "LB"} == {
        "child", "severe-pain", "injury"}
    assert {each for each, source in asked.items() if source == "KV"} == {
        "acute-pain", "unstable", "fixed-deformity"}
    assert {each for each, source in asked.items() if source == "app"} == {
        "swollen-hot-locking", "no-weight", "fever", "surgery", "numbness", "calf", "pregnancy",
        "osteoporosis-falls"}


def test_what_knee_valgus_asks_sends_to_the_orthopaedic_specialist() -> None:
    for rule in rules.load().rules:
        if isinstance(rule, AskRule):
            assert ("orthopaedic" in rule.text.en) is (rule.source == "KV"), rule.id
            assert ("Orthopäd" in rule.text.de) is (rule.source == "KV"), rule.id


def test_questions_ask_and_advice_says() -> None:
    for rule in rules.load().rules:
        assert rule.text.en.endswith("."), rule.id
        assert rule.text.de.endswith("."), rule.id
        if isinstance(rule, AskRule):
            assert rule.question.en.endswith("?"), rule.id
            assert rule.question.de.endswith("?"), rule.id


@pytest.mark.parametrize("sentence", every_sentence(), ids=lambda each: each.en[:30])
def test_words_are_short_and_name_no_illness(sentence: Sentence) -> None:
    for text in (sentence.en, sentence.de):
        for one in re.split(r"[.?!:;] ", text):
            assert len(one.split()) <= 20, one
        assert not re.search(r"diagnos|thrombo|syndrom|valg", text.lower())
    assert sentence.en != sentence.de


def test_what_is_wrong_is_named(tmp_path: Path) -> None:
    assert "source" in broken(tmp_path, 'source = "KV"', 'source = "XX"').what
    assert "'LB', 'TA', 'KV' or 'app'" in broken(tmp_path, 'source = "KV"', 'source = "XX"').remedy
    assert "pain" in broken(tmp_path, "pain = 7 ", "pain = 70").what
    assert "colour" in broken(tmp_path, "pain = 7 ", 'pain = 7\ncolour = "red"\n#').what
    assert "are there once" in broken(tmp_path, 'id = "injury"', 'id = "child"').remedy
    assert "either pain or more" in broken(tmp_path, "pain = 7 ", "pain = 7\nmore = 3\n#").remedy
    assert "can't be read" in broken(tmp_path, "[clearing]", "[clearing").what


def test_a_file_that_is_not_there_says_so(tmp_path: Path) -> None:
    with pytest.raises(ExerciseError, match=r"gone\.toml can't be read"):
        rules.load(tmp_path / "gone.toml")
    with pytest.raises(ExerciseError, match=r"gone\.toml can't be read"):
        pacing.load(tmp_path / "gone.toml")


def test_the_sentence_of_a_change_names_both_exercises(tmp_path: Path) -> None:
    text = (config.data_dir() / pacing.FILE).read_text(encoding="utf-8")
    path = tmp_path / "programme.toml"
    path.write_text(text.replace("“{after}” joins", "it joins"), encoding="utf-8")
    with pytest.raises(ExerciseError, match=r"name \{before\} and"):
        pacing.load(path)
