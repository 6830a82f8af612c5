"""The numbers that are handed over, against ones worked out another way."""

from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import numpy as np
import pytest
from scipy import stats

from mirrorapp.alignment.results import CheckResult, Untold, Value
from mirrorapp.coach.profile import Profile, Screening
from mirrorapp.coach.records import Asked, HoldRecord, Outcome, Planned, SessionRecord, SetRecord
from mirrorapp.events import Refusal, Side, Verdict
from mirrorapp.exercises import checks
from mirrorapp.report.handover import Handover, Kept, handover
from mirrorapp.simulate.weeks import NO_BETTER
from tests.coach.looking_back import knees, recalibrated
from tests.report.lives import AXIS_DEG, CATALOGUE, anna, handed_over

DAY = datetime(2026, 11, 2, 18, tzinfo=UTC)


def session(number: int, *sets: SetRecord, days: float = 0, **what: object) -> SessionRecord:
    started = DAY + timedelta(days=days)
    record = SessionRecord(f"u{number}", "p", "first-week", started, sets=sets,
                           ended=started + timedelta(minutes=9), outcome=Outcome.COMPLETED)
    return replace(record, **what)  # type: ignore[arg-type]


def told(*records: SessionRecord, days: int = 40, **what: object) -> Handover:
    return handover(Kept(Profile("p"), records, **what),  # type: ignore[arg-type]
                    DAY.date(), DAY.date() + timedelta(days=days), DAY + timedelta(days=days + 1),
                    CATALOGUE)


def test_levels_and_noise_are_those_that_scipy_finds():
    kept = anna()
    found = handed_over(kept).progress
    sem = checks.packaged("squat-check").noise.sem
    for side in Side:
        days: dict[date, list[float]] = {}
        for record in kept.history:
            for rep in (rep for each in record.sets if each.exercise in ("squat", "squat-check")
                        for rep in each.reps if rep.judged):
                days.setdefault(record.started.date(), []).append(
                    rep.knee(side).valgus_deg - AXIS_DEG[side])
        middles = np.array([np.median(days[day]) for day in sorted(days)])
        step = stats.median_abs_deviation(np.diff(middles), center=lambda _, axis: 0.0,
                                          scale="normal")
        noise = stats.norm.ppf(0.975) * np.sqrt(2) * np.hypot(
            sem, step / np.sqrt(2) * np.sqrt(np.pi / 2 / 3))
        first, last = np.median(middles[:3]), np.median(middles[-3:])
        knee = found.knees[side]
        assert knee.change is not None
        assert knee.levels == pytest.approx((first, last))
        assert knee.change.difference == pytest.approx(last - first)
        assert knee.change.smallest == pytest.approx(noise, rel=1e-3)
        (stretch,) = knee.stretches
        assert stretch.noise_deg == pytest.approx((first - noise, first + noise), rel=1e-3)


def test_nothing_is_compared_across_a_camera_that_was_moved():
    kept = anna()
    moved = replace(kept, history=recalibrated(kept.history, len(kept.history) // 2))
    whole, parted = handed_over(kept), handed_over(moved)
    begun = kept.history[len(kept.history) // 2].started.date()
    for name in ("knees", "walks", "stands"):
        for side in Side:
            knee = getattr(parted.progress, name)[side]
            assert [why for _, why in knee.anew] == ["other_calibration"]
            assert knee.anew[0][0] >= begun
            assert knee.days == getattr(whole.progress, name)[side].days
    for one, other in zip(whole.checks, parted.checks, strict=True):
        assert one.since is not None
        assert one.since < begun
        assert other.since is not None
        assert other.since >= begun, "the first that compares"
    last = moved.history[-1]
    lately = replace(moved, history=recalibrated((*moved.history[:-1], replace(
        last, checks=moved.history[0].checks)), len(moved.history) - 1))
    changes = {change.why for each in handed_over(lately).checks
               for change in each.changes.values()}
    assert changes == {"other_calibration"}


def test_work_adds_up_to_what_the_sessions_hold():
    kept = anna()
    found = {each.exercise: each for each in handed_over(kept).work}
    sets = [each for record in kept.history for each in record.sets]
    assert set(found) == {each.exercise for each in sets} - {"squat-check", "single-leg-check",
                                                            "band-effect"}
    for name, each in found.items():
        own = [one for one in sets if one.exercise == name]
        assert each.sets == (sum(one.complete for one in own), len(own))
        assert each.reps[0] == sum(len(one.reps) + one.touched for one in own if not one.hold)
        assert each.held_s[0] == pytest.approx(sum(one.hold.held_s for one in own if one.hold))
        assert each.source == CATALOGUE.exercises[name].dose.source
    assert {each.source for each in found.values()} == {"LB", "app"}
    squats = [rep for one in sets if one.exercise == "squat" for rep in one.reps]
    verdicts = Counter(rep.left.verdict for rep in squats)
    judged = sum(verdicts.values()) - verdicts[Verdict.CANNOT_JUDGE]
    assert found["squat"].good[Side.LEFT] == (verdicts[Verdict.GOOD], judged)
    assert (found["squat"].seen, found["squat"].judged) == (
        len(squats), sum(rep.judged for rep in squats))


def test_what_was_planned_and_left_out_was_asked_for():
    plan = (Planned("squat", 2), Planned("hip-hike", 2), Planned("squat-check", 1))
    found = told(session(1, SetRecord("squat", 10, touched=10), planned=plan),
                 session(2, SetRecord("squat", 10, touched=4), days=1))
    work = {each.exercise: each for each in found.work}
    assert work["squat"].sets == (1, 3)
    assert work["squat"].reps == (14, 20)
    assert work["hip-hike"].sets == (0, 2)
    assert "squat-check" not in work


def test_only_days_of_the_time_that_was_asked_for_count():
    records = [session(n, SetRecord("squat", 1, touched=1), days=n) for n in range(10)]
    kept = Kept(Profile("p"), records)
    found = handover(kept, DAY.date() + timedelta(days=2), DAY.date() + timedelta(days=4),
                     DAY + timedelta(days=20), CATALOGUE)
    assert (found.sessions, found.trained, found.asked) == (3, 3, 3)
    assert found.work[0].sets == (3, 3)
    assert found.week == 1
    later = handover(kept, DAY.date(), DAY.date() + timedelta(days=99), DAY + timedelta(days=12),
                     CATALOGUE)
    assert later.until == DAY.date() + timedelta(days=12), "what is to come is not told of"


def test_planned_days_leave_room_for_rest():
    one = [session(n, SetRecord("squat", 1, touched=1), days=n) for n in (0, 1, 2, 3, 4, 5)]
    found = told(*one, days=6)
    assert (found.trained, found.asked) == (6, 6)
    found = told(*one[:3], days=6)
    assert (found.trained, found.asked) == (3, 6)
    kept = Kept(Profile("p"), one[:2])
    today, over = (handover(kept, DAY.date(), DAY.date() + timedelta(days=2),
                            DAY + timedelta(days=days), CATALOGUE) for days in (2, 3))
    assert (today.trained, today.asked) == (2, 2), "today is not over yet"
    assert (over.trained, over.asked) == (2, 3), "that day has been missed"


def test_a_clock_that_jumped_leaves_its_session_out_and_says_so():
    right = [session(n, SetRecord("squat", 1, touched=1), days=n) for n in range(6)]
    wrong = [session(90, SetRecord("squat", 1, touched=1), days=-3000),
             session(91, SetRecord("squat", 1, touched=1), days=3000)]
    found = told(*right[:3], *wrong, *right[3:], damaged=2)
    assert found.sessions == 6
    assert (found.unjudged.undated, found.unjudged.damaged) == (2, 2)


def test_checks_compare_with_the_first_one_that_can_be():
    def check(value: float, camera: str, right: float = 1.0) -> tuple[CheckResult, ...]:
        return (CheckResult("squat-check", "deg", {
            "left": Value(value, 2.8, 0.3, 5), "right": Value(right, 2.8, 0.4, 5)}, depth=0.1,
            camera=camera),)

    found = told(session(1, checks=check(20.0, "old")), session(2, days=7, checks=check(12, "new")),
                 session(3, days=14, checks=check(9.0, "new")),
                 session(4, days=21, checks=check(3.0, "new"))).checks[0]
    sem = checks.packaged("squat-check").noise.sem
    assert found.since == DAY.date() + timedelta(days=7)
    assert found.changes["left"].difference == pytest.approx(-9.0)
    assert found.changes["left"].smallest == pytest.approx(1.96 * np.sqrt(2 * (sem**2 + 0.3**2)))
    assert found.changes["left"].better
    assert found.balance is not None
    assert found.balance.left_more_deg == pytest.approx(2.0)
    assert found.balance.smallest_deg == pytest.approx(
        1.96 * np.sqrt(2 * 2.8**2 + 0.3**2 + 0.4**2))
    assert found.balance.further is None
    uneven = told(session(1, checks=check(1.0, "new", 14.0))).checks[0]
    assert uneven.balance is not None
    assert (uneven.balance.further, uneven.since) == (Side.RIGHT, None)


def test_a_check_that_no_result_compares_with_says_so():
    one, two = (CheckResult("standing-axis", "deg", {"left": Value(2.0, 1.4, 0.2, 1)}, camera=each)
                for each in ("old", "new"))
    found = told(session(1, checks=(one,)), session(2, days=7, checks=(two,))).checks[0]
    assert found.changes["left"].why == "other_camera"
    assert found.balance is None


def test_red_flags_are_all_told():
    hurt = Asked(pain_before=2, pain_after=6, sore=True, breath=False)
    high = Asked(pain_before=8)
    asked = Screening(DAY, frozenset(("fever",)), DAY)
    later = Screening(DAY + timedelta(days=80), frozenset(("calf",)))
    found = told(session(1, asked=hurt, pain=True), session(2, days=1, asked=high, routine=""),
                 screenings=(asked, later),
                 read=(("pain-not-better", DAY + timedelta(days=3)),
                       ("pain-not-better", DAY - timedelta(days=30)))).flags
    assert found.stops == {"pain-more": 1, "pain-high": 1}
    assert (found.hurt, found.sore, found.breath) == (1, 1, 1)
    assert found.screening == asked
    assert found.read == (("pain-not-better", DAY.date() + timedelta(days=3)),)


def test_advice_that_stands_is_told():
    kept = replace(anna(10, NO_BETTER), read=())
    assert "pain-not-better" in [each.rule for each in handed_over(kept).flags.referrals]


def test_what_could_not_be_judged_is_counted():
    blind = replace(knees(None, None), judged=False)
    feet_out = replace(blind, left=replace(blind.left, why=Refusal.FEET_OUT))
    reps = (knees(3.0, 3.0), blind, feet_out, feet_out)
    found = told(session(1, SetRecord("squat", 3, reps, 12.5, touched=1,
                                      refused_s={Refusal.FEET_OUT: 7.0, Refusal.SIDE: 5.5}),
                         SetRecord("standing-leg-stretch", 0, hold=HoldRecord(120, 120)),
                         SetRecord("standing-leg-stretch", 0, hold=HoldRecord(120, 9, judged=True)),
                         checks=(CheckResult("ankle-gap", "shank", reason=Untold.TURNED),)),
                 session(2, days=1, checks=(
                     CheckResult("ankle-gap", "shank", reason=Untold.TURNED),))).unjudged
    assert (found.seen, found.judged, found.touched) == (4, 1, 1)
    assert found.whys == {None: 1, Refusal.FEET_OUT: 2}
    assert (found.unjudged_s, found.mostly) == (12.5, Refusal.FEET_OUT)
    assert found.holds == (1, 2)
    assert found.untold == {Untold.TURNED: 2}


def test_a_reason_that_is_not_known_for_most_of_the_time_is_not_told():
    known = SetRecord("squat", 3, (knees(3.0, 3.0),), 5.0, refused_s={Refusal.SIDE: 5.0})
    before_layout_7 = replace(known, refused_s={}, unjudged_s=6.0)
    assert told(session(1, known)).unjudged.mostly is Refusal.SIDE
    assert told(session(1, known, before_layout_7)).unjudged.mostly is None
    assert told(session(1)).unjudged.mostly is None


def test_nobody_has_trained():
    found = told()
    assert (found.sessions, found.trained, found.asked, found.week) == (0, 0, 0, None)
    assert found.work == found.checks == ()
