"""Where tests put their files: in memory, where there is such a folder."""

import os
from pathlib import Path

_SHARED = Path("/dev/shm")  # noqa: S108 - folders of our own are made in it


def _serves() -> bool:
    """Some of the files are programs, and started."""
    return os.access(_SHARED, os.W_OK) and not os.statvfs(_SHARED).f_flag & os.ST_NOEXEC


MEMORY = _SHARED if _serves() else None
"""A folder for `TemporaryDirectory(dir=…)`: None takes the usual one."""
