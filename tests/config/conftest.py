"""What the tests of the settings share."""

from pathlib import Path

import pytest

from tests.config.written import Written


@pytest.fixture(autouse=True)
def no_system_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the machine's own configuration would be; it is not there."""
    path = tmp_path / "etc" / "mirror.toml"
    monkeypatch.setattr("mirrorapp.config.loading.SYSTEM_CONFIG", path)
    return path


@pytest.fixture
def written(tmp_path: Path) -> Written:
    """Writes a configuration file."""
    def write(text: str) -> Path:
        path = tmp_path / "mine.toml"
        path.write_text(text, encoding="utf-8")
        return path
    return write
