"""From camera to hub: the guest demo, as a newcomer runs it."""

import contextlib
import json
import re
import shutil
import socket
import sqlite3
from itertools import groupby
from pathlib import Path

import cv2
import numpy as np
import pytest

from mirrorapp.camera.rehearsal import CLIP
from mirrorapp.hub.broker import PrivateBroker, find_mosquitto
from tests.e2e.conftest import Ear, listening, mirror
from tests.shared import DATA, needs_shared

pytestmark = [pytest.mark.broker, pytest.mark.ui]


def kept(journal: Path, table: str) -> list[tuple]:
    with contextlib.closing(sqlite3.connect(journal)) as db:
        return db.execute(f"SELECT * FROM {table}").fetchall()  # noqa: S608


def uuid_of(journal: Path) -> str:
    """The first session's."""
    with contextlib.closing(sqlite3.connect(journal)) as db:
        return str(db.execute("SELECT uuid FROM session ORDER BY id").fetchone()[0])


def shows_something(picture: Path) -> bool:
    pixels = cv2.imread(str(picture))
    return pixels is not None and float(pixels.max()) > 200 and float(np.std(pixels)) > 5


def start_of_the_clip(folder: Path, seconds: float, every: int = 1) -> Path:
    """The beginning of the rehearsal clip as a film of its own, of every so manyth frame."""
    clip = cv2.VideoCapture(str(CLIP))
    fps = clip.get(cv2.CAP_PROP_FPS)
    film = folder / "start.avi"
    out = cv2.VideoWriter(str(film), cv2.VideoWriter.fourcc(*"MJPG"), fps / every, (540, 960))
    for number in range(int(seconds * fps)):
        picture = clip.read()[1]
        if number % every == 0:
            out.write(picture)
    out.release()
    clip.release()
    return film


def test_a_film_runs_once_from_camera_to_hub(tmp_path: Path, broker: PrivateBroker,
                                             ear: Ear) -> None:
    film = start_of_the_clip(tmp_path, 8.0, every=2)
    journal, shots = tmp_path / "journal.db", tmp_path / "shots"
    asked = {"show": "Tea is ready", "start": "", "snooze": "10", "sing": "la"}
    ear.replies["/event"] = [(f"mirrorapp/mirror-demo/cmd/{name}", value)
                             for name, value in asked.items()]
    done = mirror("run", "--source", film, "--once", "--journal", journal,
                  "--broker", f"{broker.host}:{broker.port}", "--screenshots", shots)
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr
    assert "aborted, 1 repetition (demo)" in done.stdout
    for place in (str(journal), str(shots), f"-p {broker.port}"):
        assert place in done.stdout
    started, ended = ear.wait_for("/event", 2)
    assert (started["event_type"], ended["event_type"]) == ("started", "aborted")
    assert (ended["reps"], ended["demo"], ended["schema"]) == (1, True, 1)
    assert "sides" not in ended
    assert ear.wait_for("/availability", 2)[-2:] == ["online", "offline"]
    assert ear.payloads("homeassistant/device/mirror-demo/config")[0]["components"]
    assert {topic for topic, text in ear.heard if not text and "/cmd/" not in topic} == {
        f"mirrorapp/mirror-demo/{each}" for each in ("state", "session/last")} | {
        "homeassistant/device/mirror-demo/config"}, "a demo leaves no device in the home"
    answers = [s["answer"]["said"] for s in ear.payloads("/state") if s["answer"]]
    assert list(dict.fromkeys(answers)) == [
        "show: done", "start: somebody is at the mirror just now", "snooze: this is a demo",
        "sing: there is no such command"]
    assert max(each["progress"] or 0 for each in ear.payloads("/live")) >= 10
    phases = [phase for phase, _ in groupby(s["phase"] for s in ear.payloads("/state"))]
    assert phases == ["home", "active", "summary"]
    assert len(kept(journal, "session")) == 1
    assert len(kept(journal, "repetition")) == 1
    for name in ("home", "session-1", "summary"):
        assert shows_something(shots / f"{name}.png"), name


@pytest.mark.full
@needs_shared
def test_a_real_shallow_squat_counts_one(tmp_path: Path, broker: PrivateBroker,
                                         ear: Ear) -> None:
    film = DATA / "clips" / "lnew_bad_IMG_7033_1280.mp4"
    done = mirror("run", "--source", film, "--once", "--broker", f"{broker.host}:{broker.port}",
                  "--journal", tmp_path / "journal.db")
    assert done.returncode == 0, done.stderr
    ended = ear.wait_for("/event", 2)[-1]
    assert (ended["event_type"], ended["reps"], ended["demo"]) == ("aborted", 1, True)


@pytest.mark.parametrize("repetitions", [3, pytest.param(5, marks=pytest.mark.full)])
def test_the_rehearsal_is_judged_as_it_was_made(tmp_path: Path, repetitions: int) -> None:
    """In the third repetition the left knee falls in, in the fifth the right one. A part of it is
    judged as a slow machine would see it, 7.5 times a second.
    """
    made = json.loads(CLIP.with_suffix(".json").read_text())["repetitions"]
    film = CLIP
    if repetitions < len(made):
        made = made[:repetitions]
        film = start_of_the_clip(tmp_path, made[-1]["end_s"] + 0.6, every=2)
    done = mirror("replay", film, "--json", tmp_path / "report.json")
    assert done.returncode == 0, done.stderr
    seen = json.loads((tmp_path / "report.json").read_text())["reps"]
    assert len(seen) == len(made) == repetitions
    for rep, truth in zip(seen, made, strict=True):
        assert truth["start_s"] < rep["bottom_s"] < truth["end_s"]
        for side in ("left", "right"):
            expected = "caving_in" if truth[side]["valgus_deg"] >= 15 else "good"
            assert rep[side]["verdict"] == expected


@pytest.mark.full
def test_the_rehearsal_is_completed_with_its_own_journal_and_broker(tmp_path: Path) -> None:
    done = mirror("run", "--source", "rehearsal", "--once", HOME=str(tmp_path),
                  XDG_STATE_HOME=str(tmp_path / "state"), TMPDIR=str(tmp_path),
                  XDG_CACHE_HOME=str(Path.home() / ".cache"))
    assert done.returncode == 0, done.stderr
    assert "completed, 5 repetitions (demo)" in done.stdout
    journal = re.search(r"^journal +(\S+)$", done.stdout, re.MULTILINE)
    assert journal is not None
    knees = kept(Path(journal[1]), "repetition")
    assert len(knees) == 5
    assert not (tmp_path / "state").exists()


@pytest.mark.full
def test_a_whole_session_connects_to_nothing_but_its_broker(
        tmp_path: Path, broker: PrivateBroker) -> None:
    if shutil.which("strace") is None:
        pytest.skip("strace is not installed")
    trace = tmp_path / "trace"
    done = mirror("run", "--source", start_of_the_clip(tmp_path, 4.0), "--once", "--broker",
                  f"{broker.host}:{broker.port}",
                  before=("strace", "-f", "-qq", "-e", "trace=connect,sendto,sendmsg,sendmmsg",
                          "-o", str(trace)))
    if "ptrace" in done.stderr or not trace.exists():
        pytest.skip("strace may not trace here")
    assert done.returncode == 0, done.stderr
    network = [line for line in trace.read_text(errors="replace").splitlines()
               if "AF_INET" in line]
    assert any(f"htons({broker.port})" in line for line in network)
    # The client library wakes itself through a pair of its own on 127.0.0.1; a look-up of a
    # name, on this machine or not, would be to port 53.
    strangers = [line for line in network if '"127.0.0.1"' not in line or "htons(53)" in line]
    assert strangers == []


@pytest.mark.full
def test_a_session_without_its_broker_arrives_after_a_restart(tmp_path: Path) -> None:
    if find_mosquitto() is None:
        pytest.skip("mosquitto is not installed")
    film, journal = start_of_the_clip(tmp_path, 8.0), tmp_path / "journal.db"
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        port = nobody.getsockname()[1]
    done = mirror("run", "--source", film, "--once", "--journal", journal,
                  "--broker", f"127.0.0.1:{port}")
    assert done.returncode == 0, done.stderr
    assert "can't be reached" in done.stderr
    first = uuid_of(journal)
    with PrivateBroker(("mosquitto",)) as broker, listening(broker) as ear:
        done = mirror("run", "--source", film, "--once", "--journal", journal,
                      "--broker", f"{broker.host}:{broker.port}")
        assert done.returncode == 0, done.stderr
        events = ear.wait_for("/event", 3)
    assert [event["uuid"] for event in events].count(first) == 1
    assert events[0]["event_type"] == "aborted"
    assert len(kept(journal, "session")) == 2
