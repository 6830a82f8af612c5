"""The real model and real pixels."""

import os
from pathlib import Path

import pytest

from mirrorapp.camera.base import Frame
from mirrorapp.vision import model

from .support import frames_of

REPOSITORY = Path(__file__).resolve().parents[2]
SHARED = REPOSITORY.parent / "shared" / "data"
REHEARSAL = REPOSITORY / "mirrorapp" / "camera" / "rehearsal.mp4"


@pytest.fixture(scope="session")
def model_path() -> Path:
    """The real bundle; the first run of all downloads its parts."""
    folder = os.environ.get("MIRRORAPP_VISION__MODEL_DIR")
    return model.ensure(folder=Path(folder) if folder else None)


@pytest.fixture(scope="session")
def shared() -> Path:
    if not SHARED.is_dir():
        pytest.skip("the shared footage is not beside the checkout")
    return SHARED


@pytest.fixture(scope="session")
def body_frames() -> list[Frame]:
    """A figure that the model takes for a person: the rehearsal's."""
    if not REHEARSAL.is_file():
        pytest.skip("mirrorapp/camera/rehearsal.mp4 is not there")
    return list(frames_of(REHEARSAL, 30))
