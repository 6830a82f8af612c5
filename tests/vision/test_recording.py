import contextlib
import math
import warnings
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mirrorapp.vision import recording
from mirrorapp.vision.errors import RecordingError
from tests.tiers import examples

from .support import sighting, standing


def arrays(**changes: Any) -> dict[str, Any]:
    whole = {"landmarks": np.ones((4, 33, 5), np.float32), "world": np.ones((4, 33, 3), np.float32),
             "fps": np.float64(25), "shape": np.array([480, 640, 3])}
    return {name: value for name, value in {**whole, **changes}.items() if value is not None}


def saved(tmp_path: Path, **changes: Any) -> Path:
    path = tmp_path / "clip.npz"
    np.savez(path, **arrays(**changes))
    return path


def test_a_recording_is_read_with_times_from_its_rate(tmp_path: Path) -> None:
    read = recording.read(saved(tmp_path))
    seen = list(read)
    assert [s.time_s for s in seen] == pytest.approx([0, 0.04, 0.08, 0.12])
    assert (seen[0].width_px, seen[0].height_px, seen[0].people) == (640, 480, 1)
    assert seen[0].pose is not None
    assert seen[0].pose.px.dtype == np.float64
    assert (len(read), read.fps) == (4, 25)


@pytest.mark.parametrize("array", ["landmarks", "world"])
@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf])
def test_a_row_that_is_not_finite_is_nobody(tmp_path: Path, array: str, value: float) -> None:
    changed = arrays()[array]
    changed[2, 7, 1] = value
    seen = list(recording.read(saved(tmp_path, **{array: changed})))
    assert [s.pose is None for s in seen] == [False, False, True, False]


def test_a_number_too_large_for_a_float_is_nobody(tmp_path: Path) -> None:
    changed = arrays()["landmarks"].astype(np.longdouble)
    changed[2, 7, 1] = np.longdouble("1e400")
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        seen = list(recording.read(saved(tmp_path, landmarks=changed)))
    assert [s.pose is None for s in seen] == [False, False, True, False]


def test_irregular_times_are_taken_as_they_are(tmp_path: Path) -> None:
    read = recording.read(saved(tmp_path, fps=None, times_s=np.array([1.0, 1.2, 1.25, 2.0])))
    assert [s.time_s for s in read] == [1.0, 1.2, 1.25, 2.0]
    assert read.fps == pytest.approx(3.0)


@pytest.mark.parametrize(("times_s", "row"), [
    ([0, 1, 1, 2], 2), ([0, 1, 0.5, 2], 2), ([0, np.nan, 1, 2], 1), ([np.inf, 1, 2, 3], 0)])
def test_times_that_do_not_grow_name_the_first_bad_row(tmp_path: Path, times_s: list[float],
                                                       row: int) -> None:
    with pytest.raises(RecordingError, match=f"row {row}"):
        recording.read(saved(tmp_path, times_s=np.array(times_s)))


@pytest.mark.parametrize(("changes", "message"), [
    ({"landmarks": None}, "no array “landmarks”"),
    ({"world": None}, "no array “world”"),
    ({"shape": None}, "no array “shape”"),
    ({"fps": None}, "neither “fps” nor “times_s”"),
    ({"landmarks": np.ones((4, 33, 3))}, r"shape \(4, 33, 3\), not \(n, 33, 5\)"),
    ({"landmarks": np.ones((33, 5))}, "not "),
    ({"landmarks": np.ones((3, 33, 5))}, "3 rows in “landmarks” and 4"),
    ({"second": np.ones((3, 33, 2))}, "4 rows in “landmarks” and 3 in “second”"),
    ({"second": np.ones((4, 33, 3))}, r"shape \(4, 33, 3\), not \(n, 33, 2\)"),
    ({"world": np.ones((4, 32, 3))}, "“world”"),
    ({"landmarks": np.ones((0, 33, 5)), "world": np.ones((0, 33, 3))}, "no frame at all"),
    ({"landmarks": np.full((4, 33, 5), "x")}, "not numbers"),
    ({"landmarks": np.ones((4, 33, 5), complex)}, "not numbers"),
    ({"fps": 0.0}, "“fps”"), ({"fps": -1.0}, "“fps”"), ({"fps": np.nan}, "“fps”"),
    ({"fps": np.inf}, "“fps”"), ({"fps": np.array([25.0, 30.0])}, "“fps”"),
    ({"fps": "fast"}, "not numbers"),
    ({"shape": np.array([480])}, "“shape”"), ({"shape": np.array([0, 640, 3])}, "“shape”"),
    ({"shape": np.array([np.nan, 640, 3])}, "“shape”"),
    ({"times_s": np.arange(3.0)}, "“times_s”"),
])
def test_what_is_wrong_is_said(tmp_path: Path, changes: dict[str, Any], message: str) -> None:
    with pytest.raises(RecordingError, match=message) as caught:
        recording.read(saved(tmp_path, **changes))
    assert caught.value.remedy


def test_objects_are_never_unpickled(tmp_path: Path) -> None:
    with pytest.raises(RecordingError, match="not a landmark recording"):
        recording.read(saved(tmp_path, landmarks=np.array([{"a": 1}], dtype=object)))


@pytest.mark.parametrize("content", [b"", b"text", b"PK\x03\x04 half a zip", b"\x93NUMPY\x01\x00"])
def test_other_files_are_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "clip.npz"
    path.write_bytes(content)
    with pytest.raises(RecordingError):
        recording.read(path)


def test_a_file_cut_or_spoilt_anywhere_is_refused_or_read_but_never_crashes(tmp_path: Path) -> None:
    whole = saved(tmp_path).read_bytes()
    path = tmp_path / "spoilt.npz"
    rng = np.random.default_rng(1)
    for _ in range(150):
        spoilt = bytearray(whole[: rng.integers(1, len(whole))] if rng.random() < 0.3 else whole)
        for place in rng.integers(0, len(spoilt), 3):
            spoilt[place] = rng.integers(256)
        path.write_bytes(spoilt)
        with contextlib.suppress(RecordingError):
            recording.read(path)


def test_missing_files_and_folders_are_told(tmp_path: Path) -> None:
    with pytest.raises(RecordingError, match="can't be read"):
        recording.read(tmp_path / "nothing.npz")
    with pytest.raises(RecordingError, match="can't be read"):
        recording.read(tmp_path)


def test_a_single_array_is_no_recording(tmp_path: Path) -> None:
    np.save(tmp_path / "one.npy", np.ones(3))
    with pytest.raises(RecordingError, match="one array"):
        recording.read(tmp_path / "one.npy")


@pytest.mark.parametrize("fps", [None, 20.0])
def test_what_is_written_is_read_again(tmp_path: Path, fps: float | None) -> None:
    seen = [sighting(0.0, standing()), sighting(0.05, None), sighting(0.1, standing(200))]
    recording.write(tmp_path / "new.npz", seen, fps)
    again = list(recording.read(tmp_path / "new.npz"))
    assert [s.time_s for s in again] == pytest.approx([0, 0.05, 0.1])
    assert again[1].pose is None
    assert again[2].pose is not None
    assert seen[2].pose is not None
    np.testing.assert_allclose(again[2].pose.px, seen[2].pose.px, rtol=1e-6)
    np.testing.assert_allclose(again[2].pose.world_m, seen[2].pose.world_m, rtol=1e-6)


def test_second_looks_are_kept_where_there_were_any(tmp_path: Path) -> None:
    second = np.arange(66.0).reshape(33, 2)
    seen = [sighting(0.0, standing()), replace(sighting(0.1, standing()), second=second)]
    recording.write(tmp_path / "twice.npz", seen, 10.0)
    again = list(recording.read(tmp_path / "twice.npz"))
    assert again[0].second is None
    np.testing.assert_array_equal(again[1].second, second)
    recording.write(tmp_path / "once.npz", seen[:1], 10.0)
    assert "second" not in np.load(tmp_path / "once.npz").files


def test_what_can_not_be_one_recording_is_not_written(tmp_path: Path) -> None:
    with pytest.raises(RecordingError, match="0 frame sizes"):
        recording.write(tmp_path / "new.npz", [])
    with pytest.raises(RecordingError, match="fps"):
        recording.write(tmp_path / "new.npz", [sighting(0, None)], fps=0.0)
    assert not (tmp_path / "new.npz").exists()


@settings(max_examples=examples(60), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_whatever_numbers_it_holds_it_is_read_soundly_or_refused(
        tmp_path: Path, data: st.DataObject) -> None:
    def numbers(*edges: float) -> st.SearchStrategy[float]:
        return st.sampled_from([math.nan, math.inf, -math.inf, 0.0, -1.0, 1e-320, 1e-9, 1e9, 1e308,
                                *edges])
    changes: dict[str, Any] = {}
    for name in data.draw(st.sets(st.sampled_from(["landmarks", "world"]))):
        array = arrays()[name].astype(data.draw(st.sampled_from(
            ["f2", "f4", "f8", "g", "i8", "u1", "?", "c16", "O", "U3", "M8[s]"])))
        if array.dtype.kind == "f":
            with np.errstate(over="ignore"):
                array[data.draw(st.integers(0, 3)), 5] = data.draw(numbers())
        changes[name] = array
    if data.draw(st.booleans()):
        changes["fps"] = data.draw(numbers(25.0))
    elif data.draw(st.booleans()):
        changes["times_s"] = np.array(data.draw(st.lists(numbers(1.0, 2.0, 1e307), min_size=4,
                                                         max_size=4)))
    if data.draw(st.booleans()):
        changes["shape"] = np.array(data.draw(st.lists(numbers(480.0, 640.5), min_size=1,
                                                       max_size=3)))
    path = saved(tmp_path, **changes)
    with warnings.catch_warnings(), np.errstate(all="raise", under="ignore"):
        warnings.simplefilter("error")
        try:
            read = recording.read(path)
        except RecordingError:
            return
        times_s = [seen.time_s for seen in read]
        assert all(math.isfinite(time_s) for time_s in times_s)
        assert all(np.diff(times_s) > 0)
        assert math.isfinite(read.fps)
        for seen in read:
            assert seen.pose is None or np.isfinite(seen.pose.px).all()


@pytest.mark.shared
def test_every_shared_recording_is_read(shared: Path) -> None:
    for path in sorted((shared / "landmarks").glob("*.npz")):
        read = recording.read(path)
        assert any(seen.pose is not None for seen in read), path.name
