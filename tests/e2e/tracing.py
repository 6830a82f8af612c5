"""What every process of a program wrote, and where to, byte by byte, by strace."""

import re
import shutil
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path

_CALLS = ("open,openat,openat2,creat,write,pwrite64,writev,pwritev,pwritev2,sendto,sendmsg,"
          "sendmmsg,sendfile,copy_file_range,splice,vmsplice,tee,mmap,truncate,ftruncate,rename,renameat,"
          "renameat2,link,linkat,symlink,symlinkat,mknod,mknodat,memfd_create,shmget,mq_open,"
          "io_uring_setup,io_submit,process_vm_writev")
_LINE = re.compile(r"\d+ +(\w+)\((.*)")
_TEXT = re.compile(r'"((?:\\x[0-9a-f]{2})*)"(\.\.\.)?')
_HANDLE = re.compile(r"(?:^|, )(?:AT_FDCWD|\d+)<((?:\\x[0-9a-f]{2})*)>")
_WRITING = re.compile(r"O_WRONLY|O_RDWR|O_CREAT|O_TRUNC")
_TOLD = {"write", "pwrite64", "writev", "pwritev", "pwritev2", "sendto", "sendmsg", "sendmmsg"}
_MOVED = {"sendfile", "copy_file_range", "splice", "vmsplice", "tee", "shmget", "mq_open",
          "io_uring_setup", "io_submit", "process_vm_writev"}
_NAMING = {"creat", "truncate", "rename", "renameat", "renameat2", "link", "linkat", "symlink",
           "symlinkat", "mknod", "mknodat"}


def command(trace: Path) -> tuple[str, ...]:
    """What to put before a program so that `trace` tells of it and all that it starts."""
    return ("strace", "-f", "--seccomp-bpf", "-qq", "-y", "-xx", "-s", "4194304", "-o", str(trace),
            "-e", f"trace={_CALLS}", "-e", "signal=none")


def can_trace() -> bool:
    return shutil.which("strace") is not None


@dataclass
class Written:
    """By path: what was written there (`told`), in the order of the calls; how many bytes of a
    file are memory that its writer shares (`mapped`). `named`: whatever was made, opened for
    writing, or given another name. `moved`: calls that carry bytes where strace does not see them.
    """

    told: dict[str, bytearray] = field(default_factory=lambda: defaultdict(bytearray))
    mapped: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    named: set[str] = field(default_factory=set)
    moved: list[str] = field(default_factory=list)
    memory: set[str] = field(default_factory=set)

    @property
    def files(self) -> set[str]:
        """All that was touched and has a place among files."""
        return {each for each in (*self.told, *self.mapped, *self.named) if each.startswith("/")}


def read(trace: Path) -> Written:
    """Raises `AssertionError` where the trace does not hold all that was written."""
    written = Written()
    with trace.open(encoding="ascii") as lines:
        for line in lines:
            if (found := _LINE.match(line)) and " = -1 E" not in line:
                _note(written, found[1], found[2])
    return written


def _note(written: Written, call: str, said: str) -> None:
    texts = _TEXT.findall(said)
    assert not any(cut for _, cut in texts), "the trace is cut"
    handles = [_bytes(each).decode() for each in _HANDLE.findall(said)]
    if call in _TOLD:
        # What goes along with a message are descriptors and addresses, no text of a picture's size.
        written.told[handles[0]] += b"".join(_bytes(each) for each, _ in texts)
    elif call == "mmap" and "PROT_WRITE" in said and "MAP_SHARED" in said and handles:
        written.mapped[handles[0]] += int(said.split(", ")[1])
    elif call.startswith("open") and _WRITING.search(said):
        written.named.add(_place(handles, _bytes(texts[0][0]).decode()))
    elif call in _NAMING:
        written.named |= {_place(handles, _bytes(each).decode()) for each, _ in texts}
    elif call == "memfd_create":
        written.memory.add(_bytes(texts[0][0]).decode())
    elif call in _MOVED:
        written.moved.append(f"{call} {' '.join(handles)}")


def _place(handles: list[str], name: str) -> str:
    """Of a name that is taken from a folder, where that is had; absolute ones stay."""
    return str(Path(handles[0] if handles else "/", name))


def _bytes(text: str) -> bytes:
    return bytes.fromhex(text.replace("\\x", ""))
