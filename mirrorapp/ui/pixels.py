"""Real pixels of the window, as an array or as a PNG file."""

import struct
import zlib
from pathlib import Path

import numpy as np
from kivy.core.window import Window
from kivy.graphics.opengl import GL_RGB, GL_UNSIGNED_BYTE, glPixelStorei, glReadPixels
from numpy.typing import NDArray

GL_PACK_ALIGNMENT = 0x0D05
_COLOUR_TYPES = {3: 2, 4: 6}


def grab() -> NDArray[np.uint8]:
    """Draw the window once more and read it: (height, width, 3), top row first."""
    width, height = Window.system_size
    Window.dispatch("on_draw")
    glPixelStorei(GL_PACK_ALIGNMENT, 1)
    data = glReadPixels(0, 0, width, height, GL_RGB, GL_UNSIGNED_BYTE)
    return np.frombuffer(data, np.uint8).reshape(height, width, 3)[::-1]


def save(path: Path) -> None:
    """Write what the window shows as a PNG file; makes the folder if need be."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(png(grab()))


def png(picture: NDArray[np.uint8]) -> bytes:
    """Encode (height, width, 3 or 4) as PNG (ISO/IEC 15948), every row unfiltered.

    A fourth channel is straight alpha.
    """
    height, width, channels = picture.shape
    rows = np.zeros((height, 1 + channels * width), np.uint8)
    rows[:, 1:] = picture.reshape(height, channels * width)
    header = struct.pack(">IIBBBBB", width, height, 8, _COLOUR_TYPES[channels], 0, 0, 0)
    return (b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", header)
            + _chunk(b"IDAT", zlib.compress(rows.tobytes(), 6)) + _chunk(b"IEND", b""))


def _chunk(kind: bytes, data: bytes) -> bytes:
    check = zlib.crc32(kind + data)
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", check)
