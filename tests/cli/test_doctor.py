"""`mirrorapp doctor`: for real, on this machine."""

import json
import os
from pathlib import Path

import pytest

from mirrorapp import cli
from mirrorapp.doctor import examine
from mirrorapp.doctor.examine import CHECKS, SPEED, Check
from mirrorapp.doctor.finding import FAIL, OK, Finding, Verdict


@pytest.fixture
def fine(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine on which all is well."""
    monkeypatch.setattr(examine, "SPEED", None)
    real = examine.examine
    monkeypatch.setattr(examine, "examine", lambda whom: real(
        whom, [CHECKS[0], Check("x", lambda _: Finding("x", OK, "Fine."))], last=None))


@pytest.mark.usefixtures("fine")
def test_it_ends_with_0_where_nothing_fails(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["doctor"]) == 0
    assert "✓ x            Fine." in capsys.readouterr().out


@pytest.mark.usefixtures("fine")
def test_settings_that_can_not_be_used_are_a_finding_and_not_its_end(
        tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "mirror.toml"
    file.write_text("[session]\nheight_cm = 172\n")
    assert cli.main(["doctor", "--json", "--config", str(file)]) == 1
    told = json.loads(capsys.readouterr().out)
    first = told["findings"][0]
    assert (first["key"], first["verdict"]) == ("config", "fail")
    assert "p1.height_cm = 172 under [people]" in first["remedy"]


def test_this_machine_is_looked_at_and_nothing_is_changed(
        tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
        capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("HOME", "XDG_STATE_HOME", "XDG_CONFIG_HOME"):
        monkeypatch.setenv(name, str(tmp_path))
    code = cli.main(["doctor", "--json"])
    told = json.loads(capsys.readouterr().out)
    found = {each["key"]: each for each in told["findings"]}
    assert set(found) == {each.key for each in (*CHECKS, SPEED)}
    assert code == (0 if told["works"] else 1)
    assert found["python"]["verdict"] == found["bits"]["verdict"] == "ok"
    assert found["model"]["verdict"] in ("ok", "fail")
    order = [each["verdict"] for each in told["findings"]]
    assert order == sorted(order, key=list(Verdict).index)
    assert all(each["remedy"] for each in found.values() if each["verdict"] == FAIL)
    left = [each for each in os.walk(tmp_path) if each[2] and "mesa" not in each[0]]
    assert left == []
