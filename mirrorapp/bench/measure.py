"""Measures everything, part after part: about a minute on a machine that does nothing else."""

import json
import subprocess
import sys
from pathlib import Path
from statistics import median
from time import monotonic

import numpy as np

from mirrorapp.bench import eyes, flow
from mirrorapp.bench.figures import WANTED, Figure
from mirrorapp.config import Config
from mirrorapp.events import MirrorError

BLOCKS = 8
_PATIENCE_S = 300.0
_REMEDY = "End other programs, then once more; the log may tell why."


def measure(config: Config, model_path: Path, *, file: Path | None = None,
            blocks: int = BLOCKS) -> tuple[Figure, ...]:
    """Every figure of `WANTED`; `file`: the settings, as in `config.load`. Raises `MirrorError`
    where the mirror does not run here.
    """
    rates_hz = eyes.rates_hz(model_path, blocks)
    cost = flow.cost(model_path, config.vision.runtime, blocks)
    found = {**_glass(model_path, file), "pipeline_ratio": cost.ratio,
             "pose_ratio": rates_hz["litert"] / rates_hz["mediapipe"],
             "overlay_ms": median(cost.overlay_ms), "coach_ms": median(cost.coach_ms)}
    p99 = {"overlay_ms": float(np.percentile(cost.overlay_ms, 99))}
    return tuple(Figure(key, found[key], p99.get(key)) for key in WANTED)


def _glass(model_path: Path, file: Path | None) -> dict[str, float]:
    """What the mirror's own process tells of itself."""
    command = [sys.executable, "-m", "mirrorapp.bench.glass", str(model_path), str(monotonic()),
               *([] if file is None else [str(file)])]
    try:
        ended = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=False,
                               timeout=_PATIENCE_S)
    except subprocess.TimeoutExpired as error:
        raise MirrorError("The mirror came to no end while it was measured.", _REMEDY) from error
    return told(ended.stdout, ended.returncode)


def told(said: str, code: int) -> dict[str, float]:
    """What such a process said. Raises `MirrorError` where that is not what was measured."""
    try:
        found = json.loads(said.strip().rpartition("\n")[2])
    except ValueError:
        raise MirrorError(f"The mirror ended by itself while it was measured ({code}).",
                          _REMEDY) from None
    if "error" in found:
        raise MirrorError(found["error"], _REMEDY)
    return {str(key): float(value) for key, value in found.items()}
