"""What was laid aside and the sessions after it come to the same as all of them."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mirrorapp.alignment.results import CheckResult, Value
from mirrorapp.coach import ledger, safety
from mirrorapp.coach.asking import short_of_breath
from mirrorapp.coach.briefing import went_well
from mirrorapp.coach.past import Past
from mirrorapp.coach.profile import Profile
from mirrorapp.coach.programme import today
from mirrorapp.coach.progress import progress
from mirrorapp.coach.records import Asked, Measured, Outcome, SessionRecord
from mirrorapp.coach.settling import SHOWN, Terms, goes_on, settle
from mirrorapp.events import Verdict
from tests.coach.programmes import BERLIN, LADDERS, PLAN, ROUTINES, at, session
from tests.journal.made_up import a_calibration
from tests.tiers import examples

ANNA = Profile("p1")
CHECKS = ("ankle-gap", "standing-axis", "squat-check", "band-effect")
SET_UPS = (*[Measured(calibrations=(a_calibration(1.2),))] * 3,
           Measured(calibrations=(a_calibration(1.4),)), Measured(method=None))
NAMES = [name for name in LADDERS if name != "mini-walk"]


@dataclass
class Life:
    """Somebody's days: how often they train, how well, how it hurts, and what their clock does."""

    chance: random.Random
    clocks: float = 0.0

    def __post_init__(self) -> None:
        self.diligence = self.chance.choice([0.3, 0.6, 0.9])
        self.verdicts = self.chance.choice([
            [Verdict.GOOD], [Verdict.GOOD, Verdict.GOOD, Verdict.CAVING_IN],
            [Verdict.DRIFTING, Verdict.GOOD], [Verdict.CANNOT_JUDGE, Verdict.CAVING_IN]])
        self.pain = self.chance.randint(0, 7)
        self.names = self.chance.sample(NAMES, self.chance.choice([3, len(NAMES)]))
        self.checked = self.chance.choice([0.0, 0.15])
        self.breath = self.chance.choice([
            [None] * 60 + [False, True], [True], [None, True, True, False]])
        self.held_s = self.chance.choice([[120.0], [20.0, 110.0, 120.0]])

    def days(self, count: int) -> Iterator[tuple[int, SessionRecord]]:
        """The day on which each session was done, and the session as it was written."""
        away = 0
        for day in range(1, count + 1):
            if self.chance.random() < 0.01:
                away = self.chance.randint(10, 120)
            away -= 1
            if self.chance.random() < 0.02:
                self.pain = max(0, min(9, self.pain + self.chance.choice([-2, -1, 1])))
            if away < 0 and self.chance.random() < self.diligence:
                yield day, self._session(day)

    def _session(self, day: int) -> SessionRecord:
        pain = self.chance.choice([None, self.pain, self.pain, self.pain + 1])
        hurt = self.chance.random() < 0.03
        record = session(
            day, self.chance.sample(self.names, 3), hour=self.chance.uniform(7, 20),
            verdict=self.chance.choice(self.verdicts), pain=(pain, pain),
            started=self._started(day), checks=self._checks(),
            outcome=Outcome.ABORTED if hurt else Outcome.COMPLETED)
        record = replace(
            record, pain=hurt, measured=self.chance.choice(SET_UPS),
            skipped=("hip-hike",) if self.chance.random() < 0.1 else (),
            sets=tuple(replace(each, hold=replace(each.hold, held_s=self.chance.choice(
                self.held_s))) if each.hold else each for each in record.sets),
            asked=replace(record.asked, sore=self.chance.choice([None, False, False, True]),
                          breath=self.chance.choice(self.breath)))
        return self._left(record) if self.chance.random() < 0.05 else record

    def _left(self, record: SessionRecord) -> SessionRecord:
        """Begun and left, or turned away."""
        return replace(record, sets=(), checks=(), outcome=Outcome.ABORTED, pain=False,
                       routine=self.chance.choice(["", "today"]), asked=Asked(pain_before=8))

    def _started(self, day: int) -> datetime:
        right = at(day, self.chance.uniform(7, 20))
        if self.chance.random() >= self.clocks:
            return right
        off = self.chance.choice([-20000, -200, -30, -3, -1, 1, 5, 30, 300, 4000])
        return right + timedelta(days=off)

    def _checks(self) -> tuple[CheckResult, ...]:
        if self.chance.random() >= self.checked:
            return ()
        told = {side: Value(self.chance.gauss(6, 3), 1.0, 0.2, 5)
                for side in self.chance.choice([("left", "right"), ("left",), ()])}
        camera = self.chance.choice(["one", "one", "other"])
        return tuple(CheckResult(each, "deg", told, depth=0.1, camera=camera)
                     for each in self.chance.sample(CHECKS, 2))


def terms(profile: Profile = ANNA, **more: Any) -> Terms:
    return replace(Terms(lambda: "rules", profile, PLAN, LADDERS, ROUTINES), **more)


def worked_out(history: Sequence[SessionRecord], now: datetime, profile: Profile,
               past: Past | None = None) -> list[object]:
    """All that is worked out of a history."""
    return [
        *(today(history, PLAN, now, profile=profile, ladders=LADDERS, routines=ROUTINES,
                zone=BERLIN, more=more, past=past) for more in (False, True)),
        safety.referrals(history, now, profile.acknowledged, past),
        progress(history, now, (), past), safety.lighter_by(history),
        ledger.owed(history, past.ahead_s if past else None),
        went_well(history, LADDERS, past.well if past else ()),
        short_of_breath(history, before=past is not None and past.short)]


class Shelf:
    """What is laid aside as life goes on, as the desk does it."""

    def __init__(self) -> None:
        self.past: Past | None = None
        self.at = self.times = self.back = 0

    def lately(self, history: Sequence[SessionRecord], now: datetime,
               profile: Profile) -> Sequence[SessionRecord]:
        if self.past is not None and not goes_on(
                self.past, history[self.at:], now, terms(profile)):
            self.past, self.at, self.back = None, 0, self.back + 1
        older = settle(history[self.at:], now, self.past, terms(profile))
        if older is not None:
            self.past, self.times = older, self.times + 1
            self.at = 1 + [each.uuid for each in history].index(older.last)
        return history[self.at:]


def lived(life: Life, days: int, every: int) -> Shelf:
    """Compares what is worked out of all with what is worked out of the shelf, now and then."""
    shelf, history, profile = Shelf(), [], ANNA
    for number, (day, record) in enumerate(life.days(days)):
        history.append(record)
        if number % every:
            continue
        now = at(day, 21) + timedelta(days=life.chance.choice([0, 0, 1, 3]))
        lately = shelf.lately(history, now, profile)
        if shelf.past is None:
            continue
        whole = worked_out(history, now, profile)
        assert worked_out(lately, now, profile, shelf.past) == whole
        if whole[2] and life.chance.random() < 0.5:
            read = {each.rule: now for each in whole[2]}
            profile = replace(profile, acknowledged=profile.acknowledged | read)
    return shelf


@settings(max_examples=examples(40), deadline=None)
@given(st.integers(0, 10**6))
def test_it_comes_to_the_same_as_all_of_it(seed: int) -> None:
    assert lived(Life(random.Random(seed)), 330, every=13).back == 0


def test_of_most_lives_something_is_laid_aside_again_and_again() -> None:
    """Else there would be nothing to compare; of one with months of rest there may be nothing."""
    shelves = [lived(Life(random.Random(seed)), 330, every=13) for seed in range(6)]
    assert sum(each.times > 1 for each in shelves) >= 3


@settings(max_examples=examples(40), deadline=None)
@given(st.integers(0, 10**6))
def test_it_comes_to_the_same_whatever_the_clock_said(seed: int) -> None:
    chance = random.Random(seed)
    lived(Life(chance, clocks=chance.choice([0.01, 0.05, 0.3])), 330, every=13)


def a_year(count: int = 330) -> list[SessionRecord]:
    return [session(day, ["squat", "standing-leg-stretch"], pain=(2, 2))
            for day in range(1, count + 1) if day % 7]


def test_what_is_shown_is_not_laid_aside() -> None:
    history, now = a_year(), at(331)
    past = settle(history, now, None, terms())
    assert past is not None
    lately = history[1 + [each.uuid for each in history].index(past.last):]
    assert past.cut <= (now - SHOWN).date()
    assert 60 < len(lately) < 80
    assert settle(lately, now, past, terms()) is None, "a few are not worth it"


@pytest.mark.parametrize("days", [3, 40, 89])
def test_nothing_is_laid_aside_in_the_first_weeks(days: int) -> None:
    assert settle(a_year(days), at(days + 1), None, terms()) is None


def test_whoever_comes_back_after_years_finds_it_all() -> None:
    history, now = a_year(), at(3000)
    past = settle(history, now, None, terms())
    assert past is not None
    lately = history[1 + [each.uuid for each in history].index(past.last):]
    assert lately
    assert worked_out(lately, now, ANNA, past) == worked_out(history, now, ANNA)


def test_a_session_of_a_clock_that_was_ahead_is_laid_aside_with_the_others() -> None:
    history = a_year()
    history[20] = replace(history[20], started=at(5000))
    past = settle(history, at(331), None, terms())
    assert past is not None
    lately = history[1 + [each.uuid for each in history].index(past.last):]
    for later in (331, 5100):
        assert worked_out(lately, at(later), ANNA, past) == worked_out(history, at(later), ANNA)


@pytest.mark.parametrize("other", [
    {"rules": lambda: "others"}, {"profile": replace(ANNA, flags=frozenset({"balance"}))}])
def test_under_other_rules_it_does_not_hold(other: dict[str, Any]) -> None:
    history, now = a_year(), at(331)
    past = settle(history, now, None, terms())
    assert past is not None
    assert goes_on(past, history[-60:], now, terms())
    assert not goes_on(past, history[-60:], now, terms(**other))


def test_before_its_time_or_after_an_earlier_session_it_does_not_hold() -> None:
    history, now = a_year(), at(331)
    past = settle(history, now, None, terms())
    assert past is not None
    assert not goes_on(past, history[-60:], at(30), terms())
    assert not goes_on(past, [*history[-60:], session(100)], now, terms())
    assert goes_on(past, [*history[-60:], session(0, started=at(-20000))], now, terms())
    assert not goes_on(past, [], now, terms())
