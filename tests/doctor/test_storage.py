"""Whether what is trained can be kept."""

from pathlib import Path

import pytest

from mirrorapp.config import Config, JournalConfig
from mirrorapp.doctor import storage
from mirrorapp.doctor.storage import Space
from tests.doctor.trees import PI_5, found, patient

_ERRORS = "sys/fs/ext4/mmcblk0p2/errors_count"
_LIFE = "sys/block/mmcblk0/device/life_time"


@pytest.mark.parametrize(("free_mb", "verdict"), [
    (0, "fail"), (199, "fail"), (200, "warn"), (999, "warn"), (1000, "ok")])
def test_too_little_room_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, free_mb: int,
                               verdict: str) -> None:
    monkeypatch.setattr(storage, "space_of", lambda _: Space(free_mb, read_only=False))
    assert found(storage.space, patient(tmp_path))[0] == verdict


def test_a_read_only_disk_fails_whatever_room_it_has(tmp_path: Path,
                                                     monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(storage, "space_of", lambda _: Space(99_999, read_only=True))
    verdict, said = found(storage.space, patient(tmp_path))
    assert verdict == "fail"
    assert "read-only" in said


def test_this_machine_s_disk_is_read_for_real(tmp_path: Path) -> None:
    told = storage.space_of(tmp_path)
    assert told.free_mb > 0
    assert not told.read_only
    assert storage.space_of(Path("/proc")).free_mb == 0


@pytest.mark.parametrize(("mounts", "cmdline", "verdict"), [
    ("/dev/mmcblk0p2 / ext4 rw 0 0", "root=x", "ok"),
    ("overlay / overlay rw 0 0", "root=x", "ok"),
    ("overlay / overlay rw 0 0", "root=x overlayroot=tmpfs", "fail"),
    ("overlay / overlay rw 0 0", "boot=overlay root=x", "fail"),
    ("overlay / overlay rw 0 0\n/dev/sda1 {} ext4 rw 0 0", "boot=overlay", "ok"),
    ("/dev/sda1 / ext4 rw 0 0\ntmpfs {} tmpfs rw 0 0", "root=x", "fail")])
def test_what_is_kept_in_memory_alone_fails(tmp_path: Path, mounts: str, cmdline: str,
                                            verdict: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(storage, "space_of", lambda _: Space(5000, read_only=False))
    whom = patient(tmp_path, {**PI_5, "proc/mounts": mounts.format(tmp_path),
                              "proc/cmdline": cmdline})
    assert found(storage.space, whom)[0] == verdict


def test_a_folder_that_is_yet_to_be_made_is_looked_for_above(tmp_path: Path) -> None:
    journal = JournalConfig(file=tmp_path / "to/be/made/journal.sqlite3")
    said = found(storage.space, patient(tmp_path, config=Config(journal=journal)))[1]
    assert f" in {tmp_path}" in said


@pytest.mark.parametrize(("files", "verdict", "said"), [
    ({}, "ok", "no SD card tells"),
    ({_ERRORS: "3"}, "fail", "3 errors"),
    ({_LIFE: "0x02 0x01"}, "ok", "not worn out"),
    ({_LIFE: "0x01 0x09"}, "warn", "nearly worn out"),
    ({_LIFE: "0x0b 0x03"}, "fail", "is worn out")])
def test_errors_and_wear(tmp_path: Path, files: dict[str, str], verdict: str, said: str) -> None:
    told = found(storage.card, patient(tmp_path, {**PI_5, **files}))
    assert told[0] == verdict
    assert said in told[1]


def test_a_disk_that_is_no_card(tmp_path: Path) -> None:
    assert found(storage.card, patient(tmp_path, {"sys/fs/ext4/sda1/errors_count": "0"})) == (
        "ok", "The disk has no errors.")
    assert found(storage.card, patient(tmp_path / "x", {}))[0] == "unknown"
