"""The two networks of a pose bundle: a picture in, raw numbers out."""

import os
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mirrorapp.vision.model import DETECTOR, LANDMARKS

MOST_THREADS = 4

Numbers = NDArray[np.float32]


def threads() -> int:
    """How many help: one for each core that this process may use, and no more than four."""
    return max(1, min(MOST_THREADS, len(os.sched_getaffinity(0))))


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
        self.landmarks = Network(landmarks, thread_count or threads())
