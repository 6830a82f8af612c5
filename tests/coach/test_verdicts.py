"""The worst that was held, never a flicker."""

from mirrorapp.coach.verdicts import worst_held
from mirrorapp.events import Verdict


def said(*runs: tuple[Verdict, float]) -> list[tuple[float, Verdict]]:
    pairs, now = [], 0.0
    for verdict, seconds in runs:
        for _ in range(round(seconds * 20)):
            pairs.append((now, verdict))
            now += 0.05
    return pairs


def test_a_flicker_accuses_nobody() -> None:
    assert worst_held(said((Verdict.GOOD, 1), (Verdict.CAVING_IN, 0.1),
                           (Verdict.GOOD, 1))) is Verdict.GOOD


def test_what_is_held_is_said() -> None:
    assert worst_held(said((Verdict.GOOD, 1), (Verdict.CAVING_IN, 0.4),
                           (Verdict.GOOD, 1))) is Verdict.CAVING_IN
    assert worst_held(said((Verdict.CAVING_IN, 0.1), (Verdict.DRIFTING, 0.3),
                           (Verdict.GOOD, 1))) is Verdict.DRIFTING


def test_too_little_seen_is_not_judged() -> None:
    assert worst_held(said((Verdict.CANNOT_JUDGE, 2), (Verdict.CAVING_IN, 0.3))
                      ) is Verdict.CANNOT_JUDGE
    assert worst_held([]) is Verdict.CANNOT_JUDGE
