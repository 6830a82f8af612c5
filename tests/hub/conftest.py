"""Sessions to tell of."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta, timezone

import pytest

from mirrorapp.coach.records import Outcome, Repetition, RepKnee, SessionRecord, SetRecord
from mirrorapp.events import Verdict

HOME = timezone(timedelta(hours=1))


def rep(left: Verdict, right: Verdict) -> Repetition:
    return Repetition(0.0, 1.0, 2.0, 0.5, True, RepKnee(left, valgus_deg=7.5), RepKnee(right))


@pytest.fixture
def session() -> Callable[..., SessionRecord]:
    """A session of two sets and three repetitions, and 14.2 minutes; keywords change it."""
    began = datetime(2026, 11, 21, 18, 2, 11, 400_000, tzinfo=HOME)
    plain = SessionRecord(
        uuid="7f1c", profile="p1", routine="retraining", started=began,
        sets=(SetRecord("squat", 2, (rep(Verdict.GOOD, Verdict.CAVING_IN),
                                     rep(Verdict.GOOD, Verdict.DRIFTING)), unjudged_s=8.04),
              SetRecord("squat", 1, (rep(Verdict.DRIFTING, Verdict.CANNOT_JUDGE),), 4.0),
              SetRecord("lunge", 5)),
        ended=began + timedelta(minutes=14.2), outcome=Outcome.COMPLETED, pain=True)
    return lambda **changes: replace(plain, **changes)
