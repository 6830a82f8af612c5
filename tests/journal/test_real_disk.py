"""A real disk that is full, then read-only, where the system lets us mount one."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parents[2]
OWN_MOUNTS = ("unshare", "--mount") if os.geteuid() == 0 else ("unshare", "--mount", "-r")


def may_mount(folder: Path) -> bool:
    try:
        return subprocess.run([*OWN_MOUNTS, "mount", "-t", "tmpfs", "none", str(folder)],
                              capture_output=True, check=False).returncode == 0
    except FileNotFoundError:
        return False


def test_a_disk_that_fills_up_and_turns_read_only(tmp_path: Path) -> None:
    if not may_mount(tmp_path):
        pytest.skip("no mount namespaces here")
    done = subprocess.run(
        [*OWN_MOUNTS, sys.executable, "-m", "tests.journal.disk_child", str(tmp_path)],
        cwd=REPOSITORY, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    assert list(tmp_path.iterdir()) == []  # the mount was the child's alone
