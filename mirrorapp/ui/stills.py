"""Still pictures of a figure, by the very drawing that moves on the screen."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from mirrorapp.figure.mesh import Mesh
from mirrorapp.figure.scenery import Shown, View
from mirrorapp.ui.figure_gl import OVERSAMPLING, Painter


def snapshot(mesh: Mesh, shown: Shown, view: View, size_px: tuple[int, int], *,
             mirrored: bool = True) -> npt.NDArray[np.uint8]:
    """Draw a moment: (height, width, 4), top row first, straight alpha, transparent around it.

    Needs the window (`window.prepare`), which may be offscreen. Raises `FigureError`.
    """
    painter = Painter(mesh, size_px)
    painter.show(shown, view, mirrored=mirrored)
    painter.fbo.draw()
    width, height = size_px
    rows = np.frombuffer(painter.fbo.pixels, np.uint8)
    blocks = rows.reshape(height, OVERSAMPLING, width, OVERSAMPLING, 4)[::-1, ::-1]
    mean = blocks.mean(axis=(1, 3), dtype=np.float32)
    cover = mean[..., 3:] / 255
    straight = np.where(cover > 0, mean[..., :3] / np.maximum(cover, 1 / 255), 0.0)
    picture = np.concatenate([np.minimum(straight, 255), mean[..., 3:]], axis=-1)
    return np.asarray(picture + 0.5, np.uint8)
