"""The two networks of a pose bundle: a picture in, raw numbers out."""

import math
import os
import zipfile
from collections.abc import Mapping
from pathlib import Path
from time import perf_counter
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mirrorapp.vision.litert import pruning
from mirrorapp.vision.parts import DETECTOR, LANDMARKS

MOST_THREADS = 4
_MEASURED_S, _RUNS = 0.1, 3
"""Each number of threads is timed for so long, or so often, and once at least."""
_AS_QUICK = 1.1
"""A thread that saves less than that is left to the screens, and the machine cooler."""
LANDMARKS_TOLD = (0, 1, 3, 4)
"""Points, whether somebody is there, heat maps, metres; not the body's outline, the third."""

Numbers = NDArray[np.float32]


def most_threads(cgroups: Path = Path("/sys/fs/cgroup"),
                 mine: Path = Path("/proc/self/cgroup")) -> int:
    """How many may help: one for each core that this process may use, and no more than four."""
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
    """The detector and the landmarks of one bundle; what looks through them takes turns.

    `threads`: how many run them; unless given, as many as make them quick here.
    """

    def __init__(self, bundle: Path, threads: int = 0) -> None:
        """Raises `OSError`, `ValueError` or `RuntimeError` where they do not load."""
        try:
            with zipfile.ZipFile(bundle) as archive:
                detector, landmarks = archive.read(DETECTOR), archive.read(LANDMARKS)
        except (zipfile.BadZipFile, KeyError) as error:
            raise ValueError(f"{bundle} is no bundle of networks: {error}") from error
        wanted = pruning.only(landmarks, LANDMARKS_TOLD)
        self.threads = threads or fewest(_timed(wanted, most_threads()))
        self.detector = Network(detector, self.threads)
        self.landmarks = Network(wanted, self.threads)


def fewest(took_s: Mapping[int, float]) -> int:
    """The fewest threads that are about as quick as any; `took_s`: of a run, by their number."""
    enough_s = _AS_QUICK * min(took_s.values())
    return min(count for count, each_s in took_s.items() if each_s <= enough_s)


def _timed(content: bytes, most: int) -> dict[int, float]:
    """The quickest run of a network, by the number of threads. Raises as `Network`."""
    return {count: _run_s(Network(content, count)) for count in sorted({1, min(2, most), most})
            } if most > 1 else {1: 0.0}


def _run_s(network: Network) -> float:
    blank = np.zeros((network.side_px, network.side_px, 3), np.float32)
    network.run(blank)  # the first is slow
    took_s: list[float] = []
    while not took_s or (len(took_s) < _RUNS and sum(took_s) < _MEASURED_S):
        began_s = perf_counter()
        network.run(blank)
        took_s.append(perf_counter() - began_s)
    return min(took_s)
