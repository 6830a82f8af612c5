"""The shared words, and the board where notices hang."""

import unicodedata
from datetime import UTC, datetime
from threading import Thread

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mirrorapp.events import (
    MESSAGE_MOST,
    Message,
    MessageBoard,
    MirrorError,
    Notice,
    NoticeBoard,
    Side,
    plain,
)
from tests.tiers import examples

NOW = datetime(2026, 3, 1, 18, tzinfo=UTC)


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


def test_the_newest_message_is_there_until_one_says_nothing() -> None:
    board = MessageBoard()
    assert board.read() is None
    for text in ("The washing is done.", "Bring the bins out."):
        board.post(text, NOW)
        assert board.read() == Message(text, NOW)
    board.post(" \n\x00\u202e", NOW)
    assert board.read() is None


@pytest.mark.parametrize(("text", "told"), [
    ("[b]Hi[/b] <i>you</i> {n} %s", "[b]Hi[/b] <i>you</i> {n} %s"),
    ("one\ntwo\tthree\r\n\x1b[31mfour\x07", "one two three [31mfour"),
    ("left \u202eright\u200b\ufeff", "left right"),
    ("Fertig 🎉 ✅ um 18:05, 21 °C", "Fertig um 18:05, 21 °C"),
    ("a\u0308 e\u0301 Z\u0300\u0301\u0302", "ä é Z"),
    ("שלום עולם", "שלום עולם"), ("\ud800x", "x"), ("", "")])
def test_what_is_no_writing_is_taken_out(text: str, told: str) -> None:
    assert plain(text) == told


def test_a_long_message_is_cut_between_words() -> None:
    told = plain("The dryer has finished. " * 500)
    assert told.endswith("has finished. The…")
    assert len(told) <= MESSAGE_MOST
    assert plain("x" * 10_000) == " ".join(["x" * 20] * 4) + "…"


@given(st.text(st.characters(), max_size=300))
@settings(max_examples=examples(400), deadline=None)
def test_whatever_comes_is_one_short_line(text: str) -> None:
    told = plain(text)
    assert len(told) <= MESSAGE_MOST
    assert told == " ".join(told.split())
    assert all(len(word) <= 21 for word in told.split())
    assert not any(unicodedata.category(each) in ("Cc", "Cf", "Cs") for each in told)
