"""What is set on the glass: in force at once, kept, and never a reason not to start."""

import os
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from mirrorapp.config import Config, ConfigError
from mirrorapp.settings import TRIED, Settings

Make = Callable[..., Settings]


@pytest.fixture
def make(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Make:
    """Settings of a machine without any of its own, its journal in `tmp_path`."""
    monkeypatch.setattr("mirrorapp.config.loading.SYSTEM_CONFIG", tmp_path / "none.toml")

    def make(*, file: str = "", overrides: dict[str, dict[str, Any]] | None = None,
             environ: dict[str, str] | None = None) -> Settings:
        path = tmp_path / "mirror.toml"
        path.write_text(f'{file}\n[journal]\nfile = "{tmp_path / "journal.sqlite3"}"\n')
        return Settings(path, overrides, environ or {})

    return make


def kept(settings: Settings) -> dict[str, Any]:
    settings.close()
    return tomllib.loads(settings.path.read_text())


def test_nothing_is_written_until_something_is_set(make: Make) -> None:
    settings = make()
    settings.close()
    assert settings.config.screen.language == "en"
    assert not settings.path.exists()


def test_a_change_is_in_force_at_once_told_and_there_the_next_time(make: Make) -> None:
    settings, heard = make(), list[Config]()
    settings.listen(heard.append)
    settings.change("screen", language="de")
    assert [each.screen.language for each in heard] == ["de"]
    assert settings.config.screen.language == "de"
    assert kept(settings) == {"screen": {"language": "de"}}
    assert make().config.screen.language == "de"


def test_only_what_was_touched_is_kept(make: Make) -> None:
    settings = make(file='[screen]\nview = "mirror"\n')
    settings.change("screen", language="de")
    settings.change("people", p1={"name": "Anna"})
    settings.change("screen", language="en")
    assert kept(settings) == {"screen": {"language": "en"}, "people": {"p1": {"name": "Anna"}}}
    assert make(file='[screen]\nview = "mirror"\n').config.screen.view == "mirror"


def test_a_hand_wins_over_the_command_line_while_it_runs_and_not_the_next_time(make: Make) -> None:
    said = {"screen": {"language": "en"}}
    settings = make(overrides=said, environ={"MIRRORAPP_SCREEN__VIEW": "camera"})
    settings.change("screen", language="de", view="mirror")
    assert (settings.config.screen.language, settings.config.screen.view) == ("de", "mirror")
    settings.close()
    assert make(overrides=said).config.screen.language == "en"
    assert make().config.screen.language == "de"


@pytest.mark.parametrize("said", [
    {"overrides": {"hub": {"host": "attic"}}}, {"environ": {"MIRRORAPP_HUB__HOST": "attic"}}])
def test_another_broker_is_told_nothing_that_was_set_for_the_one_on_the_glass(
        make: Make, said: dict[str, Any]) -> None:
    settings = make()
    settings.change("hub", host="home", port=8883, tls=True, username="mirror",
                    password_file="/x/hub.1.password")  # noqa: S106
    settings.close()
    assert make().config.hub.username == "mirror"
    attic = make(**said).config.hub
    assert (attic.host, attic.port, attic.tls, attic.username, attic.password_file) == (
        "attic", 1883, False, "", None)
    assert make(overrides={"hub": {"host": "home"}}).config.hub.port == 8883, "it is the same"


def test_what_can_not_be_used_changes_nothing(make: Make) -> None:
    settings, heard = make(), list[Config]()
    settings.listen(heard.append)
    with pytest.raises(ConfigError):
        settings.change("screen", language="fr")
    settings.change("screen", view="mirror")
    assert settings.config.screen.language == "en"
    assert len(heard) == 1
    assert kept(settings) == {"screen": {"view": "mirror"}}


def test_a_hand_that_tries_what_can_not_be_used_is_told_until_the_next_try(make: Make) -> None:
    settings = make()
    assert not settings.try_change("screen", language="fr")
    assert settings.config.screen.language == "en"
    assert [(each.key, each.what) for each in settings.board.read()] == [
        (TRIED, "screen.language = 'fr' in what was set on the glass can't be used.")]
    assert settings.try_change("screen", language="de")
    assert settings.config.screen.language == "de"
    assert not settings.board.read()
    settings.close()


@pytest.mark.parametrize("text", ["[screen", '[screen]\nlanguage = "fr"\n', "language = 1\n",
                                  '[screens]\nlanguage = "de"\n', "\udc80"])
def test_what_can_not_be_read_is_set_aside_and_told(make: Make, text: str) -> None:
    before = make()
    before.close()
    before.path.write_bytes(text.encode("utf-8", "surrogateescape"))
    settings = make()
    assert settings.config == before.config
    assert [each.key for each in settings.board.read()] == ["settings"]
    aside = settings.path.with_name("settings.toml.damaged")
    assert str(aside) in settings.board.read()[0].remedy
    assert aside.read_bytes() == text.encode("utf-8", "surrogateescape")
    settings.change("screen", language="de")
    settings.close()
    assert not settings.board.read()
    assert make().config.screen.language == "de"


def test_a_full_disk_is_told_and_what_was_set_is_in_force(
        make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = make()

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    settings.change("screen", language="de")
    settings.close()
    assert settings.config.screen.language == "de"
    [notice] = settings.board.read()
    assert "No space left" in notice.what
    assert not settings.path.exists()


def test_mistakes_of_the_other_files_are_theirs(make: Make) -> None:
    with pytest.raises(ConfigError, match=r"mirror\.toml"):
        make(file='[screen]\nview = "hole"\n')


def test_what_is_taken_back_is_as_the_other_files_say(make: Make) -> None:
    mine = '[people]\np1 = { name = "Anna" }\n'
    settings, heard = make(file=mine), list[Config]()
    settings.change("people", p1={"name": "Annette"}, p2={"name": "Ben"})
    settings.change("screen", language="de")
    settings.listen(heard.append)
    settings.remove("people", "p1", "p2", "p3")
    assert {key: each.name for key, each in heard[-1].people.items()} == {"p1": "Anna"}
    assert settings.given.people == settings.config.people
    assert kept(settings) == {"people": {}, "screen": {"language": "de"}}
    assert make(file=mine).config.people["p1"].name == "Anna"


def test_what_the_rest_needs_is_not_taken_back(make: Make) -> None:
    bad = {"MIRRORAPP_SCREEN__LANGUAGE": "en"}
    settings = make(environ=bad)
    settings.change("screen", language="de")
    bad["MIRRORAPP_SCREEN__LANGUAGE"] = "fr"
    with pytest.raises(ConfigError):
        settings.remove("screen", "language")
    assert settings.config.screen.language == "de"
    assert kept(settings) == {"screen": {"language": "de"}}


def test_a_folder_of_somebody_elses_keeps_nobody_from_starting(
        make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    def denied(self: Path) -> bool:
        raise PermissionError(13, "Permission denied", str(self))

    before = make()
    monkeypatch.setattr(Path, "is_file", lambda self: (
        denied(self) if self.name == "settings.toml" else Path.exists(self)))
    settings = make()
    assert settings.config == before.config
    assert [each.key for each in settings.board.read()] == ["settings"]


def test_what_can_not_be_taken_back_is_told_and_ends_nothing(make: Make) -> None:
    settings = make()
    settings.change("screen", language="de")
    (settings.path.parent / "mirror.toml").write_text("[screen")
    assert not settings.try_remove("screen", "language")
    assert not settings.try_change("screen", view="mirror")
    assert settings.config.screen.language == "de"
    assert [each.key for each in settings.board.read()] == ["setting"]


def test_what_would_be_is_not(make: Make) -> None:
    settings, heard = make(), list[Config]()
    settings.listen(heard.append)
    assert settings.would_be("screen", language="de").screen.language == "de"
    with pytest.raises(ConfigError):
        settings.would_be("screen", language="fr")
    settings.close()
    assert settings.config.screen.language == "en"
    assert heard == []
    assert not settings.path.exists()


def test_what_comes_after_writing_comes_after_it(make: Make) -> None:
    settings, seen = make(), list[bool]()
    settings.change("screen", language="de")
    settings.afterwards(lambda: seen.append(settings.path.exists()))
    settings.afterwards((settings.path.parent / "none").unlink)  # is no reason to stop
    settings.close()
    assert seen == [True]


def test_files_are_read_anew_when_it_is_asked_for(make: Make, tmp_path: Path) -> None:
    file = tmp_path / "mirror.toml"
    settings, heard = make(), list[Config]()
    settings.listen(heard.append)
    settings.change("screen", volume=5)
    file.write_text(file.read_text() + '[screen]\nlanguage = "de"\nvolume = 1\n')
    settings.ask_reread()
    assert settings.config.screen.language == "en", "only at the next beat"
    settings.do_asked()
    assert (settings.config.screen.language, settings.config.screen.volume) == ("de", 5)
    assert settings.given.screen.volume == 1
    settings.ask_reread()
    settings.do_asked()
    assert [each.screen.language for each in heard] == ["en", "de"], "nothing is new"
    settings.close()


@pytest.mark.parametrize("broken", [
    "[screen", '[screen]\nlanguage = "fr"\n', '[screens]\nlanguage = "de"\n', "\udc80", None])
def test_a_file_that_is_broken_while_it_runs_changes_nothing_and_is_told(
        make: Make, tmp_path: Path, broken: str | None) -> None:
    file = tmp_path / "mirror.toml"
    settings = make(file='[screen]\nlanguage = "de"\n')
    before, whole = settings.config, file.read_text()
    file.unlink()
    if broken is not None:
        file.write_bytes(broken.encode("utf-8", "surrogateescape"))
    settings.reread()
    assert settings.config is before
    (notice,) = settings.board.read()
    assert "mirror.toml" in notice.what
    assert not settings.try_change("screen", view="mirror"), "a touch is refused, and told"
    assert settings.config is before
    file.write_text(whole.replace('"de"', '"en"'))
    settings.reread()
    assert settings.config.screen.language == "en"
    assert [each.key for each in settings.board.read()] == [TRIED]
    settings.close()
