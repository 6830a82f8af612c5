"""Pictures in memory that another process can see."""

import gc
import mmap
import os

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mirrorapp.camera.memory import ROOMS, Pictures, Pool, place_of

SHAPE = 4, 6, 3
SIZE = 4 * 6 * 3


def test_who_gets_the_memory_sees_each_picture_at_its_place() -> None:
    pictures = Pictures()
    made = [pictures.copy(np.full(SHAPE, number, np.uint8)) for number in range(3)]
    places = [place_of(each) for each in made]
    for number, place in enumerate(places):
        assert place is not None
        pool, offset = place
        with mmap.mmap(pool.fd, os.fstat(pool.fd).st_size, prot=mmap.PROT_READ) as theirs:
            assert theirs[offset : offset + SIZE] == bytes([number] * SIZE)


def test_who_gets_the_memory_can_neither_change_nor_cut_it() -> None:
    pool = Pool(SIZE)
    for evil in (lambda: mmap.mmap(pool.fd, mmap.PAGESIZE), lambda: os.write(pool.fd, b"x"),
                 lambda: os.ftruncate(pool.fd, 1), lambda: os.ftruncate(pool.fd, 1 << 30)):
        with pytest.raises(PermissionError):
            evil()


@given(st.lists(st.tuples(st.integers(0, ROOMS + 3), st.booleans()), max_size=60))
def test_no_two_pictures_that_somebody_has_share_a_room(steps: list[tuple[int, bool]]) -> None:
    pictures = Pictures()
    kept: dict[int, tuple[int, np.ndarray]] = {}
    for number, (at, view) in enumerate(steps):
        picture = pictures.copy(np.full(SHAPE, number, np.uint8))
        kept[at] = number, picture[1:, ::2] if view else picture
        del picture
        for value, each in kept.values():
            assert (each == value).all()


def test_a_room_is_given_again_once_nobody_has_its_picture() -> None:
    pictures = Pictures()
    first = pictures.room(*SHAPE)
    place = place_of(first)
    part = first[2:]
    del first
    assert place_of(pictures.room(*SHAPE)) != place, "a part of it is still looked at"
    del part
    assert place_of(pictures.room(*SHAPE)) == place


def test_where_all_rooms_are_taken_a_picture_has_memory_of_its_own() -> None:
    pictures = Pictures()
    kept = [pictures.room(*SHAPE) for _ in range(ROOMS + 1)]
    assert [place_of(each) is None for each in kept] == [False] * ROOMS + [True]
    assert kept[-1].shape == SHAPE


def test_pictures_of_another_size_have_a_pool_of_their_own_and_the_old_one_goes() -> None:
    pictures = Pictures()
    old, new = pictures.room(*SHAPE), pictures.room(8, 6, 3)
    known, place = place_of(old), place_of(new)
    assert known is not None
    assert place is not None
    assert known[0] is not place[0]
    fd = known[0].fd
    del known, old
    gc.collect()
    with pytest.raises(OSError, match="Bad file descriptor"):
        os.fstat(fd)


def test_what_lies_elsewhere_or_has_gaps_has_no_place() -> None:
    picture = Pictures().room(*SHAPE)
    assert place_of(np.zeros(SHAPE, np.uint8)) is None
    assert place_of(picture[:, ::2]) is None
    assert place_of(np.frombuffer(bytes(SIZE), np.uint8)) is None
    pool, offset = place_of(picture) or (None, -1)
    assert place_of(picture[1:]) == (pool, offset + picture[0].size)
