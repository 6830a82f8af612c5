"""What a camera that hangs crooked does to the reading, and what levelling it is worth.

The clips' landmarks are turned about the middle of the picture, as a roll of the camera turns
them, then levelled by a roll that is known within what calibration reaches.
"""

from dataclasses import replace
from pathlib import Path

from mirrorapp.alignment.fitted import inputs, models
from mirrorapp.alignment.place import levelled
from mirrorapp.alignment.station import Station
from mirrorapp.vision import recording
from mirrorapp.vision.pose import Sighting
from mirrorapp.vision.recording import Recording
from tests.accuracy.dataset import Sample, facts_of, of_clip
from tests.accuracy.features import row
from tests.accuracy.score import line

ROLLS_DEG = (0.0, 3.0, 6.0, 10.0)
CALIBRATED_WITHIN_DEG = 0.3
FACING_DEG, DEEP_ENOUGH = 10.5, 0.04
Row = tuple[str, dict[str, float]]


def table(cache: Path) -> list[Row]:
    """The movement's error by roll: as it is seen, and levelled."""
    rows: list[Row] = []
    for roll_deg in ROLLS_DEG:
        for name, left_deg in (("", roll_deg), (", levelled", CALIBRATED_WITHIN_DEG)):
            if roll_deg or not name:
                rows.append((f"rolled by {roll_deg:.0f}°{name}", _line(cache, left_deg)))
    return rows


def _line(cache: Path, roll_deg: float) -> dict[str, float]:
    samples = [s for path, facts in facts_of(cache, "clips")
               for s in of_clip(_turned(recording.read(path), roll_deg), facts)
               if abs(s.yaw_deg) <= FACING_DEG and s.here["depth"] > DEEP_ENOUGH]
    return line([_movement_deg(s) for s in samples], [s.valgus_deg - s.axis_deg for s in samples])


def _movement_deg(sample: Sample) -> float:
    told = inputs(row(sample.here), sample.here["depth"], row(sample.standing))
    return models().read(told)[0].movement_deg


def _turned(film: Recording, roll_deg: float) -> list[Sighting]:
    """As a camera rolled by `roll_deg` sees it: levelling by so much the other way does that."""
    station = Station(1.4, 0.0, -roll_deg, 70.0, 2.0)
    return [s if s.pose is None else replace(s, pose=levelled(s.pose, station, s)) for s in film]
