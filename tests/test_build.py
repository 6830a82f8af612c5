"""What the set-up promises: locks that fit, and plain words where it can't go on."""

import json
import os
import re
import runpy
import shutil
import subprocess
import tomllib
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[1]
HARDWARE = "hardware/requirements.txt"
LOCKS = ["requirements.txt", "requirements-dev.txt"]
HOUSE = "tests/homeassistant/requirements.txt"  # it has a Python of its own
BROWSER = "tests/homeassistant/browser.txt"
# What the scripts may find on PATH in these tests; everything else is "not installed".
TOOLS = "cat cp cut dirname flock grep head mkdir rm sed sh sha256sum tail tr uname"


def project() -> dict[str, Any]:
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def normal(requirement: str) -> str:
    """The name in `Some_Package[extra]>=1`, as locks write it."""
    name = re.match(r"[A-Za-z0-9._-]+", requirement)
    assert name, requirement
    return re.sub(r"[-_.]+", "-", name[0]).lower()


def locked(lock: str) -> dict[str, list[str]]:
    """Each package of a lock: its version lines, every one with its hashes behind it."""
    packages: dict[str, list[str]] = {}
    text = (ROOT / lock).read_text(encoding="utf-8").replace("\\\n", " ")
    for line in text.splitlines():
        if line and not line.startswith("#"):
            packages.setdefault(normal(line), []).append(line)
    return packages


def wanted(lock: str) -> set[str]:
    """What pyproject.toml asks for directly, in that lock."""
    said = project()
    names = [*said["project"]["dependencies"], *said["build-system"]["requires"]]
    for extra in {"requirements-dev.txt": ["dev"], HARDWARE: ["hardware", "cad"]}.get(lock, []):
        names += said["project"]["optional-dependencies"][extra]
    return {normal(name) for name in names}


@pytest.mark.parametrize("lock", [*LOCKS, HARDWARE])
def test_every_dependency_is_locked(lock: str) -> None:
    assert wanted(lock) <= locked(lock).keys()


@pytest.mark.parametrize("lock", [*LOCKS, HARDWARE, HOUSE, BROWSER])
def test_what_is_locked_is_exact_and_hashed(lock: str) -> None:
    packages = locked(lock)
    for lines in packages.values():
        for line in lines:
            assert re.match(r"[a-z0-9-]+==\S+ ", line), line
            assert "--hash=sha256:" in line, line


def test_what_is_developed_with_is_what_runs() -> None:
    run, dev = (locked(lock) for lock in LOCKS)
    assert {name: dev.get(name) for name in run} == run


@pytest.mark.parametrize("lock", [BROWSER, HARDWARE])
def test_what_is_beside_it_takes_nothing_from_what_develops(lock: str) -> None:
    dev = locked(LOCKS[1])
    assert [name for name, lines in locked(lock).items() if dev.get(name, lines) != lines] == []


@pytest.mark.parametrize("lock", [*LOCKS, HARDWARE, HOUSE, BROWSER])
def test_a_lock_names_no_index_and_no_path(lock: str) -> None:
    text = (ROOT / lock).read_text(encoding="utf-8")
    assert "://" not in text
    assert not re.search(r"^\s*(-i|-f|--index|--extra-index|--find-links|--trusted)", text, re.M)
    assert not re.search(r"\s/\w|file:", text)


def test_the_bill_of_materials_has_all_that_is_locked_and_names_no_index() -> None:
    made = runpy.run_path(str(ROOT / "scripts" / "sbom.py"))["bill"]()
    listed: dict[str, int] = {}
    for each in made["components"]:
        assert each["purl"] == f"pkg:pypi/{each['name']}@{each['version']}"
        listed[each["name"]] = listed.get(each["name"], 0) + len(each["hashes"])
    assert listed == {name: sum(line.count("--hash=") for line in lines)
                      for name, lines in locked(LOCKS[0]).items()}
    assert json.dumps(made).count("://") == 1, "the schema's name"
    licences = {each["name"]: each.get("licenses") for each in made["components"]}
    assert licences["kivy"] == [{"license": {"name": "MIT License"}}]
    assert licences["numpy"][0]["expression"].startswith("BSD-3-Clause")


def test_make_lists_its_targets() -> None:
    answer = subprocess.run(
        ["make", "--no-print-directory"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    listed = set(re.findall(r"^ +make ([a-z-]+) ", answer.stdout, re.M))
    written = set(
        re.findall(r"^([a-z-]+):.*##", (ROOT / "Makefile").read_text(encoding="utf-8"), re.M)
    )
    assert listed == written
    assert {"run", "test", "lint", "model", "lock", "clean"} <= listed


@pytest.mark.parametrize(
    "script", sorted((ROOT / "scripts").glob("**/*.sh")), ids=lambda path: path.name
)
def test_a_script_is_sound_shell(script: Path) -> None:
    subprocess.run(["sh", "-n", script], check=True)
    assert os.access(script, os.X_OK) == (script.parent.name == "scripts")  # else it is a part


def test_shellcheck_finds_nothing_in_the_installer() -> None:
    if shutil.which("shellcheck") is None:
        pytest.skip("shellcheck is not installed")
    scripts = ("scripts/install.sh", "scripts/mirrorapp.sh")
    done = subprocess.run(["shellcheck", "-x", *scripts], cwd=ROOT, check=False, text=True,
                          capture_output=True, timeout=60)
    assert done.stdout == ""


# It keeps a diary of what is asked of it; while a file `offline` is there its pip fails.
PYTHON = """
case "$*" in
*platform*) echo "{about}" ;;
*ensurepip*) exit {status} ;;
*"-m venv"*)
    echo environment >>{folder}/diary
    rm -rf {folder}/venv
    mkdir -p {folder}/venv/bin
    cp "$0" {folder}/venv/bin/python ;;
*"pip install"*)
    echo install >>{folder}/diary
    echo "$*" >>{folder}/asked
    [ ! -e {folder}/offline ] ;;
esac
"""


class Machine:
    """A bare computer: only the programs put into its one folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.bin = folder / "bin"
        self.bin.mkdir()
        self.venv = folder / "venv"
        for name in TOOLS.split():
            for place in ("/bin", "/usr/bin", "/sbin", "/usr/sbin"):
                if (Path(place) / name).exists():
                    (self.bin / name).symlink_to(Path(place) / name)
                    break
        self.program("id", "echo 1000")
        self.program("ldconfig", 'echo "libGL.so.1 (libc6) => somewhere"')

    def program(self, name: str, body: str) -> None:
        path = self.bin / name
        path.unlink(missing_ok=True)
        path.write_text(f"#!/bin/sh\n{body}\n", encoding="utf-8")
        path.chmod(0o755)

    def python(self, about: str, *, venv: bool = True) -> None:
        """A stand-in for `python3` that answers what the set-up asks it."""
        self.program(
            "python3", PYTHON.format(about=about, folder=self.folder, status=int(not venv))
        )

    def diary(self) -> list[str]:
        """What was done since the last look: environments made, and calls to pip."""
        path = self.folder / "diary"
        lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
        path.unlink(missing_ok=True)
        return lines

    def set_up(self, kind: str = "run", **more: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            ["sh", ROOT / "scripts" / "setup.sh", kind],
            env={"PATH": str(self.bin), "VENV": str(self.venv), **more},
            capture_output=True, text=True, check=False, timeout=20, stdin=subprocess.DEVNULL,
        )  # fmt: skip


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


def house(machine: Machine) -> subprocess.CompletedProcess[str]:
    """A copy of the project sets Home Assistant up, so that the real one is left alone."""
    for name in ("scripts/homeassistant.sh", HOUSE):
        (machine.folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, machine.folder / name)
    return subprocess.run(
        ["sh", machine.folder / "scripts" / "homeassistant.sh"],
        env={"PATH": str(machine.bin), "HOME": str(machine.folder)},
        capture_output=True, text=True, check=False, timeout=20, stdin=subprocess.DEVNULL,
    )  # fmt: skip


def test_no_home_assistant_without_its_python_for_anybody_but_root(machine: Machine) -> None:
    answer = house(machine)
    assert answer.returncode == 1
    assert "no Python 3.13 here, and only root can" in answer.stderr
    assert "make test-homeassistant PYTHON=" in answer.stderr


def test_no_home_assistant_where_no_debian_can_be_had(machine: Machine) -> None:
    machine.program("id", "echo 0")
    assert "neither Python 3.13 nor debootstrap" in house(machine).stderr
    machine.program("debootstrap", "echo 'E: no network'; exit 1")
    answer = house(machine)
    assert answer.returncode == 1
    assert "E: no network" in answer.stderr
    assert "no Debian trixie could be set up" in answer.stderr
    assert not (machine.folder / "build" / "homeassistant" / ".stamp").exists()


@pytest.mark.parametrize("about", ["3.10 64 x86_64", "3.14 64 x86_64", "3.11 32 armv7l", ""])
def test_a_python_that_does_not_fit_is_refused(machine: Machine, about: str) -> None:
    machine.python(about)
    answer = machine.set_up()
    assert answer.returncode == 1
    assert "64-bit Python 3.11, 3.12 or 3.13" in answer.stderr
    assert (about or "not there") in answer.stderr
    assert not machine.venv.exists()


def test_another_system_is_refused(machine: Machine) -> None:
    machine.python("3.13 64 arm64")
    machine.program("uname", "echo Darwin")
    answer = machine.set_up()
    assert answer.returncode == 1
    assert "needs Linux" in answer.stderr
    assert "this is Darwin. Nothing was changed." in answer.stderr


@pytest.mark.parametrize(("free_mb", "enough"), [(900, False), (1100, True)])
def test_without_room_nothing_is_begun(machine: Machine, free_mb: int, enough: bool) -> None:
    machine.python("3.13 64 aarch64")
    machine.program("df", f"""echo 'Filesystem 1048576-blocks Used Available Capacity Mounted on'
echo '/dev/mmc blk0 30000 29000 {free_mb} 97% /home'""")
    answer = machine.set_up(NO_APT="1")
    assert (answer.returncode == 0) == enough, answer.stderr
    assert (f"needs 1100 MB of room in {machine.folder}, of which 900 MB are free" in answer.stderr
            ) != enough
    assert machine.diary() == (ALL if enough else [])


def test_a_python_that_is_asked_for_is_the_one_refused(machine: Machine) -> None:
    machine.python("3.11 64 x86_64")
    answer = machine.set_up(PYTHON="python2.9")
    assert answer.returncode == 1
    assert "python2.9 is not there" in answer.stderr


def test_packages_that_it_may_not_install_are_named(machine: Machine) -> None:
    machine.python("3.13 64 aarch64", venv=False)
    machine.program("apt-get", "exit 100")
    answer = machine.set_up()
    assert answer.returncode == 1
    command = next(line for line in answer.stderr.splitlines() if "apt-get install" in line)
    for package in ("python3.13-venv", "libegl1", "libgles2", "libglib2.0-0", "libxcb1"):
        assert f" {package} " in command + " "
    assert " libgl1 " not in command  # this machine has it
    assert not machine.venv.exists()


def test_it_installs_with_sudo_that_asks_nothing(machine: Machine, tmp_path: Path) -> None:
    machine.python("3.13 64 aarch64", venv=False)
    machine.program("apt-get", "exit 100")
    machine.program("sudo", f'[ "$2" = true ] || printf "%s\\n" "$*" >>{tmp_path}/asked')
    machine.set_up()
    asked = (tmp_path / "asked").read_text(encoding="utf-8")
    assert asked.startswith("-n sh scripts/apt-install.sh python3.13-venv ")


def test_no_apt_leaves_system_packages_alone(machine: Machine, tmp_path: Path) -> None:
    machine.python("3.13 64 aarch64", venv=False)
    machine.program("apt-get", "exit 100")
    machine.program("sudo", f"touch {tmp_path}/asked")
    answer = machine.set_up(NO_APT="1")
    assert "python3.13-venv" in answer.stderr
    assert not (tmp_path / "asked").exists()


ALL = ["environment", "install", "install"]  # the packages, and then mirrorapp itself


def test_a_second_run_does_nothing(machine: Machine) -> None:
    machine.python("3.13 64 aarch64")
    assert machine.set_up(NO_APT="1").returncode == 0
    assert machine.diary() == ALL
    assert machine.set_up(NO_APT="1").returncode == 0
    assert machine.diary() == []


def test_being_offline_is_told_and_the_next_run_begins_afresh(machine: Machine) -> None:
    machine.python("3.13 64 aarch64")
    (machine.folder / "offline").touch()
    answer = machine.set_up(NO_APT="1")
    assert answer.returncode == 1
    assert "Check the network" in answer.stderr
    machine.diary()
    (machine.folder / "offline").unlink()
    assert machine.set_up(NO_APT="1").returncode == 0
    assert machine.diary() == ALL


def test_another_python_makes_another_environment(machine: Machine) -> None:
    machine.python("3.11 64 aarch64")
    machine.set_up(NO_APT="1")
    machine.diary()
    machine.python("3.13 64 aarch64")
    assert machine.set_up(NO_APT="1").returncode == 0
    assert machine.diary() == ALL


def test_a_new_lock_keeps_the_environment(machine: Machine) -> None:
    machine.python("3.11 64 aarch64")
    machine.set_up(NO_APT="1")
    machine.diary()
    (machine.venv / ".stamp-run").write_text("of another lock\n", encoding="utf-8")
    assert machine.set_up(NO_APT="1").returncode == 0
    assert machine.diary() == ALL[1:]


def test_on_a_pi_the_system_s_packages_are_seen_and_not_counted_on(machine: Machine) -> None:
    """picamera2 is the system's; its numpy and simplejpeg do not fit the locked ones."""
    board = machine.folder / "model"
    board.write_text("Raspberry Pi 5 Model B Rev 1.0\0")
    machine.python("3.13 64 aarch64")
    assert machine.set_up(NO_APT="1", BOARD=str(board)).returncode == 0
    asked = (machine.folder / "asked").read_text().splitlines()
    assert ["--ignore-installed" in each for each in asked] == [True, False]
    assert machine.diary() == ALL
    assert machine.set_up(NO_APT="1", BOARD=str(board)).returncode == 0
    assert machine.diary() == []
    (machine.venv / ".stamp-run").write_text("of another lock\n", encoding="utf-8")
    assert machine.set_up(NO_APT="1", BOARD=str(board)).returncode == 0
    assert machine.diary() == ALL, "over what is there nothing is removed"


def test_elsewhere_nothing_of_the_system_s_is_seen(machine: Machine) -> None:
    machine.python("3.13 64 aarch64")
    assert machine.set_up(NO_APT="1", BOARD="/nowhere").returncode == 0
    assert "--ignore-installed" not in (machine.folder / "asked").read_text()


def test_a_browser_comes_beside_what_is_there_and_leaves_it_alone(machine: Machine) -> None:
    machine.python("3.11 64 aarch64")
    machine.set_up("dev", NO_APT="1")
    machine.diary()
    answer = machine.set_up("browser", NO_APT="1")
    assert answer.returncode == 0
    assert "going on without chromium" in answer.stderr
    assert machine.diary() == ["install"]
    for kind in ("browser", "dev", "run"):
        assert machine.set_up(kind, NO_APT="1").returncode == 0
    assert machine.diary() == []
