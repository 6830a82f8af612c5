"""The middle of a few moments, as it is asked for in every frame."""

from collections.abc import Sequence

import numpy as np

from mirrorapp.vision.pose import Floats


def of(rows: Sequence[Floats] | Sequence[Sequence[float]]) -> Floats:
    """The median of each place in rows (n, ...) of one shape, n ≥ 1, without a NaN.

    As numpy's own finds it, which takes three times as long over what it can be asked besides.
    """
    ordered = np.sort(np.array(rows), axis=0)
    half = len(ordered) // 2
    return np.asarray(ordered[half] if len(ordered) % 2 else (
        ordered[half - 1] + ordered[half]) / 2)
