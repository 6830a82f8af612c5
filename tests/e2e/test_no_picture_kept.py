"""A whole session with pictures that are known again: every byte that is written is read."""

import os
import re
import stat
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from mirrorapp.vision import model
from tests.e2e import tracing
from tests.e2e.mark import packed_in, pictures_beneath, pictures_in
from tests.e2e.tracing import Written

pytestmark = [pytest.mark.broker, pytest.mark.ui, pytest.mark.full]

ROOT = Path(__file__).resolve().parents[2]
PATIENCE_S = 400.0
KEPT = {
    r"state/mirrorapp/journal(\.private-outbox)?\.sqlite3(-wal|-shm|-journal|\.lock)?":
        "journal and outbox",
    r"state/mirrorapp/(looking\.json|\.looking\.json\.[a-z0-9_]{8})":
        "with which model it looks, and why",
    r"tmp/mirrorapp-broker-\w+/(mosquitto\.conf|\d+\.log)": "the private broker's",
    r"tmp/mirrorapp-tones-\w+/\w+-\d+\.wav": "tones",
    r"tmp/[a-z0-9_]{8}": "Python tries whether a folder takes a file",
    r"cache/mesa_shader_cache\w*/.*": "what OpenGL has compiled",
    r"cache/fontconfig/.*": "which fonts there are",
    r"webcam/usb/.*": "the stand-in's own",
}
"""All that may be written, from the folder of the run on."""
BRIEF = re.compile(r"tmp/[a-z0-9_]{8}")
MAPPED_MOST = {"-shm": 32768, "mesa_shader_cache/index": 1_310_728}
"""Bytes of files that are written without a call, and so are unseen: far below a picture of the
webcam's (2.8 MB). The second of them is looked at in the end."""
COMPILED = "/mesa_shader_cache"
"""Packs what it keeps."""
FRAMES = "/memfd:mirrorapp-pictures"
SHARED = Path("/dev/shm")  # noqa: S108 - where nothing new must be


@dataclass
class Session:
    """What a run left: its folder, what was seen of its writing, what it said."""

    folder: Path
    written: Written
    said: str

    def strangers(self) -> set[str]:
        """Files that are on no list."""
        names = {os.path.relpath(each, self.folder) for each in self.written.files
                 if each not in (os.devnull, FRAMES)}
        return {each for each in names if not any(re.fullmatch(kind, each) for kind in KEPT)}

    def pictures(self) -> dict[str, list[str]]:
        """By file or socket, what in the bytes that went there is a picture, or could be one."""
        found = {}
        for place, told in self.written.told.items():
            content = bytes(told)
            file = place.startswith("/") and COMPILED not in place
            packed = packed_in(content) if file else []
            if seen := pictures_in(content) + packed:
                found[place] = seen
        return found

    def mapped(self) -> dict[str, int]:
        """Files with more memory in them than is known of."""
        return {each: size for each, size in self.written.mapped.items() if each != FRAMES
                and size > max((most for end, most in MAPPED_MOST.items() if each.endswith(end)),
                               default=0)}


@pytest.fixture
def session(tmp_path: Path) -> Callable[[str], Session]:
    """A session before the stand-in webcam under strace, by a user whose files all may read."""
    if not tracing.can_trace():
        pytest.skip("strace is not installed, or may not trace here")
    folder = tmp_path.resolve()
    for name in ("home", "tmp", "webcam", "here", "run"):
        (folder / name).mkdir(mode=0o700)
    config = folder / "mirror.toml"
    config.write_text("[setup]\ndone = true\n")

    def run(wrong: str) -> Session:
        environ = {key: value for key, value in os.environ.items() if not key.startswith("XDG_")}
        done = subprocess.run(
            [*tracing.command(folder / "trace"), sys.executable, "-m", "tests.e2e.watched_child",
             str(folder / "webcam"), wrong, "run", "--source", "webcam", "--config", str(config)],
            cwd=folder / "here", check=False, text=True, capture_output=True, umask=0,
            stdin=subprocess.DEVNULL, timeout=PATIENCE_S, env={
                **environ, "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1",
                "HOME": str(folder / "home"), "TMPDIR": str(folder / "tmp"),
                "XDG_STATE_HOME": str(folder / "state"), "XDG_CACHE_HOME": str(folder / "cache"),
                "XDG_CONFIG_HOME": str(folder / "config"), "XDG_RUNTIME_DIR": str(folder / "run"),
                "MIRRORAPP_VISION__MODEL_DIR": str(model.path_of("full").parent)})
        assert done.returncode == 0, done.stderr
        return Session(folder, tracing.read(folder / "trace"), done.stdout)

    return run


def _files(folder: Path) -> list[Path]:
    """Right in it: folders there are those of tests that run beside."""
    return [each for each in folder.iterdir() if not each.is_dir()]


def test_a_session_writes_no_picture_and_nothing_that_is_on_no_list(
        session: Callable[[str], Session]) -> None:
    memory = set(_files(SHARED))
    seen = session("nothing")
    assert "completed, 20 repetitions" in seen.said
    assert seen.strangers() == set()
    assert seen.pictures() == {}
    assert seen.mapped() == {}
    assert (seen.written.moved, seen.written.memory) == ([], {"mirrorapp-pictures"})
    assert {bytes(told) for place, told in seen.written.told.items()
            if BRIEF.fullmatch(os.path.relpath(place, seen.folder))} <= {b"blat"}
    (seen.folder / "trace").unlink()
    assert {each: what for each, what in pictures_beneath(seen.folder).items()
            if COMPILED not in each or not what[0].startswith("something packed")} == {}
    assert set(_files(SHARED)) <= memory
    made = [each for place in ("home", "tmp", "state", "cache", "config", "here")
            for each in (seen.folder / place).rglob("*")]
    assert {"journal.sqlite3", "journal.private-outbox.sqlite3"} <= {each.name for each in made}
    assert [each for each in made if stat.S_IMODE(each.stat().st_mode) & 0o077] == []


def test_a_picture_that_is_written_is_found(session: Callable[[str], Session]) -> None:
    """Raw, as a JPEG that is gone at once, packed, by memory that a file has, and in memory that
    has a name or none.
    """
    seen = session("all")
    wav, = {each for each in seen.strangers() if each.endswith(".wav")}
    shared, anonymous = f"{SHARED}/mirrorapp-shared", "/memfd:elsewhere"
    away = {os.path.relpath(each, seen.folder) for each in (shared, anonymous)}
    assert seen.strangers() == {"here/raw", "here/packed", "here/mapped", wav} | away
    at = {os.path.relpath(each, seen.folder): what for each, what in seen.pictures().items()}
    assert at.keys() - away == {"here/raw", "here/packed", wav}
    assert "the mark" in at["here/raw"]
    assert set(seen.mapped()) == {str(seen.folder / "here/mapped"), shared}
    assert seen.written.memory == {"mirrorapp-pictures", "elsewhere"}
    (seen.folder / "trace").unlink()
    assert {"raw", "packed", "mapped"} <= {
        Path(each).name for each in pictures_beneath(seen.folder)}
