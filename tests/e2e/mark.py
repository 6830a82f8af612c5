"""A mark in a camera's pictures by which they are known again, whatever file they are put into."""

import re
from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np

from mirrorapp.camera.base import Pixels
from mirrorapp.camera.rehearsal import CLIP

GREYS = bytes((47, 203, 94, 11, 238, 160, 72, 129, 25, 186, 223, 58, 142, 7, 115, 170))
"""One pixel each; the same read along a line and down a column of a marked picture."""
_WINDOW, _PACKED_BITS = 8192, 7.6
"""Bytes that are looked at together, and how much one of them tells: 8 where all are chance."""
_IMAGES = re.compile(
    rb"\xff\xd8\xff[\xdb\xe0\xe1\xee]|\x89PNG\r\n\x1a\n|RIFF.{4}(WEBP|AVI )|GIF8[79]a|"
    rb"ftyp(isom|iso2|mp4|avif|heic|mif1)|\x1aE\xdf\xa3|P[56]\s\d{2,4}\s\d{2,4}\s255\s|"
    rb"BM.{4}\0{4}.{4}[\x0c\x28\x6c\x7c]\0{3}|II\*\0.{4}", re.DOTALL)


def marked(width_px: int = 1280, height_px: int = 720) -> Iterator[Pixels]:
    """The rehearsal clip's pictures (BGR) without an end, each with the mark on both its sides."""
    steps = np.add.outer(np.arange(height_px), np.arange(width_px)) % len(GREYS)
    wall = np.repeat(np.frombuffer(GREYS, np.uint8)[steps][..., None], 3, axis=2)
    while True:
        clip = cv2.VideoCapture(str(CLIP))
        while (read := clip.read())[0]:
            picture = wall.copy()
            middle = cv2.resize(read[1], (height_px * 9 // 16, height_px))
            left = (width_px - middle.shape[1]) // 2
            picture[:, left:left + middle.shape[1]] = middle
            yield picture
        clip.release()


def _kinds() -> Iterator[bytes]:
    """The mark as files would hold it: grey, of three and four channels, as floats; mirrored."""
    for greys in (GREYS, GREYS[::-1]):
        row = np.frombuffer(greys, np.uint8)
        yield greys
        yield np.repeat(row, 3).tobytes()
        yield np.stack([row, row, row, np.full_like(row, 255)], axis=1).tobytes()
        for kind in (np.float32, np.float64):
            yield np.repeat(row.astype(kind), 3).tobytes()
            yield np.repeat((row / 255).astype(kind), 3).tobytes()


_MARKS = tuple(_kinds())


def pictures_in(content: bytes) -> list[str]:
    """What in it is a picture, or the beginning of one; empty where nothing is."""
    found = ["the mark" for each in _MARKS if each in content]
    return found + [f"{each[0][:4]!r} at {each.start()}" for each in _IMAGES.finditer(content)]


def packed_in(content: bytes) -> list[str]:
    """Where it is so much without a pattern as only what is packed, or encrypted, is."""
    found = []
    for begin in range(0, len(content) - _WINDOW + 1, _WINDOW):
        counts = np.bincount(np.frombuffer(content, np.uint8, _WINDOW, begin), minlength=256)
        share = counts[counts > 0] / _WINDOW
        if -(share * np.log2(share)).sum() > _PACKED_BITS:
            found.append(f"something packed at {begin}")
    return found


def pictures_beneath(folder: Path) -> dict[str, list[str]]:
    """Of every file there in which something is a picture, or could be one, what that is."""
    return {str(each): found for each in folder.rglob("*")
            if each.is_file() and not each.is_symlink()
            and (found := pictures_in(content := each.read_bytes()) + packed_in(content))}
