"""What more than one command has: its settings, what it says, where its report goes."""

import argparse
import contextlib
import errno
import logging
import os
import sys
from pathlib import Path

from mirrorapp.events import MirrorError

STDOUT = Path("-")
"""As the name of a file: the terminal."""


def add_config(command: argparse.ArgumentParser) -> None:
    """The option that says which settings."""
    command.add_argument("--config", type=Path, metavar="FILE", help="settings (mirror.toml)")


def say(line: str) -> None:
    """In the terminal. Nobody need listen to the end: `mirrorapp run | head -1`, or a terminal
    that was closed. Raises `MirrorError` where a file can't take it in.
    """
    try:
        print(line, flush=True)
    except OSError as error:
        if not isinstance(error, BrokenPipeError) and error.errno != errno.EIO:
            raise MirrorError(f"What is said here can't be written: {error.strerror}.",
                              "Make room where it goes, or have it go elsewhere.") from None


def must_have_folder(report: Path | None) -> None:
    """Before a minute's work is done for a report that can be put nowhere. Raises `MirrorError`."""
    if report is not None and not report.parent.is_dir():
        raise MirrorError(f"There is no folder {report.parent} for the report {report.name}.",
                          "Make it, or name another file with --json.")


def put(path: Path, text: str) -> None:
    """Into a file, or where that is `-` to the terminal. Raises `MirrorError`."""
    if path == STDOUT:
        say(text)
        return
    try:
        path.write_text(text + "\n", encoding="utf-8")
    except OSError as error:
        raise MirrorError(f"The report {path} can't be written: {error.strerror}.",
                          "Name another file with --json.") from None


def begin_anew() -> None:
    """Start the same command again in this process's place: nothing of before is left in it.

    What a library left open would go along, a window or the screen itself; so it is closed.
    """
    logging.shutdown()
    sys.stdout.flush()
    for handle in [int(each.name) for each in Path("/proc/self/fd").iterdir()]:
        if handle > sys.stderr.fileno():
            with contextlib.suppress(OSError):  # that of the list itself
                os.set_inheritable(handle, False)
    os.execv(sys.executable, sys.orig_argv)  # noqa: S606 - the command that we are
