"""What every `make test` runs, and what only FULL=1 adds: the same truth at greater length."""

import os

FULL = bool(os.environ.get("FULL"))
_FAST_SHARE = 8


def examples(full: int) -> int:
    """How many examples hypothesis tries: `full` with FULL=1, else an eighth, at least five."""
    return full if FULL else max(5, full // _FAST_SHARE)
