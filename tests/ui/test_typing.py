"""What comes of touching keys; no glass in it."""

import string
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mirrorapp.ui import typing
from mirrorapp.ui.typing import DELETE, LETTERS, SHIFT, SIGNS, SPACE, Request, Typing, board
from tests.tiers import examples
from tests.ui.test_texts import LANGUAGES


def asked(text: str = "", most: int = 24, *, names: bool = False, signs: bool = False,
          secret: bool = False, usable: Callable[[str], bool] = typing.anything) -> Typing:
    return Typing(Request("Name", text, most, lambda _: "", names=names, signs=signs,
                          secret=secret, usable=usable))


def typed(it: Typing, keys: str) -> str:
    for key in keys:
        it.press(key)
    return it.text


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_letter_has_one_key_and_rows_are_no_wider_than_ten(language: str) -> None:
    for shift in (False, True):
        for signs in (False, True):
            rows = board(language, signs=signs, shift=shift)
            keys = [key for row in rows for key in row]
            assert len(keys) == len(set(keys))
            assert max(sum(map(typing.width, row)) for row in rows) <= 10
    letters = {key for row in board(language, signs=False) for key in row}
    assert letters >= set("abcdefghijklmnopqrstuvwxyzäöüß-") | {SHIFT, DELETE, SPACE, SIGNS}
    signs_too = {key for row in board(language, signs=True) for key in row}
    assert signs_too == {*string.digits, *string.punctuation, DELETE, SPACE, LETTERS}


def test_keys_stand_as_on_the_languages_own_boards() -> None:
    assert "".join(board("de", signs=False)[0]) == "qwertzuiop"
    assert "".join(board("en", signs=False)[0]) == "qwertyuiop"
    assert "ß" in board("de", signs=False, shift=True)[3]  # its capital would be two letters


def test_names_get_their_capitals_by_themselves() -> None:
    it = asked(names=True)
    assert it.shift
    assert typed(it, "A") == "A"
    assert not it.shift
    typed(it, "nna-")
    assert it.shift
    it.press(SHIFT)
    assert not it.shift
    assert typed(it, "l" + DELETE) == "Anna-"
    assert it.shift
    assert not asked().shift


def test_the_board_stays_until_it_is_changed() -> None:
    it = asked(signs=True)
    typed(it, "18")
    assert it.signs
    it.press(LETTERS)
    assert not it.signs
    it.press(SIGNS)
    assert it.signs
    assert it.text == "18"


def test_a_secret_stands_in_dots_but_for_what_was_typed_last() -> None:
    it = asked("old", secret=True)
    assert it.shown == "•••"
    typed(it, "x")
    assert it.shown == "•••x"
    typed(it, "x")
    assert it.shown == "••••x"
    it.press(DELETE)
    assert it.shown == "••••"
    typed(it, "y")
    it.press(SIGNS)
    assert it.shown == "••••y"
    it.look()
    assert it.shown == "oldxy"
    typed(it, "1")
    assert it.shown == "oldxy1"
    it.look()
    assert it.shown == "••••••"


def test_a_secret_is_taken_as_it_was_typed_and_a_name_without_blanks_around() -> None:
    for secret, told in ((True, " a b "), (False, "a b")):
        it = asked(secret=secret)
        typed(it, " a b ")
        assert it.told == told


def test_what_is_longer_than_a_line_has_several() -> None:
    it = asked("x" * 60, 60, secret=True)
    it.look()
    assert it.shown == "\n".join(("x" * 24, "x" * 24, "x" * 12))
    assert asked("Anna Maria von und zu Irgendwo", 60).shown == "Anna Maria von und zu Irgendwo"


def test_what_was_half_typed_goes_on_where_the_same_is_asked_for() -> None:
    request = asked("An").request
    assert Typing(request, "Ann").text == "Ann"
    assert request.like(asked("An").request)
    assert not request.like(asked("").request)


def test_blanks_alone_are_nothing() -> None:
    it = asked()
    assert not it.usable
    typed(it, "  ")
    assert not it.usable
    typed(it, "a")
    assert it.usable


@settings(max_examples=examples(200), deadline=None)
@given(most=st.integers(1, 24), keys=st.lists(st.sampled_from(
    [*"aÄ-.", SPACE, SHIFT, DELETE, SIGNS, LETTERS]), max_size=60))
def test_whatever_is_touched_it_stays_within_its_length(most: int, keys: list[str]) -> None:
    it = asked("Maximilian", most, names=True)
    for key in keys:
        it.press(key)
        assert len(it.text) <= most
        assert it.full is (len(it.text) == most)
        assert not {SHIFT, DELETE} & set(it.text)
