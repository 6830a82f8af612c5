"""The units that mount sticks for the mirror, as systemd reads them, and beside what the code says.

Whether they do it was seen on a machine with a real udev and systemd (docs/report.md).
"""

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from mirrorapp.sticks.letting_go import OURS

FOLDER = Path(__file__).resolve().parents[2] / "systemd"
UNITS = ("mirrorapp-stick@.service", "mirrorapp-stick-out@.service", "mirrorapp-stick-out@.path")
MOUNTS, LETS_GO, WAITS = ((FOLDER / each).read_text() for each in UNITS)
RULES = (FOLDER / "mirrorapp-stick.rules").read_text()
BESIDE = (FOLDER / "mirrorapp.service.d" / "sticks.conf").read_text()


def complaints(name: str, folder: Path, old: str = "", new: str = "") -> str:
    """What systemd says of a unit, beside the others."""
    analyze = shutil.which("systemd-analyze")
    if analyze is None:
        pytest.skip("systemd-analyze is not installed")
    for each in UNITS:
        (folder / each).write_text((FOLDER / each).read_text().replace(old, new))
    done = subprocess.run(
        [analyze, "--system", "--man=no", "--recursive-errors=no", "verify", folder / name],
        check=False, text=True, capture_output=True, timeout=60,
        env={**os.environ, "XDG_RUNTIME_DIR": str(folder), "SYSTEMD_UNIT_PATH": f"{folder}:"})
    return done.stderr or str(done.returncode or "")


@pytest.mark.parametrize("name", UNITS)
def test_systemd_has_nothing_to_complain_of(name, tmp_path):
    assert complaints(name, tmp_path) == ""
    assert "Descriptoin" in complaints(name, tmp_path, "Description=", "Descriptoin=")


def test_udev_has_nothing_to_complain_of():
    udevadm = shutil.which("udevadm")
    if udevadm is None or subprocess.run([udevadm, "verify", "--help"], check=False,
                                         capture_output=True).returncode:
        pytest.skip("udevadm can't verify rules here: systemd is older than 254")
    subprocess.run([udevadm, "verify", FOLDER / "mirrorapp-stick.rules"], check=True)


def test_what_is_put_in_is_mounted_where_the_mirror_looks():
    assert 'ENV{SYSTEMD_WANTS}+="mirrorapp-stick@%k.service"' in RULES
    kinds = re.search(r'ID_FS_TYPE}=="([^"]+)"', RULES)
    mounted = re.search(r"mount -t (\S+) .* /dev/%i (\S+)\n", MOUNTS)
    assert kinds is not None
    assert mounted is not None
    assert set(kinds[1].split("|")) == set(mounted[1].split(",")) == {"vfat", "exfat"}
    assert mounted[2] == f"{OURS}/%i"
    assert f"ReadWritePaths=-{OURS}\n" in BESIDE


def test_what_the_mirror_is_done_with_is_let_go_of():
    asks = "/run/mirrorapp/out-%i"  # letting_go: a file "out-sda1" in the service's own folder
    assert "RuntimeDirectory=mirrorapp\n" in BESIDE
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
