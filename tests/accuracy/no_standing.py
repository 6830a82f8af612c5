"""What is said where nobody is seen standing: every squat cut out of its clip, on the way."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from mirrorapp import replay
from mirrorapp.events import Side
from mirrorapp.exercises import library
from mirrorapp.vision import recording
from mirrorapp.vision.pose import Sighting
from tests.accuracy.dataset import facts_of, sight_yaw_deg

FACING_DEG = 10.5
BENT_DEG = (25.0, 40.0)
AXIS_OFF_DEG = 5.0
WORDS = ("good", "drifting", "caving_in", "falling_out", "cannot_judge")
CLASSES = {"10° in or more": (9.9, 90.0), "2° or less": (-2.1, 2.1),
           "12° out or more": (-90.0, -11.9)}


def table(cache: Path) -> str:
    """The films' verdicts by what is true, and how often bent knees were taken for standing."""
    lines = ["| knees bent, at the least | true movement | n | " + " | ".join(WORDS)
             + " | an axis is told | wrong by > 5° |", "|---" * (len(WORDS) + 5) + "|"]
    for bent_deg in BENT_DEG:
        knees = [knee for path, facts in facts_of(cache, "clips")
                 if abs(sight_yaw_deg(facts)) <= FACING_DEG
                 for film, true in squats(list(recording.read(path)), facts, bent_deg)
                 for knee in _knees(film, true, facts)]
        for name, (low, high) in CLASSES.items():
            group = [each for each in knees if low <= each[0] <= high]
            said = Counter(verdict for _, verdict, _ in group)
            told = [off for _, _, off in group if off is not None]
            lines.append(f"| {bent_deg:.0f}° | {name} | {len(group)} | "
                         + " | ".join(str(said[word] or "") for word in WORDS)
                         + f" | {len(told)} | {sum(off > AXIS_OFF_DEG for off in told)} |")
    return "\n".join(lines)


def squats(film: list[Sighting], facts: dict[str, Any], bent_deg: float
           ) -> Iterator[tuple[list[Sighting], dict[str, Any]]]:
    """Each squat of a clip, from and to a true knee bend of `bent_deg`, and what is true of it."""
    bend = [frame["left"]["flexion_deg"] for frame in facts["frames"]]
    for true in facts["reps"]:
        first = last = min(range(len(film)),
                           key=lambda i: abs(film[i].time_s - true["bottom_s"]))
        while first > 0 and bend[first - 1] > bent_deg:
            first -= 1
        while last + 1 < len(film) and bend[last + 1] > bent_deg:
            last += 1
        yield film[first:last + 1], true


def _knees(film: list[Sighting], true: dict[str, Any], facts: dict[str, Any]
           ) -> Iterator[tuple[float, str, float | None]]:
    """For each: its true movement, the verdict of the film, by how much its axis is wrong."""
    said = replay.report(replay.replay(film, library.load("squat")), "")
    for side in Side:
        axis = facts["standing"][side]["valgus_deg"]
        told = said["standing"][side]["axis_deg"]
        yield (true[side]["valgus_deg"] - axis, said["verdict"][side],
               None if told is None else abs(told - axis))
