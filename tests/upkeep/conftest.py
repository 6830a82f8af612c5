"""A state folder in memory, lived in."""

from pathlib import Path

import pytest

from mirrorapp.upkeep.places import Places
from tests.journal.conftest import tmp_path  # noqa: F401 - a folder in memory
from tests.upkeep.lived_in import live_in


@pytest.fixture
def places(tmp_path: Path) -> Places:  # noqa: F811
    return live_in(tmp_path / "state")


@pytest.fixture
def shelf_folder(places: Places) -> Path:
    return places.journal.with_name("backups")
