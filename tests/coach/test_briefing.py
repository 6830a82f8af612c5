"""What is told of an exercise's amount before it begins."""

from datetime import UTC, datetime

import pytest

from mirrorapp.coach.briefing import cards, went_well
from mirrorapp.coach.records import Asked, HoldRecord, Outcome, SessionRecord, SetRecord
from mirrorapp.coach.tasks import of_exercise
from mirrorapp.events import Side
from tests.everything import EVERYTHING

ALL = EVERYTHING.exercises
STRETCH = ALL["standing-leg-stretch"]


@pytest.mark.parametrize(("name", "said", "source"), [
    ("squat", "Do 10 repetitions, 2 times.", "app"),
    ("hip-hike", "Do 10 repetitions on each side, 2 times.", "app"),
    ("standing-leg-stretch", "Each side takes 120 seconds.", "LB")])
def test_how_much_and_who_says_so(name: str, said: str, source: str) -> None:
    card, *_ = cards(ALL[name], of_exercise(ALL[name]))
    assert (card.text.en, card.source) == (said, source)


@pytest.mark.parametrize("name", [
    "floor-buttock-stretch", "thigh-foam-roll", "wall-foam-roll", "single-leg-deadlift",
    "hip-hike", "mini-walk", "step-up", "standing-leg-stretch", "banded-side-step"])
def test_what_the_camera_cannot_tell_is_said_before_it_begins_as_our_own_word(name: str) -> None:
    exercise = ALL[name]
    told = cards(exercise, of_exercise(exercise), well=True)
    assert exercise.unseen is not None
    assert [(each.source, each.text) for each in told if each.rule == f"unseen-{name}"] == [
        ("app", exercise.unseen)]


def test_of_what_is_seen_whole_nothing_is_told_to_be_unseen() -> None:
    assert len(cards(ALL["squat"], of_exercise(ALL["squat"]))) == 1


def test_german_has_its_own_sentence_for_it() -> None:
    card, *_ = cards(ALL["hip-hike"], of_exercise(ALL["hip-hike"]))
    assert card.text.de == "Mach 10 Wiederholungen auf jeder Seite, 2-mal."


def test_a_lighter_day_is_told_as_it_is_done() -> None:
    card, *_ = cards(ALL["squat"], of_exercise(ALL["squat"], lighter=True))
    assert card.text.en == "Do 10 repetitions."


def test_a_shorter_hold_is_told_as_it_is_asked_for() -> None:
    tasks = of_exercise(STRETCH, owed_s={Side.LEFT: 20.0})
    card, *_ = cards(STRETCH, tasks, ease=0.75)
    assert card.text.en == ("Each side takes 90 seconds. "
                            "The left leg gets 15 seconds more: it had less last time.")
    roll = ALL["thigh-foam-roll"]
    assert cards(roll, of_exercise(roll), ease=0.75) == cards(roll, of_exercise(roll))


def test_what_a_side_is_owed_is_told_before_it_is_asked_for() -> None:
    tasks = of_exercise(STRETCH, owed_s={Side.LEFT: 25.0, Side.RIGHT: 0.0})
    card, *_ = cards(STRETCH, tasks)
    assert card.text.en == ("Each side takes 120 seconds. "
                            "The left leg gets 25 seconds more: it had less last time.")
    assert card.text.de == ("Jede Seite dauert 120 Sekunden. "
                            "Das linke Bein bekommt 25 Sekunden mehr: Letztes Mal kam es zu kurz.")


def test_why_a_hold_is_not_the_longest_while_a_side_is_owed_something_is_told() -> None:
    owing = of_exercise(STRETCH, owed_s={Side.LEFT: 25.0}, longer=True)
    card, *_ = cards(STRETCH, owing, longer=True)
    assert card.text.en == (
        "Each side takes 120 seconds. The left leg gets 25 seconds more: it had less last time. "
        "Once both legs have had the same, it is 150 seconds.")
    assert card.text.de.endswith("Sobald beide Beine gleich viel hatten, sind es 150 Sekunden.")


def test_nothing_is_told_of_longer_holds_where_that_is_not_why() -> None:
    owing = of_exercise(STRETCH, owed_s={Side.LEFT: 25.0})
    even = of_exercise(STRETCH, longer=True)
    assert "it is 150 seconds" not in cards(STRETCH, owing)[0].text.en
    assert cards(STRETCH, even, longer=True)[0].text.en == "Each side takes 150 seconds."
    assert "Once both" not in cards(STRETCH, owing, longer=True, ease=0.75)[0].text.en
    for exercise in ALL.values():
        if exercise.dose.kind != "hold":
            sets = of_exercise(exercise, longer=True)
            assert cards(exercise, sets, longer=True) == cards(exercise, sets)


def test_a_harder_way_is_told_where_it_went_well() -> None:
    _, harder, _ = cards(STRETCH, of_exercise(STRETCH), well=True)
    assert STRETCH.harder_way is not None
    assert harder.text.en.endswith(STRETCH.harder_way.en)
    assert harder.source == STRETCH.source
    assert len(cards(ALL["squat"], of_exercise(ALL["squat"]), well=True)) == 1


def held(seconds: float, pain_after: int = 1) -> SessionRecord:
    """Both legs for so long, of two minutes."""
    sets = tuple(SetRecord(STRETCH.id, 0, side=side, hold=HoldRecord(120.0, seconds))
                 for side in Side)
    now = datetime(2026, 11, 2, 18, tzinfo=UTC)
    return SessionRecord("u", "anna", STRETCH.id, now, sets=sets, ended=now,
                         outcome=Outcome.COMPLETED, asked=Asked(1, pain_after))


def test_the_last_time_is_what_counts() -> None:
    assert went_well((), ALL) == frozenset()
    assert went_well((held(120),), ALL) == {STRETCH.id}
    assert went_well((held(120), held(60)), ALL) == frozenset()
    assert went_well((held(120), held(120, pain_after=3)), ALL) == frozenset()
    assert went_well((held(60), held(120)), ALL) == {STRETCH.id}


def test_every_exercise_has_its_amount_in_both_languages() -> None:
    for exercise in ALL.values():
        text = cards(exercise, of_exercise(exercise))[0].text
        assert "{" not in text.en + text.de
