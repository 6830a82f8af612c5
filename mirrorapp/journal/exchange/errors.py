"""What can go wrong with a file that goes out or comes in, in words for the terminal."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from mirrorapp.events import MirrorError


class ExchangeError(MirrorError):
    """It can't be written or read; journal and files are as they were."""


_REMEDIES = {
    errno.ENOSPC: "Free some space, or name another place; nothing was left there.",
    errno.EACCES: "Name a folder in which you may write.",
    errno.EROFS: "Name a folder in which you may write.",
}


@contextmanager
def told_as_ours(path: Path, what: str) -> Iterator[None]:
    """Let the system's errors out as `ExchangeError`; `what` can't be done with `path`."""
    try:
        yield
    except OSError as error:
        raise ExchangeError(
            f"{path} can't be {what}: {error.strerror or error}.",
            _REMEDIES.get(error.errno or 0, "Check that disk and stick are there and sound, "
                          "then try again.")) from error
