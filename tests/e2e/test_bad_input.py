"""What a user gets wrong, as the whole program answers it: a reason, a remedy, and exit code 1."""

import sqlite3
from contextlib import closing
from pathlib import Path

import cv2
import numpy as np
import pytest

from mirrorapp.clock import ManualClock
from mirrorapp.journal.store import Journal
from tests.e2e.conftest import mirror
from tests.e2e.test_demo import start_of_the_clip

pytestmark = pytest.mark.ui


def refused(*args: str | Path, **environ: str) -> str:
    done = mirror("run", *args, **environ)
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    return " ".join(done.stderr.split())


@pytest.mark.full
def test_a_film_that_is_not_there() -> None:
    assert "nowhere.mp4" in refused("--source", "nowhere.mp4", "--once")


def test_a_film_that_is_none(tmp_path: Path) -> None:
    film = tmp_path / "film.mp4"
    film.write_bytes(b"not a film" * 100)
    said = refused("--source", film, "--once")
    assert str(film) in said


@pytest.mark.full
def test_a_film_of_nobody(tmp_path: Path) -> None:
    film = tmp_path / "nobody.avi"
    out = cv2.VideoWriter(str(film), cv2.VideoWriter.fourcc(*"MJPG"), 10, (180, 320))
    for _ in range(10):
        out.write(np.zeros((320, 180, 3), np.uint8))
    out.release()
    assert "Nobody was seen" in refused("--source", film, "--once")


@pytest.mark.full
def test_a_film_that_breaks_off(tmp_path: Path) -> None:
    film = start_of_the_clip(tmp_path, 8.0, every=2)
    whole = film.read_bytes()
    film.write_bytes(whole[:len(whole) // 2])
    assert "The video start.avi breaks off after" in refused("--source", film, "--once").split(
        "mirrorapp: ")[-1]


@pytest.mark.full
def test_a_camera_that_is_not_there_where_nobody_can_plug_one_in() -> None:
    assert "No webcam" in refused("--source", "webcam", "--once", MIRRORAPP_CAMERA__DEVICE="63")


@pytest.mark.full
def test_a_journal_that_cannot_be_kept_where_it_was_asked_for() -> None:
    said = refused("--source", "rehearsal", "--once", "--journal", "/proc/journal.db")
    assert "/proc/journal.db" in said


def test_a_journal_that_is_something_else_is_left_alone(tmp_path: Path) -> None:
    other = tmp_path / "folder"
    other.mkdir()
    assert str(other) in refused("--source", "rehearsal", "--once", "--journal", other)


def test_screenshots_that_cannot_be_saved(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    said = refused("--source", "rehearsal", "--once", "--screenshots", tmp_path / "file" / "shots")
    assert "--screenshots" in said


def test_a_setting_of_an_older_version(tmp_path: Path) -> None:
    settings = tmp_path / "mirror.toml"
    settings.write_text("[session]\nheight_cm = 172\n")
    said = refused("--config", settings)
    assert f"session.height_cm in {settings} is no setting any more." in said
    assert "p1.height_cm = 172 under [people]" in said


def test_a_setting_that_is_not_allowed(tmp_path: Path) -> None:
    settings = tmp_path / "mirror.toml"
    settings.write_text('[vision]\nmodel = "huge"\n')
    said = refused("--config", settings)
    assert "vision.model = 'huge'" in said
    assert "'lite', 'full' or 'heavy'" in said


def test_a_journal_of_a_newer_program_is_left_byte_for_byte(tmp_path: Path) -> None:
    newer = tmp_path / "journal.sqlite3"
    Journal.open(newer, ManualClock()).close()
    with closing(sqlite3.connect(newer)) as db:
        db.execute("PRAGMA journal_mode = DELETE")
        db.execute("PRAGMA user_version = 99")
    before = newer.read_bytes()
    said = refused("--source", "rehearsal", "--once", "--journal", newer)
    assert f"The journal {newer} was written by a newer mirrorapp" in said
    assert "Update mirrorapp" in said
    assert newer.read_bytes() == before
