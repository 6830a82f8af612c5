"""A state folder, lived in."""

from pathlib import Path

import pytest

from mirrorapp.upkeep.places import Places
from tests.upkeep.lived_in import live_in


@pytest.fixture
def places(tmp_path: Path) -> Places:
    return live_in(tmp_path / "state")


@pytest.fixture
def shelf_folder(places: Places) -> Path:
    return places.journal.with_name("backups")
