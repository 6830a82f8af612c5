"""A real disk that is full, then read-only, where the system lets us mount one."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.journal.test_real_disk import OWN_MOUNTS, REPOSITORY, may_mount


def test_a_full_disk_costs_nothing(tmp_path: Path) -> None:
    if not may_mount(tmp_path):
        pytest.skip("no mount namespaces here")
    done = subprocess.run(
        [*OWN_MOUNTS, sys.executable, "-m", "tests.upkeep.disk_child", str(tmp_path)],
        cwd=REPOSITORY, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    assert list(tmp_path.iterdir()) == []  # the mount was the child's alone
