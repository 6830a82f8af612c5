"""Settings for every test."""

import gc
import os
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from mirrorapp.camera.opencv import quiet
from mirrorapp.ui.window import quieten
from tests import collected
from tests.in_memory import MEMORY
from tests.tiers import FULL, examples

# Tests make much and keep little: by Python's own measure garbage is looked for all the time.
gc.set_threshold(20_000, 20, 20)

# A busy machine must not fail a test by the time it takes.
settings.register_profile("mirrorapp", deadline=None, max_examples=examples(100))
settings.load_profile("mirrorapp")

# FFmpeg asks once in a process how much to write, at its first film: as the mirror does, before
# any test opens a film of its own.
with quiet():
    pass


# Whichever test imports Kivy first, it is not to take over logging: nor does it in the mirror.
quieten(os.environ)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What is marked `full` runs with FULL=1; whole files that open the window come last.

    Where a renderer's OpenGL comes after Kivy's in one process, Kivy draws nothing any more.
    """
    windowed = {item.path for item in items if "window" in getattr(item, "fixturenames", ())}
    items.sort(key=lambda item: item.path in windowed)
    if FULL:
        return
    for item in items:
        if item.get_closest_marker("full"):
            item.add_marker(pytest.mark.skip(reason="slower: runs with FULL=1"))


def pytest_collection_finish(session: pytest.Session) -> None:
    """The tests themselves stay to the end: whoever collects garbage need not go through them."""
    session.config.stash[collected.MODULES] = frozenset(sys.modules)
    gc.collect()
    gc.freeze()


@pytest.fixture
def tmp_path() -> Iterator[Path]:
    """A folder in memory, where there is one: tests would wait for the disk thousands of times,
    and nothing that they prove depends on one.
    """
    with tempfile.TemporaryDirectory(dir=MEMORY, ignore_cleanup_errors=True) as folder:
        yield Path(folder)


@pytest.fixture(scope="session", autouse=True)
def _temporary_files(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Whatever tests and the programs they start leave behind lies in pytest's own folder."""
    folder = str(tmp_path_factory.mktemp("temporary"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TMPDIR", folder)
        patch.setattr(tempfile, "tempdir", folder)
        yield
