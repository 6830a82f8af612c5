"""What is said of where the camera hangs."""

import pytest

from mirrorapp.alignment import lens
from mirrorapp.alignment.advice import Advice, Todo, advice, usable
from mirrorapp.alignment.calibration import Estimate, View
from mirrorapp.alignment.station import Station

VIEW = View(720, 1280, lens.WIDE, 2.0, 1.70)


def estimate(height_m: float = 1.40, tilt_deg: float = 12.0, roll_deg: float = 0.0,
             lens_sigmas: float = 0.0, misfit: float = 0.3) -> Estimate:
    station = Station(height_m, tilt_deg, roll_deg, 102.0, 2.0, 0.10, 2.0, 0.6, 1.0, 0.03)
    return Estimate(station, 1.70, 0.02, lens_sigmas, 71.2, misfit)


@pytest.mark.parametrize(("found", "said"), [
    (estimate(), ()),
    (estimate(height_m=1.20), ()),  # within two uncertainties of 1.35 m
    (estimate(height_m=1.10), (Advice(Todo.RAISE, 25),)),
    (estimate(height_m=1.70), (Advice(Todo.LOWER, 25),)),
    (estimate(tilt_deg=6.5), ()),
    (estimate(tilt_deg=4.0), (Advice(Todo.TILT_DOWN, 6),)),
    (estimate(tilt_deg=20.0), (Advice(Todo.TILT_UP, 5),)),
    (estimate(roll_deg=0.9), ()),
    (estimate(roll_deg=1.15), ()),
    (estimate(roll_deg=2.1), (Advice(Todo.TURN_CLOCKWISE, 2),)),
    (estimate(roll_deg=-2.1), (Advice(Todo.TURN_ANTICLOCKWISE, 2),)),
])
def test_only_what_is_surely_off_is_to_be_mended(found: Estimate, said: tuple[Advice, ...]
                                                 ) -> None:
    assert advice(found, VIEW) == said
    assert usable(found, VIEW)


@pytest.mark.parametrize(("found", "said"), [
    (estimate(1.1, lens_sigmas=9.0), (Advice(Todo.CHECK_LENS, 71),)),
    (estimate(1.1, misfit=4.0), ())])
def test_what_contradicts_is_not_used_and_nothing_else_is_said(
        found: Estimate, said: tuple[Advice, ...]) -> None:
    assert not usable(found, VIEW)
    assert advice(found, VIEW) == said


def test_a_lens_that_nobody_told_contradicts_nothing() -> None:
    assert usable(estimate(lens_sigmas=9.0), View(720, 1280, lens.UNKNOWN, 2.0, 1.70))
