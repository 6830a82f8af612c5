"""Memory for pictures that another process can look at, too: what a camera writes there is not
copied once more for the pose model.

It is anonymous (a memfd): it has no name, so nothing can be left over.
"""

import fcntl
import math
import mmap
import os
import weakref
from typing import Self

import numpy as np

from mirrorapp.camera.base import Pixels

ROOMS = 8
"""One that the camera fills, one that waits, two that are looked at, and what the glass shows."""
_F_SEAL_FUTURE_WRITE = 0x0010  # of Linux 5.1; `fcntl` does not know it yet
_SEALS = fcntl.F_SEAL_SHRINK | fcntl.F_SEAL_GROW | _F_SEAL_FUTURE_WRITE


class Pool(mmap.mmap):
    """Rooms for `ROOMS` pictures of `size_bytes` each. Whoever gets `fd` can read them, and can
    neither change them nor cut the memory off. It lasts as long as any of its pictures.
    """

    fd: int
    size_bytes: int
    address: int
    _stride: int
    _given: list[weakref.ref[Pixels] | None]

    def __new__(cls, size_bytes: int) -> Self:
        """Raises `OSError` where there is no memory left."""
        fd = os.memfd_create("mirrorapp-pictures", os.MFD_CLOEXEC | os.MFD_ALLOW_SEALING)
        try:
            stride = math.ceil(size_bytes / mmap.PAGESIZE) * mmap.PAGESIZE
            os.ftruncate(fd, ROOMS * stride)
            self = super().__new__(cls, fd, ROOMS * stride)
            fcntl.fcntl(fd, fcntl.F_ADD_SEALS, _SEALS)
        except BaseException:
            os.close(fd)
            raise
        weakref.finalize(self, os.close, fd)
        self.fd, self.size_bytes, self._stride = fd, size_bytes, stride
        self.address = _address(np.frombuffer(self, np.uint8))
        self._given = [None] * ROOMS
        return self

    def room(self) -> Pixels | None:
        """A flat array of `size_bytes` that nobody else has, nor any view of it; None where all
        are taken. What was there before is still in it.
        """
        for number, given in enumerate(self._given):
            if given is None or given() is None:
                room = np.frombuffer(self, np.uint8, self.size_bytes, number * self._stride)
                self._given[number] = weakref.ref(room)
                return room
        return None


class Pictures:
    """Where one thread puts the pictures that it makes."""

    def __init__(self) -> None:
        self._pool: Pool | None = None

    def room(self, *shape: int) -> Pixels:
        """An array of that shape to be filled, in a `Pool` as long as that has room."""
        size_bytes = math.prod(shape)
        if self._pool is None or self._pool.size_bytes != size_bytes:
            self._pool = Pool(size_bytes)
        room = self._pool.room()
        return np.empty(shape, np.uint8) if room is None else room.reshape(shape)

    def copy(self, picture: Pixels) -> Pixels:
        """The same in a room of its own."""
        room = self.room(*picture.shape)
        np.copyto(room, picture)
        return room


def place_of(picture: Pixels) -> tuple[Pool, int] | None:
    """The pool that it lies in and its first byte there; None where it does not, or has gaps."""
    owner: object = picture
    while isinstance(owner, np.ndarray):
        owner = owner.base
    pool = owner.obj if isinstance(owner, memoryview) else None
    if not isinstance(pool, Pool) or not picture.flags.c_contiguous:
        return None
    return pool, _address(picture) - pool.address


def _address(picture: Pixels) -> int:
    return int(picture.__array_interface__["data"][0])
