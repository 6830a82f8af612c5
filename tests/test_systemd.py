"""The units, as systemd itself reads them."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

FOLDER = Path(__file__).resolve().parents[1] / "systemd"
PROGRAM = "%h/mirrorapp/.venv/bin/mirrorapp"
UNITS = sorted(each.name for each in FOLDER.iterdir() if each.suffix in (".service", ".timer"))


def complaints(name: str, folder: Path, **instead: str) -> str:
    """What systemd says of a unit, beside all others, whose program is there; with something
    else in its text.
    """
    analyze = shutil.which("systemd-analyze")
    if analyze is None:
        pytest.skip("systemd-analyze is not installed")
    for each in UNITS:
        text = (FOLDER / each).read_text().replace(PROGRAM, sys.executable)
        for old, new in instead.items():
            text = text.replace(f"{old}=", f"{new}=") if each == name else text
        (folder / each).write_text(text)
    done = subprocess.run([analyze, "--user", "--man=no", "verify", folder / name], check=False,
                          text=True, capture_output=True, timeout=60,
                          env={**os.environ, "XDG_RUNTIME_DIR": str(folder)})
    return done.stderr or str(done.returncode or "")


@pytest.mark.parametrize("name", UNITS)
def test_systemd_has_nothing_to_complain_of(name: str, tmp_path: Path) -> None:
    text = (FOLDER / name).read_text()
    assert (PROGRAM in text) == name.endswith(".service")
    assert complaints(name, tmp_path) == ""
    assert complaints(name, tmp_path, Description="Descriptoin")


def test_the_timer_starts_the_backup() -> None:
    assert {"mirrorapp-backup.service", "mirrorapp-backup.timer"} <= set(UNITS)
    service = (FOLDER / "mirrorapp-backup.service").read_text()
    assert f"ExecStart={PROGRAM} backup\n" in service
