"""What a whole session takes of memory, as a newcomer runs it: screens, engine, both pose workers,
journal, hub and the private broker.
"""

import os
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

import psutil
import pytest

from mirrorapp.bench.figures import WANTED

pytestmark = [pytest.mark.full, pytest.mark.ui, pytest.mark.broker]

LOOK_S, PATIENCE_S = 1.0, 150.0


def pss_mb(mirror: int) -> float:
    """Of that process and all that it started; what they share counts once."""
    family = [process := psutil.Process(mirror), *process.children(recursive=True)]
    return sum(each.memory_full_info().pss for each in family) / 2**20


def test_a_session_stays_within_its_memory(tmp_path: Path, model_path: Path, report: Any) -> None:
    mirror = subprocess.Popen(
        [sys.executable, "-m", "mirrorapp", "run", "--source", "rehearsal", "--once",
         "--journal", str(tmp_path / "journal.db")],
        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
        env={**os.environ, "SDL_VIDEODRIVER": "offscreen", "HOME": str(tmp_path),
             "XDG_CACHE_HOME": os.environ.get("XDG_CACHE_HOME", str(Path.home() / ".cache"))})
    most_mb, looks = 0.0, 0
    try:
        while mirror.poll() is None and looks * LOOK_S < PATIENCE_S:
            with suppress(subprocess.TimeoutExpired):
                mirror.wait(LOOK_S)
            with suppress(psutil.NoSuchProcess):  # it, or one of its own, has just ended
                most_mb = max(most_mb, pss_mb(mirror.pid))
            looks += 1
    finally:
        mirror.kill()
        mirror.wait()
    assert mirror.returncode == 0
    report(f"a whole run: {most_mb:.0f} MB at most, of {looks} times")
    wanted_mb = WANTED["pss_mb"].most
    assert wanted_mb is not None
    assert 200 < most_mb <= wanted_mb
