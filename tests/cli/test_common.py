"""The same command again, in the same process's place."""

import subprocess
import sys
from pathlib import Path

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
