import numpy as np
import pytest

from mirrorapp.vision.bystander import GREY, Lookout, is_second, without_user

from .support import standing


def test_somebody_beside_the_user_is_a_second_person() -> None:
    assert is_second(standing(300), standing(500))
    assert is_second(standing(300), standing(500, height_px=330))


@pytest.mark.parametrize("other", [standing(310), standing(500, height_px=200),
                                   standing(500, visibility=0.7)])
def test_the_user_again_a_poster_or_a_shadow_is_not(other: object) -> None:
    assert not is_second(standing(300), other)  # type: ignore[arg-type]


def test_the_user_is_painted_over_at_the_pictures_own_scale() -> None:
    picture = np.zeros((240, 320, 4), np.uint8)
    picture[..., 3] = 255
    covered = without_user(picture, standing(300), 640, 480)
    box = np.argwhere(covered[..., 0] == GREY)
    assert box.min(axis=0) == pytest.approx([25 - 16, 150 - 28], abs=2)
    assert box.max(axis=0) == pytest.approx([225 + 14, 150 + 28], abs=2)
    assert not (picture[..., 0] == GREY).any(), "the original must stay"
    assert (covered[..., 3] == 255).all()


def test_it_is_looked_once_a_second_of_frame_time() -> None:
    lookout, looks = Lookout(), 0
    for index in range(60):
        if lookout.is_due(index / 20):
            lookout.note(index / 20, standing(), None)
            looks += 1
    assert looks == 3


def test_it_is_looked_again_when_time_runs_back_and_while_nobody_is_there() -> None:
    lookout = Lookout()
    lookout.note(5.0, None, None)
    assert lookout.is_due(5.01)
    lookout.note(5.01, standing(), standing(550))
    assert (lookout.people(standing()), lookout.people(None)) == (2, 1)
    assert not lookout.is_due(5.5)
    assert lookout.is_due(4.0)
    assert lookout.is_due(float("nan"))


def test_whoever_bends_down_for_one_look_has_not_gone() -> None:
    lookout = Lookout()
    lookout.note(1.0, standing(), standing(550))
    lookout.note(2.0, standing(), None)
    assert lookout.people(standing()) == 2
    assert lookout.is_due(2.5), "it is looked again soon"
    lookout.note(2.5, standing(), None)
    assert lookout.people(standing()) == 1
    assert not lookout.is_due(3.0)
