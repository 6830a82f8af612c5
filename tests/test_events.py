"""The shared words, and the board where notices hang."""

from threading import Thread

import pytest

from mirrorapp.events import MirrorError, Notice, NoticeBoard, Side


def test_each_side_has_another() -> None:
    assert Side.LEFT.other is Side.RIGHT
    assert Side.RIGHT.other is Side.LEFT


def test_an_error_says_what_is_wrong_and_what_to_do() -> None:
    error = MirrorError("The camera is unplugged.", "Plug it in.")
    assert (error.what, error.remedy) == ("The camera is unplugged.", "Plug it in.")
    assert str(error) == "The camera is unplugged. Plug it in."


@pytest.fixture
def board() -> NoticeBoard:
    return NoticeBoard()


def test_notices_hang_until_taken_down_oldest_cause_first(board: NoticeBoard) -> None:
    camera, hub = Notice("camera", "No picture.", "Plug it in."), Notice("hub", "Away.", "Wait.")
    board.post(camera)
    board.post(hub)
    assert board.read() == (camera, hub)
    board.clear("camera")
    assert board.read() == (hub,)
    board.clear("camera")
    assert board.read() == (hub,)


def test_a_later_notice_of_the_same_cause_takes_the_place_of_the_earlier(
        board: NoticeBoard) -> None:
    later = Notice("camera", "Too dark.", "Switch on a light.")
    board.post(Notice("camera", "No picture.", "Plug it in."))
    board.post(Notice("hub", "Away.", "Wait."))
    board.post(later)
    assert board.read() == (later, Notice("hub", "Away.", "Wait."))


def test_what_was_read_does_not_change_any_more(board: NoticeBoard) -> None:
    before = board.read()
    board.post(Notice("hub", "Away.", "Wait."))
    assert before == ()


def test_the_board_may_be_used_by_several_threads(board: NoticeBoard) -> None:
    def work(name: str) -> None:
        for number in range(300):
            board.post(Notice(f"{name}{number % 5}", "What.", "Remedy."))
            board.read()
            board.clear(f"{name}{number % 5}")
        board.post(Notice(name, "Done.", "Nothing."))

    threads = [Thread(target=work, args=(name,)) for name in "abc"]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert sorted(each.key for each in board.read()) == ["a", "b", "c"]
