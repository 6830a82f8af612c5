"""Each test runs in a process of its own: confinement can't be taken off again."""

import os
import platform
import signal
import subprocess
import sys

import pytest

from mirrorapp.vision import confine
from mirrorapp.vision.errors import VisionError


def run(code: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False,
                          timeout=30, env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)})


def test_no_kind_of_socket_is_left_to_any_thread_or_program() -> None:
    done = run("""
import socket, subprocess, sys, threading
go, tried, result = threading.Event(), threading.Event(), []
def attempt():
    go.wait()
    try:
        socket.socket(socket.AF_INET)
    except PermissionError as error:
        result.append(error.errno)
    tried.set()
threading.Thread(target=attempt).start()
from mirrorapp.vision import confine
assert not confine.has_no_network()
ours, theirs = socket.socketpair()
confine.take_network_away()
assert confine.has_no_network()
go.set(); tried.wait()
assert result, "a thread from before the filter still makes sockets"
ours.send(b"x"); assert theirs.recv(1) == b"x"
child = subprocess.run([sys.executable, "-c", "import socket; socket.socket()"],
                       capture_output=True)
assert b"PermissionError" in child.stderr
try:
    socket.getaddrinfo("localhost.invalid", 1)
except OSError:
    pass
""")
    assert (done.returncode, done.stderr) == (0, "")


def test_no_file_is_made_changed_or_taken_away_by_it_or_any_program() -> None:
    done = run("""
import ctypes, errno, os, subprocess, tempfile
from mirrorapp.vision import confine
with tempfile.TemporaryDirectory() as folder:
    there, new = f"{folder}/there", f"{folder}/new"
    with open(there, "w") as file:
        file.write("kept")
    if os.fork() == 0:
        confine.take_network_away()
        for deed in (
                lambda: open(new, "w"), lambda: open(there, "a"), lambda: open(there, "r+"),
                lambda: os.open(there, os.O_RDONLY | os.O_TRUNC), lambda: os.truncate(there, 0),
                lambda: os.open(new, os.O_RDONLY | os.O_CREAT), lambda: os.mkfifo(new),
                lambda: os.open(folder, os.O_TMPFILE | os.O_RDWR), lambda: os.mkdir(new),
                lambda: os.open("/proc/self/fd/2", os.O_WRONLY), lambda: os.unlink(there),
                lambda: os.rename(there, new), lambda: os.link(there, new),
                lambda: os.symlink(there, new), lambda: os.chmod(there, 0o666),
                lambda: os.chown(there, -1, os.getgid()), lambda: os.utime(there, (1, 1)),
                lambda: os.setxattr(there, "user.a", b"picture"),
                lambda: os.removexattr(there, "user.a")):
            try:
                deed()
            except PermissionError as error:
                assert error.errno == errno.EACCES
            else:
                raise AssertionError("done")
        libc = ctypes.CDLL(None, use_errno=True)
        for call in confine.NEWER:
            assert (libc.syscall(call, -1, 0, 0, 0, 0, 0), ctypes.get_errno()) == (-1, 13)
        child = subprocess.run(["sh", "-c", f"echo > {new}"], capture_output=True)
        assert child.returncode != 0
        assert open(there).read() == "kept"
        os._exit(7)
    assert os.waitstatus_to_exitcode(os.wait()[1]) == 7
    assert os.listdir(folder) == ["there"] and open(there).read() == "kept"
""")
    assert (done.returncode, done.stderr) == (0, "")


def test_privileges_can_not_be_regained() -> None:
    done = run("""
from mirrorapp.vision import confine
confine.take_network_away()
print([line for line in open("/proc/self/status") if line.startswith(("NoNewPrivs", "Seccomp:"))])
""")
    assert "NoNewPrivs:\\t1" in done.stdout
    assert "Seccomp:\\t2" in done.stdout


IO_URING_SETUP = 425  # on every architecture


def test_io_uring_makes_no_sockets() -> None:
    done = run(f"""
import ctypes
from mirrorapp.vision import confine
confine.take_network_away()
libc = ctypes.CDLL(None, use_errno=True)
print(libc.syscall({IO_URING_SETUP}, 1, 0), ctypes.get_errno())
""")
    assert done.stdout.split() == ["-1", "13"]


@pytest.mark.skipif(platform.machine() != "x86_64", reason="x32 is of x86_64 only")
def test_the_x32_system_calls_are_no_way_round() -> None:
    done = run("""
import ctypes
from mirrorapp.vision import confine
confine.take_network_away()
ctypes.CDLL(None).syscall(0x40000000 | 41, 2, 1, 0)
""")
    assert done.returncode == -signal.SIGSYS


def test_a_missing_package_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyseccomp", None)
    with pytest.raises(VisionError, match="pyseccomp is missing"):
        confine.take_network_away()


def test_a_missing_library_is_told_with_its_debian_package() -> None:
    done = run("""
import ctypes.util
ctypes.util.find_library = lambda name: None if name == "seccomp" else "libc.so.6"
from mirrorapp.vision import confine
from mirrorapp.vision.errors import VisionError
try:
    confine.take_network_away()
except VisionError as error:
    print(error.what, error.remedy)
""")
    assert "libseccomp.so.2 is missing" in done.stdout
    assert "libseccomp2" in done.stdout


class RefusingKernel:
    """What pyseccomp looks like where the kernel has no seccomp."""

    ALLOW = KILL_PROCESS = MASKED_EQ = 0
    Attr = type("Attr", (), {"CTL_NNP": 3, "CTL_TSYNC": 4, "ACT_BADARCH": 2})

    @staticmethod
    def ERRNO(number: int) -> int:  # noqa: N802
        return number

    @staticmethod
    def Arg(*_: int) -> None:  # noqa: N802
        """Of which call it is."""

    class SyscallFilter:
        def __init__(self, _: int) -> None: ...
        def set_attr(self, *_: int) -> None: ...
        def add_rule(self, *_: object) -> None: ...
        def load(self) -> None:
            raise OSError(22, "Invalid argument")


def test_a_kernel_without_seccomp_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyseccomp", RefusingKernel)
    with pytest.raises(VisionError, match="kernel refuses the seccomp filter") as caught:
        confine.take_network_away()
    assert "CONFIG_SECCOMP_FILTER" in caught.value.remedy


def test_a_filter_that_does_not_hold_is_not_believed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyseccomp", RefusingKernel)
    monkeypatch.setattr(RefusingKernel.SyscallFilter, "load", lambda _: None)
    with pytest.raises(VisionError, match="does not hold"):
        confine.take_network_away()
