"""trackerfit, by its pose tracker and its squat. Its window, which waits 25 ms a picture, is not
opened.

    python -m tests.side_by_side.trackerfit_loop CLIP
"""

import sys

from trackerfit import get_ejercicio
from trackerfit.tracker import PoseTracker
from trackerfit.utils.ejercicio_enum import EjercicioId

from tests.side_by_side.looping import pictures, tell


def main(clip: str) -> None:
    tracker, squat = PoseTracker(), get_ejercicio(EjercicioId.SENTADILLA)
    for _, bgr in pictures(clip):
        points = tracker.extraer_landmarks(tracker.procesar(bgr), bgr.shape)
        if points:
            squat.actualizar(points)
    tell(squat.get_reps())


if __name__ == "__main__":
    main(*sys.argv[1:])
