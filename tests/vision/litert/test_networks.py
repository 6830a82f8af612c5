import os
import zipfile
from pathlib import Path

import numpy as np
import pytest

from mirrorapp.vision.litert import networks
from mirrorapp.vision.litert.networks import Networks


def test_the_real_networks_load_and_run(model_path: Path) -> None:
    loaded = Networks(model_path, 1)
    assert (loaded.detector.side_px, loaded.landmarks.side_px) == (224, 256)
    loaded.detector.run(np.zeros((224, 224, 3), np.float32))
    loaded.landmarks.run(np.zeros((256, 256, 3), np.float32))
    assert [loaded.detector.told(n).shape for n in (0, 1)] == [(2254, 12), (2254, 1)]
    assert [loaded.landmarks.told(n).shape for n in range(4)] == [
        (195,), (1,), (64, 64, 39), (117,)]


def test_how_many_threads_it_takes_changes_nothing(model_path: Path) -> None:
    picture = np.random.default_rng(5).random((256, 256, 3), np.float32)
    told = []
    for count in (1, 2, 4):
        loaded = Networks(model_path, count)
        loaded.landmarks.run(picture)
        told.append(loaded.landmarks.told(0).copy())
    assert np.array_equal(told[0], told[1])
    assert np.array_equal(told[0], told[2])


@pytest.mark.parametrize(("cores", "count"), [(1, 1), (2, 2), (4, 4), (16, 4)])
def test_a_thread_for_each_core_and_no_more_than_four(monkeypatch: pytest.MonkeyPatch, cores: int,
                                                      count: int) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: set(range(cores)))
    assert networks.threads(mine=Path("/nowhere")) == count


@pytest.mark.parametrize(("limits", "count"), [
    ({}, 4), ({"": "max 100000"}, 4), ({"a/b": "max 100000", "a": "200000 100000"}, 2),
    ({"a/b": "50000 100000"}, 1), ({"a/b": "250000 100000", "a": "max 100000"}, 3),
    ({"a/b": "nonsense"}, 4), ({"a/b": ""}, 4)])
def test_no_more_threads_than_its_share_of_the_processor(
        monkeypatch: pytest.MonkeyPatch, tmp_path: Path, limits: dict[str, str],
        count: int) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: set(range(4)))
    mine = tmp_path / "mine"
    mine.write_text("0::/a/b\n")
    for group, limit in limits.items():
        (tmp_path / group).mkdir(parents=True, exist_ok=True)
        (tmp_path / group / "cpu.max").write_text(f"{limit}\n")
    assert networks.threads(tmp_path, mine) == count


def test_what_is_no_bundle_is_told(tmp_path: Path) -> None:
    path = tmp_path / "model.task"
    path.write_bytes(b"nothing of the kind")
    with pytest.raises(ValueError, match="no bundle"):
        Networks(path)
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("something", "else")
    with pytest.raises(ValueError, match="no bundle"):
        Networks(path)
    with pytest.raises(OSError, match="nowhere"):
        Networks(tmp_path / "nowhere")
