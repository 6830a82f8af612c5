"""A second tap is no answer to what has come since."""

from mirrorapp.ui.unread import UNREAD_S, Unread


def test_what_has_just_come_is_not_read_yet() -> None:
    now_s = 10.0
    it = Unread(lambda: now_s)
    assert not it.over
    now_s += UNREAD_S
    assert it.over
    it.came()
    assert not it.over
