import json
from pathlib import Path
from typing import Any

import pytest

from mirrorapp import cli
from mirrorapp.bench import measure
from mirrorapp.bench.figures import Figure
from mirrorapp.events import MirrorError
from mirrorapp.vision import model

FOUND = (Figure("pose_ratio", 2.0), Figure("overlay_ms", 2.0, 16.0))


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[Any]:
    """What was to be measured; nothing is."""
    asked: list[Any] = []

    def measured(*what: Any, **how: Any) -> tuple[Figure, ...]:
        asked.append((what, how))
        return FOUND

    monkeypatch.setattr(measure, "measure", measured)
    monkeypatch.setattr(model, "find", lambda *_: tmp_path / "model.task")
    return asked


def test_it_is_told_to_people(asked: list[Any], capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["bench"]) == 0
    fine, slow = capsys.readouterr().out.splitlines()
    assert fine.startswith("✓ pose_ratio")
    assert slow.startswith("! overlay_ms")


def test_programs_hear_json(asked: list[Any], capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["bench", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {
        "pose_ratio": 2.0, "overlay_ms": {"median": 2.0, "p99": 16.0}}


def test_the_settings_that_are_named_are_measured(asked: list[Any], tmp_path: Path) -> None:
    file = tmp_path / "mirror.toml"
    file.write_text('[vision]\nruntime = "mediapipe"\n')
    assert cli.main(["bench", "--config", str(file)]) == 0
    (settings, path), how = asked[0]
    assert settings.vision.runtime == "mediapipe"
    assert path == tmp_path / "model.task"
    assert how == {"file": file}


def test_a_mirror_that_does_not_run_is_told_of(asked: list[Any], monkeypatch: pytest.MonkeyPatch,
                                               capsys: pytest.CaptureFixture[str]) -> None:
    def fails(*_: Any, **__: Any) -> None:
        raise MirrorError("It does not run.", "Mend it.")

    monkeypatch.setattr(measure, "measure", fails)
    assert cli.main(["bench"]) == 1
    assert "It does not run." in capsys.readouterr().err
