"""What finds the body: the same pose networks, run by one library or the other."""

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from mirrorapp.camera.base import Pixels
from mirrorapp.config import Runtime
from mirrorapp.vision.pose import Pose


class Finder(Protocol):
    """Finds one body in pictures."""

    def find(self, picture: Pixels, time_ms: int) -> Pose | None:
        """Whoever is clearest, or who was found before, in pixels of (h, w, 3 or 4) `picture`.

        `time_ms` grows from call to call. None where nobody is found, or no finite number.
        """

    def close(self) -> None:
        """Let go of the model."""


@dataclass(frozen=True, slots=True)
class Finders:
    """A loaded model: what follows the body, what follows it in the mirrored picture, and what
    looks at each picture by itself.
    """

    tracker: Finder
    mirrored: Finder
    searcher: Finder

    def close(self) -> None:
        for finder in (self.tracker, self.mirrored, self.searcher):
            finder.close()


def load(model_path: Path, runtime: Runtime) -> Finders:
    """Load the bundle, 0.1-0.3 s. Raises `ImportError`, `OSError`, `RuntimeError`, `ValueError`."""
    if runtime == "litert":
        from mirrorapp.vision.litert.finder import Searcher, Tracker
        from mirrorapp.vision.litert.networks import Networks

        networks = Networks(model_path)
        return Finders(Tracker(networks), Tracker(networks), Searcher(networks))
    from mirrorapp.vision.mediapipe_finder import MediaPipeFinder

    return Finders(*(MediaPipeFinder(model_path, tracking=tracking)
                     for tracking in (True, True, False)))
