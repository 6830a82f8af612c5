"""The units that mount sticks for the mirror say the same as the code (systemd/check.sh has systemd
read them).

Whether they do it was seen on a machine with a real udev and systemd (docs/report.md).
"""

import os
import re
import subprocess
from pathlib import Path

import pytest

from mirrorapp.sticks.letting_go import OURS

FOLDER = Path(__file__).resolve().parents[2] / "systemd"
UNITS = ("mirrorapp-stick@.service", "mirrorapp-stick-out@.service", "mirrorapp-stick-out@.path")
MOUNTS, LETS_GO, WAITS = ((FOLDER / each).read_text() for each in UNITS)
RULES = (FOLDER / "mirrorapp-stick.rules").read_text()
MIRROR = (FOLDER / "mirrorapp.service").read_text()


def test_what_is_put_in_is_mounted_where_the_mirror_looks():
    assert 'ENV{SYSTEMD_WANTS}+="mirrorapp-stick@%k.service"' in RULES
    kinds = re.search(r'ID_FS_TYPE}=="([^"]+)"', RULES)
    mounted = re.search(r"mount -t (\S+) .* /dev/%i (\S+)\n", MOUNTS)
    assert kinds is not None
    assert mounted is not None
    assert set(kinds[1].split("|")) == set(mounted[1].split(",")) == {"vfat", "exfat"}
    assert mounted[2] == f"{OURS}/%i"
    assert f"ReadWritePaths=-{OURS}\n" in MIRROR


def test_what_the_mirror_is_done_with_is_let_go_of():
    asks = "/run/mirrorapp/out-%i"  # letting_go: a file "out-sda1" in the service's own folder
    assert "RuntimeDirectory=mirrorapp\n" in MIRROR
    assert f"PathExists={asks}\n" in WAITS
    assert f"rm -f {asks}\n" in LETS_GO
    assert "systemctl stop mirrorapp-stick@%i.service\n" in LETS_GO
    assert "Wants=mirrorapp-stick-out@%i.path\n" in MOUNTS


def test_nothing_on_a_stick_is_run_or_is_anybody_elses():
    options = re.search(r"mount -t \S+ -o (\S+)", MOUNTS)
    assert options is not None
    assert {"nosuid", "nodev", "noexec", "uid=mirrorapp", "umask=0077"} <= set(
        options[1].split(","))


def test_it_has_no_view_of_its_own():
    """Nobody else would see what it mounts."""
    private = ("PrivateMounts", "PrivateTmp", "PrivateDevices", "ProtectSystem", "ProtectHome",
               "ProtectKernel", "ProtectControlGroups", "ReadWritePaths", "InaccessiblePaths")
    assert not [each for each in private if f"\n{each}" in MOUNTS]


LSBLK = """#!/bin/sh
case "$*" in
*PKNAME*/dev/sda1) echo sda ;;
*MOUNTPOINT*/dev/sda) printf '%b' "$MOUNTED" ;;
*PKNAME*/dev/sdb) echo ;;
*MOUNTPOINT*/dev/sdb) echo ;;
*) exit 1 ;;
esac
"""


@pytest.mark.parametrize(("part", "mounted", "ours"), [
    ("sda1", "\\n\\n\\n", True),
    ("sda1", "\\n\\n/run/media/mirrorapp/sda2\\n", True),
    ("sda1", "\\n\\n/\\n", False),
    ("sda1", "\\n\\n[SWAP]\\n", False),
    ("sdb", "", True)])  # no partitions
def test_a_disk_that_the_machine_uses_is_left_alone(tmp_path, part, mounted, ours):
    condition = re.search(r'^ExecCondition=/bin/sh -c "(disk=.*)"$', MOUNTS, re.MULTILINE)
    assert condition is not None
    (tmp_path / "lsblk").write_text(LSBLK)
    (tmp_path / "lsblk").chmod(0o755)
    done = subprocess.run(
        ["/bin/sh", "-c", condition[1].replace("%i", part).replace("$$", "$")], check=False,
        env={"PATH": f"{tmp_path}:{os.defpath}", "MOUNTED": mounted}, timeout=20)
    assert (done.returncode == 0) is ours
