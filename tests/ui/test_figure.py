"""The figure on the window: its box, its cross, what stands for it, and when it is drawn."""

import logging
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from mirrorapp.figure.mesh import Mesh, person
from mirrorapp.figure.scenery import PropShape, View
from mirrorapp.ui import figure_shaders, theme
from tests.ui.conftest import SMALL, Pixels
from tests.ui.moments import LEFT_ARM_UP, at, moment
from tests.ui.test_left_stays_left import like

pytestmark = pytest.mark.ui
BOX = (100, 200, 300, 525)  # left, bottom, width, height
Put = Callable[..., Any]


@pytest.fixture
def put(window: Any) -> Iterator[Put]:
    """Puts a figure on the empty window: `put(shown=…, wrong=True)`."""
    from kivy.base import EventLoop, runTouchApp

    from mirrorapp.ui.widgets import figure as module

    if window.size != SMALL:
        window.size = SMALL
        EventLoop.idle()
    made: list[Any] = []

    def make(load: Callable[[str], Mesh] = person, **options: Any) -> Any:
        figure = module.Figure(load, size_hint=(None, None), pos=BOX[:2], size=BOX[2:], **options)
        made.append(figure)
        runTouchApp(figure, embedded=True)
        figure.pos, figure.size = BOX[:2], BOX[2:]
        return figure

    module._complain.cache_clear()
    yield make
    for each in made:
        window.remove_widget(each)


def grabbed() -> Pixels:
    from mirrorapp.ui import pixels

    return pixels.grab()


def box_of(picture: Pixels) -> Pixels:
    left, bottom, width, height = BOX
    top = SMALL[1] - bottom - height
    return picture[top:top + height, left:left + width]


def outside(picture: Pixels) -> Pixels:
    rest = picture.copy()
    box_of(rest)[:] = 0
    return rest


def drawings(figure: Any) -> Callable[[], int]:
    """Count how often the figure is drawn from now on."""
    from kivy.graphics import Callback

    times: list[None] = []
    figure._painter.fbo.add(Callback(lambda _: times.append(None)))
    grabbed()
    times.clear()
    return lambda: len(times)


def test_it_is_drawn_in_its_box_and_nowhere_else(put):
    figure = put(shown=moment(person("woman")), wrong=True)
    picture = grabbed()
    assert box_of(picture).any()
    assert not outside(picture).any()
    figure.shown = None
    figure.wrong = False
    assert not grabbed().any()


def test_it_is_what_the_stills_show(put):
    from mirrorapp.ui.stills import snapshot

    shown = moment(person("woman"), LEFT_ARM_UP)
    put(shown=shown, view=View(height_m=2.2))
    still = snapshot(person("woman"), shown, View(height_m=2.2), BOX[2:])
    on_black = still[..., :3] * (still[..., 3:] / 255)
    assert np.abs(box_of(grabbed()) - on_black).max() <= 3


def test_nothing_is_drawn_anew_where_nothing_has_changed(put):
    shown = moment(person("woman"))
    figure = put(shown=shown)
    count = drawings(figure)
    figure.shown, figure.mirrored = shown, True
    for _ in range(3):
        grabbed()
    assert count() == 0
    figure.shown = moment(person("woman"), LEFT_ARM_UP)
    grabbed()
    grabbed()
    assert count() == 1


def test_a_new_moment_uploads_no_vertices(put, monkeypatch):
    from mirrorapp.ui import figure_gl

    figure = put(shown=moment(person("woman"), props=(PropShape("chair", at(y=0.5)),)))
    before = box_of(grabbed()).copy()
    for name in ("mesh_triangles", "solid_triangles"):
        monkeypatch.setattr(figure_gl, name, None)
    figure.shown = moment(person("woman"), LEFT_ARM_UP,
                          props=(PropShape("chair", at(y=0.4)),))
    assert not np.array_equal(box_of(grabbed()), before)


def test_things_come_and_go(put):
    figure = put(shown=moment(person("woman")))
    bare = grabbed()
    figure.shown = moment(person("woman"), props=(PropShape("chair", at(y=0.5)),))
    with_chair = grabbed()
    assert not np.array_equal(with_chair, bare)
    figure.shown = moment(person("woman"))
    assert np.array_equal(grabbed(), bare)


def test_what_is_wrong_has_a_cross_in_the_corner(put):
    figure = put(shown=moment(person("woman")))
    corner = (slice(0, 100), slice(-100, None))
    assert not box_of(grabbed())[corner].any()
    figure.wrong = True
    picture = box_of(grabbed())
    crossed = like(picture[corner], theme.STOP, 12)
    rows, columns = np.nonzero(crossed)
    height, width = np.ptp(rows) + 1, np.ptp(columns) + 1
    assert height == pytest.approx(width, abs=2)
    assert height > 0.1 * BOX[2]
    inside = crossed[rows.min():rows.max() + 1, columns.min():columns.max() + 1]
    edge = height // 4
    assert not inside[:edge, height // 2 - 2:height // 2 + 2].any(), "no frame, and no disc"
    assert inside[height // 2, width // 2]


def test_left_and_right_are_swapped_as_in_a_mirror(put):
    figure = put(shown=moment(person("woman"), LEFT_ARM_UP), view=View(height_m=2.2, width_m=1.5))
    half = BOX[2] // 2
    for mirrored in (True, False):
        figure.mirrored = mirrored
        upper = box_of(grabbed())[:BOX[3] // 4].any(axis=-1)
        left, right = upper[:, :half - 30].sum(), upper[:, half + 30:].sum()
        assert bool(left > right) is mirrored


def test_it_steps_back_as_other_widgets_do(put):
    figure = put(shown=moment(person("woman")))
    full = grabbed().astype(float)
    figure.opacity = 0.5
    assert np.abs(grabbed() - full / 2).max() <= 2


def test_it_follows_its_box(put):
    figure = put(shown=moment(person("woman")))
    figure.size = (150, 262)
    figure.pos = (10, 20)
    picture = grabbed()
    rows, columns = np.nonzero(picture.any(axis=-1))
    assert 10 <= columns.min() < columns.max() < 160
    assert SMALL[1] - 20 - 262 <= rows.min() < rows.max() < SMALL[1] - 20
    figure.size = (0, 0)
    assert not grabbed().any()


def test_somebody_else_shows_it(put):
    figure = put(shown=moment(person("woman")))
    woman = grabbed()
    figure.person = "man"
    figure.shown = moment(person("man"))
    man = grabbed()
    assert box_of(man).any()
    assert not np.array_equal(man, woman)
    assert not outside(man).any()


@pytest.fixture
def still(tmp_path: Path) -> str:
    """A picture file, green all over, half as wide as high."""
    from mirrorapp.ui.pixels import png

    path = tmp_path / "still.png"
    path.write_bytes(png(np.full((40, 20, 3), (0, 200, 0), np.uint8)))
    return str(path)


def unreadable(_: str) -> Mesh:
    raise ValueError("woman.npz is no figure mesh")


@pytest.mark.parametrize("broken", ["SKIN_VERTEX", "SKIN_FRAGMENT", "SHOW_FRAGMENT"])
def test_a_picture_stands_for_what_the_card_refuses(put, monkeypatch, caplog, still, broken):
    monkeypatch.setattr(figure_shaders, broken, "no program")
    figure = put(shown=moment(person("woman")), fallback=still)
    assert_still(caplog)
    figure.shown = moment(person("woman"), LEFT_ARM_UP)
    put(shown=moment(person("woman")), fallback=still)
    assert_still(caplog)


def test_a_picture_stands_for_a_person_who_is_not_there(put, caplog, still):
    figure = put(unreadable, shown=moment(person("woman")), fallback=still, wrong=True)
    assert_still(caplog)
    figure.shown = None
    figure.wrong = False
    assert_still(caplog)
    figure.fallback = ""
    assert not grabbed().any()


def test_without_a_picture_there_is_nothing(put, tmp_path):
    figure = put(unreadable, shown=moment(person("woman")))
    assert not grabbed().any()
    figure.fallback = str(tmp_path / "missing.png")
    assert not grabbed().any()


def test_a_still_of_the_figure_looks_like_the_figure(put, tmp_path):
    from mirrorapp.ui.pixels import png
    from mirrorapp.ui.stills import snapshot

    shown = moment(person("woman"))
    path = tmp_path / "woman.png"
    path.write_bytes(png(snapshot(person("woman"), shown, View(), BOX[2:])))
    drawn = put(shown=shown)
    moving = grabbed().astype(int)
    drawn.shown = None
    put(unreadable, shown=shown, fallback=str(path))
    assert np.abs(grabbed() - moving).max() <= 3


def assert_still(caplog: pytest.LogCaptureFixture) -> None:
    picture = grabbed()
    green = like(box_of(picture), (0, 200 / 255, 0, 1), 3)
    rows, columns = np.nonzero(green)
    assert np.ptp(rows) + 1 == pytest.approx(BOX[3], abs=1)
    assert np.ptp(columns) + 1 == pytest.approx(BOX[3] / 2, abs=1)
    assert not outside(picture).any()
    said = [record for record in caplog.records if record.levelno >= logging.ERROR
            and record.name.startswith("mirrorapp")]
    assert len(said) == 1
    assert "can't be drawn" in said[0].message
