"""All checks together: the worst first, none ends the others, and none is waited for too long."""

import logging
import re
from pathlib import Path
from threading import Event
from threading import enumerate as threads

import pytest

from mirrorapp.doctor import examine as module
from mirrorapp.doctor.examine import CHECKS, SPEED, Check, examine, log_failures
from mirrorapp.doctor.finding import FAIL, OK, UNKNOWN, WARN, Finding, Verdict
from mirrorapp.doctor.patient import Patient
from tests.doctor.trees import PI_5, patient

_ROOT = Path(__file__).resolve().parents[2]
ALL = (*CHECKS, SPEED)


def gives(key: str, verdict: Verdict) -> Check:
    return Check(key, lambda _: Finding(key, verdict, "It is so.", "Do that."), light=True)


def breaks(_: Patient) -> Finding:
    raise RuntimeError("odd")


def forbids(_: Patient) -> Finding:
    raise PermissionError


def test_the_worst_comes_first_and_those_alike_stay_in_their_order() -> None:
    checks = [gives("a", OK), gives("b", WARN), gives("c", UNKNOWN), gives("d", FAIL),
              gives("e", WARN)]
    assert [each.key for each in examine(Patient(), checks, last=gives("f", FAIL))] == [
        "d", "f", "b", "e", "c", "a"]


def test_a_check_that_fails_is_unknown_and_ends_nothing() -> None:
    broken, forbidden, fine = examine(
        Patient(), [Check("x", breaks), Check("y", forbids), gives("z", OK)], last=None)
    assert (broken.verdict, broken.what) == (UNKNOWN, "This check could not be made.")
    assert (forbidden.verdict, forbidden.remedy) == (
        UNKNOWN, "Ask with sudo: sudo mirrorapp doctor.")
    assert fine.verdict is OK


def test_a_check_that_hangs_is_not_waited_for() -> None:
    never = Event()
    checks = [Check("hangs", lambda _: Finding("hangs", OK, str(never.wait()))), gives("a", OK)]
    findings = examine(Patient(), checks, last=gives("last", OK), patience_s=(0.3, 5.0))
    left = [each.daemon for each in threads() if each.name == "doctor hangs"]
    never.set()
    assert left == [True], "nor by the program when it ends"
    assert [(each.key, each.verdict) for each in findings] == [
        ("hangs", UNKNOWN), ("a", OK), ("last", OK)]


def test_each_finding_has_its_check_s_key(tmp_path: Path) -> None:
    whom = patient(tmp_path)
    for check in ALL:
        if check.light:
            assert check.look(whom).key == check.key
    assert len({each.key for each in ALL}) == len(ALL)


def test_a_pi_on_which_all_is_well_has_nothing_to_say(tmp_path: Path) -> None:
    findings = module._at_once(patient(tmp_path), [each for each in CHECKS if each.light and
                                                   each.key not in ("space", "model")], 30.0)
    assert {each.verdict for each in findings} == {OK}


def test_only_what_fails_goes_to_the_log(caplog: pytest.LogCaptureFixture,
                                         monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(module, "CHECKS", (
        gives("a", OK), gives("b", WARN), gives("c", FAIL), Check("heavy", breaks)))
    log_failures(patient(tmp_path, PI_5)).join()
    assert caplog.record_tuples == [
        ("mirrorapp.doctor.examine", logging.ERROR, "It is so. Do that. (mirrorapp doctor: c)")]


def test_every_check_is_documented() -> None:
    told = (_ROOT / "docs/doctor.md").read_text(encoding="utf-8")
    assert re.findall(r"^### (\w+)$", told, re.MULTILINE) == [each.key for each in ALL]


def test_the_documentation_says_what_a_verdict_is() -> None:
    told = (_ROOT / "docs/doctor.md").read_text(encoding="utf-8")
    assert [told.index(f"| `{each}` |") for each in Verdict]
