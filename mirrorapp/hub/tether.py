"""Runs a program that must not outlive the one that started it.

    python -m mirrorapp.hub.tether PARENT_PID PROGRAM [ARGUMENT…]

A broker that stays behind after `kill -9` would hold its port and its retained messages for ever.
The kernel keeps the tie over `exec`, but not over a change of user: PROGRAM has to stay who it is.
"""

import ctypes
import os
import signal
import sys

_PR_SET_PDEATHSIG = 1  # prctl(2)


def tie_to(parent_pid: int) -> None:
    """Die with the parent, or at once if it is dead already. Raises `OSError` where that is not
    to be had; the parent is the *thread* that started this process."""
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0) != 0:
        raise OSError(ctypes.get_errno(), "prctl(PR_SET_PDEATHSIG)")
    if os.getppid() != parent_pid:
        sys.exit(1)


def main() -> None:
    """Tie this process to its parent and become the program."""
    tie_to(int(sys.argv[1]))
    os.execv(sys.argv[2], sys.argv[2:])  # noqa: S606 – no shell is the point


if __name__ == "__main__":
    main()
