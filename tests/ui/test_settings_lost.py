"""What is touched and can't be set or kept: it is told, and nothing is lost."""

import pytest

from tests.ui.states import at_home
from tests.ui.test_settings import line, touch, turn


@pytest.mark.ui
def test_what_can_not_be_set_is_told_and_nothing_is_lost(glass, tmp_path):
    it = glass()
    turn(it, "settings-picture")
    touch(it, "figure")
    (tmp_path / "mirror.toml").write_text("[screen")
    before = it.settings.config
    touch(it, "view")
    assert it.settings.config is before
    assert line(it, "view").value == "Camera"
    told = it.settings.board.read()
    assert "not valid TOML" in told[0].what
    it.show(coach=at_home(), notices=told)
    assert "not valid TOML" in it.app._notices.what
    (tmp_path / "mirror.toml").write_text("")
    it.now_s += 1.0
    touch(it, "view")
    assert not it.settings.board.read()
    assert (it.settings.config.screen.view, it.settings.config.screen.figure) == ("mirror", "man")


@pytest.mark.ui
def test_what_could_not_be_set_is_nothing_to_go_on_about_at_home(glass, tmp_path):
    it = glass()
    turn(it, "settings-picture")
    (tmp_path / "mirror.toml").write_text("[screen")
    touch(it, "view")
    assert it.settings.board.read()
    it.app._browsing.open("")
    it.settle()
    assert not it.settings.board.read()


@pytest.mark.ui
def test_a_full_disk_is_told_and_what_was_set_holds(glass, monkeypatch):
    from mirrorapp import whole

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(whole, "write", full)
    it = glass()
    turn(it, "settings-picture")
    touch(it, "view")
    it.settings.close()
    assert it.settings.config.screen.view == "mirror"
    assert "No space left" in it.settings.board.read()[0].what
