"""A message for each mistake that names key, value and what is allowed."""

import pytest

from mirrorapp.config import Config
from tests.config.written import Written, mistake


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


@pytest.mark.parametrize("address", [
    "mqtt://me:secret@hub.local", "secret@hub.local", "me:secret", "mqtts://hub.local?pw=secret",
    "me:secret@hub.local/x", "hub.local/secret", "mqtt://me:se@cret@hub.local/secret"])
def test_a_password_in_an_address_is_never_shown(address: str) -> None:
    error = mistake(environ={"MIRRORAPP_HUB__HOST": address})
    assert "secret" not in str(error)
    assert "hub.host" in str(error)


def test_an_unknown_key_never_shows_its_value() -> None:
    assert "secret" not in str(mistake(environ={"MIRRORAPP_HUB__PASSWORD": "secret"}))


def test_a_time_of_day_is_asked_for_in_plain_words() -> None:
    for value in ("25:00", "evening", [1]):
        error = mistake(overrides={"session": {"remind_at": value}})
        assert error.what.startswith("session.remind_at = ")
        assert error.remedy == "Allowed: a time of day such as 18:00."


def test_a_person_s_bad_id_is_named_as_it_was_written() -> None:
    error = mistake(overrides={"people": {"P2": {"name": "Anna"}}})
    assert error.what == "people.P2 = 'P2' in the command line can't be used."


def test_what_is_allowed_is_said_without_the_parsers_own_words() -> None:
    error = mistake(overrides={"camera": {"floor_mark_m": "far"}})
    assert error.remedy == "Allowed: a valid number."
