"""The middle of a few moments or points, as it is asked for in every frame."""

import numpy as np
from numpy.typing import ArrayLike

from mirrorapp.vision.pose import Floats


def of(rows: ArrayLike) -> Floats:
    """The median of each place in rows (n, ...) of one shape, n ≥ 1, without a NaN.

    As numpy's own finds it, which takes three times as long over what it can be asked besides, and
    the first time as long as a frame may.
    """
    ordered = np.sort(np.array(rows), axis=0)
    half = len(ordered) // 2
    return np.asarray(ordered[half] if len(ordered) % 2 else (
        ordered[half - 1] + ordered[half]) / 2)
