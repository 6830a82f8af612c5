"""What the mirror can't run on, and what it can."""

from dataclasses import replace
from pathlib import Path

import pytest

from mirrorapp.config import ConfigError
from mirrorapp.doctor import system
from mirrorapp.doctor.machine import Process
from tests.doctor.trees import LINUX, OS, PI_4, PI_5, found, patient

MB = 1024


@pytest.mark.parametrize("tree", [PI_4, PI_5])
def test_a_pi_is_fine(tmp_path: Path, tree: dict[str, str]) -> None:
    whom = patient(tmp_path, tree)
    for look in (system.settings, system.system, system.bits, system.python, system.memory):
        assert found(look, whom)[0] == "ok"


@pytest.mark.parametrize(("name", "kind", "version"), [
    ("Ubuntu 24.04.1 LTS", "ubuntu", "24.04"), ("Debian GNU/Linux 11 (bullseye)", "debian", "11")])
def test_a_system_that_was_never_tried_is_named(tmp_path: Path, name: str, kind: str,
                                                version: str) -> None:
    whom = patient(tmp_path, {**PI_5, "etc/os-release": OS.format(name, kind, version)})
    verdict, said = found(system.system, whom)
    assert verdict == "warn"
    assert name in said
    assert "Raspberry Pi OS (64-bit)" in said


def test_another_system_than_linux_fails(tmp_path: Path) -> None:
    whom = patient(tmp_path, process=Process("Darwin", "arm64", 64, (3, 13)))
    assert found(system.system, whom) == (
        "fail", "The mirror needs Linux; this is Darwin. Take Raspberry Pi OS (64-bit), or Debian "
        "12 or 13.")


def test_a_linux_without_a_name_can_not_be_told(tmp_path: Path) -> None:
    assert found(system.system, patient(tmp_path, {}))[0] == "unknown"


@pytest.mark.parametrize(("arch", "said"), [
    ("aarch64", "The kernel has 64 bits, but the programs have 32."),
    ("armv7l", "This is a system of 32 bits (armv7l).")])
def test_32_bits_fail_and_the_image_is_named(tmp_path: Path, arch: str, said: str) -> None:
    whom = patient(tmp_path, process=LINUX._replace(arch=arch, bits=32))
    assert found(system.bits, whom) == (
        "fail", f"{said} Write the card anew with Raspberry Pi OS (64-bit).")


@pytest.mark.parametrize(("version", "verdict"), [
    ((3, 10), "fail"), ((3, 11), "ok"), ((3, 12), "ok"), ((3, 13), "ok"), ((3, 14), "fail")])
def test_only_some_pythons_will_do(tmp_path: Path, version: tuple[int, int],
                                   verdict: str) -> None:
    whom = patient(tmp_path, process=LINUX._replace(python=version))
    assert found(system.python, whom)[0] == verdict


def test_the_pythons_are_those_of_the_package() -> None:
    told = (Path(__file__).resolve().parents[2] / "pyproject.toml").read_text()
    assert 'requires-python = ">=3.11,<3.14"' in told
    assert system.PYTHONS == ((3, 11), (3, 12), (3, 13))


@pytest.mark.parametrize(("total_mb", "verdict"), [
    (905, "fail"), (1299, "fail"), (1300, "warn"), (1799, "warn"), (1845, "ok"), (8000, "ok")])
def test_too_little_memory_fails(tmp_path: Path, total_mb: int, verdict: str) -> None:
    whom = patient(tmp_path, {**PI_5, "proc/meminfo": f"MemTotal:  {total_mb * MB} kB"})
    assert found(system.memory, whom)[0] == verdict


def test_a_kernel_that_does_not_count_memory_is_told_of(tmp_path: Path) -> None:
    controllers = {"sys/fs/cgroup/cgroup.controllers": "cpuset cpu io pids"}
    verdict, said = found(system.memory, patient(tmp_path, {**PI_5, **controllers}))
    assert verdict == "warn"
    assert "cgroup_enable=memory" in said
    by_hand = {place: text for place, text in PI_5.items() if "mirrorapp.service" not in place}
    assert found(system.memory, patient(tmp_path / "x", by_hand | controllers))[0] == "ok"


def test_memory_that_is_not_told_is_unknown(tmp_path: Path) -> None:
    assert found(system.memory, patient(tmp_path, {}))[0] == "unknown"


def test_settings_that_can_not_be_used_fail_and_those_of_the_glass_are_a_warning(
        tmp_path: Path) -> None:
    wrong = ConfigError("camera.fps = 999 in mirror.toml can't be used.", "Allowed: less.")
    whom = replace(patient(tmp_path), wrong=wrong)
    assert found(system.settings, whom) == ("fail", f"{wrong.what} {wrong.remedy}")
    assert found(system.settings, replace(whom, glass=True))[0] == "warn"
