"""Where the things in use stand."""

import numpy as np
import pytest

from mirrorapp.exercises import library
from mirrorapp.figure.motion import Motion
from mirrorapp.figure.placing import props
from mirrorapp.figure.scenery import PropShape


@pytest.mark.parametrize("wrong", ["knee-bent", "too-upright", "back-round"])
def test_a_chair_stays_where_it_is_for_who_does_it_badly(wrong: str) -> None:
    guide = library.load("standing-leg-stretch").guide
    assert guide is not None
    chairs = []
    for motion in (Motion(guide), Motion(guide, wrong=frozenset({wrong}))):
        chair = props(motion, motion.at(1.0), {})[0]
        assert isinstance(chair, PropShape)
        chairs.append(chair.matrix)

    assert np.allclose(*chairs)
