"""What the figure shows when: the right way, the wrong ways, and nothing that it can't."""

from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest

from mirrorapp.events import Side
from mirrorapp.exercises import library
from mirrorapp.exercises.guide import Guide
from mirrorapp.figure import mesh
from mirrorapp.figure.scenery import Band
from mirrorapp.ui.showing import GOOD_S, Showing

SQUAT, CLAM, STRETCH = (library.load(name) for name in (
    "squat", "banded-clamshell", "standing-leg-stretch"))


def shown(**options: Any) -> Showing:
    return Showing(**options)


def test_nothing_is_shown_of_nothing() -> None:
    it = shown()
    assert it.at(0.0) is None
    it.choose(None)
    assert it.at(1.0) is None
    assert not it.wide


def test_it_is_done_well_first_and_then_each_wrong_way() -> None:
    it = shown()
    assert it.choose(SQUAT)
    assert SQUAT.guide is not None
    wrongs = len(SQUAT.guide.wrong)
    assert wrongs >= 2
    ways = [moment.wrong for step in range(160)
            if (moment := it.at(100.0 + step * 0.25, wrongs=True))]
    assert ways.index(True) * 0.25 >= GOOD_S
    assert sum(b and not a for a, b in pairwise(ways)) >= wrongs
    assert sum(ways) <= len(ways) / 2


def test_in_a_set_no_wrong_way_is_shown() -> None:
    it = shown()
    it.choose(SQUAT)
    assert not any(moment.wrong for step in range(200) if (moment := it.at(step * 0.5)))


def test_the_same_again_goes_on_and_another_side_or_part_begins_anew() -> None:
    it = shown()
    assert it.choose(CLAM, Side.RIGHT)
    assert not it.choose(CLAM, Side.RIGHT)
    assert it.choose(CLAM, Side.LEFT)
    assert it.choose(CLAM, Side.LEFT, part="set")
    moment = it.at(5.0)
    assert moment is not None
    assert set(moment.shown.lit) == {"left_hip-side"}
    assert it.wide


def test_a_hold_is_held_in_a_set_and_shown_again_before() -> None:
    it = shown()
    it.choose(STRETCH)
    assert STRETCH.guide is not None

    def at(time_s: float, *, wrongs: bool) -> npt.NDArray[np.float32]:
        moment = it.at(time_s, wrongs=wrongs)
        assert moment is not None
        rest = mesh.person("woman").skeleton.heads_m
        moved = moment.shown.matrices
        return np.einsum("bij,bj->bi", moved[:, :, :3], rest) + moved[:, :, 3]

    at(0.0, wrongs=False)
    held = at(STRETCH.guide.seconds + 1, wrongs=False)
    assert np.allclose(at(100.0, wrongs=False), held)
    joints = [at(step / 20, wrongs=True) for step in range(200)]
    assert max(float(np.abs(b - a).max()) for a, b in pairwise(joints)) < 0.15


def test_a_missing_person_leaves_nothing_to_move(caplog: pytest.LogCaptureFixture) -> None:
    def load(_: str) -> mesh.Mesh:
        raise OSError("people/woman.npz is not there")

    it = shown(load=load)
    it.choose(SQUAT)
    assert it.at(0.0) is None
    assert "The figure can't show squat: people/woman.npz is not there." in caplog.text


@pytest.mark.parametrize("wrong", [(), ({"id": "knee-in", "joints": {"left_knee_in": 9}},)])
def test_a_guide_that_breaks_is_told_once(wrong: tuple[dict[str, Any], ...],
                                          caplog: pytest.LogCaptureFixture) -> None:
    good = Guide.model_validate({"base": "standing", "seconds": 2, "frames": [{"at": 0}],
                                 "loop": False, "wrong": wrong})
    broken = SQUAT.model_copy(update={"guide": good.model_copy(update={"base": "flying"})})
    it = shown()
    for _ in range(3):
        it.choose(broken)
        assert not it.wide
        assert it.at(0.0, wrongs=True) is None
        it.choose(CLAM)
        assert it.at(0.0) is not None
    assert caplog.text.count("can't show squat") == 1


def test_a_check_with_the_band_shows_the_band() -> None:
    it = shown()
    it.choose(SQUAT)
    plain = it.at(0.0)
    assert it.choose(SQUAT, banded=True)
    moment = it.at(0.0)
    assert plain is not None
    assert moment is not None
    assert (plain.shown.props, moment.shown.props) == ((), (Band("knees"),))


def test_another_part_begins_anew_without_being_worked_out_again() -> None:
    asked = []

    def load(who: Any) -> Any:
        asked.append(who)
        return mesh.person(who)

    it = shown(load=load)
    assert it.choose(SQUAT)
    first = it.at(10.0)
    it.at(11.5)
    assert it.choose(SQUAT, part="set")
    assert not it.choose(SQUAT, part="set")
    again = it.at(50.0)
    assert first is not None
    assert again is not None
    assert (again.shown.matrices == first.shown.matrices).all(), "from its beginning"
    assert len(asked) == 1
    assert it.choose(SQUAT, banded=True)
    assert len(asked) == 2
