"""The programme under any sequence of days, and through twelve weeks of many people."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import pairwise
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mirrorapp.coach.profile import Profile
from mirrorapp.coach.programme import today
from mirrorapp.coach.records import SessionRecord
from mirrorapp.coach.safety import referrals
from mirrorapp.coach.state import Today
from mirrorapp.events import Verdict
from mirrorapp.exercises.pacing import packaged
from mirrorapp.exercises.rules import LighterRule
from mirrorapp.exercises.rules import packaged as rules
from tests.coach.programmes import BERLIN, LADDERS, PLAN, ROUTINES, at, day, session
from tests.tiers import FULL, examples

USERS = 300 if FULL else 24


@dataclass
class House:
    """Somebody who does, day by day, what the programme asks, or does not."""

    history: list[SessionRecord] = field(default_factory=list)
    skipped: set[date] = field(default_factory=set)
    number: int = 1

    def ask(self, hour: float = 9) -> Today:
        return today(self.history, PLAN, at(self.number, hour), profile=Profile("p1"),
                     ladders=LADDERS, routines=ROUTINES, skipped=self.skipped, zone=BERLIN)

    def train(self, told: Today, *, pain: tuple[int | None, int | None] = (None, None),
              verdict: Verdict = Verdict.GOOD, sore: bool = False) -> None:
        self.history.append(session(self.number, told.exercises or ("hip-hike",), hour=10,
                                    pain=pain, verdict=verdict, sore=sore))


DAY = st.sampled_from(["train", "train", "train", "as asked", "as asked", "miss", "skip",
                       "train twice", "bad", "hurts"])


@settings(max_examples=examples(60), deadline=None)
@given(days=st.lists(DAY, max_size=30))
def test_any_sequence_of_days(days: list[str]) -> None:
    house = House()
    asked_in_a_row = 0
    for deed in days:
        morning = house.ask()
        assert morning.kind in ("train", "rest")
        assert len(morning.exercises) <= 4
        assert len(set(morning.exercises)) == len(morning.exercises)
        assert bool(morning.exercises) is (morning.kind == "train")
        assert morning.streak >= 0
        assert morning.adherence is None or 0 <= morning.adherence <= 100
        assert morning.due is not None
        assert morning.due.date() >= day(house.number)
        if morning.kind == "train":
            assert morning.due.date() == day(house.number)
        trains = deed in ("train", "train twice", "bad", "hurts") or (
            deed == "as asked" and morning.kind == "train")
        if trains:
            pain = (2, 9) if deed == "hurts" else (2, 2)
            house.train(morning, pain=pain,
                        verdict=Verdict.CAVING_IN if deed == "bad" else Verdict.GOOD)
            if deed == "train twice":
                house.train(morning)
            evening = house.ask(hour=20)
            assert evening.kind == "done"
            assert evening.streak == morning.streak + 1
            assert evening.due is not None
            assert evening.due.date() > day(house.number)
        elif deed == "skip":
            house.skipped.add(day(house.number))
            assert house.ask().kind == "rest"
        asked_in_a_row = asked_in_a_row + 1 if trains and morning.kind == "train" else 0
        assert asked_in_a_row < 7
        house.number += 1
        after = house.ask()
        if not trains and morning.kind == "rest":
            assert after.streak == morning.streak  # resting when rest was due costs nothing
        if trains:
            assert after.streak == morning.streak + 1


@dataclass
class Person:
    """A made-up user: how reliable, how well it goes, and how pain develops."""

    keen: float
    skill: float
    pain: float
    relief: float
    random: Random

    def hurts(self, week: int) -> int:
        wanted = self.pain - self.relief * week + self.random.gauss(0, 0.7)
        return min(10, max(0, round(wanted)))

    def form(self, week: int) -> Verdict:
        clean = self.random.random() < self.skill + 0.03 * week
        return Verdict.GOOD if clean else self.random.choice([Verdict.DRIFTING, Verdict.CAVING_IN])


def person(seed: int) -> Person:
    random = Random(seed)
    return Person(keen=random.uniform(0.3, 1.0), skill=random.uniform(0.3, 1.0),
                  pain=random.uniform(0, 6), relief=random.uniform(-0.2, 0.8), random=random)


def twelve_weeks(who: Person) -> tuple[House, list[Today]]:
    house, told = House(), []
    for number in range(1, 85):
        house.number = number
        morning = house.ask()
        told.append(morning)
        week = number // 7
        if morning.kind == "train" and who.random.random() < who.keen:
            before = who.hurts(week)
            house.train(morning, pain=(before, max(0, before + who.random.choice([-1, 0, 0, 1]))),
                        verdict=who.form(week))
    return house, told


@pytest.fixture(scope="module")
def people() -> list[tuple[Person, House, list[Today]]]:
    made = [person(seed) for seed in range(USERS)]
    return [(who, *twelve_weeks(who)) for who in made]


def test_twelve_weeks_ask_for_no_more_than_six_days_in_seven(
        people: list[tuple[Person, House, list[Today]]]) -> None:
    for _, house, _ in people:
        trained = sorted({each.started.date() for each in house.history})
        assert len(trained) == len(house.history)
        for one in trained:
            assert sum(one <= each < one + timedelta(days=7) for each in trained) <= 6


def test_who_does_everything_has_a_whole_streak() -> None:
    tireless = Person(keen=2.0, skill=2.0, pain=0.0, relief=0.0, random=Random(1))
    house, told = twelve_weeks(tireless)
    assert len(house.history) == 72
    assert told[-1].streak == 72
    assert {each.adherence for each in told[7:]} == {100}
    assert [each.kind for each in told[:7]] == ["train"] * 6 + ["rest"]


@pytest.mark.parametrize("relieved", [15, 20, 33])
def test_who_does_everything_has_done_all_of_it_when_the_days_become_fewer(relieved: int) -> None:
    house, changes = House(), []
    for number in range(1, 85):
        house.number = number
        morning = house.ask()
        assert morning.adherence in (None, 100), number
        changes += [each.en for each in morning.changes]
        if morning.kind == "train":
            house.train(morning, pain=(5 if number < relieved else 1, None))
    assert packaged().texts.fewer_days.en in changes


def test_no_change_goes_by_untold_to_who_trains(
        people: list[tuple[Person, House, list[Today]]]) -> None:
    """From the day it comes, through rest and missed days, to the next day of training; and then
    no more. What is said of yesterday or of last time is no change of the programme, and the
    number of days may change back meanwhile.
    """
    texts = packaged().texts
    passing = {texts.rest_moved.en, texts.fewer_days.en, texts.more_days.en,
               *(rule.text.en for rule in rules().rules if isinstance(rule, LighterRule))}
    runs = 0
    for _, house, told in people:
        trained = {each.started.date() for each in house.history}
        news = [{each.en for each in one.changes} - passing for one in told]
        for number, (before, now) in enumerate(pairwise(news), start=1):
            assert not before or (before <= now) is (day(number) not in trained), number
            runs += bool(before - now)
    assert runs > USERS


def test_people_get_on_by_their_skill_and_nobody_is_stuck(
        people: list[tuple[Person, House, list[Today]]]) -> None:
    def reached(least: float, most: float) -> float:
        got = ["single-leg-deadlift" in {each for one in told for each in one.exercises}
               for who, _, told in people if least <= who.skill < most]
        return sum(got) / len(got)

    assert reached(0.85, 1.0) > 0.7
    assert reached(0.85, 1.0) > reached(0.3, 0.45) + 0.2


def test_fewer_days_are_for_those_whose_pain_has_gone_down(
        people: list[tuple[Person, House, list[Today]]]) -> None:
    eased = [any("four days" in each.en for one in told for each in one.changes)
             for who, _, told in people if who.pain > 4 and who.relief > 0.5 and who.keen > 0.6]
    other = [any("four days" in each.en for one in told for each in one.changes)
             for who, _, told in people if who.relief < 0]
    assert eased
    assert other
    assert sum(eased) / len(eased) > 0.9
    assert sum(other) / len(other) < 0.1


def test_those_who_go_on_hurting_are_sent_to_somebody(
        people: list[tuple[Person, House, list[Today]]]) -> None:
    stays = [bool(referrals(house.history, at(84), {})) for who, house, _ in people
             if who.pain > 4 and who.relief < 0.1 and who.keen > 0.6]
    assert stays
    assert all(stays)
    well = [[each.rule for each in referrals(house.history, at(84), {})]
            for who, house, _ in people if who.pain < 1 and who.relief > 0]
    assert well
    assert not any("pain-not-better" in each for each in well)


def test_every_change_names_what_the_plan_then_has(
        people: list[tuple[Person, House, list[Today]]]) -> None:
    seen = 0
    for _, _, told in people:
        for one in told:
            for sentence in one.changes:
                seen += 1
                assert 0 < len(sentence.en) <= 240
                assert "{" not in sentence.en + sentence.de
    assert seen > USERS
