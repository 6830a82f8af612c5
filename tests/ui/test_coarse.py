"""Where the figure is small it has fewer triangles, and nobody sees it."""

from collections.abc import Iterator

import numpy as np
import pytest

from mirrorapp.exercises import catalogue
from mirrorapp.figure.clip import clip_of
from mirrorapp.figure.mesh import person
from mirrorapp.figure.scenery import View
from tests.tiers import one_in
from tests.ui.conftest import Pixels
from tests.ui.moments import LEFT_ARM_UP, moment

pytestmark = [pytest.mark.ui, pytest.mark.usefixtures("window")]
SIZES = ((124, 230), (248, 460))  # beside the legs, 540 and 1080 pixels across
MEAN_MOST, SEEN_MOST, SEEN = 4.5, 0.015, 48  # of 255, where the figure is; a share; of 255
EDGE_MOST = 0.01


def moments(who: str) -> Iterator[tuple[str, list[Pixels], list[Pixels]]]:
    """What every guide tells most with, coarse and full, at both sizes (H, W, 4), straight."""
    from mirrorapp.ui import figure_gl
    from mirrorapp.ui.stills import snapshot

    known = catalogue.read()
    every = [one for one in (*known.exercises.values(), *known.checks.values()) if one.guide]
    for one in every[::one_in(6)]:
        clip = clip_of(one, person(who))
        shown = clip.at(clip.telling_s)
        drawn = []
        for limit in (figure_gl.COARSE_PX_M, 0):
            with pytest.MonkeyPatch.context() as patch:
                patch.setattr(figure_gl, "COARSE_PX_M", limit)
                drawn.append([snapshot(clip.mesh, shown, clip.view, size) for size in SIZES])
        yield one.id, *drawn


@pytest.mark.parametrize("who", ["woman", "man"])
def test_coarse_looks_as_full(who):
    for name, coarse, full in moments(who):
        for few, all_ in zip(coarse, full, strict=True):
            on_black = [each[..., :3] * (each[..., 3:] / 255.0) for each in (few, all_)]
            off = np.abs(on_black[0] - on_black[1]).max(axis=-1)
            there = max(1, np.count_nonzero(all_[..., 3] == 255))
            assert off.sum() / there < MEAN_MOST, name
            assert np.count_nonzero(off > SEEN) / there < SEEN_MOST, name
            moved = np.abs(few[..., 3].astype(int) - all_[..., 3]).sum() / 255
            assert moved / there < EDGE_MOST, f"{name}: the silhouette"


def test_it_has_as_many_triangles_as_can_be_told_apart(monkeypatch):
    """All of them near, few far away, and none uploaded before it is needed."""
    from mirrorapp.ui import figure_gl

    uploaded, upload = [], figure_gl.mesh_triangles
    monkeypatch.setattr(figure_gl, "mesh_triangles", lambda mesh, *, coarse: uploaded.append(
        coarse) or upload(mesh, coarse=coarse))
    painter = figure_gl.Painter(person("woman"), SIZES[0])
    assert uploaded == []
    shown = moment(person("woman"))
    for view in (View(), View(height_m=0.5), View(), View(height_m=0.5)):
        painter.show(shown, view, mirrored=True)
    assert uploaded == [True, False]


@pytest.mark.parametrize("mirrored", [True, False])
def test_what_is_not_drawn_is_what_nobody_could_see(monkeypatch, mirrored):
    from mirrorapp.ui.figure_gl import Painter
    from mirrorapp.ui.stills import snapshot

    def drawn() -> Pixels:
        mesh = person("woman")
        return snapshot(mesh, moment(mesh, LEFT_ARM_UP), View(), (300, 525), mirrored=mirrored)

    culled = drawn()
    monkeypatch.setattr(Painter, "_cull", lambda *_: None)
    off = np.abs(culled.astype(int) - drawn()).max(axis=-1)
    assert culled.any()
    assert np.count_nonzero(off > 8) <= 3
