"""The pose model: whole, kept in, fast enough. The real one is asked."""

from contextlib import nullcontext
from pathlib import Path
from types import SimpleNamespace

import pytest

from mirrorapp.config import Config, VisionConfig
from mirrorapp.doctor import eyes
from mirrorapp.doctor.patient import Patient
from mirrorapp.vision import confine, model
from tests.doctor.trees import found
from tests.vision.conftest import model_path  # noqa: F401 - a fixture


@pytest.fixture
def whom(model_path: Path) -> Patient:  # noqa: F811
    return Patient(Config(vision=VisionConfig(model_dir=model_path.parent)))


def test_the_model_is_whole(whom: Patient) -> None:
    assert found(eyes.model, whom) == (
        "ok", "The pose model pose_landmarker_full.task is whole.")


@pytest.mark.parametrize("look", [eyes.model, eyes.wall, eyes.speed])
def test_a_model_that_is_missing_fails_with_how_to_make_it(look, tmp_path: Path) -> None:
    verdict, said = found(look, Patient(Config(vision=VisionConfig(model_dir=tmp_path))))
    assert verdict == "fail"
    assert "is missing" in said
    assert model.MAKE in said


def test_a_model_of_other_bytes_fails(tmp_path: Path) -> None:
    model.path_of(folder=tmp_path).write_bytes(b"something else")
    whom = Patient(Config(vision=VisionConfig(model_dir=tmp_path)))
    assert "is damaged" in found(eyes.model, whom)[1]


def test_the_pose_model_tries_to_get_out_and_is_refused(whom: Patient) -> None:
    assert found(eyes.wall, whom) == (
        "ok", "The pose model has no network: it tried and was refused.")


def test_a_wall_that_was_taken_down_fails(whom: Patient) -> None:
    vision = whom.config.vision.model_copy(update={"confine": False})
    verdict, said = found(eyes.wall, Patient(Config(vision=vision)))
    assert verdict == "fail"
    assert "vision.confine = true" in said


@pytest.mark.parametrize("answer", [None, "ConnectionRefusedError", "OSError"])
def test_any_other_answer_than_a_refusal_is_no_wall(whom: Patient, answer: str | None,
                                                    monkeypatch: pytest.MonkeyPatch) -> None:
    stand_in = SimpleNamespace(probe=lambda *_: answer)
    monkeypatch.setattr(eyes, "_open", lambda *_: nullcontext(stand_in))
    assert found(eyes.wall, whom)[0] == "fail"


def test_the_wall_asks_for_what_a_confined_process_is_told() -> None:
    assert PermissionError.__name__ == eyes._REFUSED
    assert "socket" in confine.REFUSED


@pytest.mark.parametrize(("rate_hz", "verdict"), [
    (0.0, "unknown"), (0.6, "fail"), (7.9, "fail"), (8.0, "warn"), (14.9, "warn"), (15.0, "ok"),
    (90.0, "ok")])
def test_how_fast_is_fast_enough(rate_hz: float, verdict: str) -> None:
    assert eyes.told_speed(rate_hz).verdict == verdict


def test_the_speed_is_that_of_the_real_model(whom: Patient, monkeypatch: pytest.MonkeyPatch
                                             ) -> None:
    monkeypatch.setattr(eyes, "_MEASURED_S", 0.3)
    rates: list[float] = []
    monkeypatch.setattr(eyes, "told_speed", lambda rate: rates.append(rate) or eyes.Finding(
        "speed", eyes.OK, ""))
    eyes.speed(whom)
    assert 0.1 < rates[0] < 500


@pytest.mark.parametrize(("there", "rates_hz", "told"), [
    ("auto lite", {"full": 20.0}, ("ok", "20 pictures a second are looked at; 15 are enough.")),
    ("auto lite", {"full": 6.0, "lite": 9.4}, (
        "warn", "With full 6 pictures a second are looked at, so that the mirror takes lite, with"
        f" 9. {eyes.FASTER}")),
    ("auto lite", {"full": 4.0, "lite": 6.4}, (
        "fail", f"Only 6 pictures a second are looked at; 8 are needed. {eyes.FASTER}")),
    ("auto", {"full": 6.0}, (
        "fail", f"Only 6 pictures a second are looked at; 8 are needed. {eyes.FASTER}")),
    ("full lite", {"full": 6.0}, (
        "fail", f"Only 6 pictures a second are looked at; 8 are needed. {eyes.FASTER}"))])
def test_where_full_is_too_slow_it_says_what_the_mirror_takes(
        tmp_path: Path, monkeypatch: pytest.MonkeyPatch, there: str, *,
        rates_hz: dict[str, float], told: tuple[str, str]) -> None:
    wanted, _, lite = there.partition(" ")
    if lite:
        model.path_of("lite", tmp_path).write_bytes(b"there")
    monkeypatch.setattr(eyes, "_rate_hz", lambda _, size: rates_hz[size])
    whom = Patient(Config(vision=VisionConfig(model=wanted, model_dir=tmp_path)))
    assert found(eyes.speed, whom) == told
