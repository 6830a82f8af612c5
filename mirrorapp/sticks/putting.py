"""Puts a file on a stick: whole or not at all, never over another, and read back.

All of it goes by the stick's own folder, opened anew: one that was pulled out leaves an empty
folder of the machine's behind, and nothing is ever put there.
"""

import contextlib
import ctypes
import errno
import os
import re
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from mirrorapp.events import MirrorError
from mirrorapp.sticks.finding import Stick

PART = ".mirrorapp.part"
"""What is being written: ours alone, so that what a stick that was pulled out still has of it is
gone with the next file."""
_NAMES_MOST, _LETTERS_MOST = 99, 24
_GONE = (errno.ENODEV, errno.ENXIO, errno.ENOENT, errno.ENOTDIR, errno.ESTALE, errno.EBADF)
_NOT_HERE = (errno.EINVAL, errno.ENOTSUP)
"""A file system has no such thing for folders."""
_FOR_ALL = 0o644
"""Whoever is given a stick has another machine, and is somebody else there."""
_CLOSED = (errno.EACCES, errno.EPERM)
_SYS = Path("/sys/dev/block")


class StickError(MirrorError):
    """A stick does not take the file; nothing else on it was changed."""


def file_name(*words: str) -> str:
    """Of these words, in letters that every file system takes: "mirrorapp-Anna-2026-11-30"."""
    return "-".join(filter(None, map(_plain, words)))


def _plain(word: str) -> str:
    letters = unicodedata.normalize("NFKD", word.replace("ß", "ss")).encode("ascii", "ignore")
    return re.sub(r"[^A-Za-z0-9]+", "-", letters.decode()).strip("-")[:_LETTERS_MOST].strip("-")


def write(stick: Stick, content: bytes) -> None:
    """Bring `content` onto the stick, beside its place. Raises `StickError`."""
    with _opened(stick) as folder:
        _forget(folder, PART)
        handle = os.open(PART, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600,
                         dir_fd=folder)
        with os.fdopen(handle, "wb") as file:
            with _allowing(*_CLOSED, *_NOT_HERE):  # most sticks have no such thing
                os.fchmod(handle, _FOR_ALL)
            file.write(content)
            file.flush()
            os.fsync(handle)


def read_back(stick: Stick, content: bytes) -> None:
    """Look whether that is what the stick has, not the memory of it. Raises `StickError`."""
    with _opened(stick) as folder:
        handle = os.open(PART, os.O_RDONLY | os.O_NOFOLLOW, dir_fd=folder)
        with os.fdopen(handle, "rb") as file:
            os.posix_fadvise(handle, 0, 0, os.POSIX_FADV_DONTNEED)
            if file.read() != content:
                raise StickError("The stick does not keep what is written on it.",
                                 "It is worn out. Take another.")


def put_in_place(stick: Stick, name: str, ending: str = ".pdf") -> str:
    """Give it its name, or one with a number where another file has that; which one it is. It is on
    the stick when this returns. Raises `StickError`.
    """
    with _opened(stick) as folder:
        taken = _take(folder, name, ending)
        try:
            os.rename(PART, taken, src_dir_fd=folder, dst_dir_fd=folder)
            with _allowing(*_NOT_HERE):
                os.fsync(folder)
            _sync(folder)
        except OSError:
            _forget(folder, taken)
            raise
    return taken


def _take(folder: int, name: str, ending: str) -> str:
    """A name that nothing has, whatever its case: made, so that it stays ours."""
    for number in range(1, _NAMES_MOST + 1):
        tried = f"{name}{f'-{number}' if number > 1 else ''}{ending}"
        with _allowing(errno.EEXIST):
            os.close(os.open(tried, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600, dir_fd=folder))
            return tried
    raise StickError("The stick has very many reports of today.", "Delete some of them.")


@contextmanager
def _opened(stick: Stick) -> Iterator[int]:
    """The stick's outermost folder: itself, not the empty one that is left when it is pulled."""
    try:
        folder = os.open(stick.place or "", os.O_RDONLY | os.O_DIRECTORY)
        try:
            _be_on(stick, folder)
            yield folder
        except BaseException:
            _forget(folder, PART)
            raise
        finally:
            with contextlib.suppress(OSError):
                os.close(folder)
    except OSError as error:
        raise _told(error, stick) from None


def _be_on(stick: Stick, folder: int) -> None:
    device = os.fstat(folder).st_dev
    if f"{os.major(device)}:{os.minor(device)}" != stick.number:
        raise OSError(errno.ENODEV, os.strerror(errno.ENODEV))


def _told(error: OSError, stick: Stick) -> StickError:
    if error.errno in _GONE or not _is_in(stick):
        return StickError("The stick was pulled out too early.",
                          "Put it in again and start once more. Nothing in the mirror is lost.")
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return StickError("The stick is full.", "Delete something from it, or take another.")
    if error.errno == errno.EROFS:
        return StickError("The stick can only be read.",
                          "If it has a switch, unlock it. If not, take another.")
    if error.errno in _CLOSED:
        return StickError("The mirror may not write on this stick.",
                          "Take one with FAT32 or exFAT, as most are sold.")
    return StickError(f"The stick does not work: {error.strerror}.", "Take another.")


def _is_in(stick: Stick) -> bool:
    return (_SYS / stick.number).exists()


def _forget(folder: int, name: str) -> None:
    with contextlib.suppress(OSError):
        os.unlink(name, dir_fd=folder)


@contextmanager
def _allowing(*numbers: int) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if error.errno not in numbers:
            raise


def _sync(folder: int) -> None:
    """All of the file system, its own notes too (syncfs(2), which Python does not have)."""
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.syncfs(folder):
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))
