"""The two networks of a pose bundle: a picture in, raw numbers out."""

import math
import os
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mirrorapp.vision.litert import pruning
from mirrorapp.vision.parts import DETECTOR, LANDMARKS

MOST_THREADS = 4
LANDMARKS_TOLD = (0, 1, 3, 4)
"""Points, whether somebody is there, heat maps, metres; not the body's outline, the third."""

Numbers = NDArray[np.float32]


def sigmoid(logits: Numbers) -> Numbers:
    """Of each, 0-1, as MediaPipe rounds it."""
    with np.errstate(over="ignore"):
        exponentials = np.exp(-logits.astype(np.float64)).astype(np.float32)
    return np.float32(1) / (np.float32(1) + exponentials)


def threads(cgroups: Path = Path("/sys/fs/cgroup"),
            mine: Path = Path("/proc/self/cgroup")) -> int:
    """How many help: one for each core that this process may use, and no more than four."""
    cores = min(float(len(os.sched_getaffinity(0))), _allowed_cores(cgroups, mine))
    return max(1, min(MOST_THREADS, math.ceil(cores)))


def _allowed_cores(cgroups: Path, mine: Path) -> float:
    """How many cores' time it may take together (CPUQuota=; the kernel's cgroup-v2, cpu.max)."""
    least = math.inf
    try:
        group = Path(mine.read_text().strip().rpartition("0::")[2].lstrip("/"))
        for each in (group, *group.parents):
            limit = cgroups / each / "cpu.max"
            quota, _, period = limit.read_text().partition(" ") if limit.is_file() else ("max",) * 3
            least = min(least, math.inf if quota == "max" else int(quota) / int(period))
    except (OSError, ValueError):
        pass  # no such limits are known here
    return least


class Network:
    """One of them, ready to run. `side_px`: its input is a square of that, RGB."""

    def __init__(self, content: bytes, thread_count: int) -> None:
        from ai_edge_litert.interpreter import Interpreter

        self._interpreter: Any = Interpreter(model_content=content, num_threads=thread_count)
        self._interpreter.allocate_tensors()
        shown = self._interpreter.get_input_details()[0]
        self._shown = int(shown["index"])
        self._told = [int(each["index"]) for each in self._interpreter.get_output_details()]
        self.side_px = int(shown["shape"][1])

    def run(self, picture: Numbers) -> None:
        """Look at (side, side, 3) scaled numbers; `told` has what comes of it."""
        self._interpreter.set_tensor(self._shown, picture[None])
        self._interpreter.invoke()

    def told(self, number: int) -> Numbers:
        """That output of the last run."""
        tensor: Numbers = self._interpreter.get_tensor(self._told[number])[0]
        return tensor


class Networks:
    """The detector and the landmarks of one bundle; what looks through them takes turns."""

    def __init__(self, bundle: Path, thread_count: int | None = None) -> None:
        """Raises `OSError`, `ValueError` or `RuntimeError` where they do not load."""
        try:
            with zipfile.ZipFile(bundle) as archive:
                detector, landmarks = archive.read(DETECTOR), archive.read(LANDMARKS)
        except (zipfile.BadZipFile, KeyError) as error:
            raise ValueError(f"{bundle} is no bundle of networks: {error}") from error
        self.detector = Network(detector, thread_count or threads())
        self.landmarks = Network(pruning.only(landmarks, LANDMARKS_TOLD), thread_count or threads())
