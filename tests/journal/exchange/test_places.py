"""Where an export goes: whole, over nothing, and without leftovers."""

import errno
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from mirrorapp.journal.exchange import places
from mirrorapp.journal.exchange.errors import ExchangeError
from tests.journal.test_real_disk import OWN_MOUNTS, REPOSITORY, may_mount

KINDS = pytest.mark.parametrize("new", [places.new_file, places.new_folder])


@KINDS
def test_it_has_its_name_only_once_it_is_whole(tmp_path: Path, new) -> None:
    out = tmp_path / "out"
    with new(out):
        assert not out.exists()
    assert [*tmp_path.iterdir()] == [out]
    assert out.stat().st_mode & 0o077 == 0


@KINDS
def test_what_is_there_stays(tmp_path: Path, new) -> None:
    (tmp_path / "file").write_text("mine")
    (tmp_path / "folder").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "nowhere")
    before = sorted(tmp_path.iterdir())
    for name in ("file", "folder", "link"):
        with pytest.raises(ExchangeError, match="is there already"), new(tmp_path / name):
            pytest.fail("it began")
    assert sorted(tmp_path.iterdir()) == before
    assert (tmp_path / "file").read_text() == "mine"


@KINDS
def test_what_comes_meanwhile_stays(tmp_path: Path, new) -> None:
    out = tmp_path / "out"
    with pytest.raises(ExchangeError, match="is there already"), new(out):
        out.write_text("mine")
    assert [*tmp_path.iterdir()] == [out]
    assert out.read_text() == "mine"


@KINDS
def test_no_folder(tmp_path: Path, new) -> None:
    with pytest.raises(ExchangeError, match="There is no folder"), new(tmp_path / "no" / "out"):
        pytest.fail("it began")
    assert not (tmp_path / "no").exists()


@KINDS
@pytest.mark.parametrize("mishap", [KeyboardInterrupt, ValueError])
def test_nothing_is_left_of_what_was_broken_off(tmp_path: Path, new, mishap) -> None:
    with pytest.raises(mishap), new(tmp_path / "out"):
        raise mishap
    assert [*tmp_path.iterdir()] == []


@KINDS
@pytest.mark.parametrize(("code", "remedy"), [
    (errno.ENOSPC, "Free some space"), (errno.EIO, "stick"), (errno.EROFS, "may write")])
def test_the_system_refuses(tmp_path: Path, new, code: int, remedy: str) -> None:
    with pytest.raises(ExchangeError) as said, new(tmp_path / "out"):
        raise OSError(code, os.strerror(code))
    assert os.strerror(code) in said.value.what
    assert remedy in said.value.remedy
    assert [*tmp_path.iterdir()] == []


@KINDS
def test_its_folder_goes_meanwhile(tmp_path: Path, new) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    with pytest.raises(ExchangeError), new(stick / "out"):
        shutil.rmtree(stick)
    assert [*tmp_path.iterdir()] == []


def test_a_real_stick_that_is_full_read_only_or_pulled(tmp_path: Path) -> None:
    if not may_mount(tmp_path):
        pytest.skip("no mount namespaces here")
    done = subprocess.run(
        [*OWN_MOUNTS, sys.executable, "-m", "tests.journal.exchange.stick_child", str(tmp_path)],
        cwd=REPOSITORY, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
