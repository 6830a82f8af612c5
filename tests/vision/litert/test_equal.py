"""LiteRT against MediaPipe on the same pictures.

What a tracker sees in one picture decides where it looks in the next, and a grey level grows to
percents of the torso, or to the other leg. So each picture by itself is held to be read as good as
the same, and then whole films are.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from importlib.util import find_spec
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from mirrorapp import replay
from mirrorapp.camera.base import Frame
from mirrorapp.exercises import library
from mirrorapp.vision.pose import Sighting
from tests.shared import needs_shared
from tests.vision.litert import rendered
from tests.vision.litert.compared import FILMED, along, frames, off_percent, seen
from tests.vision.support import blank

MEDIAN_PERCENT, MOST_PERCENT = 1.0, 2.5
ROUNDED_PERCENT, ROUNDED = 0.01, 1e-4
needs_known_kernels = pytest.mark.skipif(
    "avx512f" not in Path("/proc/cpuinfo").read_text().split(),
    reason="only with AVX-512 both libraries' kernels are known to round alike")
CLIPS = [pytest.param(name, marks=[needs_shared, needs_known_kernels, pytest.mark.full])
         for name in FILMED]
REHEARSAL = pytest.param("rehearsal", marks=pytest.mark.full)
needs_moderngl = pytest.mark.skipif(find_spec("moderngl") is None,
                                    reason="moderngl, which renders, is not installed")
RENDERED = [pytest.param(name, marks=[needs_moderngl, needs_known_kernels, pytest.mark.full])
            for name in rendered.FILMS]
COUNTED = {"rehearsal": 5}


@pytest.mark.parametrize("name", ["rehearsal", *CLIPS])
def test_each_picture_by_itself_is_read_the_same(name: str, model_path: Path) -> None:
    """After an empty picture each is searched and read anew."""
    def apart() -> Iterator[Frame]:
        for nth, frame in enumerate(islice(frames(name), 0, 100, 10)):
            yield replace(frame, time_s=2 * nth / 30)
            yield blank(frame.width_px, frame.height_px, (2 * nth + 1) / 30)

    found, wanted = (seen(each, apart(), model_path)[::2] for each in ("litert", "mediapipe"))
    assert nobody(found) == nobody(wanted)
    assert off_percent(found, wanted).max() <= ROUNDED_PERCENT
    for one, other in zip(found, wanted, strict=True):
        if one.pose is not None and other.pose is not None:
            assert one.pose.world_m == pytest.approx(other.pose.world_m, abs=ROUNDED)
            assert one.pose.visibility == pytest.approx(other.pose.visibility, abs=ROUNDED)
            assert one.pose.presence == pytest.approx(other.pose.presence, abs=ROUNDED)


@needs_known_kernels
def test_it_sees_the_same_from_the_first_on(model_path: Path) -> None:
    found, wanted = (seen(each, islice(frames("rehearsal"), 60), model_path)
                     for each in ("litert", "mediapipe"))
    assert nobody(found) == nobody(wanted) == []
    assert people(found) == people(wanted)
    assert off_percent(found, wanted).max() <= MEDIAN_PERCENT


@pytest.mark.parametrize("name", [REHEARSAL, *RENDERED, *CLIPS])
def test_along_a_film_it_sees_the_same(name: str, model_path: Path) -> None:
    found, wanted = (along(each, name, model_path) for each in ("litert", "mediapipe"))
    assert nobody(found) == nobody(wanted)
    assert people(found) == people(wanted)
    off = off_percent(found, wanted)
    assert np.median(off) <= MEDIAN_PERCENT
    assert np.percentile(off, 99) <= MOST_PERCENT


def nobody(sightings: Sequence[Sighting]) -> list[int]:
    return [nth for nth, each in enumerate(sightings) if each.pose is None]


def people(sightings: Sequence[Sighting]) -> list[int]:
    return [each.people for each in sightings]


@pytest.mark.parametrize("name", [REHEARSAL, *RENDERED, *CLIPS])
def test_what_the_coach_makes_of_a_film_is_the_same(name: str, model_path: Path) -> None:
    found, wanted = (coached(name, along(each, name, model_path))
                     for each in ("litert", "mediapipe"))
    assert found["rep_count"] == wanted["rep_count"] == COUNTED.get(name, wanted["rep_count"])
    assert found["verdict"] == wanted["verdict"]
    assert [verdicts(rep) for rep in found["reps"]] == [verdicts(rep) for rep in wanted["reps"]]
    assert found["refusals"] == wanted["refusals"]


def coached(name: str, sightings: Sequence[Sighting]) -> dict[str, Any]:
    """The report on it, as the exercise that is done there; of footage, as squats."""
    exercise = library.load(rendered.EXERCISES.get(name, "squat"))
    return replay.report(replay.replay(sightings, exercise), name)


def verdicts(rep: Mapping[str, Any]) -> tuple[Any, ...]:
    return rep["judged"], rep["left"]["verdict"], rep["right"]["verdict"]
