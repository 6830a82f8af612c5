"""Takes network and files away from this process, for good, before anything untrusted is loaded.

A seccomp filter refuses to make any socket at all, not just Internet ones: a look-up can also
leave through the name service's or systemd-resolved's local socket. Sockets that exist already
go on working, which is how the worker talks to the mirror. No file is opened for writing either,
nor made, renamed or taken away, nor who may read it or what is noted of it changed; what is open
already is a pipe and /dev/null. Read it may. The filter needs no privileges, holds for every thread
and every program started from here, and can't be taken off again.
"""

import errno
import os
import socket
from types import ModuleType

from mirrorapp.vision.errors import VisionError

# io_uring makes sockets, and opens files, without their calls; the others take them from another
# process, or make another process, which has a network, act. Foreign system call tables (32-bit,
# x32) are not listed: libseccomp kills whoever uses one.
REFUSED = ("socket", "socketpair", "io_uring_setup", "io_uring_enter", "io_uring_register",
           "pidfd_getfd", "ptrace", "process_vm_writev")

NO_FILE = ("creat", "openat2", "truncate", "mknod", "mknodat", "mkdir", "mkdirat", "link", "linkat",
           "symlink", "symlinkat", "rename", "renameat", "renameat2", "unlink", "unlinkat", "rmdir",
           "open_by_handle_at", "shmget", "mq_open", "chmod", "fchmod", "fchmodat", "chown",
           "fchown", "lchown", "fchownat", "utime", "utimes", "futimesat", "utimensat",
           "setxattr", "lsetxattr", "fsetxattr", "removexattr", "lremovexattr", "fremovexattr")
"""Some are not there on every processor; libseccomp leaves those out."""
NEWER = (452, 463, 466, 469)
"""fchmodat2, setxattrat, removexattrat, file_setattr: newer than some libseccomp, which knows no
name of theirs; their numbers are the same on every processor."""
OPENS = {"open": 1, "openat": 2}
"""At which place the flags are."""
WRITING = (os.O_WRONLY, os.O_RDWR, os.O_CREAT, os.O_TRUNC)

FAMILIES = (socket.AF_INET, socket.AF_INET6, socket.AF_UNIX, socket.AF_NETLINK, socket.AF_PACKET)


def take_network_away() -> None:
    """Install the filter, then try it. Raises `VisionError` where either fails."""
    seccomp = _library()
    try:
        rules = seccomp.SyscallFilter(seccomp.ALLOW)
        rules.set_attr(seccomp.Attr.ACT_BADARCH, seccomp.KILL_PROCESS)
        rules.set_attr(seccomp.Attr.CTL_NNP, 1)
        rules.set_attr(seccomp.Attr.CTL_TSYNC, 1)
        refused = seccomp.ERRNO(errno.EACCES)
        for call in (*REFUSED, *NO_FILE, *NEWER):
            rules.add_rule(refused, call)
        for name, place in OPENS.items():
            for flag in WRITING:
                rules.add_rule(refused, name, seccomp.Arg(place, seccomp.MASKED_EQ, flag, flag))
        rules.load()
    except OSError as error:
        raise _unconfined(f"the kernel refuses the seccomp filter ({error.strerror})",
                          "Use a kernel with CONFIG_SECCOMP_FILTER, as Raspberry Pi OS has."
                          ) from error
    if not has_no_network():
        raise _unconfined("the seccomp filter was installed but does not hold",
                          "Please report this, with your kernel and libseccomp version.")


def has_no_network() -> bool:
    """Whether every kind of socket is refused to this process just now."""
    for family in FAMILIES:
        try:
            socket.socket(family, socket.SOCK_DGRAM).close()
        except PermissionError as error:
            if error.errno == errno.EACCES:
                continue
            return False  # refused for want of privileges: not by the filter
        except OSError:
            continue  # this kernel does not know the family
        return False
    return True


def _library() -> ModuleType:
    try:
        import pyseccomp
    except ImportError as error:
        raise _unconfined("the Python package pyseccomp is missing",
                          "Install it, as requirements.txt says.") from error
    except RuntimeError as error:
        raise _unconfined("the library libseccomp.so.2 is missing",
                          "Install it: sudo apt install libseccomp2.") from error
    module: ModuleType = pyseccomp
    return module


def _unconfined(why: str, remedy: str) -> VisionError:
    return VisionError(f"The pose model can't be kept away from the network: {why}.", remedy)
