"""A knee over one pass: the median of what it read while its leg bore, and no verdict."""

from dataclasses import replace

from mirrorapp.alignment.geometry import Leg
from mirrorapp.alignment.reading import Knee
from mirrorapp.coach.records import RepKnee
from mirrorapp.coach.reps import Sample
from mirrorapp.coach.walked import walked_knee
from mirrorapp.events import Side, Unsaid, Verdict

L, R = Side.LEFT, Side.RIGHT
BLIND = RepKnee(Verdict.CANNOT_JUDGE, why=Unsaid.NOT_ASKED)
LEG = Leg((0.0, 0.0), (0.0, 50.0), (0.0, 100.0), (0.0, 110.0))


def samples(bears: Side | None, read: list[float | None], start_s: float = 0.0, *,
            judged: bool = True) -> list[Sample]:
    def knee(deg: float | None) -> Knee:
        return Knee(LEG, Verdict.CANNOT_JUDGE, 0.0, 0.0, deg, 2.0, deg)

    return [Sample(start_s + 0.1 * nth, 0.0, 0.0, judged, {L: knee(deg), R: knee(deg)}, bears,
                   None) for nth, deg in enumerate(read)]


def test_it_is_the_median_of_all_its_steps_and_of_no_other_leg() -> None:
    seen = [*samples(L, [4.0, 5.0, 9.0]), *samples(R, [50.0] * 3, 0.5),
            *samples(L, [6.0, 7.0, 8.0], 1.0), *samples(None, [90.0] * 3, 1.5)]
    told = walked_knee(seen, L)
    assert told == replace(BLIND, movement_deg=6.5, uncertainty_deg=2.0)


def test_too_little_is_nothing() -> None:
    assert walked_knee([], L) == BLIND
    assert walked_knee(samples(L, [5.0] * 4), L) == BLIND
    assert walked_knee(samples(L, [5.0] * 6), L) != BLIND


def test_what_was_refused_or_not_read_counts_for_nothing() -> None:
    assert walked_knee(samples(L, [5.0] * 9, judged=False), L) == BLIND
    assert walked_knee(samples(L, [None] * 9), L) == BLIND
    assert walked_knee(samples(R, [5.0] * 9), L) == BLIND
