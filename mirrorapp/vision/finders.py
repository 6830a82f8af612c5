"""What finds the body: the same pose networks, run by one library or the other."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from mirrorapp.camera.base import Pixels
from mirrorapp.vision.pose import Pose

if TYPE_CHECKING:
    from mirrorapp.config import Runtime  # pydantic is nothing that the worker needs


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


def prepare(runtime: "Runtime") -> None:
    """Import the library that runs the networks: most of a start's time, and a quarter of the
    memory. Raises `ImportError`.
    """
    if runtime == "litert":
        import ai_edge_litert.interpreter  # noqa: F401

        from mirrorapp.vision.litert import finder  # noqa: F401
    else:
        from mediapipe.tasks.python import vision  # noqa: F401


def load(model_path: Path, runtime: "Runtime") -> Finders:
    """Load the bundle, 0.1-0.3 s. Raises `ImportError`, `OSError`, `RuntimeError`, `ValueError`."""
    if runtime == "litert":
        from mirrorapp.vision.litert.finder import Searcher, Tracker
        from mirrorapp.vision.litert.networks import Networks

        networks = Networks(model_path)
        return Finders(Tracker(networks), Tracker(networks), Searcher(networks))
    from mirrorapp.vision.mediapipe_finder import MediaPipeFinder

    return Finders(*(MediaPipeFinder(model_path, tracking=tracking)
                     for tracking in (True, True, False)))
