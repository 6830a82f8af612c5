"""The command line: a command's options and what it does stand side by side."""

import argparse
import logging
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from mirrorapp import __version__
from mirrorapp.cli import keeping, mirror, trying
from mirrorapp.events import MirrorError

_COMMANDS = (mirror.add_run, trying.add_replay, mirror.add_calibrate, trying.add_check,
             trying.add_simulate, keeping.add_report, mirror.add_hub, mirror.add_doctor,
             mirror.add_light, mirror.add_bench, keeping.add_backup, keeping.add_restore,
             keeping.add_erase, keeping.add_export, keeping.add_import)


def main(argv: Sequence[str] | None = None) -> int:
    """Do what the command line says; 0 done, 1 something to mend, 2 not understood."""
    options = _parser().parse_args(argv)
    _log_to_terminal(verbose=options.verbose)
    try:
        _require_home()
        with _kept_private():
            return options.command(options) or 0
    except MirrorError as error:
        _tell(error.what, error.remedy)
        return 1
    except OSError as error:
        if error.filename is None:
            raise
        logging.getLogger(__name__).info("This was not foreseen.", exc_info=True)
        _tell(f"{os.fsdecode(error.filename)} can't be had: {error.strerror}.",
              "Check the path and its permissions.")
        return 1
    except KeyboardInterrupt:
        return 130


def _require_home() -> None:
    """Half of what is kept has its place there, unless it is named. Raises `MirrorError`."""
    try:
        Path.home()
    except RuntimeError:
        raise MirrorError("This user has no home folder, and HOME names none.",
                          "Set HOME to a folder that is theirs.") from None


def _tell(what: str, remedy: str) -> None:
    print(f"mirrorapp: {what}\n           {remedy}", file=sys.stderr)


@contextmanager
def _kept_private() -> Iterator[None]:
    """Whatever is written meanwhile, by libraries and programs started too, is its user's alone."""
    before = os.umask(0o077)
    try:
        yield
    finally:
        os.umask(before)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="mirrorapp",
        description="An exercise coach in a smart mirror, for knees that cave in.")
    parser.add_argument("--version", action="version", version=f"mirrorapp {__version__}")
    parser.add_argument("-v", "--verbose", action="store_true", help="tell more in the log")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    for add in _COMMANDS:
        add(commands)
    return parser


def _log_to_terminal(*, verbose: bool) -> None:
    logging.basicConfig(level=logging.INFO if verbose else logging.WARNING, stream=sys.stderr,
                        format="%(levelname)s %(name)s: %(message)s")
