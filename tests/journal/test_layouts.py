"""Files as the program of each layout left them, each with a session cut off by a power cut."""

import shutil
import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from mirrorapp.coach.profile import Profile, Screening
from mirrorapp.coach.records import (
    Asked,
    Change,
    HoldRecord,
    Measured,
    Outcome,
    Planned,
    Repetition,
    RepKnee,
    SessionRecord,
    SetRecord,
)
from mirrorapp.events import Refusal, Side, Unsaid, Verdict
from mirrorapp.journal import schema
from tests.journal.conftest import Opener
from tests.journal.made_up import STARTED, a_calibration, a_check

LAYOUTS = Path(__file__).parent / "layouts"
BY_THEN = Measured("0.1.0", None)
ANNA = Profile("p1", "Anna", 172, 0.12, frozenset({"kneeling_hurts"}), share_health=True,
               screening=Screening(STARTED, frozenset({"fever"}), STARTED + timedelta(days=1)),
               acknowledged={"pain-not-better": STARTED + timedelta(days=30)})


def a_rep(number: int) -> Repetition:
    return Repetition(3.0 * number, 3.0 * number + 1, 3.0 * number + 2, 0.38, judged=True,
                      left=RepKnee(Verdict.GOOD, 0.04, -0.12, 1.25, 2.0),
                      right=RepKnee(Verdict.CAVING_IN, 0.45, 0.32, None, 2.5))


def whole(layout: int) -> SessionRecord:
    """What was done, as far as that layout can tell."""
    record = SessionRecord(
        "whole", "p1", "retraining", STARTED, sets=(
            SetRecord("squat", 5, tuple(map(a_rep, range(3))), unjudged_s=1.5),),
        ended=STARTED + timedelta(minutes=14), outcome=Outcome.COMPLETED, pain=True,
        measured=BY_THEN)
    if layout >= 2:
        record = replace(record, checks=(a_check(),))
    if layout >= 3:
        record = replace(record, asked=Asked(2, 3, sore=False, breath=True), skipped=("hip-hike",),
                         sets=(*record.sets, SetRecord(
            "step-down", 5, (replace(a_rep(1), side=Side.LEFT),), side=Side.LEFT, touched=2),
            SetRecord("seated-thigh-stretch", 0, side=Side.RIGHT,
                      hold=HoldRecord(120.0, 80.5, eased=True, judged=True))))
    if layout >= 5:
        record = replace(record, planned=(Planned("squat", 3),),
                         changes=(Change(kind="harder", en="On you go.", de="Weiter geht es."),),
                         measured=replace(BY_THEN, method=1, model="full", camera="webcam",
                                          calibrations=(None, a_calibration())))
    if layout >= 7:
        blind = replace(a_rep(3), judged=False, left=RepKnee(Verdict.CANNOT_JUDGE,
                                                             why=Refusal.FEET_OUT),
                        right=RepKnee(Verdict.CANNOT_JUDGE, why=Unsaid.UNSURE))
        first, *others = record.sets
        first = replace(first, reps=(*first.reps, blind),
                        refused_s={Refusal.FEET_OUT: 1.25, Refusal.TOO_NEAR: 0.25})
        record = replace(record, sets=(first, *others))
    return record


CUT = SessionRecord(
    "cut", "p1", "squat", STARTED + timedelta(days=1), sets=(SetRecord("squat", 5, (a_rep(1),)),),
    ended=STARTED + timedelta(days=1, minutes=1), outcome=Outcome.ABORTED, measured=BY_THEN)
"""From layout 5 on it has the method, too."""


@pytest.fixture(params=range(1, len(schema.STEPS)), ids=lambda layout: f"layout-{layout}")
def layout(request: pytest.FixtureRequest, path: Path) -> int:
    """One of them all, with its file where the journal is to be."""
    number = int(request.param)
    shutil.copy(LAYOUTS / f"{number}.sqlite3", path)
    return number


def test_all_that_was_kept_is_there_still(layout: int, opened: Opener) -> None:
    journal = opened()
    assert journal.notice is None
    cut = CUT if layout < 5 else replace(CUT, measured=replace(BY_THEN, method=1))
    assert journal.recovered == (cut,)
    assert journal.sessions() == [whole(layout), cut]
    assert [each.uuid for each in journal.sessions(demo=True)] == ["shown"]
    if layout >= 3:
        assert journal.profiles() == [ANNA]
        assert journal.screenings("p1") == [ANNA.screening]
        assert journal.acknowledged("p1") == [*ANNA.acknowledged.items()]
        assert journal.skipped_days("p1") == {date(2026, 11, 23)}


def test_what_is_new_can_be_kept_in_it(layout: int, opened: Opener) -> None:
    journal = opened()
    new = replace(whole(layout), uuid="new", measured=Measured(
        model="full", camera="webcam", calibrations=(None, a_calibration())))
    journal.finish(new)
    journal.keep_profile(ANNA)
    assert journal.sessions()[-1] == new


def test_a_copy_stays_as_it_was(layout: int, path: Path, opened: Opener) -> None:
    opened()
    copy = path.with_name(f"{path.name}.layout-{layout}")
    assert [*path.parent.glob("*.layout-*")] == [copy]
    assert copy.stat().st_mode & 0o777 == 0o600
    with closing(sqlite3.connect(copy)) as kept, closing(
            sqlite3.connect(LAYOUTS / f"{layout}.sqlite3")) as old:
        assert [*kept.iterdump()] == [*old.iterdump()]
        assert schema.version(kept) == layout


def test_there_is_a_file_of_every_layout_but_the_newest() -> None:
    """Leave one behind before you add a step (docs/journal.md, "Layouts")."""
    kept = {int(each.stem) for each in LAYOUTS.glob("*.sqlite3")}
    assert kept >= {*range(1, len(schema.STEPS))}
