"""What is kept: `report`, `backup`, `restore FILE`, `erase`, `export`, `import FILE`."""

import argparse
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

from mirrorapp import config
from mirrorapp.cli.common import add_config, say
from mirrorapp.clock import SystemClock
from mirrorapp.events import MirrorError


def add_report(commands: Any) -> None:
    """`mirrorapp report`."""
    report = commands.add_parser(
        "report", help="write one page (PDF) for a physiotherapist: what was done and measured")
    report.set_defaults(command=_report)
    report.add_argument("--profile", required=True, metavar="ID", help="whose")
    _add_days(report, "the first day, like 2026-09-01", "the last day", required=True)
    report.add_argument("--language", choices=("en", "de"), help="else that of the screen")
    report.add_argument("-o", dest="out", required=True, type=Path, metavar="FILE.pdf",
                        help="where to; a file that is there stays as it is")
    add_config(report)


def _report(options: argparse.Namespace) -> None:
    from mirrorapp.report import making
    from mirrorapp.settings import Settings

    with closing(Settings(options.config)) as settings:
        making.make(settings.config, options.profile, _in_order(options), options.out,
                    language=options.language or settings.config.screen.language,
                    clock=SystemClock())


def add_backup(commands: Any) -> None:
    """`mirrorapp backup`."""
    backup = commands.add_parser("backup", help="copy all that the mirror keeps, while it may run")
    backup.set_defaults(command=_backup)
    backup.add_argument("-o", "--output", type=Path, metavar="WHERE",
                        help="a folder, or a file that ends in .tar.gz")
    backup.add_argument("--keep", type=_some, metavar="N", help="so many stay in that folder")
    add_config(backup)


def _backup(options: argparse.Namespace) -> None:
    from mirrorapp.upkeep import terminal

    terminal.back_up(config.load(options.config), options.output, options.keep, SystemClock(), say)


def _some(told: str) -> int:
    number = int(told) if told.isdecimal() else 0
    if number < 1:
        raise argparse.ArgumentTypeError(f"{told!r} is no number of backups; at least 1")
    return number


def add_restore(commands: Any) -> None:
    """`mirrorapp restore`."""
    restore = commands.add_parser("restore", help="bring a backup back; what is there is kept")
    restore.set_defaults(command=_restore)
    restore.add_argument("file", type=Path, help="or the name of one in the folder of backups")
    add_config(restore)


def _restore(options: argparse.Namespace) -> None:
    from mirrorapp.upkeep import terminal

    terminal.restore(config.load(options.config), options.file, SystemClock(), say)


def add_erase(commands: Any) -> None:
    """`mirrorapp erase`."""
    erase = commands.add_parser("erase", help="erase all that is kept of somebody, for good")
    erase.set_defaults(command=_erase)
    erase.add_argument("--profile", required=True, metavar="ID", help="whom, as in [people]")
    erase.add_argument("--yes", action="store_true", help="without asking")
    add_config(erase)


def _erase(options: argparse.Namespace) -> None:
    from mirrorapp.upkeep import terminal

    terminal.erase(config.load(options.config), options.profile,
                   None if options.yes else _answer, say)


def _answer(question: str) -> str:
    try:
        return input(question)
    except EOFError:  # nobody is there
        return ""


def add_export(commands: Any) -> None:
    """`mirrorapp export`."""
    export = commands.add_parser(
        "export", help="write all that the journal keeps into a file, or sheets for a spreadsheet")
    export.set_defaults(command=_export)
    export.add_argument("-o", "--output", type=Path, required=True, metavar="PATH",
                        help="the file or, of sheets, the folder; it must not be there yet")
    export.add_argument("--format", choices=("json", "csv"), default="json",
                        help="json, which `import` takes in again; csv: a folder of sheets")
    export.add_argument("--profile", metavar="ID", help="of one person alone")
    _add_days(export, "sessions of that day and later, 2026-11-30 for instance",
              "sessions of that day and earlier")
    _add_which_journal(export)


def _export(options: argparse.Namespace) -> None:
    from mirrorapp.journal.exchange import terminal
    from mirrorapp.journal.exchange.outwards import Selection

    terminal.export(_journal(options), Selection(options.profile, *_in_order(options)),
                    options.output, SystemClock(), say, as_csv=options.format == "csv")


def add_import(commands: Any) -> None:
    """`mirrorapp import`."""
    brings = commands.add_parser(
        "import", help="take an exported file into the journal; nothing is written over")
    brings.set_defaults(command=_import)
    brings.add_argument("file", type=Path, metavar="FILE")
    _add_which_journal(brings)


def _import(options: argparse.Namespace) -> None:
    from mirrorapp.journal.exchange import terminal

    terminal.bring(_journal(options), options.file, SystemClock(), say)


def _add_days(command: argparse.ArgumentParser, first: str, last: str, *,
              required: bool = False) -> None:
    """`first` and `last`: what each of them means here."""
    for name, dest, told in (("--from", "first", first), ("--to", "last", last)):
        command.add_argument(name, dest=dest, required=required, type=_day, metavar="DATE",
                             help=told)


def _in_order(options: argparse.Namespace) -> tuple[Any, Any]:
    """The days that were named. Raises `MirrorError`."""
    first, last = options.first, options.last
    if first and last and first > last:
        raise MirrorError(f"--from {first} is after --to {last}.", "Name the earlier day first.")
    return first, last


def _day(told: str) -> date:
    try:
        return date.fromisoformat(told)
    except ValueError:
        raise argparse.ArgumentTypeError(
            f"{told!r} is no day; say 2026-11-30, for instance") from None


def _add_which_journal(command: argparse.ArgumentParser) -> None:
    add_config(command)
    command.add_argument("--journal", type=Path, metavar="PATH",
                         help="this journal, instead of what the settings say")


def _journal(options: argparse.Namespace) -> Path:
    return options.journal or config.load(options.config).journal.place
