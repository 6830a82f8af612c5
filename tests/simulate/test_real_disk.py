"""A session on a real disk that another program locks, that fills up, and that breaks."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.journal.test_real_disk import OWN_MOUNTS, REPOSITORY

CHILD = "tests.simulate.disk_child"


def may_loop(folder: Path) -> bool:
    """Whether a file can be mounted as a disk here."""
    if os.geteuid() != 0 or not all(map(shutil.which, ("unshare", "mkfs.ext4", "e2fsck"))):
        return False
    image = folder / "tried"
    image.touch()
    os.truncate(image, 8 << 20)
    tried = subprocess.run([*OWN_MOUNTS, "sh", "-c", 'mkfs.ext4 -q "$1" && mount -o loop "$1" /mnt',
                            "-", str(image)], capture_output=True, check=False)
    image.unlink()
    return tried.returncode == 0


@pytest.mark.full
def test_a_session_goes_on_and_is_kept_once_it_can_be(tmp_path: Path) -> None:
    if not may_loop(tmp_path):
        pytest.skip("no disk can be made of a file here")
    done = subprocess.run([*OWN_MOUNTS, sys.executable, "-m", CHILD, str(tmp_path)],
                          cwd=REPOSITORY, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stderr
