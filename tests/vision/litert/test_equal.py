"""LiteRT against MediaPipe on the same pictures.

What a tracker sees in one frame decides where it looks in the next, and a picture is thinned
without smoothing: a picture that differs in one grey level is soon read up to two percent of the
torso otherwise by MediaPipe, too, and much further where it takes one leg for the other. So each
picture by itself is held to be the same; along a film where the body is seen well; and where 99 %
are further apart, not by much more than MediaPipe is from itself (`compared`).
"""

from collections import Counter
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
from tests.vision.litert.compared import (
    FILMED,
    along,
    frames,
    off_percent,
    otherwise,
    scatter_percent,
    seen,
)
from tests.vision.support import blank

MEDIAN_PERCENT, MOST_PERCENT = 1.0, 2.5
CLEAR = ("rehearsal", "lnew_bad_IMG_7033_1280", "lnew_good_IMG_7027_1280",
         "lnew_good_IMG_7052_1280")
CLIPS = [pytest.param(name, marks=[needs_shared, pytest.mark.full]) for name in FILMED]
REHEARSAL = pytest.param("rehearsal", marks=pytest.mark.full)
needs_moderngl = pytest.mark.skipif(find_spec("moderngl") is None,
                                    reason="moderngl, which renders, is not installed")
RENDERED = [pytest.param(name, marks=[needs_moderngl, pytest.mark.full])
            for name in rendered.FILMS]
COUNTED = {"rehearsal": 5}
SAME_SHARE, A_FRAME = 0.02, 1.1
"""For so much of a film, or a frame and what is rounded, it may be silent for another reason."""


@pytest.mark.parametrize("name", ["rehearsal", *CLIPS])
def test_each_picture_by_itself_is_read_the_same(name: str, model_path: Path) -> None:
    """After an empty picture each is searched and read anew."""
    def apart() -> Iterator[Frame]:
        for nth, frame in enumerate(islice(frames(name), 0, 100, 10)):
            yield replace(frame, time_s=2 * nth / 30)
            yield blank(frame.width_px, frame.height_px, (2 * nth + 1) / 30)

    found, wanted = (seen(each, apart(), model_path)[::2] for each in ("litert", "mediapipe"))
    assert nobody(found) == nobody(wanted)
    off = off_percent(found, wanted)
    assert np.median(off) <= 0.02
    assert np.percentile(off, 99) <= 1.0


def test_it_sees_the_same_from_the_first_on(model_path: Path) -> None:
    found, wanted = (seen(each, islice(frames("rehearsal"), 60), model_path)
                     for each in ("litert", "mediapipe"))
    assert nobody(found) == nobody(wanted) == []
    assert people(found) == people(wanted)
    off = off_percent(found, wanted)
    assert np.median(off) <= MEDIAN_PERCENT
    assert np.percentile(off, 99) <= MOST_PERCENT


@pytest.mark.parametrize("name", [REHEARSAL, *RENDERED, *CLIPS])
def test_along_a_film_it_sees_the_same(name: str, model_path: Path) -> None:
    found, wanted = (along(each, name, model_path) for each in ("litert", "mediapipe"))
    assert nobody(found) == nobody(wanted)
    assert people(found) == people(wanted)
    off = off_percent(found, wanted)
    assert np.median(off) <= MEDIAN_PERCENT
    if np.percentile(off, 99) > MOST_PERCENT:
        assert name not in CLEAR
        itself = scatter_percent(name, model_path)
        for share in (50, 95, 99):
            assert np.percentile(off, share) <= 2 * np.percentile(itself, share), share


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
    refused, was_refused = shares(found), shares(wanted)
    apart, least = differing(refused, was_refused), max(SAME_SHARE, A_FRAME / found["frames"])
    if apart > least or set(refused) != set(was_refused):
        assert name not in CLEAR
        changed = [shares(coached(name, each)) for each in otherwise(name, model_path)]
        itself = max(differing(each, was_refused) for each in changed)
        assert apart <= max(least, itself)
        reasons = [set(each) for each in (was_refused, *changed)]
        assert set.intersection(*reasons) <= set(refused) <= set.union(*reasons)


def differing(one: Counter[str], other: Counter[str]) -> float:
    """For how much of a film one was silent for a reason for which the other was not."""
    return max(sum((one - other).values()), sum((other - one).values()))


def coached(name: str, sightings: Sequence[Sighting]) -> dict[str, Any]:
    """The report on it, as the exercise that is done there; of footage, as squats."""
    exercise = library.load(rendered.EXERCISES.get(name, "squat"))
    return replay.report(replay.replay(sightings, exercise), name)


def verdicts(rep: Mapping[str, Any]) -> tuple[Any, ...]:
    return rep["judged"], rep["left"]["verdict"], rep["right"]["verdict"]


def shares(report: Mapping[str, Any]) -> Counter[str]:
    """For how much of the film it was silent, by why."""
    total: Counter[str] = Counter()
    for each in report["refusals"]:
        total[each["reason"]] += (each["to_s"] - each["from_s"]) / report["duration_s"]
    return total
