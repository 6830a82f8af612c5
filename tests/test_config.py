"""Settings: who wins, and a message for each mistake that names key, value and what is allowed."""

import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from mirrorapp import config
from mirrorapp.config import Config, ConfigError, load

Written = Callable[[str], Path]


@pytest.fixture(autouse=True)
def no_system_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the machine's own configuration would be; it is not there."""
    path = tmp_path / "etc" / "mirror.toml"
    monkeypatch.setattr(config, "SYSTEM_CONFIG", path)
    return path


@pytest.fixture
def written(tmp_path: Path) -> Written:
    """Writes a configuration file."""
    def write(text: str) -> Path:
        path = tmp_path / "mine.toml"
        path.write_text(text, encoding="utf-8")
        return path
    return write


def mistake(file: Path | None = None, overrides: Mapping[str, Mapping[str, Any]] | None = None,
            environ: Mapping[str, str] | None = None) -> ConfigError:
    """What `load` complains of."""
    with pytest.raises(ConfigError) as caught:
        load(file, overrides, environ or {})
    return caught.value


# Who wins

def test_the_packaged_file_says_the_defaults() -> None:
    assert load(environ={}) == Config()


def test_the_packaged_file_names_every_setting() -> None:
    text = (config.data_dir() / "mirror.toml").read_text(encoding="utf-8")
    assert "[people]\n" in text
    for section in Config.model_fields.keys() - {"people"}:
        part = text.split(f"[{section}]\n")[1].split("\n[")[0]
        keys = {line.removeprefix("# ").split(" = ")[0]
                for line in part.splitlines() if " = " in line}
        assert keys == set(type(getattr(Config(), section)).model_fields), section


def test_later_wins(no_system_file: Path, written: Written) -> None:
    no_system_file.parent.mkdir()
    no_system_file.write_text("[session]\nreps = 6\n[hub]\nport = 1884\n", encoding="utf-8")
    environ = {"MIRRORAPP_SESSION__REPS": "8"}
    assert load(environ={}).session.reps == 6
    mine = written("[session]\nreps = 7\n")
    assert load(mine, environ={}).session.reps == 7
    assert load(mine, environ={}).hub.port == 1883  # a file that is named stands for the system's
    assert load(mine, environ=environ).session.reps == 8
    assert load(mine, {"session": {"reps": 9}}, environ).session.reps == 9


def test_each_layer_changes_only_what_it_names(written: Written) -> None:
    mine = written("[hub]\nhost = \"homeassistant.local\"\n")
    loaded = load(mine, {"hub": {"port": 8883}}, {"MIRRORAPP_HUB__TLS": "true"})
    assert (loaded.hub.host, loaded.hub.port, loaded.hub.tls) == ("homeassistant.local", 8883, True)
    assert loaded.hub.id == "mirror"


def test_the_environment_is_read_by_default(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [each for each in os.environ if each.startswith("MIRRORAPP_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("MIRRORAPP_HUB__HOST", "broker.local")
    assert load().hub.host == "broker.local"


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


def test_other_programs_variables_mean_nothing() -> None:
    environ = {"HOME": "/home/me", "OTHER_HUB__HOST": "x", "MIRRORAPP_HOME": "y"}
    assert load(environ=environ) == Config()


def test_settings_stay_as_they_were_loaded() -> None:
    with pytest.raises(ValidationError, match="frozen"):
        load(environ={}).session.reps = 7


def test_packs_lie_where_the_system_and_the_user_keep_settings(written: Written) -> None:
    system, own = load(environ={}).exercises.packs
    assert system == Path("/etc/mirrorapp/packs")
    assert own.parts[-2:] == ("mirrorapp", "packs")
    mine = load(written('[exercises]\npacks = ["~/packs"]\n'), environ={}).exercises.packs
    assert mine == (Path.home() / "packs",)


# Mistakes

@pytest.mark.parametrize(("section", "line", "value", "allowed"), [
    ("camera", 'source = "vidoe"', "'vidoe'", "'picamera', 'webcam', 'video' or 'rehearsal'"),
    ("camera", "device = -1", "-1", "greater than or equal to 0"),
    ("camera", "device = 64", "64", "less than or equal to 63"),
    ("camera", "width = 10", "10", "greater than or equal to 160"),
    ("camera", "height = 5000", "5000", "less than or equal to 2160"),
    ("camera", "fps = 29.97", "29.97", "a valid integer"),
    ("camera", 'fps = "fast"', "'fast'", "a valid integer"),
    ("camera", "rotate = 45", "45", "0, 90, 180 or 270"),
    ("camera", "file = 3", "3", "path"),
    ("vision", 'model = "huge"', "'huge'", "'lite', 'full' or 'heavy'"),
    ("vision", 'confine = "perhaps"', "'perhaps'", "boolean"),
    ("screen", 'view = "x-ray"', "'x-ray'", "'camera' or 'mirror'"),
    ("screen", 'language = "fr"', "'fr'", "'en' or 'de'"),
    ("screen", "fullscreen = true", "True", "'auto', 'yes' or 'no'"),
    ("screen", "fps = 120", "120", "less than or equal to 60"),
    ("session", 'exercise = "../squat"', "'../squat'", "a-z, 0-9"),
    ("session", "reps = 0", "0", "greater than or equal to 1"),
    ("session", 'profile = ""', "''", "a-z, 0-9"),
    ("hub", "port = 65536", "65536", "less than or equal to 65535"),
    ("hub", "host = 1", "1", "string"),
    ("hub", 'base = "a/b"', "'a/b'", "a-z, A-Z, 0-9"),
    ("hub", 'id = "Mirror"', "'Mirror'", "a-z, 0-9"),
    ("journal", "file = [1]", "[1]", "path"),
    ("exercises", "packs = 3", "3", "tuple"),
])
def test_a_bad_value_is_named_with_its_key_its_file_and_what_is_allowed(
        written: Written, section: str, line: str, value: str, allowed: str) -> None:
    path = written(f"[{section}]\n{line}\n")
    error = mistake(path)
    key, _ = line.split(" = ")
    assert error.what == f"{section}.{key} = {value} in {path} can't be used."
    assert error.remedy.startswith("Allowed: ")
    assert allowed in error.remedy


@pytest.mark.parametrize(("text", "key", "now"), [
    ("[session]\nheight_cm = 172\n", "session.height_cm", "p1.height_cm = 172"),
    ("[session]\nshare_health = true\n", "session.share_health", "p1.share_health = true"),
])
def test_what_an_older_version_had_elsewhere_is_named_with_its_new_place(
        written: Written, text: str, key: str, now: str) -> None:
    path = written(text)
    error = mistake(path)
    assert error.what == f"{key} in {path} is no setting any more."
    assert now in error.remedy


def test_a_person_who_was_a_mere_name_is_told_how_to_be_written(written: Written) -> None:
    error = mistake(written('[people]\np1 = "Anna"\n'))
    assert 'p1.name = "Anna"' in error.remedy


@pytest.mark.parametrize("source", ["auto", "picamera", "webcam", "rehearsal"])
def test_a_camera_that_an_older_version_knew_is_known(written: Written, source: str) -> None:
    path = written(f'[camera]\nsource = "{source}"\n')
    assert load(path, environ={}).camera.source == source


def test_an_unknown_key_is_named_with_those_that_are_known(written: Written) -> None:
    path = written("[hub]\nhots = \"broker.local\"\n")
    error = mistake(path)
    assert error.what.startswith(f"hub.hots in {path} is not a setting")
    for known in ("host", "port", "password_file", "tls"):
        assert known in error.remedy


def test_an_unknown_section_is_named_with_those_that_are_known(written: Written) -> None:
    path = written("[hubb]\nhost = \"broker.local\"\n")
    error = mistake(path)
    assert error.what.startswith(f"hubb in {path} is not a setting")
    assert all(section in error.remedy for section in Config.model_fields)


def test_a_key_outside_any_section(written: Written) -> None:
    path = written("reps = 5\n[session]\n")
    error = mistake(path)
    assert error.what == f"reps in {path} stands outside any section."
    assert all(section in error.remedy for section in Config.model_fields)


def test_toml_that_is_none_is_named_with_its_line(written: Written) -> None:
    path = written("[hub]\nport = 1883\nhost = homeassistant.local\n")
    error = mistake(path)
    assert str(path) in error.what
    assert "line 3" in error.what


@pytest.mark.parametrize("text", ["[hub]\nport = 1\nport = 2\n", "[hub\n", "= 3"])
def test_other_toml_that_is_none(written: Written, text: str) -> None:
    assert "is not valid TOML" in mistake(written(text)).what


@pytest.mark.parametrize("value", ["[" * 20000 + "]" * 20000, "9" * 5000])
def test_what_python_can_not_take_in(written: Written, value: str) -> None:
    assert "can't be read" in mistake(written(f"[hub]\nport = {value}\n")).what


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    error = mistake(tmp_path / "none.toml")
    assert "none.toml can't be read" in error.what
    assert "path" in error.remedy


def test_a_file_that_is_a_folder_or_no_text(tmp_path: Path) -> None:
    assert "can't be read" in mistake(tmp_path).what
    (tmp_path / "latin.toml").write_bytes('[hub]\nhost = "küche"\n'.encode("latin-1"))
    assert "can't be read" in mistake(tmp_path / "latin.toml").what


def test_a_system_file_that_is_broken_is_not_passed_over(no_system_file: Path) -> None:
    no_system_file.parent.mkdir()
    no_system_file.write_text("[hub", encoding="utf-8")
    assert str(no_system_file) in mistake().what


@pytest.mark.parametrize(("name", "value", "what"), [
    ("MIRRORAPP_HUB__PORT", "mqtt", "hub.port = 'mqtt' in the environment can't be used."),
    ("MIRRORAPP_SESSION__REPS", "0", "session.reps = '0' in the environment can't be used."),
    ("MIRRORAPP_SCREEN__VIEW", "", "screen.view = '' in the environment can't be used."),
    ("MIRRORAPP_HUB__HOTS", "x", "hub.hots in the environment is not a setting"),
    ("MIRRORAPP_HUBB__HOST", "x", "hubb in the environment is not a setting"),
])
def test_a_bad_variable(name: str, value: str, what: str) -> None:
    error = mistake(environ={name: value})
    assert error.what.startswith(what.removesuffix("."))
    assert error.remedy.startswith("Allowed")


def test_a_bad_override_is_laid_to_the_command_line(written: Written) -> None:
    mine = written("[session]\nreps = 7\n")
    error = mistake(mine, {"session": {"reps": 1000}}, {"MIRRORAPP_SESSION__REPS": "8"})
    assert error.what == "session.reps = 1000 in the command line can't be used."


def test_a_bad_value_that_is_overridden_does_no_harm(written: Written) -> None:
    assert load(written("[session]\nreps = 0\n"), {"session": {"reps": 3}}, {}).session.reps == 3


def test_data_is_found_beside_the_package() -> None:
    assert (config.data_dir() / "mirror.toml").is_file()


@pytest.mark.parametrize("address", [
    "mqtt://me:secret@hub.local", "secret@hub.local", "me:secret", "mqtts://hub.local?pw=secret",
    "me:secret@hub.local/x", "hub.local/secret", "mqtt://me:se@cret@hub.local/secret"])
def test_a_password_in_an_address_is_never_shown(address: str) -> None:
    error = mistake(environ={"MIRRORAPP_HUB__HOST": address})
    assert "secret" not in str(error)
    assert "hub.host" in str(error)


@pytest.mark.parametrize("line", ['password = "secret"', 'hub = "mqtt://me:secret@hub.local"'])
def test_a_password_outside_any_section_is_never_shown(written: Written, line: str) -> None:
    error = mistake(written(line))
    assert "secret" not in str(error)
    assert "outside any section" in error.what


@pytest.mark.parametrize("host", ["hub.local", "192.168.1.2", "::1", "fe80::1", "::ffff:1.2.3.4"])
def test_names_and_addresses_are_hosts(host: str) -> None:
    assert load(environ={"MIRRORAPP_HUB__HOST": host}).hub.host == host


def test_an_unknown_key_never_shows_its_value() -> None:
    assert "secret" not in str(mistake(environ={"MIRRORAPP_HUB__PASSWORD": "secret"}))


def test_a_single_underscore_is_told_of() -> None:
    error = mistake(environ={"MIRRORAPP_HUB_HOST": "hub.local"})
    assert "MIRRORAPP_HUB__HOST" in error.remedy


@pytest.mark.parametrize(("name", "meant"), [
    ("MIRRORAPP_LANGUAGE", "MIRRORAPP_SCREEN__LANGUAGE."),
    ("MIRRORAPP_WIDTH", "MIRRORAPP_CAMERA__WIDTH or MIRRORAPP_SCREEN__WIDTH."),
    ("MIRRORAPP_PACKS", "MIRRORAPP_EXERCISES__PACKS."),
])
def test_a_key_without_its_section_is_told_of(name: str, meant: str) -> None:
    error = mistake(environ={name: "de"})
    assert name in error.what
    assert error.remedy == f"Say {meant}"


def test_a_time_of_day_is_asked_for_in_plain_words() -> None:
    for value in ("25:00", "evening", [1]):
        error = mistake(overrides={"session": {"remind_at": value}})
        assert error.what.startswith("session.remind_at = ")
        assert error.remedy == "Allowed: a time of day such as 18:00."


def test_a_person_s_bad_id_is_named_as_it_was_written() -> None:
    error = mistake(overrides={"people": {"P2": {"name": "Anna"}}})
    assert error.what == "people.P2 = 'P2' in the command line can't be used."


def test_a_home_folder_and_an_empty_path_are_understood() -> None:
    settings = config.load(environ={"MIRRORAPP_JOURNAL__FILE": "~/j.db",
                                    "MIRRORAPP_HUB__CA_FILE": ""})
    assert settings.journal.file == Path.home() / "j.db"
    assert settings.hub.ca_file is None


def test_what_is_allowed_is_said_without_the_parsers_own_words() -> None:
    error = mistake(overrides={"camera": {"floor_mark_m": "far"}})
    assert error.remedy == "Allowed: a valid number."


def test_a_file_that_is_not_there_is_named_once(tmp_path: Path) -> None:
    error = mistake(tmp_path / "no.toml")
    assert error.what == (f"The configuration {tmp_path / 'no.toml'} can't be read: "
                          "No such file or directory.")


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
