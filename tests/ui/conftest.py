"""The real window, offscreen, once a test session; apps come and go in it."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from mirrorapp.config import ScreenConfig
from mirrorapp.settings import Settings
from mirrorapp.ui import window as window_module
from tests.ui.brokers import House
from tests.ui.doubles import FakeMirror

SMALL = (540, 960)
LARGE = (1080, 1920)
Pixels = NDArray[np.uint8]


class Glass:
    """An app on the window, its mirror, and a hand."""

    def __init__(self, mirror: FakeMirror, settings: Settings, **options: Any) -> None:
        from kivy.base import runTouchApp

        from mirrorapp.ui.app import MirrorApp

        self.mirror = mirror
        self.settings = settings
        self.now_s = 0.0
        self.app = MirrorApp(mirror, settings, **{
            "now_s": lambda: self.now_s, "reach": House().reach, **options})
        self.app._run_prepare()
        runTouchApp(embedded=True)
        self.settle()

    def settle(self, frames: int = 4) -> None:
        """Let the app poll, lay out and draw."""
        from kivy.base import EventLoop

        for _ in range(frames):
            self.app._beat(0.0)
            EventLoop.idle()

    def show(self, **parts: object) -> None:
        self.mirror.show(**parts)
        self.settle()
        self.now_s += 1.0  # long enough to be read

    def pixels(self) -> Pixels:
        from mirrorapp.ui import pixels

        return pixels.grab()

    @property
    def screen(self) -> Any:
        return self.app._manager.current_screen

    def touch(self, x: float, y: float) -> None:
        """Touch and let go at window pixels, y up."""
        from kivy.tests.common import UnitTestTouch

        finger = UnitTestTouch(x, y)
        finger.touch_down()
        self.settle(1)
        finger.touch_up()
        self.settle(1)

    def close(self) -> None:
        from kivy.core.window import Window

        self.settings.close()
        self.app.dispatch("on_stop")
        Window.remove_widget(self.app.root)


@pytest.fixture(scope="session")
def window() -> Any:
    """Kivy's window; tests that need it skip by name where no OpenGL can be had."""
    try:
        window_module.prepare(ScreenConfig(width=SMALL[0], height=SMALL[1]), offscreen=True)
    except window_module.WindowError as error:
        pytest.skip(f"no window here: {error}")
    from kivy.clock import Clock
    from kivy.core.window import Window

    Clock._max_fps = 0  # no waiting for the next picture
    return Window


@pytest.fixture
def without_a_figure(window: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Boxes and words are looked at; to draw somebody beside them takes longer than all of them."""
    from mirrorapp.ui.widgets.guide import Guide

    monkeypatch.setattr(Guide, "tick", lambda *_: None)


def _nothing_set(folder: Path) -> Path:
    """A file that says nothing, lest the machine's own be read."""
    file = folder / "mirror.toml"
    file.touch()
    return file


@pytest.fixture
def glass(window: Any, tmp_path: Path) -> Iterator[Callable[..., Glass]]:
    """Makes an app: `glass(language="de", view="mirror", size=LARGE, people={"p1": {…}})`.

    What is set on the glass is kept for the next one of the same test.
    """
    made: list[Glass] = []

    def make(*, size: tuple[int, int] = SMALL, options: dict[str, Any] | None = None,
             people: dict[str, Any] | None = None, **screen: Any) -> Glass:
        from kivy.base import EventLoop

        window.size = size
        EventLoop.idle()
        assert window.size == size
        said = {"screen": {"width": size[0], "height": size[1], **screen},
                "people": people or {},
                "journal": {"file": tmp_path / "journal.sqlite3"}}
        given = {"settings": Settings(_nothing_set(tmp_path), said, {}), **(options or {})}
        made.append(Glass(FakeMirror(), **given))
        return made[-1]

    yield make
    for each in made:
        each.close()
