"""What each side is owed: seconds of a hold that one leg got less of than the other.

A side that came short gets extra seconds the next time; what it gets beyond the other pays back.
Every set counts once, on its own side; one that was done on both sides at once owes nothing.
"""

from collections.abc import Iterable, Mapping

from mirrorapp.coach.diary import written
from mirrorapp.coach.records import SessionRecord
from mirrorapp.events import Side
from mirrorapp.exercises.pacing import packaged


def owed(history: Iterable[SessionRecord],
         before_s: Mapping[str, float] | None = None) -> dict[str, dict[Side, float]]:
    """Seconds that a side of each exercise is owed, by the exercise's id; the other side has 0.

    `history` in the order written. Exercises that owe nothing are missing. No more than a cap is
    carried, however much was left out (config/programme.toml); demos do not count, nor does a
    session that is given twice. `before_s` is what those before them left (`ahead_s`).
    """
    return {exercise: _by_side(each_s) for exercise, each_s in ahead_s(history, before_s).items()
            if abs(each_s) >= packaged().owed.least_s}


def ahead_s(history: Iterable[SessionRecord],
            before_s: Mapping[str, float] | None = None) -> dict[str, float]:
    """Seconds that the right side of each exercise is ahead, - behind; otherwise as `owed`."""
    most_s = packaged().owed.most_s
    right_ahead_s = dict(before_s or {})
    for record in written(history):
        for exercise, more_s in _right_ahead_s(record).items():
            total_s = right_ahead_s.get(exercise, 0.0) + more_s
            right_ahead_s[exercise] = min(max(total_s, -most_s), most_s)
    return right_ahead_s


def owed_by_exercise(record: SessionRecord) -> dict[str, dict[Side, float]]:
    """The same of one session alone, uncapped."""
    return {exercise: _by_side(each_s) for exercise, each_s in _right_ahead_s(record).items()
            if each_s}


def owed_in(record: SessionRecord) -> dict[Side, float]:
    """Seconds that each side came short in one session and gets the next time, over all of its
    exercises; of each no more than is carried, and nothing too little to be asked for.
    """
    limits = packaged().owed
    each = [found for found in owed_by_exercise(record).values()
            if max(found.values()) >= limits.least_s]
    return {side: sum((min(found[side], limits.most_s) for found in each), 0.0) for side in Side}


def _right_ahead_s(record: SessionRecord) -> Mapping[str, float]:
    """How many seconds more the right side was held than the left, of each exercise with sides."""
    sums_s: dict[str, float] = {}
    for each in record.sets:
        if each.hold is not None and each.side is not None:
            sign = 1.0 if each.side is Side.RIGHT else -1.0
            sums_s[each.exercise] = sums_s.get(each.exercise, 0.0) + sign * each.hold.held_s
    return sums_s


def _by_side(right_ahead_s: float) -> dict[Side, float]:
    return {Side.LEFT: max(0.0, right_ahead_s), Side.RIGHT: max(0.0, -right_ahead_s)}
