"""Where frame pixels land: mirrored, undistorted, the picture and the marks together."""

import math

from hypothesis import given
from hypothesis import strategies as st

from mirrorapp.ui.crop import Follower, Shape, legs, whole
from mirrorapp.ui.projection import Box, Crop, Projection
from tests.ui.doubles import reading

SIZES = st.sampled_from([(720, 1280), (1280, 720), (640, 480), (1080, 1920), (161, 2159)])
PARTS = st.floats(0, 1)
BOXES = st.builds(Box, st.floats(-50, 50), st.floats(0, 500), st.floats(100, 1100),
                  st.floats(100, 1900))


@st.composite
def projections(draw: st.DrawFn) -> Projection:
    width, height = draw(SIZES)
    crop = Crop(draw(PARTS) * width, (0.3 + draw(PARTS)) * height, (0.2 + draw(PARTS)) * height)
    return Projection(draw(BOXES), crop, width, height)


@given(projections(), PARTS, PARTS, PARTS, PARTS)
def test_left_stays_left_and_up_stays_up(projection, ax, bx, ay, by):
    a = ax * projection.width_px, ay * projection.height_px
    b = bx * projection.width_px, by * projection.height_px
    (sax, say), (sbx, sby) = projection.point(a), projection.point(b)
    assert math.isclose(sax - sbx, -(a[0] - b[0]) * projection.scale, abs_tol=1e-6)
    assert math.isclose(say - sby, -(a[1] - b[1]) * projection.scale, abs_tol=1e-6)


@given(projections(), PARTS, PARTS)
def test_picture_and_marks_agree(projection, across, up):
    """A point of the drawn rectangle samples the frame pixel that `point` sends there."""
    box = projection.picture()
    if box is None:
        return
    left, bottom, right, top = projection.texture()
    frame_point = ((left + (right - left) * across) * projection.width_px,
                   (bottom + (top - bottom) * up) * projection.height_px)
    x, y = projection.point(frame_point)
    assert math.isclose(x, box.x + across * box.width, abs_tol=1e-4)
    assert math.isclose(y, box.y + up * box.height, abs_tol=1e-4)


@given(projections())
def test_picture_stays_in_its_box_and_frame(projection):
    picture, box = projection.picture(), projection.box
    if picture is None:
        return
    assert picture.x >= box.x - 1e-6
    assert picture.y >= box.y - 1e-6
    assert picture.x + picture.width <= box.x + box.width + 1e-6
    assert picture.y + picture.height <= box.y + box.height + 1e-6
    assert all(-1e-9 <= each <= 1 + 1e-9 for each in projection.texture())


@given(SIZES, st.floats(0.4, 1.5))
def test_crops_never_reach_above_or_below_the_frame(size, aspect):
    shape = Shape(*size, aspect)
    pose = reading(*size).pose
    assert pose is not None
    for crop in (whole(shape), whole(shape, -100.0), legs(shape, pose)):
        assert 0 < crop.height_px <= size[1]
        assert crop.height_px - 1e-6 <= crop.bottom_px <= size[1] + 1e-6


@given(SIZES, st.floats(0.4, 1.5))
def test_legs_are_shown_from_the_chest_to_below_the_toes(size, aspect):
    pose = reading(*size).pose
    assert pose is not None
    crop = legs(Shape(*size, aspect), pose)
    shoulder, hip = pose.px[11, 1], pose.px[23, 1]
    assert shoulder < crop.bottom_px - crop.height_px < hip
    assert crop.bottom_px > pose.px[31, 1]


@given(st.lists(st.tuples(PARTS, PARTS, st.floats(0.4, 1)), min_size=2, max_size=30),
       st.floats(0.01, 0.2))
def test_follower_never_jumps(wishes, step_s):
    shape = Shape(720, 1280, 1.0)
    follower = Follower()
    before = None
    for number, (x, bottom, height) in enumerate(wishes):
        wish = Crop(x * 720, bottom * 1280, height * 1280)
        now = follower.follow(wish, shape, number * step_s)
        if before is not None:
            assert abs(now.centre_x_px - before.centre_x_px) <= 0.2 * 720
            assert abs(now.height_px - before.height_px) <= 0.2 * 1280
        before = now


def test_follower_arrives_and_then_rests():
    shape, follower = Shape(720, 1280, 1.0), Follower()
    follower.follow(Crop(360, 1280, 1280), shape, 0.0)
    for number in range(100):
        now = follower.follow(Crop(300, 1200, 800), shape, number / 15)
    assert abs(now.height_px - 800) < 2
    assert follower.follow(Crop(305, 1203, 803), shape, 7.0).centre_x_px < 301


def test_follower_starts_afresh_for_another_shape():
    follower = Follower()
    follower.follow(Crop(360, 1280, 1280), Shape(720, 1280, 1.0), 0.0)
    wish = Crop(640, 720, 720)
    assert follower.follow(wish, Shape(1280, 720, 1.0), 0.03) == wish
