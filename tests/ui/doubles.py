"""A mirror that shows what it is given, and pictures of nobody in particular."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import numpy as np

from mirrorapp.alignment.geometry import Leg
from mirrorapp.alignment.reading import Knee, Reading
from mirrorapp.camera.base import Frame
from mirrorapp.coach.records import Outcome, Repetition, RepKnee, SessionRecord, SetRecord
from mirrorapp.coach.state import CoachState, Intent, Phase
from mirrorapp.events import Refusal, Side, Verdict
from mirrorapp.snapshot import Snapshot
from mirrorapp.ui.offered import Offer
from mirrorapp.vision.pose import LANDMARK_COUNT, Landmark, Pose

PORTRAIT = (720, 1280)
LANDSCAPE = (1280, 720)


class FakeMirror:
    """Shows the snapshot it was given last, and remembers what was asked of it."""

    def __init__(self) -> None:
        self.sent: list[Intent] = []
        self.values: list[str] = []
        self.now = Snapshot(0, None, None, CoachState())

    def snapshot(self) -> Snapshot:
        return self.now

    def send(self, intent: Intent, value: str = "") -> None:
        self.sent.append(intent)
        self.values.append(value)

    def show(self, **parts: object) -> None:
        """A new snapshot: home and darkness, but for the given parts."""
        self.now = replace(Snapshot(self.now.serial + 1, None, None, CoachState()), **parts)


def squat(phase: Phase, **parts: object) -> CoachState:
    """Two of five squats done."""
    return replace(CoachState(phase, "squat", 2, 5), **parts)


def legs(width: int, height: int, knee_in: float = 0.0) -> dict[Side, Leg]:
    """Two upright legs in the middle of a frame; `knee_in` moves both knees towards each other."""
    shank = height * 0.22
    found = {}
    for side, out in ((Side.LEFT, 1), (Side.RIGHT, -1)):  # the user's left is on the camera's right
        x = width / 2 + out * 0.35 * shank
        found[side] = Leg((x, height * 0.42), (x - out * knee_in * shank, height * 0.64),
                          (x, height * 0.86), (x + out * 0.1 * shank, height * 0.90))
    return found


def reading(width: int, height: int, *, left: Verdict = Verdict.GOOD,
            right: Verdict = Verdict.GOOD, refusal: Refusal | None = None,
            depth: float = 0.3, knee_in: float = 0.0, time_s: float = 0.0) -> Reading:
    """A body in the middle of the frame."""
    found = legs(width, height, knee_in)
    px = np.zeros((LANDMARK_COUNT, 3))
    for side, leg in found.items():
        for name, point in (("HIP", leg.hip), ("KNEE", leg.knee), ("ANKLE", leg.ankle),
                            ("FOOT_INDEX", leg.toe), ("SHOULDER", (leg.hip[0], height * 0.2))):
            px[Landmark[f"{side.name}_{name}"], :2] = point
    ones = np.ones(LANDMARK_COUNT)
    knees = {side: Knee(leg, verdict, 0.0, 0.0, None, 2.0)
             for (side, leg), verdict in zip(found.items(), (left, right), strict=True)}
    return Reading(time_s, width, height, Pose(px, ones, ones, np.zeros((LANDMARK_COUNT, 3))),
                   refusal, depth=depth, knees=knees)


def picture(width: int, height: int, *, time_s: float = 0.0,
            shade: int = 60) -> Frame:
    """An evenly grey picture."""
    rgba = np.full((height, width, 4), shade, np.uint8)
    rgba[..., 3] = 255
    return Frame(0, time_s, rgba)


def painted(width: int, height: int, side: Side, colour: tuple[int, int, int]) -> Frame:
    """Black, but for a square around the knee of the user's `side`."""
    frame = picture(width, height, shade=0)
    x, y = legs(width, height)[side].knee
    half = round(height * 0.05)
    frame.rgba[round(y) - half:round(y) + half, round(x) - half:round(x) + half, :3] = colour
    return frame


def session(*reps: tuple[Verdict, Verdict], pain: bool = False,
            outcome: Outcome = Outcome.COMPLETED) -> SessionRecord:
    """A session of two minutes with these verdicts, left and right."""
    started = datetime(2026, 3, 1, 8, 0, tzinfo=UTC)
    done = tuple(Repetition(0, 1, 2, 0.4, True, RepKnee(left), RepKnee(right))
                 for left, right in reps)
    return SessionRecord("00000000-0000-0000-0000-000000000000", "p1", "squat-check", started,
                         sets=(SetRecord("squat", 5, done),),
                         ended=started + timedelta(minutes=2), outcome=outcome, pain=pain)


class Offered:
    """Copies of a damaged journal; what was chosen."""

    def __init__(self, offer: Offer | None = None) -> None:
        self.offer = offer
        self.done: list[str] = []

    def use(self) -> None:
        self.done.append("use")

    def go_on(self) -> None:
        self.done.append("go_on")
        self.offer = None
