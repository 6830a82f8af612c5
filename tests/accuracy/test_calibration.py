"""That the body model is fitted, from the recordings that are kept, to about the one in use."""

import json
import shutil
import tomllib
from pathlib import Path

import numpy as np
import pytest

from mirrorapp.alignment.lens import LENSES
from mirrorapp.alignment.standing import PAIRS, BodyModel, Standing, body_model
from mirrorapp.alignment.station import Station
from mirrorapp.vision import recording
from tests import standing_bodies
from tests.accuracy import calibration
from tests.accuracy.fixed import CLIPS, FOLDER


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    """As `render` leaves it, but of the kept clips alone; only their standing starts are true."""
    clips = tmp_path / "clips"
    clips.mkdir()
    for name in CLIPS:
        film = Path(shutil.copy(FOLDER / f"{name}.npz", clips))
        facts = json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))
        facts["frames"] = [facts["standing"]] * len(list(recording.read(film)))
        (clips / f"{name}.json").write_text(json.dumps(facts), encoding="utf-8")
    return tmp_path

def test_it_writes_a_report_and_a_body_model_like_the_one_in_use(
        cache: Path, tmp_path: Path) -> None:
    calibration.main(cache, tmp_path / "out")
    page = (tmp_path / "out" / "calibration.md").read_text(encoding="utf-8")
    assert page.count("| height, cm |") >= 2
    table = tomllib.loads((tmp_path / "out" / "standing.toml").read_text(encoding="utf-8"))
    found, used = BodyModel.of(table), body_model()
    assert found.up_cov.shape == (len(PAIRS), len(PAIRS))
    np.testing.assert_allclose(found.up, used.up, atol=0.02)


def test_of_bodies_that_are_exactly_so_it_finds_what_they_are() -> None:
    random, seen = np.random.default_rng(3), []
    lens, chosen = next(iter(LENSES.items()))
    vfov_deg = chosen.vfov_deg(*standing_bodies.SIZE_PX)
    for nth, (person, stature_m) in enumerate(calibration.STATURES_M.items()):
        truth = Station(random.uniform(0.8, 1.5), random.uniform(0.0, 15.0),
                        random.uniform(-3.0, 3.0), vfov_deg, random.uniform(1.8, 2.6))
        bearing_deg = random.uniform(-5.0, 5.0)
        pose = standing_bodies.pose(truth, stature_m=stature_m, bearing_deg=bearing_deg)
        seen.append(calibration.Sample(f"s{nth}", person, lens, Standing.of(pose, 0.0), truth,
                                       bearing_deg, 0.0, standing_bodies.SIZE_PX))
    found, used = calibration.fit(seen, list(calibration.STATURES_M)), body_model()
    np.testing.assert_allclose(found.up, used.up, atol=1e-3)
    np.testing.assert_allclose(found.ahead, used.ahead, atol=3e-3)
    np.testing.assert_allclose(found.lean, used.lean, atol=1e-3)
