"""What is locked is there, as a wheel with its hash, for a Raspberry Pi: asked of the index.

Nothing of it is run: there is no such processor here.
"""

import re
import subprocess
from pathlib import Path

import pytest

from tests.install.debian import ROOT, SUITES
from tests.test_build import locked

GLIBC = {"bookworm": "2_36", "trixie": "2_40"}  # as high as uv knows; Debian 13 has 2.41
PI = "aarch64-manylinux_{}"


@pytest.fixture(scope="module")
def uv(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The version that writes the locks (scripts/lock.sh)."""
    version = re.search(r"^uv_version=(\S+)$", (ROOT / "scripts/lock.sh").read_text(), re.M)
    assert version
    folder = tmp_path_factory.mktemp("uv")
    subprocess.run(["python3", "-m", "venv", folder], check=True)
    subprocess.run([folder / "bin/python", "-m", "pip", "install", "--quiet",
                    "--disable-pip-version-check", f"uv=={version[1]}"], check=True)
    return folder / "bin/uv"


def would_install(uv: Path, folder: Path, python: str,
                  platform: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [uv, "pip", "install", "--dry-run", "--no-cache", "--no-deps", "--require-hashes",
         "--only-binary", ":all:", "--python-platform", platform, "--python-version", python,
         "--target", folder, "--requirement", ROOT / "requirements.txt"],
        capture_output=True, text=True, check=False, timeout=300)


@pytest.mark.parametrize("suite", SUITES)
def test_all_that_is_locked_is_there_for_a_pi(uv: Path, tmp_path: Path, suite: str) -> None:
    answer = would_install(uv, tmp_path, SUITES[suite], PI.format(GLIBC[suite]))
    assert answer.returncode == 0, answer.stderr
    found = dict(re.findall(r"^ \+ (\S+)==(\S+)$", answer.stderr, re.M))
    assert found.keys() == locked("requirements.txt").keys()
    assert "simplejpeg" in found
    for name, version in found.items():
        assert any(f"{name}=={version} " in line for line in locked("requirements.txt")[name])


def test_where_it_is_not_there_that_is_seen(uv: Path, tmp_path: Path) -> None:
    """So that the answer above means something: no wheel for this Python, nor for so old a system.
    """
    answer = would_install(uv, tmp_path, "3.14", PI.format("2_36"))
    assert answer.returncode != 0
    assert "kivy" in answer.stderr
    answer = would_install(uv, tmp_path, "3.13", PI.format("2_17"))
    assert answer.returncode != 0
    assert "manylinux_2_17_aarch64" in answer.stderr
