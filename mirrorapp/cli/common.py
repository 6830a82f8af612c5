"""What more than one command has: its settings, what it says, where its report goes."""

import argparse
import contextlib
from pathlib import Path

from mirrorapp.events import MirrorError

STDOUT = Path("-")
"""As the name of a file: the terminal."""


def add_config(command: argparse.ArgumentParser) -> None:
    """The option that says which settings."""
    command.add_argument("--config", type=Path, metavar="FILE", help="settings (mirror.toml)")


def say(line: str) -> None:
    """In the terminal. Nobody need listen to the end: `mirrorapp run | head -1`."""
    with contextlib.suppress(BrokenPipeError):
        print(line, flush=True)


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
