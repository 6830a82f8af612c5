"""The usual loop: OpenCV, MediaPipe's pose landmarker, an angle. Our own code, as in any tutorial.

    python -m tests.side_by_side.plain_loop MODEL TUTORIAL|TUNED CLIP
"""

import sys

import cv2
import mediapipe as mp

from tests.side_by_side import tutorial
from tests.side_by_side.looping import pictures, tell
from tests.side_by_side.tutorial import ANKLE, HIP, KNEE, SIDES, Counter, Knees, bend_deg


def main(model: str, rules_name: str, clip: str) -> None:
    vision, rules = mp.tasks.vision, getattr(tutorial, rules_name)
    counter, knees = Counter(rules), Knees(rules)
    with vision.PoseLandmarker.create_from_options(vision.PoseLandmarkerOptions(
            base_options=mp.tasks.BaseOptions(model_asset_path=model),
            running_mode=vision.RunningMode.VIDEO)) as landmarker:
        for time_s, bgr in pictures(clip):
            picture = mp.Image(mp.ImageFormat.SRGB, cv2.cvtColor(bgr, cv2.COLOR_BGR2RGB))
            found = landmarker.detect_for_video(picture, round(1000 * time_s))
            if not found.pose_landmarks:
                continue
            high, wide = bgr.shape[:2]
            seen = [(mark.x * wide, mark.y * high) for mark in found.pose_landmarks[0]]
            points = [(mark.x, mark.y, mark.z) for mark in found.pose_world_landmarks[0]
                      ] if rules.space else seen
            angles = [bend_deg(*(points[joint[side]] for joint in (HIP, KNEE, ANKLE)))
                      for side in SIDES]
            angle_deg = sum(angles) / len(angles)
            counter.update(angle_deg)
            knees.update(time_s, seen.__getitem__, angle_deg)
    tell(counter.reps, knees.said)


if __name__ == "__main__":
    main(*sys.argv[1:])
