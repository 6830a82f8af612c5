import numpy as np
import pytest

from mirrorapp.vision.bystander import GREY
from mirrorapp.vision.looks import PARTS
from mirrorapp.vision.pose import Floats
from mirrorapp.vision.steering import GIVE_UP_S, Steering

from .support import standing

USER = np.zeros((PARTS, 3))
OTHER = np.tile([0.6, 0.0, -0.6], (PARTS, 1))
HIDDEN = np.full((PARTS, 3), np.nan)
SIZE = 640, 480
PICTURE = np.full((480, 640, 3), 200, np.uint8)


def shown(steering: Steering, time_s: float = 0.1) -> bool:
    """Whether the tracker is to see the whole picture."""
    return steering.shown(PICTURE, time_s, *SIZE) is PICTURE


def steered() -> Steering:
    steering = Steering()
    steering.seen(0.0, OTHER, standing(500), USER, USER)
    return steering


def test_only_the_surroundings_of_the_sought_are_shown() -> None:
    picture = steered().shown(PICTURE, 0.1, *SIZE)
    assert (picture[240, 490:510] == 200).all()
    assert (picture[:, :400] == GREY).all()
    assert (PICTURE == 200).all()


@pytest.mark.parametrize(("held", "other"), [
    (USER, USER), (OTHER, OTHER), (HIDDEN, USER), (None, USER), (OTHER, HIDDEN)])
def test_the_tracker_is_left_alone_unless_it_is_certainly_wrong(held: Floats | None,
                                                                other: Floats) -> None:
    steering = Steering()
    steering.seen(0.0, held, standing(500), other, USER)
    assert shown(steering)


def test_it_goes_on_until_the_sought_is_held() -> None:
    steering = steered()
    for held in (None, OTHER, HIDDEN):
        steering.note(held, USER)
        assert not shown(steering)
    steering.note(USER, USER)
    assert shown(steering)


def test_it_ends_when_nobody_is_sought_and_when_it_takes_too_long() -> None:
    steering = steered()
    steering.note(OTHER, None)
    assert shown(steering)
    assert shown(steered(), GIVE_UP_S + 0.1)
    assert shown(steered(), -1.0)
