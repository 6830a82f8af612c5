"""The same command again, in the same process's place."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

PROGRAM = """
import os, socket, sys
from mirrorapp.cli import common

marks, args = open(sys.argv[1], "a+"), sys.argv[2:]
marks.write(f"{os.getpid()} {args} {len(os.listdir('/proc/self/fd'))}\\n")
marks.flush()
marks.seek(0)
if len(marks.readlines()) == 1:
    for library in (socket.socket(), marks):  # as one that knows nothing of Python's rule
        os.set_inheritable(library.fileno(), True)
        os.dup(library.fileno())
    print("on its way")
    common.begin_anew()
"""


def test_it_begins_anew_with_the_same_words_and_nothing_left_open(tmp_path: Path) -> None:
    told = tmp_path / "told"
    done = subprocess.run([sys.executable, "-c", PROGRAM, str(told), "run", "--source", "a b"],
                          capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == "on its way\n"
    first, second = told.read_text().splitlines()
    assert first == second
    assert first.endswith("['run', '--source', 'a b'] " + first.rpartition(" ")[2])


def checked(stdout: int) -> subprocess.CompletedProcess[str]:
    """What `mirrorapp check` comes to where that hears it."""
    try:
        return subprocess.run([sys.executable, "-m", "mirrorapp", "check"], stdout=stdout,
                              stderr=subprocess.PIPE, text=True, check=False)
    finally:
        os.close(stdout)


@pytest.mark.parametrize("connect", [os.pipe, os.openpty])
def test_nobody_need_listen_to_the_end(connect: Callable[[], tuple[int, int]]) -> None:
    ours, theirs = connect()
    os.close(ours)
    done = checked(theirs)
    assert (done.returncode, done.stderr) == (0, "")


def test_what_can_not_be_said_for_want_of_room_is_a_failure() -> None:
    done = checked(os.open("/dev/full", os.O_WRONLY))
    assert done.returncode == 1
    assert done.stderr.startswith("mirrorapp: What is said here can't be written: No space left")
