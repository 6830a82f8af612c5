"""The camera's place from bodies that were projected by a camera whose place is known."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mirrorapp.alignment import lens
from mirrorapp.alignment.calibration import Estimate, View, _Fit, estimate, roll
from mirrorapp.alignment.standing import Standing
from mirrorapp.alignment.station import Station
from mirrorapp.vision.pose import Floats
from tests.standing_bodies import SIZE_PX, STATION, pose
from tests.tiers import examples

LENSES = {102.0: lens.WIDE, 66.0: lens.STANDARD, 70.0: lens.WEBCAM}
VALUES = ("height_m", "tilt_deg", "roll_deg", "vfov_deg", "distance_m")
places = st.builds(Station, st.floats(0.8, 1.6), st.floats(0, 16), st.floats(-4, 4),
                   st.sampled_from(list(LENSES)), st.floats(1.7, 2.8))


def found(station: Station, *, stature_m: float | None = 1.70, true_m: float = 1.70,
          bearing_deg: float = 0.0, glass: lens.Lens | None = None,
          errors: np.random.Generator | None = None) -> Estimate:
    seen = Standing.of(pose(station, stature_m=true_m, bearing_deg=bearing_deg, errors=errors),
                       0.0)
    return estimate(seen, View(*SIZE_PX, glass or LENSES[station.vfov_deg], station.distance_m,
                               stature_m))


@settings(max_examples=examples(40))
@given(station=places, true_m=st.floats(1.5, 1.95), bearing_deg=st.floats(-8, 8))
def test_a_body_seen_well_gives_the_camera_back(station: Station, true_m: float,
                                                bearing_deg: float) -> None:
    here = found(station, stature_m=true_m, true_m=true_m, bearing_deg=bearing_deg).station
    for name in VALUES:
        off = getattr(here, name) - getattr(station, name)
        assert abs(off) <= getattr(here, f"{name}_u"), name


def test_the_uncertainty_is_what_the_errors_are() -> None:
    random = np.random.default_rng(3)
    off: dict[str, list[float]] = {name: [] for name in VALUES}
    for _ in range(60):
        true = Station(random.normal(1.2, .2), random.uniform(0, 15), random.normal(0, 2),
                       102.0, random.uniform(1.8, 2.8))
        here = found(true, errors=random).station
        for name in VALUES:
            off[name].append((getattr(here, name) - getattr(true, name))
                             / getattr(here, f"{name}_u"))
    for name in ("height_m", "tilt_deg", "roll_deg"):
        assert 0.6 < np.sqrt(np.mean(np.square(off[name]))) < 1.3, name
    assert max(np.abs(each).max() for each in off.values()) < 4.5


def test_a_told_height_makes_it_surer() -> None:
    told, untold = found(STATION).station, found(STATION, stature_m=None).station
    assert told.height_m_u < untold.height_m_u
    assert found(STATION).stature_m_u < found(STATION, stature_m=None).stature_m_u


def test_a_tall_user_who_told_nothing_is_found_to_be_tall() -> None:
    here = found(STATION, stature_m=None, true_m=1.88)
    assert here.stature_m == pytest.approx(1.88, abs=2 * here.stature_m_u)


@pytest.mark.parametrize("true_deg", list(LENSES))
def test_a_wide_lens_taken_for_another_is_noticed_and_the_right_one_never(true_deg: float
                                                                          ) -> None:
    station = Station(1.4, 12.0, 0.0, true_deg, 2.0)
    for glass in LENSES.values():
        wrong = (true_deg == 102.0) != (glass is lens.WIDE)
        sigmas = abs(found(station, glass=glass).lens_sigmas)
        assert (sigmas > 3) if wrong else (sigmas < 3), glass


def test_an_unknown_lens_is_found_from_a_told_height() -> None:
    here = found(STATION, glass=lens.UNKNOWN).station
    assert here.vfov_deg == pytest.approx(102.0, abs=2 * here.vfov_deg_u)
    assert here.vfov_deg_u > found(STATION).station.vfov_deg_u


def test_someone_half_a_metre_off_the_mark_is_noticed() -> None:
    seen = Standing.of(pose(Station(1.4, 12.0, 0.0, 102.0, 2.5)), 0.0)
    assert abs(estimate(seen, View(*SIZE_PX, lens.WIDE, 2.0, 1.70)).lens_sigmas) > 3


def test_a_body_that_is_none_does_not_fit() -> None:
    bent = pose()
    bent.px[[23, 24], 1] += 150  # hips below where hips are
    assert estimate(Standing.of(bent, 0.0), View(*SIZE_PX, lens.WIDE, 2.0, 1.70)).misfit > 3


def test_a_roll_is_given_up_where_it_would_be_in_the_end_and_nowhere_else(
        monkeypatch: pytest.MonkeyPatch) -> None:
    random, most, looks = np.random.default_rng(7), 1.8, 0
    view = View(*SIZE_PX, lens.UNKNOWN)
    look = _Fit._look

    def counted(fit: _Fit, at: Floats) -> tuple[Floats, Floats]:
        nonlocal looks
        looks += 1
        return look(fit, at)
    monkeypatch.setattr(_Fit, "_look", counted)
    given_up, whole = [], []
    for spread_px in np.repeat([2.0, 4.0, 6.0, 12.0], 10):
        body = pose(STATION, errors=random)
        body.px[:, :2] += random.normal(0.0, spread_px, body.px[:, :2].shape)
        seen = Standing.of(body, 0.0)
        found = roll(seen, view)
        looks = 0
        limited = roll(seen, view, most)
        if found[2] <= most:
            assert limited == found
            whole.append(looks)
        else:
            assert limited[2] > most
            given_up.append(looks)
    assert min(len(given_up), len(whole)) >= 5
    assert np.mean(given_up) < 0.7 * np.mean(whole)
