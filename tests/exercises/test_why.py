"""The why pages: all there, each fact with its source, and causes by source, never merged."""

from pathlib import Path

import pytest

from mirrorapp.exercises import why
from mirrorapp.exercises.library import ExerciseError

PAGES = {page.id: page for page in why.load()}


def text(page: str) -> str:
    return " ".join(fact.text.en for fact in PAGES[page].facts).lower()


def test_all_pages_are_there_in_order() -> None:
    assert list(PAGES) == ["what", "kinds", "symptoms", "causes", "helpers", "everyday", "doctor"]
    assert [page.order for page in PAGES.values()] == sorted({p.order for p in PAGES.values()})


def test_causes_stand_by_source_and_say_that_they_disagree() -> None:
    page = PAGES["causes"]
    assert [section.source for section in page.sections] == ["LB", "TA", "KV"]
    assert page.note is not None
    assert "don't agree" in page.note.text.en
    for section, words in zip(page.sections, (
            ("hips are turned out", "too straight", "roll outward", "too long", "too short",
             "injury", "weight", "arthritis", "infection"),
            ("bones", "weak", "feet roll in", "less to blame", "turn the knees out"),
            ("gluteus medius", "maximus", "tight", "flat")), strict=True):
        said = " ".join(fact.text.en for fact in section.facts)
        for each in words:
            assert each in said, each


def test_symptoms_stand_by_source() -> None:
    assert [section.source for section in PAGES["symptoms"].sections] == ["LB", "TA"]


def test_structural_and_dynamic_are_explained_and_never_diagnosed() -> None:
    assert "structural" in text("kinds")
    assert "dynamic" in text("kinds")
    assert {"KV", "TA"} <= {fact.source for fact in PAGES["kinds"].sections[0].facts}
    assert "mirror can't tell" in text("kinds")


def test_helpers_have_the_source_that_says_so() -> None:
    by_title = {section.title.en: {fact.source for fact in section.facts}
                for section in PAGES["helpers"].sections}
    assert by_title == {"Insoles": {"KV"}, "Shoes": {"KV"}, "Tape": {"TA"},
                        "Physiotherapy": {"TA"}}


def test_everyday_practice_has_stairs_squats_and_walking() -> None:
    for word in ("stairs", "squat", "walk", "second toe"):
        assert word in text("everyday")


def test_every_source_has_words() -> None:
    for page in PAGES.values():
        for fact in page.facts:
            assert why.sources().of(fact.source).de


@pytest.mark.parametrize(("old", "new", "said"), [
    ('source = "TA"', 'source = "KV"', r"sections\[2\].*in this section only facts of TA"),
    ('source = "LB"', 'source = "XX"', "'LB', 'TA', 'KV' or 'app'"),
    ("order = 3", "", "order is missing"),
    ("[title]", "[titel]", "titel in .* is not known. Allowed here: id, order, title")])
def test_a_mistake_in_a_page_is_named(tmp_path: Path, old: str, new: str, said: str) -> None:
    good = (why.folder() / "symptoms.toml").read_text(encoding="utf-8")
    assert old in good
    head, _, tail = good.rpartition(old)
    (tmp_path / "symptoms.toml").write_text(head + new + tail, encoding="utf-8")
    with pytest.raises(ExerciseError, match=said):
        why.load(tmp_path)
