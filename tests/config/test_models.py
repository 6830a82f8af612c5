"""What can be set, and what it is then."""

from pathlib import Path

import pytest
from pydantic import ValidationError

from mirrorapp.config import Config, data_dir, load
from tests.config.written import Written, mistake


def test_the_packaged_file_says_the_defaults() -> None:
    assert load(environ={}) == Config()


def test_the_packaged_file_names_every_setting() -> None:
    text = (data_dir() / "mirror.toml").read_text(encoding="utf-8")
    assert "[people]\n" in text
    for section in Config.model_fields.keys() - {"people"}:
        part = text.split(f"[{section}]\n")[1].split("\n[")[0]
        keys = {line.removeprefix("# ").split(" = ")[0]
                for line in part.splitlines() if " = " in line}
        assert keys == set(type(getattr(Config(), section)).model_fields), section


@pytest.mark.parametrize(("name", "value", "section", "key", "expected"), [
    ("MIRRORAPP_CAMERA__FPS", "15", "camera", "fps", 15),
    ("MIRRORAPP_CAMERA__FILE", "squats.mp4", "camera", "file", Path("squats.mp4")),
    ("MIRRORAPP_CAMERA__ROTATE", "90", "camera", "rotate", 90),
    ("MIRRORAPP_VISION__CONFINE", "false", "vision", "confine", False),
    ("MIRRORAPP_SCREEN__LANGUAGE", "de", "screen", "language", "de"),
    ("MIRRORAPP_SESSION__REMINDERS", "0", "session", "reminders", False),
    ("MIRRORAPP_HUB__USERNAME", "1234", "hub", "username", "1234"),
    ("MIRRORAPP_EXERCISES__PACKS", "/a:/b/c", "exercises", "packs", (Path("/a"), Path("/b/c"))),
    ("MIRRORAPP_EXERCISES__PACKS", "", "exercises", "packs", ()),
])
def test_the_environment_speaks_text_and_is_understood(
        name: str, value: str, section: str, key: str, expected: object) -> None:
    assert getattr(getattr(load(environ={name: value}), section), key) == expected


def test_settings_stay_as_they_were_loaded() -> None:
    with pytest.raises(ValidationError, match="frozen"):
        load(environ={}).session.reps = 7


def test_packs_lie_where_the_system_and_the_user_keep_settings(written: Written) -> None:
    system, own = load(environ={}).exercises.packs
    assert system == Path("/etc/mirrorapp/packs")
    assert own.parts[-2:] == ("mirrorapp", "packs")
    mine = load(written('[exercises]\npacks = ["~/packs"]\n'), environ={}).exercises.packs
    assert mine == (Path.home() / "packs",)


@pytest.mark.parametrize("source", ["auto", "picamera", "webcam", "rehearsal"])
def test_a_camera_that_an_older_version_knew_is_known(written: Written, source: str) -> None:
    path = written(f'[camera]\nsource = "{source}"\n')
    assert load(path, environ={}).camera.source == source


@pytest.mark.parametrize("host", ["hub.local", "192.168.1.2", "::1", "fe80::1", "::ffff:1.2.3.4"])
def test_names_and_addresses_are_hosts(host: str) -> None:
    assert load(environ={"MIRRORAPP_HUB__HOST": host}).hub.host == host


def test_a_home_folder_and_an_empty_path_are_understood() -> None:
    settings = load(environ={"MIRRORAPP_JOURNAL__FILE": "~/j.db",
                                    "MIRRORAPP_HUB__CA_FILE": ""})
    assert settings.journal.file == Path.home() / "j.db"
    assert settings.hub.ca_file is None


def test_people_are_named_by_their_ids(written: Written) -> None:
    assert load(environ={}).people == {}
    people = load(written('[people]\nanna = { name = "Anna", avoid = ["balance"] }\n'),
                  environ={}).people
    assert (people["anna"].name, people["anna"].avoid) == ("Anna", ("balance",))
    assert load(written("[people]\nanna = { height_cm = 170 }\n"),
                environ={}).people["anna"].name == ""
    for text in ('Anna = { name = "Anna" }', f'anna = {{ name = "{"n" * 25}" }}', 'anna = "Anna"',
                 'anna = { name = "Anna", avoid = ["work"] }', "anna = { height_cm = 17 }"):
        wrong = mistake(written(f"[people]\n{text}\n"))
        assert "people" in wrong.what, text
        assert wrong.remedy
