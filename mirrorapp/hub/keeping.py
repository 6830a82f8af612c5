"""Writes down which broker was chosen, and its password where only the mirror's user reads it."""

import secrets
from functools import partial
from pathlib import Path
from typing import Any

from pydantic import SecretStr

from mirrorapp import whole
from mirrorapp.config import ConfigError, HubConfig
from mirrorapp.settings import Settings

PATTERN = "hub.*.password"
"""Each password has a file of its own, beside `settings.toml`, that is never written to again: so
what is written down there is always whole, and goes with the rest that is."""
_CERTIFICATES = ("ca_file", "cert_file", "key_file")


def chosen(settings: Settings, *, host: str, port: int, username: str, tls: bool) -> HubConfig:
    """What would be in force of the hub with these, for a `Trial` and then for `keep`.

    The password file is the one in force as long as host and user name are, and as long as what was
    encrypted still is. Certificates are those that `mirror.toml` names where `tls` is on (only
    there can they be named), none where it is off. No host is no broker; the rest is then none
    either. Raises `ConfigError` for what can't be used.
    """
    now, given = settings.config.hub, settings.given.hub
    same = (bool(host and username) and (host, username) == (now.host, now.username)
            and (tls or not now.tls))
    wanted: dict[str, Any] = {
        "host": host, "port": port, "username": username if host else "", "tls": tls and bool(host),
        "password_file": now.password_file if same else None}
    for each in _CERTIFICATES:
        wanted[each] = getattr(given, each) if wanted["tls"] else None
    return settings.would_be("hub", **_written(wanted)).hub


def keep(settings: Settings, hub: HubConfig, password: SecretStr | None) -> None:
    """Have `hub` (of `chosen`) in force, and kept: all of it or nothing.

    `password`: as it was typed; None: that of `hub.password_file` stays, if there is one.

    Raises `ConfigError` where the password can't be written; then nothing has changed. For the
    thread of the screens; the password is on the disk when this returns, for the rest see
    `Settings.change`.
    """
    before = settings.config.hub
    folder = settings.path.parent.absolute()
    file = hub.password_file if password is None else _write(folder, password)
    wanted = hub.model_copy(update={"password_file": file}).model_dump(
        include={"host", "port", "username", "password_file", "tls"}
        | {each for each in _CERTIFICATES if getattr(hub, each) != getattr(before, each)})
    try:
        settings.change("hub", **_written(wanted))
    except ConfigError:
        if file is not None and password is not None:
            file.unlink(missing_ok=True)
        raise
    old = before.password_file
    if old is not None and old != file and old.parent == folder and old.match(PATTERN):
        settings.afterwards(partial(old.unlink, missing_ok=True))


def _write(folder: Path, password: SecretStr) -> Path:
    secret = password.get_secret_value()
    if len(secret.splitlines()) != 1 or secret.splitlines()[0] != secret:
        raise ConfigError("The password can't be used.", "It has to be one line, and not empty.")
    file = folder / PATTERN.replace("*", secrets.token_hex(4))
    try:
        whole.write(file, secret)
    except (OSError, UnicodeEncodeError) as error:
        why = error.strerror if isinstance(error, OSError) else "it is no text"
        raise ConfigError(f"The password can't be kept in {folder}: {why}.",
                          "Check that the folder belongs to the mirror's user and has room.",
                          ) from None
    return file


def _written(values: dict[str, Any]) -> dict[str, Any]:
    """As `mirror.toml` would say it."""
    return {key: "" if each is None else str(each) if isinstance(each, Path) else each
            for key, each in values.items()}
