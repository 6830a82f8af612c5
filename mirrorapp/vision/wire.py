"""What the mirror and the pose worker say to each other, and the memory that frames go through.

Messages are single packets on a local socket. The first byte tells the kind; numbers are packed
and texts are JSON, never pickle: the worker runs foreign code and must not make the mirror run
any. The picture lies in shared memory (a `camera.memory.Pool`), whose descriptor travels with the
first packet that uses it.
"""

import json
import math
import mmap
import os
import struct
from dataclasses import dataclass
from typing import Any

import numpy as np

from mirrorapp.camera.base import Pixels
from mirrorapp.vision.looks import PARTS
from mirrorapp.vision.pose import LANDMARK_COUNT, Floats, Pose, Sighting

HELLO, LOAD, LOADED, FAILED = b"H", b"G", b"D", b"F"
LOOK, SEEN, PROBE, PROBED = b"L", b"S", b"P", b"R"
LONGEST_MESSAGE_BYTES = 8192

_LOOK = struct.Struct("<cQdIIIIIQ")
_SEEN = struct.Struct("<cQdIII???")


@dataclass(frozen=True, slots=True)
class Look:
    """Look at the picture at `offset` in the pool: (height, width, channels) of a frame of that
    size.

    `sought` is what somebody looks like whom the tracker should get back to.
    """

    number: int
    time_s: float
    width_px: int
    height_px: int
    shape: tuple[int, int, int]
    offset: int
    sought: Floats | None = None

    def pack(self) -> bytes:
        head = _LOOK.pack(LOOK, self.number, self.time_s, self.width_px, self.height_px,
                          *self.shape, self.offset)
        return head if self.sought is None else head + _packed(self.sought)

    @classmethod
    def unpack(cls, message: bytes) -> "Look":
        (_, number, time_s, width, height,
         tall, wide, channels, offset) = _LOOK.unpack_from(message)
        sought = _numbers(message, _LOOK.size, PARTS, 3) if len(message) > _LOOK.size else None
        return cls(number, time_s, width, height, (tall, wide, channels), offset, sought)


def pack_seen(number: int, seen: Sighting) -> bytes:
    head = _SEEN.pack(SEEN, number, seen.time_s, seen.width_px, seen.height_px, seen.people,
                      seen.pose is not None, seen.looks is not None, seen.second is not None)
    if seen.looks is not None:
        head += _packed(seen.looks)
    if seen.second is not None:
        head += _packed(seen.second)
    if seen.pose is None:
        return head
    pose = seen.pose
    return head + _packed(
        np.column_stack((pose.px, pose.visibility, pose.presence, pose.world_m)))


def unpack_seen(message: bytes) -> tuple[int, Sighting]:
    """The number of the question, and the answer. Raises `ValueError` on a broken message."""
    try:
        (_, number, time_s, width, height, people,
         found, described, again) = _SEEN.unpack_from(message)
    except struct.error as error:
        raise ValueError(str(error)) from error
    after = _SEEN.size
    pose = looks = second = None
    if described:
        looks = _numbers(message, after, PARTS, 3)
        after += looks.nbytes
    if again:
        second = _numbers(message, after, LANDMARK_COUNT, 2)
        after += second.nbytes
    if found:
        numbers = _numbers(message, after, LANDMARK_COUNT, 8)
        pose = Pose(numbers[:, :3], numbers[:, 3], numbers[:, 4], numbers[:, 5:])
    return number, Sighting(time_s, width, height, pose, people, looks=looks, second=second)


def _packed(numbers: Floats) -> bytes:
    return numbers.astype("<f8").tobytes()


def _numbers(message: bytes, offset: int, rows: int, columns: int) -> Floats:
    numbers: Floats = np.frombuffer(message, dtype="<f8", count=rows * columns, offset=offset
                                    ).reshape(rows, columns).astype(np.float64)
    return numbers


def pack_text(kind: bytes, **fields: Any) -> bytes:
    return kind + json.dumps(fields).encode()[: LONGEST_MESSAGE_BYTES - 1]


def unpack_text(message: bytes) -> dict[str, Any]:
    """The fields of a text message. Raises `ValueError` on a broken one."""
    fields = json.loads(message[1:])
    if not isinstance(fields, dict):
        raise ValueError("not a message")  # noqa: TRY004 - callers know one kind of broken
    return fields


def map_pool(fd: int) -> mmap.mmap:
    """The worker's view of a pool, to read only."""
    try:
        return mmap.mmap(fd, os.fstat(fd).st_size, prot=mmap.PROT_READ)
    finally:
        os.close(fd)


def view(pool: mmap.mmap, look: Look) -> Pixels:
    """The picture that is to be looked at, without copying it. Raises `ValueError` if it can't be
    there.
    """
    return np.frombuffer(pool, np.uint8, math.prod(look.shape), look.offset).reshape(look.shape)
