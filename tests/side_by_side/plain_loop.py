"""The usual loop: OpenCV, MediaPipe's pose landmarker, an angle. Our own code, as in any tutorial.

    python -m tests.side_by_side.plain_loop MODEL TUTORIAL|TUNED CLIP
"""

import sys
from collections.abc import Iterator
from dataclasses import dataclass

import cv2
import mediapipe as mp

from tests.side_by_side import tutorial
from tests.side_by_side.looping import pictures, tell
from tests.side_by_side.tutorial import ANKLE, HIP, KNEE, SIDES, Counter, Knees, Point, bend_deg


@dataclass(frozen=True, slots=True)
class Seen:
    """The 33 landmarks of one picture: in pixels, and in space in metres."""

    time_s: float
    picture: list[Point]
    space: list[Point]

    def angle_deg(self, *, space: bool) -> float:
        """The mean of both knees' angles."""
        points = self.space if space else self.picture
        angles = [bend_deg(*(points[joint[side]] for joint in (HIP, KNEE, ANKLE)))
                  for side in SIDES]
        return sum(angles) / len(angles)


def seen_in(clip: str, model: str) -> Iterator[Seen]:
    """Whoever is found, picture by picture; nothing of those in which nobody is."""
    vision = mp.tasks.vision
    with vision.PoseLandmarker.create_from_options(vision.PoseLandmarkerOptions(
            base_options=mp.tasks.BaseOptions(model_asset_path=model),
            running_mode=vision.RunningMode.VIDEO)) as landmarker:
        for time_s, bgr in pictures(clip):
            picture = mp.Image(mp.ImageFormat.SRGB, cv2.cvtColor(bgr, cv2.COLOR_BGR2RGB))
            found = landmarker.detect_for_video(picture, round(1000 * time_s))
            high, wide = bgr.shape[:2]
            if found.pose_landmarks:
                yield Seen(time_s, [(mark.x * wide, mark.y * high)
                                    for mark in found.pose_landmarks[0]],
                           [(mark.x, mark.y, mark.z) for mark in found.pose_world_landmarks[0]])


def main(model: str, rules_name: str, clip: str) -> None:
    rules = getattr(tutorial, rules_name)
    counter, knees = Counter(rules), Knees(rules)
    for seen in seen_in(clip, model):
        angle_deg = seen.angle_deg(space=rules.space)
        counter.update(angle_deg)
        knees.update(seen.time_s, seen.picture.__getitem__, angle_deg)
    tell(counter.reps, knees.said)


if __name__ == "__main__":
    main(*sys.argv[1:])
