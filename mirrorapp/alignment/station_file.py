"""What was found out of the camera's place, kept between runs: one small JSON file."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from mirrorapp import whole
from mirrorapp.alignment.station import Station
from mirrorapp.camera.background import Fingerprint
from mirrorapp.events import MirrorError

NAME = "calibration.json"
_FILM_NAME = "calibration-film.json"
_VERSION = 1
_HEIGHTS_CM = (120, 220)


class StationFileError(MirrorError):
    """The calibration can't be read or kept; the mirror works without it."""


@dataclass(frozen=True, slots=True)
class CameraSetup:
    """What a calibration holds for: with any of it changed it is void.

    But `source`: the same camera may be found by itself or named.
    """

    name: str
    source: str = field(compare=False)
    width_px: int
    height_px: int
    rotate: int
    lens: str
    floor_mark_m: float


@dataclass(frozen=True, slots=True)
class Calibration:
    """A calibration as a journal keeps it: where the camera was, which one it was, and when that
    was found.
    """

    station: Station
    setup: CameraSetup
    made: datetime


@dataclass(frozen=True, slots=True, eq=False)
class Calibrated:
    """A station, when and for which camera it was found. `stale`: the camera has moved since."""

    station: Station
    setup: CameraSetup
    made: datetime
    background: Fingerprint | None = None
    stale: bool = False

    @property
    def calibration(self) -> Calibration:
        """What of it is the same each time that it is read."""
        return Calibration(self.station, self.setup, self.made)


@dataclass(frozen=True, slots=True, eq=False)
class Record:
    """All that is kept. `height_cm`: the user's, None while it was not told."""

    height_cm: int | None = None
    calibrated: Calibrated | None = None


def path_beside(journal: Path, *, recording: bool) -> Path:
    """Where it is kept; what a film or the rehearsal clip says never takes a camera's place."""
    return journal.with_name(_FILM_NAME if recording else NAME)


def valid_height_cm(height_cm: int) -> int:
    """The height within what is believed."""
    return min(max(height_cm, _HEIGHTS_CM[0]), _HEIGHTS_CM[1])


def read(path: Path) -> Record:
    """What is kept at `path`; an empty record where there is none. Raises `StationFileError`."""
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return Record()
    except (OSError, UnicodeDecodeError) as error:
        raise StationFileError(f"The camera's calibration {path} can't be read: {error}.",
                               "Open Menu, then Camera, to calibrate again.") from None
    try:
        return _record(json.loads(text))
    except (ValueError, KeyError, TypeError, AttributeError):
        raise StationFileError(f"The camera's calibration {path} is damaged.",
                               "Open Menu, then Camera, to calibrate again.") from None


def write(path: Path, record: Record) -> None:
    """Keep it. Raises `StationFileError`; what was kept before is then still there."""
    try:
        whole.write(path, json.dumps(_table(record)))
    except OSError as error:
        raise StationFileError(
            f"The camera's calibration {path} can't be kept: {error.strerror or error}.",
            "Check that the folder belongs to the mirror's user and has room.") from None


def _table(record: Record) -> dict[str, Any]:
    found = record.calibrated
    return {"version": _VERSION, "height_cm": record.height_cm, "calibrated": found and {
        "made": found.made.isoformat(timespec="seconds"), "camera": asdict(found.setup),
        "station": asdict(found.station), "stale": found.stale,
        "background": found.background.to_table() if found.background else None}}


def _record(table: Mapping[str, Any]) -> Record:
    if table["version"] != _VERSION:
        raise ValueError
    height_cm, found = table["height_cm"], table["calibrated"]
    if height_cm is not None and not _HEIGHTS_CM[0] <= height_cm <= _HEIGHTS_CM[1]:
        raise ValueError
    return Record(height_cm, None if found is None else _calibrated(found))


def _calibrated(table: Mapping[str, Any]) -> Calibrated:
    background = table["background"]
    station = Station(**{name: float(value) for name, value in table["station"].items()})
    if not (0 < station.vfov_deg < 180 and 0 < station.height_m < 5):
        raise ValueError
    return Calibrated(station, CameraSetup(**table["camera"]),
                      datetime.fromisoformat(table["made"]),
                      None if background is None else Fingerprint.of(background),
                      bool(table["stale"]))
