"""Records for the journal's tests: a plain session, and strategies for any."""

from datetime import UTC, datetime, timedelta, timezone
from typing import get_args

from hypothesis import strategies as st

from mirrorapp.alignment.results import CheckResult, Untold, Value
from mirrorapp.alignment.station import Station
from mirrorapp.alignment.station_file import Calibration, CameraSetup
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
from mirrorapp.events import Flag, Refusal, Side, Unsaid, Verdict

STARTED = datetime(2026, 11, 21, 18, 2, 11, tzinfo=timezone(timedelta(hours=1)))


def a_rep(number: int = 1) -> Repetition:
    """A repetition that differs from the others by its number."""
    return Repetition(3.0 * number, 3.0 * number + 1, 3.0 * number + 2, 0.38, judged=True,
                      left=RepKnee(Verdict.GOOD, 0.04, -0.12, 1.25, 2.0, 0.75),
                      right=RepKnee(Verdict.CAVING_IN, 0.45, 0.32, None, 2.5))


def a_set(reps: int = 5) -> SetRecord:
    """A set of squats with so many repetitions done."""
    return SetRecord("squat", 5, tuple(a_rep(number) for number in range(reps)), unjudged_s=1.5)


def a_session(uuid: str = "one", started: datetime = STARTED, *, sets: int = 2,
              demo: bool = False) -> SessionRecord:
    """A session that was completed."""
    return SessionRecord(uuid, "p1", "retraining", started, demo, tuple([a_set()] * sets),
                         started + timedelta(minutes=14), Outcome.COMPLETED, pain=True)


def a_check(value: float = 4.5, name: str = "squat-check") -> CheckResult:
    """A result that told one knee and not the other."""
    return CheckResult(name, "deg", {"left": Value(value, 2.8, 0.4, 5)}, Untold.TOO_FEW, 0.8, 0.1,
                       "webcam", 1)


def a_calibration(height_m: float = 1.5) -> Calibration:
    """A camera at that height, found the day before."""
    return Calibration(
        Station(height_m, 4.5, -1.25, 62.0, 2.0, 0.04, 0.5, 0.25, 1.5, 0.0),
        CameraSetup("webcam", "auto", 480, 640, 90, "standard", 2.0), STARTED - timedelta(days=1))


_numbers = st.floats(allow_nan=False, allow_infinity=False)
_measures = st.none() | _numbers
_texts = st.text(max_size=20)
_offsets = st.integers(-86399, 86399).map(lambda s: timezone(timedelta(seconds=s)))
_times = st.datetimes(timezones=_offsets | st.just(UTC))
_whys = st.none() | st.sampled_from([*Refusal, *Unsaid])
_knees = st.builds(RepKnee, st.sampled_from(Verdict), _measures, _measures, _measures, _measures,
                   _measures, _whys)
_sides = st.none() | st.sampled_from(Side)
_reps = st.builds(Repetition, _numbers, _numbers, _numbers, _numbers, st.booleans(), _knees, _knees,
                  _sides)
_holds = st.builds(HoldRecord, _numbers, _numbers, st.booleans(), st.booleans())
_sets = st.builds(SetRecord, _texts, st.integers(0, 100), st.lists(_reps, max_size=4).map(tuple),
                  _numbers, _sides, st.none() | _holds, st.integers(0, 100),
                  st.dictionaries(st.sampled_from(Refusal), _numbers, max_size=3))

_values = st.builds(Value, _numbers, _numbers, _numbers, st.integers(0, 100))
_checks = st.builds(
    CheckResult, _texts, _texts, st.dictionaries(_texts, _values, max_size=3),
    st.none() | st.sampled_from(Untold), _numbers, _measures, _texts, st.integers(0, 9))
_some_checks = st.lists(_checks, max_size=3, unique_by=lambda each: each.check).map(tuple)

_planned = st.lists(st.builds(Planned, _texts, st.integers(0, 20)), max_size=3).map(tuple)
_sentences = st.text("abc äé", min_size=1, max_size=40).filter(lambda text: text == text.strip())
_changes = st.lists(st.builds(Change, kind=_texts, en=_sentences, de=_sentences),
                    max_size=3).map(tuple)
_stations = st.builds(Station, *[_numbers] * 10)
_calibrations = st.builds(Calibration, _stations, st.builds(
    CameraSetup, _texts, _texts, *[st.integers(0, 9999)] * 3, _texts, _numbers), _times)
_measured = st.builds(Measured, _texts, st.none() | st.integers(1, 9), _texts, _texts,
                      st.lists(st.none() | _calibrations, max_size=3).map(tuple))

_pains, _yes_or_no = st.none() | st.integers(0, 10), st.none() | st.booleans()
_asked = st.builds(Asked, _pains, _pains, _yes_or_no, _yes_or_no)

any_session = st.builds(
    SessionRecord, st.uuids().map(str), _texts, _texts, _times, st.booleans(),
    st.lists(_sets, max_size=3).map(tuple), _times, st.sampled_from(Outcome), st.booleans(),
    _some_checks, _asked, st.lists(_texts, max_size=3).map(tuple), _planned, _changes, _measured)

_answers = st.builds(Screening, _times, st.frozensets(_texts, max_size=3), st.none() | _times)
any_profile = st.builds(
    Profile, _texts, _texts, st.none() | st.integers(120, 220), _measures,
    st.frozensets(st.sampled_from(get_args(Flag))), st.booleans(), st.none() | _answers,
    st.dictionaries(_texts, _times, max_size=3))
