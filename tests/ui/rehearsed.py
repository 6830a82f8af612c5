"""Somebody before the camera: frames of the rehearsal clip, and what the mirror reads in them."""

from collections.abc import Iterator
from dataclasses import replace

import cv2
import numpy as np

from mirrorapp.alignment.aligner import Aligner
from mirrorapp.camera.base import Frame
from mirrorapp.camera.rehearsal import CLIP
from mirrorapp.coach.rules import judge_by
from mirrorapp.events import Side, Verdict
from mirrorapp.vision import model
from mirrorapp.vision.sandbox import SandboxedEstimator
from tests.everything import EVERYTHING

_PATIENCE_S = 120.0
_FPS = 15.0
_UNTIL = 112  # frames: the first squat is from 3.9 to 6.7 s


def seen() -> dict[str, dict[str, object]]:
    """Frame and reading of who is "standing" and of who is "bent" most, as it is
    and with the left knee "drifting".

    Looks with the real pose model. Raises `MirrorError`.
    """
    aligner = Aligner()
    judge_by(aligner, EVERYTHING.exercises["squat"])
    eyes = SandboxedEstimator(model.ensure(), standby=False, start_patience_s=_PATIENCE_S,
                              answer_patience_s=_PATIENCE_S)
    eyes.open()
    try:
        looks = [(frame, aligner.read(eyes.estimate(frame))) for frame in _frames()]
    finally:
        eyes.close()
    told = [each for each in looks if each[1].knees and each[1].refusal is None]
    bent = max(told, key=lambda each: each[1].depth or 0.0)
    standing = [each for each in told if each[0].time_s < bent[0].time_s
                and (each[1].depth or 0.0) < 0.02][-1]
    left = bent[1].knees[Side.LEFT]._replace(verdict=Verdict.DRIFTING)
    drifting = replace(bent[1], knees={**bent[1].knees, Side.LEFT: left})
    return {"standing": {"frame": standing[0], "reading": standing[1]},
            "bent": {"frame": bent[0], "reading": bent[1]},
            "drifting": {"frame": bent[0], "reading": drifting}}


def _frames() -> Iterator[Frame]:
    film = cv2.VideoCapture(str(CLIP))
    for index in range(_UNTIL):
        read, bgr = film.read()
        if not read:
            break
        rgba = np.asarray(cv2.cvtColor(bgr, cv2.COLOR_BGR2RGBA), np.uint8)
        yield Frame(index, index / _FPS, rgba)
    film.release()
