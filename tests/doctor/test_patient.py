"""Whose settings are looked at, and that looking changes nothing."""

from pathlib import Path

import pytest

from mirrorapp.doctor.machine import Machine
from mirrorapp.doctor.patient import admit
from tests.doctor.trees import PI_5, UNIT, patient


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A user's own folder with settings of theirs; no service."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    (tmp_path / "state/mirrorapp").mkdir(parents=True)
    return tmp_path


def settings(home: Path, text: str, glass: str = "") -> Path:
    file = home / "mirror.toml"
    file.write_text(text)
    if glass:
        (home / "state/mirrorapp/settings.toml").write_text(glass)
    return file


def everything(folder: Path) -> dict[str, bytes]:
    return {str(each): each.read_bytes() for each in folder.rglob("*") if each.is_file()}


def test_the_settings_are_those_of_the_mirror(home: Path) -> None:
    file = settings(home, "[camera]\nfps = 25", "[camera]\nfps = 20\n[screen]\nvolume = 3")
    before = everything(home)
    whom = admit(file, Machine(home / "root"))
    assert (whom.config.camera.fps, whom.config.screen.volume, whom.wrong) == (20, 3, None)
    assert whom.config.journal.place == home / "state/mirrorapp/journal.sqlite3"
    assert everything(home) == before


@pytest.mark.parametrize(("text", "what", "remedy"), [
    ("[camera]\nfps = 999", "camera.fps = 999", "less than or equal to 60"),
    ("[camera", "is not valid TOML", "Mend that line"),
    ("[session]\nheight_cm = 172", "session.height_cm in", "p1.height_cm = 172 under [people]"),
    ("[session]\nshare_health = true", "is no setting any more", "p1.share_health = true"),
    ('[people]\np1 = "Anna"', "people.p1 = 'Anna'", 'p1.name = "Anna", for instance'),
    ("[camera]\nrate = 5", "camera.rate in", "Allowed here: source")])
def test_settings_that_can_not_be_used_are_told_with_what_they_are_now(
        home: Path, text: str, what: str, remedy: str) -> None:
    whom = admit(settings(home, text), Machine(home / "root"))
    assert whom.wrong is not None
    assert what in whom.wrong.what
    assert remedy in whom.wrong.remedy
    assert not whom.glass
    assert whom.config.camera.fps == 30


@pytest.mark.parametrize("glass", ["[camera]\nfps = 999", "nonsense"])
def test_what_was_set_on_the_glass_and_can_not_be_used_stays_where_it_is(home: Path,
                                                                         glass: str) -> None:
    file = settings(home, "[camera]\nfps = 25", glass)
    before = everything(home)
    whom = admit(file, Machine(home / "root"))
    assert whom.wrong is not None
    assert whom.glass
    assert whom.config.camera.fps == 25
    assert everything(home) == before


def test_of_a_service_it_is_the_service_s_places_whoever_asks(home: Path) -> None:
    unit = home / "root/etc/systemd/system/mirrorapp.service"
    unit.parent.mkdir(parents=True)
    unit.write_text(UNIT)
    file = settings(home, "")
    whom = admit(file, Machine(home / "root", environ={}))
    assert whom.config.journal.place == Path("/var/lib/mirrorapp/journal.sqlite3")
    assert whom.config.vision.model_dir == Path("/var/cache/mirrorapp/models")
    own = admit(file, Machine(home / "root", environ={"XDG_STATE_HOME": "/var/lib"}))
    assert own.config.vision.model_dir is None
    named = settings(home, f'[journal]\nfile = "{home}/mine.sqlite3"')
    assert admit(named, Machine(home / "root", environ={})).config.journal.place == (
        home / "mine.sqlite3")


def test_a_board_says_what_it_is(tmp_path: Path) -> None:
    machine = patient(tmp_path, PI_5).machine
    assert machine.model == "Raspberry Pi 5 Model B Rev 1.0"
    assert machine.is_pi
    assert not Machine(tmp_path / "nowhere").is_pi
