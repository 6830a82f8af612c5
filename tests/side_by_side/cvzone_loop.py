"""cvzone's pose detector and its angle; it counts nothing, so that is the tutorials'.

    python -m tests.side_by_side.cvzone_loop CLIP       where `pose_landmarker.task` lies

Every picture is looked at: by itself cvzone leaves out those that come while it still looks.
"""

import sys

from cvzone.PoseModule import PoseDetector

from tests.side_by_side.looping import pictures, tell
from tests.side_by_side.tutorial import ANKLE, HIP, KNEE, SIDES, Counter


def main(clip: str) -> None:
    detector, counter = PoseDetector(useThread=False), Counter()
    for _, bgr in pictures(clip):
        detector.findPose(bgr, draw=False)
        marks, _ = detector.findPosition(bgr, draw=False)
        if marks:
            turns = [detector.findAngle(*(marks[each[side]][:2] for each in (HIP, KNEE, ANKLE)))[0]
                     for side in SIDES]
            # Theirs goes round to 360 degrees: beyond 180 it is the bend from the other side.
            counter.update(sum(min(turn, 360 - turn) for turn in turns) / len(turns))
    tell(counter.reps)


if __name__ == "__main__":
    main(*sys.argv[1:])
