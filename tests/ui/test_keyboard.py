"""Every key by a real touch."""

import pytest

from mirrorapp.ui import typing
from mirrorapp.ui.typing import DELETE, LETTERS, SHIFT, SIGNS, Request
from tests.tiers import one_in
from tests.ui.fitting import LONGEST_FIRST, check_words
from tests.ui.own import settings_in
from tests.ui.states import at_home

pytestmark = pytest.mark.ui


class Hand:
    """Types what is asked for, and remembers what came of it."""

    def __init__(self, glass, tmp_path, language="de", **asked) -> None:
        settings = settings_in(tmp_path, screen={"language": language})
        self.it = glass(language=language, options={"settings": settings})
        self.heard: list[str] = []
        self.it.show(coach=at_home())
        self.ask(**asked)

    def ask(self, text="", most=24, **options) -> None:
        self.screen = self.it.app._manager.get_screen("typing")
        self.screen.begin(Request("Name", text, most, self.done, "who", **options))
        self.it.settle()

    def done(self, text: str) -> str:
        self.heard.append(text)
        return ""

    def press(self, *keys: str) -> None:
        for key in keys:
            self.it.touch(*self.screen.ids.board.keys[key].center)


@LONGEST_FIRST
def test_every_key_types_itself_and_is_as_wide_as_a_finger(glass, tmp_path, window, language):
    hand = Hand(glass, tmp_path, language, most=1)
    for signs in (False, True):
        hand.ask(most=1, signs=signs)
        for key in list(hand.screen.ids.board.keys)[::one_in(3)]:
            touch = hand.screen.ids.board.keys[key]
            assert touch.width >= 0.09 * window.width, key
            assert touch.height >= 0.07 * window.height, key
            assert touch.x >= 0, key
            assert touch.right <= window.width, key
            if key in (SHIFT, DELETE, SIGNS, LETTERS):
                continue
            hand.press(key)
            assert hand.screen.typed == key
            hand.press(DELETE)
            assert hand.screen.typed == ""
    check_words(hand.it)


def test_no_two_keys_are_in_each_others_way(glass, tmp_path):
    hand = Hand(glass, tmp_path)
    for signs in (False, True):
        hand.ask(signs=signs)
        ids = hand.screen.ids
        keys = [*ids.board.keys.values(), ids.back, ids.done]
        for index, key in enumerate(keys):
            for other in keys[index + 1:]:
                assert not key.collide_widget(other), (key.text, other.text)


def test_a_name_is_typed_taken_and_no_longer_than_fits(glass, tmp_path):
    hand = Hand(glass, tmp_path, most=6, names=True)
    hand.it.touch(*hand.screen.ids.done.center)
    assert hand.heard == []  # nothing has been typed yet
    hand.press("J", "ö", "r", "g", DELETE, "g", "-", SHIFT, "e", "e")
    assert (hand.screen.typed, hand.screen.note) == ("Jörg-e", "Mehr passt nicht: 6 Zeichen")
    check_words(hand.it)
    hand.it.touch(*hand.screen.ids.done.center)
    hand.it.settle()
    assert (hand.heard, hand.it.screen.name) == (["Jörg-e"], "home")


def test_signs_are_on_the_second_board(glass, tmp_path):
    hand = Hand(glass, tmp_path)
    hand.press("h", SIGNS, "1", ".", LETTERS, "a", typing.SPACE)
    assert hand.screen.typed == "h1.a "


def test_what_will_not_do_can_not_be_taken(glass, tmp_path):
    hand = Hand(glass, tmp_path, usable=str.isdecimal, signs=True)
    hand.press("1", ".")
    hand.it.touch(*hand.screen.ids.done.center)
    assert hand.heard == []
    hand.press(DELETE)
    hand.it.touch(*hand.screen.ids.done.center)
    assert hand.heard == ["1"]


def test_who_goes_back_has_typed_nothing(glass, tmp_path):
    hand = Hand(glass, tmp_path, text="Anna")
    hand.press("a")
    hand.it.touch(*hand.screen.ids.back.center)
    hand.it.settle()
    assert (hand.heard, hand.it.screen.name) == ([], "who")


def test_nothing_on_it_moves_by_itself(glass, tmp_path):
    hand = Hand(glass, tmp_path, text="Anna")
    before = hand.it.pixels().copy()
    hand.it.now_s += 0.7
    hand.it.settle(8)
    assert (hand.it.pixels() == before).all()
