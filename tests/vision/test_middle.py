"""The middle of a few moments."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from mirrorapp.vision import middle


@given(arrays.arrays(float, st.tuples(st.integers(1, 9), st.integers(1, 3), st.integers(1, 3)),
                     elements=st.floats(-1e6, 1e6)))
def test_it_is_numpy_s_own_to_the_last_bit(rows: np.ndarray) -> None:
    before = rows.copy()
    np.testing.assert_array_equal(middle.of(list(rows)), np.median(rows, axis=0))
    np.testing.assert_array_equal(rows, before)


def test_of_nothing_there_is_none() -> None:
    with pytest.raises(IndexError):
        middle.of([])
