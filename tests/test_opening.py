"""Which pose models a run opens."""

import logging
import shutil
from pathlib import Path

import pytest

from mirrorapp import opening
from mirrorapp.config import VisionConfig
from mirrorapp.vision import model
from tests.vision.conftest import model_path  # noqa: F401 - a fixture


@pytest.fixture
def folder(model_path: Path, tmp_path: Path) -> Path:  # noqa: F811
    shutil.copy(model_path, tmp_path)
    return tmp_path


def put_lite(folder: Path) -> None:
    """One that is noted as whole, as a bundle that was given is."""
    path = model.path_of("lite", folder)
    path.write_bytes(b"lite")
    model._note(path).write_text(model._sha256(path))


def test_auto_begins_with_full_and_may_take_lite(folder: Path) -> None:
    put_lite(folder)
    assert opening.models(VisionConfig(model_dir=folder)) == {
        "full": model.path_of("full", folder), "lite": model.path_of("lite", folder)}


def test_where_lite_is_missing_full_has_to_do_and_the_log_says_so_once(
        folder: Path, caplog: pytest.LogCaptureFixture) -> None:
    assert list(opening.models(VisionConfig(model_dir=folder))) == ["full"]
    assert len(caplog.records) == 1
    assert "pose_landmarker_lite.task is missing" in caplog.text
    assert f"{model.MAKE} --size lite" in caplog.text


@pytest.mark.parametrize("wanted", ["full", "lite"])
def test_a_model_that_was_asked_for_is_the_only_one(folder: Path, wanted: str,
                                                    caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    put_lite(folder)
    assert list(opening.models(VisionConfig(model=wanted, model_dir=folder))) == [wanted]
    assert caplog.records == []
