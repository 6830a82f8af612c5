"""Writes down which broker was chosen, and its password where only the mirror's user reads it."""

from pydantic import SecretStr

from mirrorapp.config import HubConfig
from mirrorapp.settings import Settings

NAMES = ("broker.password", "broker-2.password")
"""Beside `settings.toml`, in turns: the one that is in force is never written to."""


def chosen(settings: Settings, *, host: str, port: int, username: str, tls: bool) -> HubConfig:
    """What would be in force of the hub with these, for a `Trial` and then for `keep`.

    The password file is the one in force as long as host and user name are. Certificates are those
    that `mirror.toml` names where `tls` is on (only there can they be named), none where it is off.
    Raises `ConfigError` for what can't be used.
    """
    raise NotImplementedError


def keep(settings: Settings, hub: HubConfig, password: SecretStr | None) -> None:
    """Have `hub` (of `chosen`) in force, and kept: all of it or nothing.

    `password`: as it was typed; None: that of `hub.password_file` stays, if there is one.

    Raises `ConfigError` where the password can't be written; then nothing has changed. For the
    thread of the screens; the password is on the disk when this returns, for the rest see
    `Settings.change`.
    """
    raise NotImplementedError
