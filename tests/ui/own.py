"""Settings of a mirror of its own, in a folder of its own."""

from pathlib import Path
from typing import Any

from mirrorapp.settings import Settings


def settings_in(folder: Path, file: str = "", **overrides: dict[str, Any]) -> Settings:
    """Kept in `folder`, `file` being the tinkerer's own mirror.toml; nothing of this machine's."""
    path = folder / "mirror.toml"
    path.write_text(f'{file}\n[journal]\nfile = "{folder / "journal.sqlite3"}"\n')
    return Settings(path, overrides, {})
