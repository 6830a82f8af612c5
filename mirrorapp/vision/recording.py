"""Landmark recordings: what the pose model saw in a clip, as a NumPy `.npz` file.

`landmarks` (n, 33, 5): x px, y px, z px, visibility, presence; `world` (n, 33, 3) in metres;
`fps`; `shape`: height and width of the frame in px. A row with anything that is not finite means
that nobody was found. Frames that were not taken evenly have `times_s` (n,) instead of `fps`.
`second` (n, 33, 2), where it is there: x px and y px by a second look at the same frame; a row
that is not finite means that nobody looked again.
"""

import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mirrorapp.vision.errors import RecordingError
from mirrorapp.vision.pose import LANDMARK_COUNT, Floats, Pose, Sighting

REMEDY = "Record it again, or give another file."
LONGEST_SIDE_PX = 100_000
LONGEST_S = 1e12
"""No clock counts further: beyond that, differences are no times."""
_FPS = (1e-3, 1e5)


@dataclass(frozen=True, slots=True, eq=False)
class Recording:
    """A whole recording; iterating gives its `Sighting`s in order.

    `image` (n, 33, 5), `world_m` (n, 33, 3), `times_s` (n,) strictly growing. `fps` is the mean
    rate where the times are irregular.
    """

    image: Floats
    world_m: Floats
    times_s: Floats
    fps: float
    width_px: int
    height_px: int
    second: Floats | None = None

    def __len__(self) -> int:
        return len(self.times_s)

    def __iter__(self) -> Iterator[Sighting]:
        for index in range(len(self)):
            yield Sighting(float(self.times_s[index]), self.width_px, self.height_px,
                           self._pose(index), second=self._second(index))

    def _second(self, index: int) -> Floats | None:
        second = None if self.second is None else self.second[index]
        return second.copy() if second is not None and np.isfinite(second).all() else None

    def _pose(self, index: int) -> Pose | None:
        image, world = self.image[index], self.world_m[index]
        if not (np.isfinite(image).all() and np.isfinite(world).all()):
            return None
        return Pose(image[:, :3].copy(), image[:, 3].copy(), image[:, 4].copy(), world.copy())


def read(path: Path) -> Recording:
    """Read a landmark recording. Raises `RecordingError`."""
    arrays = _load(path)
    for name in ("landmarks", "world", "shape"):
        if name not in arrays:
            raise RecordingError(f"{path} has no array “{name}”.", REMEDY)
    image, world = _floats(path, arrays, "landmarks"), _floats(path, arrays, "world")
    _check_shape(path, "landmarks", image, (LANDMARK_COUNT, 5))
    _check_shape(path, "world", world, (LANDMARK_COUNT, 3))
    if len(image) != len(world):
        raise RecordingError(f"{path} has {len(image)} rows in “landmarks” and {len(world)} in "
                             "“world”.", REMEDY)
    if not len(image):
        raise RecordingError(f"{path} holds no frame at all.", REMEDY)
    width_px, height_px = _frame_size(path, arrays)
    times_s, fps = _times(path, arrays, len(image))
    return Recording(image, world, times_s, fps, width_px, height_px,
                     _second(path, arrays, len(image)))


def write(path: Path, sightings: Sequence[Sighting], fps: float | None = None) -> None:
    """Write sightings, all of one frame size; without `fps` each with its own time.

    Raises `RecordingError` if there are none, or their sizes differ, or `fps` is not positive.
    """
    sizes = {(seen.height_px, seen.width_px) for seen in sightings}
    if len(sizes) != 1:
        raise RecordingError(f"Can't write {path}: {len(sizes)} frame sizes instead of one.",
                             "Write a recording of one camera's frames.")
    if fps is not None and not (np.isfinite(fps) and fps > 0):
        raise RecordingError(f"Can't write {path}: fps is {fps}.", "Give a rate above 0.")
    image = np.full((len(sightings), LANDMARK_COUNT, 5), np.nan, np.float32)
    world = np.full((len(sightings), LANDMARK_COUNT, 3), np.nan, np.float32)
    for index, seen in enumerate(sightings):
        if seen.pose is not None:
            image[index] = np.column_stack((seen.pose.px, seen.pose.visibility,
                                            seen.pose.presence))
            world[index] = seen.pose.world_m
    timing = ({"fps": np.float64(fps)} if fps is not None
              else {"times_s": np.array([seen.time_s for seen in sightings])})
    with path.open("wb") as file:
        np.savez_compressed(file, landmarks=image, world=world,
                            shape=np.array([*sizes.pop(), 3]), **_again(sightings), **timing)


def _again(sightings: Sequence[Sighting]) -> dict[str, Any]:
    """The array of the second looks, where there are any."""
    if all(seen.second is None for seen in sightings):
        return {}
    second = np.full((len(sightings), LANDMARK_COUNT, 2), np.nan, np.float32)
    for index, seen in enumerate(sightings):
        if seen.second is not None:
            second[index] = seen.second
    return {"second": second}


def _load(path: Path) -> Mapping[str, NDArray[np.generic]]:
    try:
        with path.open("rb") as file:
            loaded = np.load(file, allow_pickle=False)
            if isinstance(loaded, np.lib.npyio.NpzFile):
                with loaded:
                    return {name: loaded[name] for name in loaded.files}
    except OSError as error:
        raise RecordingError(f"{path} can't be read: {error.strerror or error}.",
                             "Check the path and its permissions.") from error
    except (ValueError, EOFError, KeyError, MemoryError, NotImplementedError, SyntaxError,
            zipfile.BadZipFile, zlib.error) as error:
        raise RecordingError(f"{path} is not a landmark recording.", REMEDY) from error
    raise RecordingError(f"{path} is one array, not a recording.", REMEDY)


def _floats(path: Path, arrays: Mapping[str, NDArray[np.generic]], name: str) -> Floats:
    array = arrays[name]
    if array.dtype.kind not in "fiu":
        raise RecordingError(f"“{name}” in {path} holds {array.dtype}, not numbers.", REMEDY)
    with np.errstate(over="ignore"):  # what is too large for a float is not finite
        return array.astype(np.float64)


def _check_shape(path: Path, name: str, array: Floats, row: tuple[int, int]) -> None:
    if array.ndim != 3 or array.shape[1:] != row:
        wanted = f"(n, {row[0]}, {row[1]})"
        raise RecordingError(f"“{name}” in {path} has the shape {array.shape}, not {wanted}.",
                             REMEDY)


def _second(path: Path, arrays: Mapping[str, NDArray[np.generic]], count: int) -> Floats | None:
    if "second" not in arrays:
        return None
    second = _floats(path, arrays, "second")
    _check_shape(path, "second", second, (LANDMARK_COUNT, 2))
    if len(second) != count:
        raise RecordingError(f"{path} has {count} rows in “landmarks” and {len(second)} in "
                             "“second”.", REMEDY)
    return second


def _frame_size(path: Path, arrays: Mapping[str, NDArray[np.generic]]) -> tuple[int, int]:
    shape = _floats(path, arrays, "shape")
    if shape.ndim != 1 or len(shape) < 2 or not all(1 <= n <= LONGEST_SIDE_PX for n in shape[:2]):
        raise RecordingError(f"“shape” in {path} is {shape.tolist()}, not a frame's height and "
                             "width.", REMEDY)
    return int(shape[1]), int(shape[0])


def _times(path: Path, arrays: Mapping[str, NDArray[np.generic]], count: int
           ) -> tuple[Floats, float]:
    if "times_s" in arrays:
        return _own_times(path, _floats(path, arrays, "times_s"), count)
    if "fps" not in arrays:
        raise RecordingError(f"{path} has neither “fps” nor “times_s”.", REMEDY)
    rate = _floats(path, arrays, "fps")
    if rate.size != 1 or not _FPS[0] <= float(rate.ravel()[0]) <= _FPS[1]:
        raise RecordingError(f"“fps” in {path} is {rate.tolist()}, not one rate from {_FPS[0]:g} "
                             f"to {_FPS[1]:g}.", REMEDY)
    fps = float(rate.ravel()[0])
    return np.arange(count) / fps, fps


def _own_times(path: Path, times_s: Floats, count: int) -> tuple[Floats, float]:
    if times_s.shape != (count,):
        raise RecordingError(f"“times_s” in {path} has the shape {times_s.shape}, not ({count},).",
                             REMEDY)
    good = np.abs(times_s) <= LONGEST_S
    good[1:] &= ~(np.diff(np.where(good, times_s, 0.0)) <= 0) | ~good[:-1]
    if not good.all():
        row = int(np.argmin(good))
        raise RecordingError(f"“times_s” in {path} does not grow at row {row}: {times_s[row]}.",
                             REMEDY)
    span_s = float(times_s[-1] - times_s[0])
    return times_s, (count - 1) / span_s if span_s > 0 else 1.0
