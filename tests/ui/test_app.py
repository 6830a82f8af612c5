"""The app's own doings: polling, hooks, screenshots."""

import struct

import pytest

from mirrorapp.coach.state import Phase
from tests.ui.conftest import Glass
from tests.ui.doubles import PORTRAIT, picture, reading, session, squat

pytestmark = pytest.mark.ui


def test_only_new_snapshots_are_shown(glass, monkeypatch):
    it = glass()
    seen = []
    monkeypatch.setattr(it.app._notices, "show", seen.append)
    it.settle(5)
    it.show(coach=squat(Phase.ACTIVE))
    it.settle(5)
    assert len(seen) == 1


def test_stops_when_asked(glass, monkeypatch):
    asked = []
    it = glass(options={"stop_asked": lambda: bool(asked)})
    stopped = []
    monkeypatch.setattr(it.app, "stop", lambda: stopped.append(True))
    it.settle(2)
    assert not stopped
    asked.append(True)
    it.settle(1)
    assert stopped


def test_told_to_stop_before_it_runs_it_does_so_once_it_does(glass, monkeypatch):
    """SIGTERM may come while the window opens; Kivy then has nothing yet that could be stopped."""
    from mirrorapp.ui.app import MirrorApp

    stopped = []
    monkeypatch.setattr(MirrorApp, "stop", lambda _: stopped.append(True))
    monkeypatch.setattr(Glass, "settle", lambda *_: None)
    it = glass(options={"stop_asked": lambda: True})
    assert stopped == []
    it.app._beat(0.0)
    assert stopped == [True]
    assert it.app._manager.current_screen is None
    it.app.dispatch("on_stop")


def test_screenshots_of_a_run(glass, tmp_path):
    it = glass(options={"screenshots": tmp_path / "shots"})
    frame = picture(*PORTRAIT)
    for phase in (Phase.HOME, Phase.GET_READY):
        it.show(coach=squat(phase), frame=frame)
        it.settle(8)
    for rep in range(2):
        for depth in (0.05, 0.2, 0.3, 0.4, 0.3, 0.1):
            it.show(coach=squat(Phase.ACTIVE, reps=rep), frame=frame,
                    reading=reading(*PORTRAIT, depth=depth))
    it.show(coach=squat(Phase.SUMMARY, session=session()))
    it.settle(8)
    taken = sorted(path.name for path in (tmp_path / "shots").iterdir())
    assert taken == ["get-ready.png", "home.png", "session-1.png", "session-2.png", "summary.png"]
    head = (tmp_path / "shots" / "home.png").read_bytes()[:24]
    assert head.startswith(b"\x89PNG")
    assert struct.unpack(">II", head[16:]) == (540, 960)


def test_view_and_picture_survive_a_change_of_frame_size(glass):
    it = glass()
    for shape in ((720, 1280), (1280, 720), (640, 480), (161, 121)):
        it.show(coach=squat(Phase.ACTIVE), frame=picture(*shape, shade=180),
                reading=reading(*shape))
        assert it.pixels()[400, 270].max() > 60


def test_frames_that_may_not_be_written_are_shown_too(glass):
    it = glass()
    frame = picture(*PORTRAIT, shade=200)
    frame.rgba.setflags(write=False)
    it.show(coach=squat(Phase.ACTIVE), frame=frame)
    assert it.pixels()[400, 270].min() > 100
