"""The units, as systemd itself reads them."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

FOLDER = Path(__file__).resolve().parents[1] / "systemd"
PROGRAM = "%h/mirrorapp/.venv/bin/mirrorapp"


def complaints(unit: str, folder: Path) -> str:
    """What systemd says of a unit of this text whose program is there."""
    analyze = shutil.which("systemd-analyze")
    if analyze is None:
        pytest.skip("systemd-analyze is not installed")
    file = folder / "mirrorapp-beside.service"
    file.write_text(unit.replace(PROGRAM, sys.executable))
    done = subprocess.run([analyze, "--user", "--man=no", "verify", file], check=False, text=True,
                          capture_output=True, timeout=60,
                          env={**os.environ, "XDG_RUNTIME_DIR": str(folder)})
    return done.stderr or str(done.returncode or "")


def test_systemd_has_nothing_to_complain_of(tmp_path: Path) -> None:
    unit = (FOLDER / "mirrorapp-beside.service").read_text()
    assert PROGRAM in unit
    assert complaints(unit, tmp_path) == ""
    assert complaints(unit.replace("RestartSec=5", "RestartSec=soon"), tmp_path)
