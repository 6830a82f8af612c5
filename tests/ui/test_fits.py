"""Every text fits its box, in both languages and in one that is longer still."""

from collections.abc import Callable

import pytest

from mirrorapp.coach.state import CoachState
from mirrorapp.ui import i18n
from tests.tiers import FULL
from tests.ui import pseudo
from tests.ui.conftest import Glass
from tests.ui.every import states
from tests.ui.fitting import ALL_SIZES, LONGEST_FIRST, check_words
from tests.ui.states import SHELF, TAUGHT, advised, homes, of_exercise, questions, summaries

pytestmark = [pytest.mark.ui, pytest.mark.usefixtures("without_a_figure")]


@LONGEST_FIRST
@ALL_SIZES
def test_texts_fit_their_boxes(glass, language, size):
    it = glass(language=language, size=size)
    for state in states():
        it.show(**state)
        check_words(it)


@LONGEST_FIRST
@ALL_SIZES
def test_texts_around_a_session_fit_their_boxes(glass, language, size):
    it = glass(language=language, size=size, options={"shelf": SHELF})
    for coach in (*homes(), *questions(), *advised(), *summaries()):
        it.show(coach=coach, demo=True, camera="Raspberry Pi Camera Module 3 Wide")
        check_words(it)


def wordiest() -> set[str]:
    """Who says the most, in each place where something is said; one upright, one that lies."""
    return {"squat", "banded-clamshell"} | {
        max(TAUGHT.exercises, key=lambda name: max(map(how_long, of_exercise(name))))
        for how_long in (longest("step"), longest("words"), longest("fault"), longest("advice"))}


def longest(place: str) -> Callable[[CoachState], int]:
    """How many letters a state has to say there, in German."""
    def letters(state: CoachState) -> int:
        if place == "advice":
            return max((len(each.text.de) for each in state.advice), default=0)
        said = getattr(state, place)
        return len(said.de.text) + len(said.de.more) if said else 0
    return letters


@LONGEST_FIRST
def test_texts_of_every_exercise_fit_their_boxes(glass, language):
    it = glass(language=language, options={"shelf": SHELF})
    for name in TAUGHT.exercises if FULL else sorted(wordiest()):
        for coach in of_exercise(name):
            it.show(coach=coach)
            check_words(it)


@LONGEST_FIRST
@ALL_SIZES
def test_what_can_be_chosen_and_read_fits(glass, language, size):
    turn_every_page(glass(language=language, size=size, options={"shelf": SHELF}))


@pytest.mark.full
def test_a_language_that_is_longer_by_two_fifths_fits_a_larger_screen(glass, monkeypatch):
    monkeypatch.setattr(i18n, "load", pseudo.load)
    it = glass(inches=pseudo.INCHES, options={"shelf": SHELF})
    for coach in (*homes(), *questions(), *advised(), *summaries()):
        it.show(coach=coach, demo=True, camera="Raspberry Pi Camera Module 3 Wide")
        check_words(it)
    for name in TAUGHT.exercises:  # a guest does squats
        for coach in of_exercise(name):
            it.show(coach=coach, demo=False)
            check_words(it)
    for state in states():
        it.show(**state)
        check_words(it)
    turn_every_page(it)


def turn_every_page(it: Glass) -> None:
    """Of all that can be chosen and read, and all of it fits."""
    it.show(coach=homes()[0])
    pages = [f"page-{index}" for index in range(len(SHELF.pages))]
    items = [f"item-{each.id}" for each in SHELF.items if each.told]
    for page in ("menu", "choose", "why", "who", *pages, *items):
        it.app._browsing.open(page)
        it.settle()
        first = it.screen.note
        while True:
            check_words(it)
            it.screen.turn(1)
            it.settle()
            if it.screen.note == first:
                break
