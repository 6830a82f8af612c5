"""How glibc's malloc keeps what it was given back."""

import ctypes

M_TRIM_THRESHOLD = -1  # malloc.h; see mallopt(3)
MOST_KEPT_BYTES = 128 * 1024


def give_back() -> None:
    """From now on memory that is free again goes back to the system; nothing without glibc.

    By itself glibc takes each large block that is freed as a sign that such are to lie in its heap,
    too. What is kept for long comes to lie behind them there, and the heap can't shrink any more.
    Setting a threshold by hand ends that.
    """
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
    if mallopt is not None:
        mallopt(M_TRIM_THRESHOLD, MOST_KEPT_BYTES)
