"""A Debian in a folder, with nothing of the machine it lies on but the way to packages."""

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
WORK = ROOT / "build/install"
SUITES = {"bookworm": "3.11", "trixie": "3.13"}
"""Each with its Python."""
BOOT_S = 120.0
# What a Raspberry Pi has before anything of ours is there.
BEFORE = "ca-certificates,make,python3,systemd,udev"
# It finds packages, and trusts whom this machine does.
BORROWED = ("/etc/resolv.conf", "/etc/hosts", "/etc/pip.conf", "/etc/xdg/pip/constraints.txt",
            "/etc/ssl/certs/ca-certificates.crt")
# Mounts end with the process that sees them: what is killed leaves none behind.
_INSIDE = """mount -t proc proc "$0/proc" && mount --rbind /dev "$0/dev" &&
mount --rbind /sys "$0/sys" && exec chroot "$0" "$@"
"""
_ON = ("running", "degraded")  # it is "offline" for a moment first
_KEPT = ("PIP_CERT", "PIP_DEFAULT_TIMEOUT", "OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE")


def lacks() -> str:
    """What is missing here to have one; "" where nothing is."""
    if os.geteuid() != 0:
        return "only root can set up another Debian"
    return next((f"{each} is not installed" for each in ("debootstrap", "unshare", "chroot")
                 if shutil.which(each) is None), "")


class Debian:
    """One that has just been set up; `path` is its root."""

    def __init__(self, suite: str, name: str) -> None:
        self.suite, self.path = suite, WORK / f"{suite}-{name}"
        remove(self.path)
        subprocess.run(["cp", "-a", pristine(suite), self.path], check=True)
        for each in BORROWED:
            if Path(each).exists():
                (self.path / each[1:]).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(each, self.path / each[1:])
        for file in Path("/etc/apt/apt.conf.d").glob("*"):
            if "Acquire::Check" in file.read_text():  # where the clock is not the world's
                shutil.copy(file, self.path / "etc/apt/apt.conf.d")
        self.checkout = self.path / "srv/mirrorapp"
        self.lay_checkout()

    def lay_checkout(self) -> None:
        """Put this checkout's files there, as they are now."""
        shutil.rmtree(self.checkout, ignore_errors=True)
        listed = subprocess.run(["git", "ls-files", "-z", "--cached", "--others",
                                 "--exclude-standard"], cwd=ROOT, check=True, capture_output=True)
        for name in listed.stdout.decode().split("\0"):
            if name and (ROOT / name).is_file() and not name.startswith(("tests/", "docs/")):
                (self.checkout / name).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(ROOT / name, self.checkout / name)

    def run(self, *command: str, kill_after_s: float | None = None,
            **more: str) -> "subprocess.CompletedProcess[str]":
        """Run something in it as root; with `kill_after_s`, killed by then, whatever it is at."""
        child = subprocess.Popen(
            ["unshare", "--mount", "--pid", "--fork", "--kill-child", "sh", "-c", _INSIDE,
             self.path, *command],
            env=dict(each.split("=", 1) for each in environment(more)), stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        try:
            out, err = child.communicate(timeout=kill_after_s)
        except subprocess.TimeoutExpired:
            child.send_signal(signal.SIGKILL)
            out, err = child.communicate()
        sys.stdout.write(out + err)  # for who looks why a test failed
        return subprocess.CompletedProcess(command, child.returncode, out, err)

    def make(self, deed: str, **more: str) -> "subprocess.CompletedProcess[str]":
        """As somebody who stands in the checkout."""
        return self.run("make", "--no-print-directory", "-C", "/srv/mirrorapp", deed, **more)


class Running:
    """A Debian that is on, with systemd as its first process, for as long as this lasts.

    One at a time: two share their control groups, and each removes the other's.
    """

    def __init__(self, debian: Debian) -> None:
        self._debian = debian

    def __enter__(self) -> "Running":
        self._child = subprocess.Popen(
            ["systemd-nspawn", "--quiet", "--register=no", "--keep-unit", "--link-journal=no",
             f"--machine=mirrorapp-{self._debian.suite}", "--directory", self._debian.path,
             "/lib/systemd/systemd"],
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.STDOUT)
        deadline = time.monotonic() + BOOT_S
        while time.monotonic() < deadline:
            if self._first() and self.run(
                    "systemctl", "is-system-running", "--wait").stdout.strip() in _ON:
                return self
            assert self._child.poll() is None, "it did not start"
            time.sleep(0.2)
        raise AssertionError("it is not on yet")

    def __exit__(self, *_: object) -> None:
        first = self._first()
        if first:  # 0 would be whoever runs the tests
            os.kill(first, signal.SIGKILL)  # as by its plug
        self._child.wait()

    def run(self, *command: str) -> "subprocess.CompletedProcess[str]":
        """Run something in it as root."""
        done = subprocess.run(
            ["nsenter", "--all", f"--target={self._first()}", "env", "-i", *environment({}),
             *command], stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
        sys.stdout.write(done.stdout + done.stderr)
        return done

    def make(self, deed: str) -> "subprocess.CompletedProcess[str]":
        """As somebody who stands in the checkout."""
        return self.run("make", "--no-print-directory", "-C", "/srv/mirrorapp", deed)

    def _first(self) -> int:
        """The process that is its first, as it is called out here; 0: none yet, or no more."""
        if self._child.poll() is not None:
            return 0
        children = Path(f"/proc/{self._child.pid}/task/{self._child.pid}/children").read_text()
        return int(children.split()[0]) if children.split() else 0


def environment(more: dict[str, str]) -> list[str]:
    """What programs in there are told."""
    known = {"PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
             "HOME": "/root", **{key: os.environ[key] for key in _KEPT if key in os.environ}}
    return [f"{key}={value}" for key, value in {**known, **more}.items()]


def remove(folder: Path) -> None:
    """Nothing of ours stays mounted in there; of anything else's it takes nothing."""
    subprocess.run(["rm", "-rf", "--one-file-system", folder], check=True)


def pristine(suite: str) -> Path:
    """One that nobody has used, set up once."""
    folder, part = WORK / suite, WORK / f".{suite}.part"
    if not folder.exists():
        remove(part)
        WORK.mkdir(parents=True, exist_ok=True)
        subprocess.run(["debootstrap", "--variant=minbase", f"--include={BEFORE}", suite, part,
                        *mirror()], check=True, stdout=subprocess.DEVNULL)
        part.rename(folder)
    return folder


def mirror() -> list[str]:
    """Where this machine's own Debian packages come from; else debootstrap knows."""
    told = subprocess.run(["apt-get", "indextargets", "--format", "$(ORIGIN) $(REPO_URI)"],
                          capture_output=True, text=True, check=False).stdout
    return [line.split()[1] for line in told.splitlines() if line.startswith("Debian ")][:1]
