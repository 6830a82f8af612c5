"""Where settings come from, and which of them wins.

Later wins: the packaged `mirror.toml`, `/etc/mirrorapp/mirror.toml` (or the file given with
`--config`), what was set on the glass (`mirrorapp.settings`), the environment
(`MIRRORAPP_HUB__HOST=…`), the command line.
"""

import os
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError

from mirrorapp.config.explaining import ConfigError, explain
from mirrorapp.config.models import Config

SYSTEM_CONFIG = Path("/etc/mirrorapp/mirror.toml")
_ENV_PREFIX = "MIRRORAPP_"
_GLASS = "what was set on the glass"


def data_dir() -> Path:
    """The folder with the packaged configuration, exercises and texts."""
    here = Path(__file__).resolve().parents[1]
    installed = here / "config_data"
    return installed if installed.is_dir() else here.parent / "config"


def load(file: Path | None = None, overrides: Mapping[str, Mapping[str, Any]] | None = None,
         environ: Mapping[str, str] = os.environ, *,
         glass: Mapping[str, Mapping[str, Any]] | None = None,
         touched: Mapping[str, Mapping[str, Any]] | None = None) -> Config:
    """Put the settings together; `glass` is what was set there, `touched` what has been since the
    start, which wins over all. Raises `ConfigError`.
    """
    layers: list[tuple[str, Mapping[str, Any]]] = []
    local = file or (SYSTEM_CONFIG if SYSTEM_CONFIG.is_file() else None)
    for path in (data_dir() / "mirror.toml", local):
        if path is not None:
            layers.append((str(path), read(path)))
    here = _from_environment(environ), overrides or {}
    layers.append((_GLASS, _of_this_broker(glass or {}, *here)))
    layers.extend(zip(("the environment", "the command line"), here, strict=True))
    layers.append((_GLASS, touched or {}))
    merged: dict[str, dict[str, Any]] = {}
    for origin, layer in layers:
        _merge(merged, layer, origin)
    try:
        return Config.model_validate(merged)
    except ValidationError as error:
        raise explain(error.errors()[0], layers) from None


def read(path: Path) -> dict[str, Any]:
    """What a file of settings says. Raises `ConfigError`."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise ConfigError(f"The configuration {path} can't be read: {error.strerror}.",
                          "Check the path and its permissions.") from None
    except UnicodeDecodeError:
        raise ConfigError(f"The configuration {path} is no text in UTF-8.",
                          "Save it as UTF-8, or remove the file to use the defaults.") from None
    except (ValueError, RecursionError) as error:  # TOML's, and what Python can't take in
        raise ConfigError(f"The configuration {path} is not valid TOML: {error}.",
                          "Mend that line, or remove the file to use the defaults.") from None


def _from_environment(environ: Mapping[str, str]) -> dict[str, dict[str, Any]]:
    layer: dict[str, dict[str, Any]] = {}
    for name, value in environ.items():
        section, _, key = name.removeprefix(_ENV_PREFIX).lower().partition("__")
        if not name.startswith(_ENV_PREFIX):
            continue
        if key:
            layer.setdefault(section, {})[key] = value
        elif section.partition("_")[0] in Config.model_fields:
            raise ConfigError(f"{name} in the environment is not a setting.",
                              f"Two underscores part section and key: {_two(name)}.")
        elif meant := _sections_with(section):
            raise ConfigError(f"{name} in the environment names no section.",
                              f"Say {' or '.join(meant)}.")
    return layer


def _sections_with(key: str) -> list[str]:
    """The variables that this key alone may stand for."""
    return [f"{_ENV_PREFIX}{section}__{key}".upper() for section, of in Config.model_fields.items()
            if isinstance(of.default, BaseModel) and key in type(of.default).model_fields]


def _two(name: str) -> str:
    section, _, key = name.removeprefix(_ENV_PREFIX).partition("_")
    return f"{_ENV_PREFIX}{section}__{key}"


def _of_this_broker(glass: Mapping[str, Mapping[str, Any]],
                    *later: Mapping[str, Mapping[str, Any]]) -> Mapping[str, Mapping[str, Any]]:
    """Name, password and port were set for one broker: where another is named, they are not its."""
    named = [layer["hub"]["host"] for layer in later if "host" in layer.get("hub", {})]
    hub = glass.get("hub")
    if not named or not isinstance(hub, Mapping) or named[-1] == hub.get("host"):
        return glass
    return {section: values for section, values in glass.items() if section != "hub"}


def _merge(into: dict[str, dict[str, Any]], layer: Mapping[str, Any], origin: str) -> None:
    for section, values in layer.items():
        if not isinstance(values, Mapping):
            raise ConfigError(f"{section} in {origin} stands outside any section.",
                              f"Allowed sections: {', '.join(Config.model_fields)}.")
        into.setdefault(section, {}).update(values)
