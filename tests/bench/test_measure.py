"""What is asserted are ratios, with room for other work; the rest is reported."""

import os
from pathlib import Path
from typing import Any

import psutil
import pytest

from mirrorapp.bench.figures import WANTED, table
from mirrorapp.bench.measure import measure, told
from mirrorapp.config import Config
from mirrorapp.events import MirrorError

ROOM = 0.75
"""Of what is wanted so much is asserted, of the best of `TRIES`: a machine has its moments."""
TRIES = 3
RATIOS = ("pose_ratio", "pipeline_ratio", "pipeline_ui_ratio", "ui_on_time")
BUSY_PERCENT = 25.0


@pytest.fixture
def alone() -> None:
    """Nothing else runs, so that what is measured is the mirror."""
    if "PYTEST_XDIST_WORKER" in os.environ:
        pytest.skip("is measured alone, after the other tests")
    if psutil.cpu_percent(interval=1.0) > BUSY_PERCENT:
        pytest.skip("needs a machine that does little else")


def least(key: str) -> float:
    wanted = WANTED[key].least
    assert wanted is not None
    return ROOM * wanted


def test_what_the_mirror_says_of_itself_is_taken() -> None:
    assert told('something else\n{"pss_mb": 300, "idle_cpu": 0.01}\n', 0) == {
        "pss_mb": 300.0, "idle_cpu": 0.01}


@pytest.mark.parametrize("said", ["", "nonsense", '{"pss_mb": 1'])
def test_a_mirror_that_ends_by_itself_is_told_of(said: str) -> None:
    with pytest.raises(MirrorError, match="ended by itself while it was measured \\(-9\\)"):
        told(said, -9)


def test_why_nothing_was_measured_is_told() -> None:
    with pytest.raises(MirrorError, match="Nobody was seen"):
        told('{"error": "Nobody was seen while it was measured.", "pss_mb": 1}', 0)


@pytest.mark.full
@pytest.mark.ui
def test_the_ratios_are_about_as_wanted(alone: None, model_path: Path, report: Any, tmp_path: Path,
                                        monkeypatch: pytest.MonkeyPatch) -> None:
    if len(os.sched_getaffinity(0)) < 2:
        pytest.skip("needs two cores")
    monkeypatch.setenv("HOME", str(tmp_path))
    short = set(RATIOS)
    for _ in range(TRIES):
        found = measure(Config(), model_path)
        for line in table(found):
            report(line)
        assert [each.key for each in found] == list(WANTED)
        short -= {each.key for each in found if each.key in short and each.value >= least(each.key)}
        if not short:
            return
    pytest.fail(f"not once as wanted, with room: {', '.join(sorted(short))}")
