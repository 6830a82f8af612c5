"""A camera that hangs upside down: nothing is said of knees, and nobody told to turn round."""

from itertools import product

import numpy as np
import pytest

from mirrorapp.alignment.framing import Framing
from mirrorapp.alignment.upside_down import is_upside_down
from mirrorapp.events import Refusal
from mirrorapp.exercises import catalogue
from mirrorapp.figure.stick import Size
from mirrorapp.simulate.eyes import Eyes
from mirrorapp.simulate.seen import SeenMotion, placed
from mirrorapp.vision.pose import Sighting
from tests.alignment.turned_pictures import turned


@pytest.mark.parametrize("phase", [0.0, 0.25, 0.5])
def test_whatever_is_upside_down_is_refused_and_not_told_to_turn_round(phase: float) -> None:
    assert Framing().look(turned(squatting(phase), 180)).refusal is Refusal.IMPLAUSIBLE


def squatting(phase: float) -> Sighting:
    """At a phase of a squat, 0 to 1."""
    guide = catalogue.read().exercises["squat"].guide
    assert guide is not None
    return Eyes(noise=0.0).look(SeenMotion(guide, Size()).marks(phase), 0.0)


def test_nothing_that_is_trained_looks_so() -> None:
    eyes = Eyes(noise=0.0)
    for each in catalogue.read().exercises.values():
        if each.guide is None:
            continue
        motion = SeenMotion(each.guide, Size())
        for turn_deg, phase in product((0.0, 90.0, 180.0, -90.0), np.linspace(0.0, 1.0, 9)):
            pose = eyes.look(placed(motion.marks(phase), turn_deg, np.zeros(3)), 0.0).pose
            assert pose is not None
            assert not is_upside_down(pose), (each.id, turn_deg, phase)
