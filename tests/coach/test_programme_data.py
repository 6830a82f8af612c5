"""The programme on what the mirror really teaches."""

from datetime import datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest

from mirrorapp.coach.profile import Profile
from mirrorapp.coach.programme import today
from mirrorapp.coach.records import HoldRecord, Outcome, SessionRecord, SetRecord
from mirrorapp.coach.safety import told_before
from mirrorapp.coach.state import Today
from mirrorapp.events import Side
from mirrorapp.exercises.rules import TellRule, packaged
from tests.coach.programmes import rep
from tests.everything import EVERYTHING as ALL

FIRST = datetime(2026, 3, 16, 9, tzinfo=ZoneInfo("Europe/Berlin"))


def well_done(name: str) -> list[SetRecord]:
    found = ALL.exercises[name]
    sides = (None,) if found.sides.kind == "both" else tuple(Side)
    if found.dose.kind == "reps":
        return [SetRecord(name, 2, (rep(side=side),) * 2, side=side) for side in sides]
    return [SetRecord(name, 0, side=side, hold=HoldRecord(60.0, 60.0)) for side in sides]


def weeks(count: int, profile: Profile) -> list[Today]:
    """Everything that is asked for done well, so many weeks through."""
    history: list[SessionRecord] = []
    told = []
    for number in range(7 * count):
        now = FIRST + timedelta(days=number)
        told.append(today(history, ALL.plan, now, profile=profile, ladders=ALL.exercises,
                          routines=ALL.routines))
        if told[-1].kind == "train":
            history.append(SessionRecord(
                str(number), profile.id, "today", now, outcome=Outcome.COMPLETED,
                sets=tuple(each for name in told[-1].exercises for each in well_done(name))))
    return told


def test_twelve_weeks_reach_everything_that_is_taught() -> None:
    told = weeks(12, Profile("p1"))
    asked = {name for each in told for name in each.exercises}
    assert asked == set(ALL.exercises)
    assert all(len(each.exercises) <= 4 for each in told)
    assert [each.kind for each in told].count("rest") == 12
    assert {f"{each.due:%H:%M %z}" for each in told if each.due} == {
        "18:00 +0100", "18:00 +0200"}  # the clocks change in the second week


def test_both_ladders_are_climbed_in_their_order() -> None:
    said = " ".join(sentence.en for each in weeks(12, Profile("p1")) for sentence in each.changes)
    names = {name: found.name.en for name, found in ALL.exercises.items()}
    for ladder in (("banded-clamshell", "banded-side-step", "single-leg-deadlift"),
                   ("banded-squat", "squat", "step-down")):
        for before, after in pairwise(ladder):
            assert f"from “{names[before]}” you go on to “{names[after]}”" in said


@pytest.mark.parametrize("flag", ["kneeling_hurts", "kneecap_pain", "floor_is_hard", "balance"])
def test_nothing_is_asked_that_the_profile_speaks_against(flag: str) -> None:
    profile = Profile("p1", flags=frozenset({flag}))  # type: ignore[arg-type]
    against = {name for name, found in ALL.exercises.items()
               if any(each.flag == flag for each in found.cautions)}
    assert against
    told = weeks(8, profile)
    assert not against & {name for each in told for name in each.exercises + each.left_out}
    assert all(each.exercises for each in told if each.kind == "train")


def test_what_is_told_before_goes_by_the_exercise() -> None:
    tells = {rule.when: rule.id for rule in packaged().rules if isinstance(rule, TellRule)}
    for name, found in ALL.exercises.items():
        told = {each.rule for each in told_before(found)}
        assert (tells["band"] in told) is ("band" in found.kit), name
        assert (tells["one-leg"] in told) is (found.support
                                              or found.counting.stance == "single"), name
    assert tells["squat"] in {each.rule for each in told_before(ALL.exercises["squat"])}
    assert "held-breath" in {each.rule
                             for each in told_before(ALL.exercises["standing-leg-stretch"])}
