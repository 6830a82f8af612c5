"""What keeps the mirror from starting is legible, and one touch closes it."""

from typing import Any

import pytest

from mirrorapp.config import ScreenConfig
from mirrorapp.events import MirrorError

ERROR = MirrorError("The pose model /var/lib/mirrorapp/models/pose.task is damaged.",
                    "Connect to the internet once and try again, or give the official bundle with "
                    "--bundle.")


@pytest.fixture
def shown(window: Any):
    from kivy.base import EventLoop, runTouchApp
    from kivy.core.window import Window

    from mirrorapp.ui.trouble import TroubleApp

    app = TroubleApp(ERROR, ScreenConfig(language="de"))
    app._run_prepare()
    runTouchApp(embedded=True)
    for _ in range(4):
        EventLoop.idle()
    yield app
    app.dispatch("on_stop")
    Window.remove_widget(app.root)


def test_it_says_why_and_what_to_do_and_fits(shown: Any) -> None:
    assert shown.what.text == (
        "Das Körpermodell /var/lib/mirrorapp/models/pose.task ist beschädigt.")
    assert shown.remedy.text == ("Geh einmal ins Internet und versuch es noch mal, oder gib die "
                                 "offizielle Datei mit --bundle an.")
    assert shown.close.text == "Schließen"
    for words in (shown.what, shown.remedy):
        assert words.texture_size[0] <= words.width
        assert words.texture_size[1] <= words.height


def test_it_is_alive_at_each_beat_and_ends_when_it_is_told_to(
        shown: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    beats, closed = [], []
    monkeypatch.setattr(type(shown), "stop", lambda self: closed.append(True))
    monkeypatch.setattr(shown, "_on_beat", lambda: beats.append(True))
    monkeypatch.setattr(shown, "_stop_asked", lambda: len(beats) == 2)
    shown._beat(0.1)
    assert (beats, closed) == ([True], [])
    shown._beat(0.1)
    assert closed == [True]


def test_one_touch_closes_it(shown: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from kivy.base import EventLoop
    from kivy.tests.common import UnitTestTouch

    closed: list[bool] = []
    monkeypatch.setattr(type(shown), "stop", lambda self: closed.append(True))
    finger = UnitTestTouch(*shown.close.center)
    finger.touch_down()
    EventLoop.idle()
    finger.touch_up()
    EventLoop.idle()
    assert closed == [True]
