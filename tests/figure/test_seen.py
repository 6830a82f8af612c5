import numpy as np

from mirrorapp.figure.face import ball
from mirrorapp.figure.seen import seen

CENTRE_M = np.array([0.0, 0.0, 1.5])


def test_a_ball_within_a_ball_is_not_seen() -> None:
    outer = ball(CENTRE_M, np.full(3, 0.03), np.ones(1))
    inner = ball(CENTRE_M, np.full(3, 0.015), np.ones(1))
    vertices_m = np.concatenate([outer.vertices_m, inner.vertices_m])
    faces = np.concatenate([outer.faces, inner.faces + len(outer.vertices_m)])
    shows = seen(vertices_m, faces)
    assert shows[: len(outer.faces)].all()
    assert not shows[len(outer.faces) :].any()
