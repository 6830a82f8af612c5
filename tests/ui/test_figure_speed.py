"""Moving costs what standing costs: a frame uploads uniforms, and no vertices."""

from statistics import median
from time import perf_counter
from typing import Any

import pytest

from mirrorapp.figure.mesh import person
from mirrorapp.figure.rotations import about_y
from mirrorapp.figure.scenery import Band, PropShape, Shown
from tests.ui.moments import HANGING, at, moment

pytestmark = [pytest.mark.ui, pytest.mark.full]
SIZE = (400, 700)
FRAMES = 40
MOST = 1.5  # times as long


@pytest.fixture
def figure(window: Any) -> Any:
    from kivy.base import EventLoop, runTouchApp

    from mirrorapp.ui.widgets.figure import Figure

    window.size = SIZE
    EventLoop.idle()
    made = Figure(size_hint=(None, None), size=SIZE, shown=moments(1)[0])
    runTouchApp(made, embedded=True)
    made.size = SIZE
    yield made
    window.remove_widget(made)


def moments(count: int) -> list[Shown]:
    mesh = person("woman")
    props = (PropShape("chair", at(y=0.4)), Band("knees"))
    return [moment(mesh, HANGING | {"upperleg01.L": about_y(-30 * step / count)}, props=props,
                   lit={"left_hip-side": step / count}) for step in range(count)]


def draw() -> None:
    from kivy.core.window import Window
    from kivy.graphics.opengl import glFinish

    Window.dispatch("on_draw")
    glFinish()


def took_ms(change: Any) -> float:
    start = perf_counter()
    change()
    draw()
    return 1000 * (perf_counter() - start)


def test_moving_takes_hardly_longer_than_standing(figure):
    """One of each in turn, so that whatever else the machine does slows both."""
    still = figure._painter.fbo.ask_update
    took_ms(still)
    standing, moving = [], []
    for shown in moments(FRAMES):
        standing.append(took_ms(still))
        moving.append(took_ms(lambda shown=shown: setattr(figure, "shown", shown)))
    assert median(moving) < MOST * median(standing)
    assert median([took_ms(lambda: None) for _ in range(FRAMES)]) < 0.5 * median(standing), (
        "and nothing is drawn where nothing changes")
