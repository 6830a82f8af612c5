"""The broker that was chosen, kept whole or not at all, its password apart."""

import stat
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest
from pydantic import SecretStr

from mirrorapp import config, whole
from mirrorapp.config import Config, ConfigError
from mirrorapp.hub import keeping
from mirrorapp.hub.credentials import read_password
from mirrorapp.settings import Settings

Make = Callable[..., Settings]
HOME = {"host": "broker.local", "port": 1884, "username": "mirror", "tls": False}
NEW = SecretStr("open sesame")


@pytest.fixture
def make(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Make:
    """Settings of a machine without any of its own, its journal in `tmp_path`."""
    monkeypatch.setattr("mirrorapp.config.loading.SYSTEM_CONFIG", tmp_path / "none.toml")

    def make(hub: str = "") -> Settings:
        path = tmp_path / "mirror.toml"
        path.write_text(f'[hub]\n{hub}\n[journal]\nfile = "{tmp_path / "j" / "journal.sqlite3"}"\n')
        return Settings(path, None, {})

    return make


def passwords(settings: Settings) -> list[Path]:
    return sorted(settings.path.parent.glob("hub.*.password"))


def chosen(settings: Settings, **changes: object) -> config.HubConfig:
    return keeping.chosen(settings, **{**HOME, **changes})  # type: ignore[arg-type]


def test_all_of_it_is_in_force_at_once_and_kept(make):
    settings, heard = make(), list[Config]()
    settings.listen(heard.append)
    keeping.keep(settings, chosen(settings), NEW)
    hub, = [each.hub for each in heard]
    assert (hub.host, hub.port, hub.username, hub.tls) == ("broker.local", 1884, "mirror", False)
    assert read_password(hub.password_file) == NEW
    settings.close()
    again = make()
    assert again.config.hub == hub
    again.close()


def test_the_password_is_in_a_file_that_only_its_user_reads_and_nowhere_else(make):
    settings = make()
    keeping.keep(settings, chosen(settings), NEW)
    settings.close()
    file, = passwords(settings)
    assert file.is_absolute()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert "sesame" not in settings.path.read_text() + repr(settings.config)
    assert tomllib.loads(settings.path.read_text())["hub"] == {
        "host": "broker.local", "port": 1884, "username": "mirror", "tls": False,
        "password_file": str(file)}


def test_another_password_leaves_nothing_of_the_first(make):
    settings = make()
    for secret in ("first", "second", "third"):
        keeping.keep(settings, chosen(settings), SecretStr(secret))
    settings.close()
    file, = passwords(settings)
    assert file == settings.config.hub.password_file
    assert file.read_text() == "third"


def test_without_a_new_password_the_old_one_stays_for_the_same_broker_and_name(make):
    settings = make()
    keeping.keep(settings, chosen(settings), NEW)
    keeping.keep(settings, chosen(settings, port=8883, tls=True), None)
    assert settings.config.hub.port == 8883
    assert read_password(settings.config.hub.password_file) == NEW
    settings.close()


@pytest.mark.parametrize("other", [{"host": "elsewhere.local"}, {"username": "somebody"},
                                   {"username": ""}])
def test_a_password_goes_to_no_other_broker_or_name(make, other):
    settings = make()
    keeping.keep(settings, chosen(settings), NEW)
    hub = chosen(settings, **other)
    assert hub.password_file is None
    keeping.keep(settings, hub, None)
    settings.close()
    assert passwords(settings) == []


def test_a_password_that_went_encrypted_goes_no_other_way(make):
    settings = make()
    keeping.keep(settings, chosen(settings, tls=True), NEW)
    assert chosen(settings, tls=True).password_file is not None
    assert chosen(settings, tls=False).password_file is None
    settings.close()


def test_no_broker_leaves_nothing_of_it(make):
    settings = make()
    keeping.keep(settings, chosen(settings), NEW)
    keeping.keep(settings, chosen(settings, host="", tls=True), None)
    settings.close()
    hub = settings.config.hub
    assert (hub.host, hub.username, hub.password_file, hub.tls) == ("", "", None, False)
    assert passwords(settings) == []


def test_a_password_file_of_somebody_else_is_left_alone(make, tmp_path):
    own = tmp_path / "hub.mine.password"
    own.write_text("mine")
    settings = make(f'host = "broker.local"\nusername = "mirror"\npassword_file = "{own}"')
    assert chosen(settings).password_file == own
    keeping.keep(settings, chosen(settings), NEW)
    settings.close()
    assert own.read_text() == "mine"


def test_certificates_are_those_of_the_file_as_long_as_it_encrypts(make, tmp_path):
    settings = make(f'tls = true\nca_file = "{tmp_path / "ca.crt"}"')
    assert chosen(settings, tls=True).ca_file == tmp_path / "ca.crt"
    keeping.keep(settings, chosen(settings, tls=False), None)
    assert settings.config.hub.ca_file is None
    keeping.keep(settings, chosen(settings, tls=True), None)
    assert settings.config.hub.ca_file == tmp_path / "ca.crt"
    settings.close()


@pytest.mark.parametrize("wrong", [{"host": "http://x"}, {"port": 0}, {"port": 70000}])
def test_what_cannot_be_used_is_said_and_changes_nothing(make, wrong):
    settings = make()
    with pytest.raises(ConfigError, match=r"hub\."):
        chosen(settings, **wrong)
    settings.close()
    assert not settings.path.exists()


@pytest.mark.parametrize("secret", ["", "two\nlines", "\n", "line\n", "a\u2028b"])
def test_a_password_of_no_or_several_lines_is_refused(make, secret):
    settings = make()
    with pytest.raises(ConfigError, match="password"):
        keeping.keep(settings, chosen(settings), SecretStr(secret))
    assert settings.config.hub.host == ""
    assert passwords(settings) == []
    settings.close()


def test_a_password_that_is_no_text_is_refused(make):
    settings = make()
    with pytest.raises(ConfigError, match="can't be kept"):
        keeping.keep(settings, chosen(settings), SecretStr("\ud800"))
    assert settings.config.hub.host == ""
    settings.close()


def test_a_full_disk_changes_nothing(make, monkeypatch):
    settings = make()
    keeping.keep(settings, chosen(settings), NEW)
    before = settings.config

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")
    monkeypatch.setattr(whole, "write", full)
    with pytest.raises(ConfigError, match="No space left on device"):
        keeping.keep(settings, chosen(settings, host="other.local"), SecretStr("other"))
    assert settings.config is before
    assert read_password(before.hub.password_file) == NEW
    settings.close()


def test_a_disk_that_fills_in_between_keeps_what_is_written_down(make, monkeypatch):
    """The new one is in force for this run; the old one is what the next start finds, whole."""
    settings = make()
    keeping.keep(settings, chosen(settings), NEW)
    settings._writer.submit(lambda: None).result()
    write = whole.write

    def full(path: Path, text: str) -> None:
        if path == settings.path:
            raise OSError(28, "No space left on device")
        write(path, text)
    monkeypatch.setattr(whole, "write", full)
    keeping.keep(settings, chosen(settings, host="other.local"), SecretStr("other"))
    settings.close()
    assert settings.config.hub.host == "other.local"
    assert [each.key for each in settings.board.read()] == ["settings"]
    monkeypatch.undo()
    monkeypatch.setattr("mirrorapp.config.loading.SYSTEM_CONFIG", Path("/none.toml"))
    again = make()
    assert again.config.hub.host == "broker.local"
    assert read_password(again.config.hub.password_file) == NEW
    again.close()


def test_settings_that_refuse_leave_no_password_behind(make, monkeypatch):
    settings = make()
    hub = chosen(settings)

    def refuse(*_: object, **__: object) -> None:
        raise ConfigError("No.", "Never.")
    monkeypatch.setattr(settings, "change", refuse)
    with pytest.raises(ConfigError):
        keeping.keep(settings, hub, NEW)
    assert passwords(settings) == []
    settings.close()
