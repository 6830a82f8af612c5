"""What the figure shows when: the right way, the wrong ways, and nothing that it can't."""

from itertools import pairwise
from typing import Any

import pytest

from mirrorapp.events import Side
from mirrorapp.exercises import library
from mirrorapp.exercises.guide import Guide
from mirrorapp.figure import mesh
from mirrorapp.figure.scenery import Band
from mirrorapp.ui.showing import GOOD_CYCLES, Showing

SQUAT, CLAM = library.load("squat"), library.load("banded-clamshell")


def shown(**options: Any) -> Showing:
    return Showing(**options)


def test_nothing_is_shown_of_nothing() -> None:
    it = shown()
    assert it.at(0.0) is None
    it.choose(None, wrongs=True)
    assert it.at(1.0) is None
    assert it.still is None


def test_it_is_done_well_first_and_then_each_wrong_way() -> None:
    it = shown()
    assert it.choose(SQUAT, wrongs=True)
    assert SQUAT.guide is not None
    cycle_s, wrongs = SQUAT.guide.seconds, len(SQUAT.guide.wrong)
    assert wrongs >= 2
    ways = [moment.wrong for step in range(400) if (moment := it.at(100.0 + step * 0.25))]
    good = ways.index(True)
    assert good * 0.25 >= GOOD_CYCLES * cycle_s
    assert sum(b and not a for a, b in pairwise(ways)) >= wrongs
    assert sum(ways) < len(ways) / 2


def test_in_a_set_no_wrong_way_is_shown() -> None:
    it = shown()
    it.choose(SQUAT, wrongs=False)
    assert not any(moment.wrong for step in range(200) if (moment := it.at(step * 0.5)))


def test_the_same_again_goes_on_and_another_side_begins_anew() -> None:
    it = shown()
    assert it.choose(CLAM, Side.RIGHT, wrongs=False)
    assert not it.choose(CLAM, Side.RIGHT, wrongs=False)
    assert it.choose(CLAM, Side.LEFT, wrongs=False)
    moment = it.at(5.0)
    assert moment is not None
    assert set(moment.shown.lit) == {"left_hip-side"}


def test_a_missing_person_leaves_the_still(caplog: pytest.LogCaptureFixture) -> None:
    def load(_: str) -> mesh.Mesh:
        raise OSError("people/woman.npz is not there")

    it = shown(load=load)
    it.choose(SQUAT, wrongs=True)
    assert it.at(0.0) is None
    assert it.still is not None
    assert "The figure can't show squat: people/woman.npz is not there." in caplog.text


def test_a_guide_that_breaks_is_told_once_and_leaves_the_still(
        caplog: pytest.LogCaptureFixture) -> None:
    broken = SQUAT.model_copy(update={"guide": Guide.model_construct(
        base="standing", camera="front", seconds=0.0, loop=True, travels=False, easing="smooth",
        props=(), muscles=(), frames=SQUAT.guide.frames if SQUAT.guide else (), wrong=())})
    it = shown()
    for _ in range(3):
        it.choose(broken, wrongs=True)
        assert it.at(0.0) is None
        it.choose(CLAM, wrongs=True)
        assert it.at(0.0) is not None
    assert caplog.text.count("can't show squat") == 1


def test_a_check_with_the_band_shows_the_band() -> None:
    it = shown()
    it.choose(SQUAT, wrongs=False)
    plain = it.at(0.0)
    assert it.choose(SQUAT, wrongs=False, banded=True)
    moment = it.at(0.0)
    assert plain is not None
    assert moment is not None
    assert (plain.shown.props, moment.shown.props) == ((), (Band("knees"),))
