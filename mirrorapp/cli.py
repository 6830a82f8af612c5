"""The command line: `mirrorapp run`, `replay FILE`, `calibrate`, `check`, `simulate`, `report`,
`hub`, `backup`, `restore FILE`, `erase`, `export`, `import FILE`.
"""

import argparse
import contextlib
import json
import logging
import sys
from collections.abc import Iterator, Sequence
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

from mirrorapp import __version__, config
from mirrorapp.clock import SystemClock
from mirrorapp.events import MirrorError

_STDOUT = Path("-")
_NAMED_SOURCES = ("auto", "picamera", "webcam", "rehearsal")


def main(argv: Sequence[str] | None = None) -> int:
    """Do what the command line says; 0 done, 1 something to mend, 2 not understood."""
    options = _parser().parse_args(argv)
    _log_to_terminal(verbose=options.verbose)
    try:
        options.command(options)
    except MirrorError as error:
        print(f"mirrorapp: {error.what}\n           {error.remedy}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="mirrorapp",
        description="An exercise coach in a smart mirror, for knees that cave in.")
    parser.add_argument("--version", action="version", version=f"mirrorapp {__version__}")
    parser.add_argument("-v", "--verbose", action="store_true", help="tell more in the log")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    _add_run(commands)
    _add_replay(commands)
    _add_calibrate(commands)
    _add_check(commands)
    _add_simulate(commands)
    _add_report(commands)
    _add_hub(commands)
    _add_upkeep(commands)
    _add_export(commands)
    _add_import(commands)
    return parser


def _add_run(commands: Any) -> None:
    run = commands.add_parser("run", help="open the mirror")
    run.set_defaults(command=_run)
    run.add_argument("--config", type=Path, metavar="FILE", help="settings (mirror.toml)")
    run.add_argument("--source", metavar="SOURCE",
                     help="auto, picamera, webcam, rehearsal, or a video file")
    run.add_argument("--once", action="store_true",
                     help="one session by itself, marked as a demo, then end")
    run.add_argument("--journal", type=Path, metavar="PATH", help="keep the journal in this file")
    run.add_argument("--broker", metavar="HOST:PORT", help="publish to this MQTT broker")
    run.add_argument("--screenshots", type=Path, metavar="DIR", help="save pictures of the screens")
    run.add_argument("--view", choices=("camera", "mirror"),
                     help="the mirrored picture, or black glass with lines only")
    run.add_argument("--language", choices=("en", "de"))
    run.add_argument("--exercise", metavar="ID", help="today, an exercise, a routine or a check")


def _add_replay(commands: Any) -> None:
    replay = commands.add_parser(
        "replay", help="judge a video or a landmark recording (.npz) and report as JSON")
    replay.set_defaults(command=_replay)
    replay.add_argument("file", type=Path)
    replay.add_argument("--exercise", default="squat", metavar="ID", help="an exercise or a check")
    replay.add_argument("--json", type=Path, metavar="OUT",
                        help="write the report to this file as well; - is the terminal")
    replay.add_argument("--carriage", action="store_true",
                        help="tell of each repetition how pelvis and trunk were held, too")


def _add_calibrate(commands: Any) -> None:
    calibrate = commands.add_parser(
        "calibrate", help="find out where the camera is, from you standing on the floor mark")
    calibrate.set_defaults(command=_calibrate)
    calibrate.add_argument("--config", type=Path, metavar="FILE", help="settings (mirror.toml)")
    calibrate.add_argument("--source", metavar="SOURCE",
                           help="auto, picamera, webcam, rehearsal, or a video file")
    calibrate.add_argument("--height-cm", type=_centimetres, metavar="N",
                           help="how tall you are; it is remembered")
    calibrate.add_argument("--distance-m", metavar="D",
                           help="from the camera to the mark, along the floor")
    calibrate.add_argument("--json", type=Path, metavar="OUT",
                           help="write the result to this file as well")


def _add_check(commands: Any) -> None:
    check = commands.add_parser(
        "check", help="look whether all exercises, routines and checks are whole, yours too")
    check.set_defaults(command=_check)
    check.add_argument("--config", type=Path, metavar="FILE", help="settings (mirror.toml)")
    check.add_argument("--packs", type=Path, metavar="DIR",
                       help="where your packs are, each a folder, instead of what the settings say")
    check.add_argument("--json", type=Path, metavar="OUT",
                       help="write what there is to this file, or to the terminal with -")


def _add_simulate(commands: Any) -> None:
    simulate = commands.add_parser(
        "simulate", help="have a simulated user do it, faster than in life, and report as JSON")
    simulate.set_defaults(command=_simulate)
    simulate.add_argument("what", metavar="WHAT",
                          help="a routine, an exercise, a check, or programme")
    simulate.add_argument("--how", default="well",
                          choices=("well", "badly", "early", "wrong-side", "interrupted"))
    simulate.add_argument("--speed", type=float, default=0.0, metavar="N",
                          help="so many times as fast as in life; 0, as usual: as fast as it goes")
    simulate.add_argument("--weeks", type=int, default=12, metavar="N", help="of the programme")
    simulate.add_argument("--json", type=Path, metavar="OUT",
                          help="write the report to this file, or to the terminal with -")


def _add_report(commands: Any) -> None:
    report = commands.add_parser(
        "report", help="write one page (PDF) for a physiotherapist: what was done and measured")
    report.set_defaults(command=_report)
    report.add_argument("--profile", required=True, metavar="ID", help="whose")
    report.add_argument("--from", dest="since", required=True, type=_day, metavar="DATE",
                        help="the first day, like 2026-09-01")
    report.add_argument("--to", dest="until", required=True, type=_day, metavar="DATE",
                        help="the last day")
    report.add_argument("--language", choices=("en", "de"), help="else that of the screen")
    report.add_argument("-o", dest="out", required=True, type=Path, metavar="FILE.pdf",
                        help="where to; a file that is there stays as it is")
    report.add_argument("--config", type=Path, metavar="FILE", help="settings (mirror.toml)")


def _add_hub(commands: Any) -> None:
    hub = commands.add_parser("hub", help="find the brokers in the house, or try yours")
    deeds = hub.add_subparsers(required=True, metavar="DEED")
    find = deeds.add_parser("find", help="list the brokers that announce themselves by mDNS")
    find.set_defaults(command=_hub_find)
    test = deeds.add_parser("test", help="try the broker that is set, without a trace there")
    test.set_defaults(command=_hub_test)
    test.add_argument("--config", type=Path, metavar="FILE", help="settings (mirror.toml)")
    test.add_argument("--broker", metavar="HOST:PORT", help="try this one instead")


def _add_upkeep(commands: Any) -> None:
    backup = commands.add_parser("backup", help="copy all that the mirror keeps, while it may run")
    backup.set_defaults(command=_backup)
    backup.add_argument("-o", "--output", type=Path, metavar="WHERE",
                        help="a folder, or a file that ends in .tar.gz")
    backup.add_argument("--keep", type=_some, metavar="N", help="so many stay in that folder")
    restore = commands.add_parser("restore", help="bring a backup back; what is there is kept")
    restore.set_defaults(command=_restore)
    restore.add_argument("file", type=Path, help="or the name of one in the folder of backups")
    erase = commands.add_parser("erase", help="erase all that is kept of somebody, for good")
    erase.set_defaults(command=_erase)
    erase.add_argument("--profile", required=True, metavar="ID", help="whom, as in [people]")
    erase.add_argument("--yes", action="store_true", help="without asking")
    for each in (backup, restore, erase):
        each.add_argument("--config", type=Path, metavar="FILE", help="settings (mirror.toml)")


def _add_export(commands: Any) -> None:
    export = commands.add_parser(
        "export", help="write all that the journal keeps into a file, or sheets for a spreadsheet")
    export.set_defaults(command=_export)
    export.add_argument("-o", "--output", type=Path, required=True, metavar="PATH",
                        help="the file or, of sheets, the folder; it must not be there yet")
    export.add_argument("--format", choices=("json", "csv"), default="json",
                        help="json, which `import` takes in again; csv: a folder of sheets")
    export.add_argument("--profile", metavar="ID", help="of one person alone")
    export.add_argument("--from", type=_day, dest="first", metavar="DATE",
                        help="sessions of that day and later, 2026-11-30 for instance")
    export.add_argument("--to", type=_day, dest="last", metavar="DATE",
                        help="sessions of that day and earlier")
    _add_which_journal(export)


def _add_import(commands: Any) -> None:
    brings = commands.add_parser(
        "import", help="take an exported file into the journal; nothing is written over")
    brings.set_defaults(command=_import)
    brings.add_argument("file", type=Path, metavar="FILE")
    _add_which_journal(brings)


def _add_which_journal(command: argparse.ArgumentParser) -> None:
    command.add_argument("--config", type=Path, metavar="FILE", help="settings (mirror.toml)")
    command.add_argument("--journal", type=Path, metavar="PATH",
                         help="this journal, instead of what the settings say")


def _run(options: argparse.Namespace) -> None:
    from mirrorapp import app
    from mirrorapp.settings import Settings

    with closing(Settings(options.config, _overrides(options))) as settings:
        app.run(settings, app.RunOptions(options.once, options.journal, options.screenshots),
                say=_say)


def _say(line: str) -> None:
    # Nobody need listen to the end: `mirrorapp run | head -1`.
    with contextlib.suppress(BrokenPipeError):
        print(line, flush=True)


def _overrides(options: argparse.Namespace) -> dict[str, dict[str, Any]]:
    """What the command line says of the settings."""
    said: dict[str, dict[str, Any]] = _camera(options.source)
    if options.broker is not None:
        said["hub"] = _broker(options.broker)
    screen = {key: getattr(options, key) for key in ("view", "language") if getattr(options, key)}
    if screen:
        said["screen"] = screen
    if options.exercise is not None:
        said["session"] = {"exercise": options.exercise}
    return said


def _camera(source: str | None) -> dict[str, dict[str, Any]]:
    """What --source says of the settings."""
    if source is None:
        return {}
    if source in _NAMED_SOURCES:
        return {"camera": {"source": source}}
    if not source:
        raise MirrorError("--source is empty.", f"Allowed: {', '.join(_NAMED_SOURCES)}, "
                          "or the path of a video.")
    return {"camera": {"source": "video", "file": source}}


def _broker(address: str) -> dict[str, str]:
    """HOST, HOST:PORT, an IPv6 address, or [IPv6]:PORT."""
    host, colon, port = address.rpartition(":")
    if not address or (colon and not host):
        raise MirrorError(f"--broker {address!r} names no host.", "Allowed: HOST or HOST:PORT.")
    if not colon or (":" in host and not host.endswith("]")):
        return {"host": address.strip("[]")}
    return {"host": host.strip("[]"), "port": port}


def _replay(options: argparse.Namespace) -> None:
    from mirrorapp import replay
    from mirrorapp.exercises import checks

    _check_folder(options.json)
    settings = config.load()
    exercise, check = checks.exercise_or_check(options.exercise, settings.exercises.packs)
    played = replay.replay(_sightings(options.file), exercise)
    whose = settings.everybody[settings.session.profile]
    told = (replay.report_check(played, str(options.file), check, whose.height_cm)
            if check else replay.report(played, str(options.file)))
    if options.carriage:
        told |= replay.carriage(played)
    text = json.dumps(told, indent=1)
    print(text)
    if options.json not in (None, _STDOUT):
        _put(options.json, text)


def _check_folder(report: Path | None) -> None:
    """Before a minute's work is done for a report that can be put nowhere."""
    if report is not None and not report.parent.is_dir():
        raise MirrorError(f"There is no folder {report.parent} for the report {report.name}.",
                          "Make it, or name another file with --json.")


def _put(path: Path, text: str) -> None:
    """Into a file, or where that is `-` to the terminal."""
    if path == _STDOUT:
        _say(text)
        return
    try:
        path.write_text(text + "\n", encoding="utf-8")
    except OSError as error:
        raise MirrorError(f"The report {path} can't be written: {error.strerror}.",
                          "Name another file with --json.") from None


def _centimetres(told: str) -> int:
    try:
        return int(told)
    except ValueError:
        raise argparse.ArgumentTypeError(
            f"{told!r} is no whole number of centimetres; say 168, for instance") from None


def _day(told: str) -> date:
    try:
        return date.fromisoformat(told)
    except ValueError:
        raise argparse.ArgumentTypeError(
            f"{told!r} is no day; say 2026-11-30, for instance") from None


def _calibrate(options: argparse.Namespace) -> None:
    from mirrorapp import calibrate

    _check_folder(options.json)
    said = _camera(options.source)
    if options.distance_m is not None:
        said.setdefault("camera", {})["floor_mark_m"] = options.distance_m
    report = calibrate.run(config.load(options.config, said), options.height_cm, _say)
    if options.json is not None:
        _put(options.json, json.dumps(report, indent=1))
    if not report["kept"]:
        raise MirrorError("What was found is not kept.", "Mend what is said above, then once more.")


def _check(options: argparse.Namespace) -> None:
    from mirrorapp import check

    to_terminal = options.json == _STDOUT
    if not to_terminal:
        _check_folder(options.json)
    places = (config.load(options.config).exercises.packs if options.packs is None
              else check.place(options.packs))
    examined = check.examine(places)
    if options.json is not None:
        _put(options.json, json.dumps(examined.report(), indent=1, ensure_ascii=False))
    if not to_terminal:
        for line in examined.problems:
            _say(line)
    count = len(examined.problems)
    if count:
        raise MirrorError(f"{count} problem{'s' * (count != 1)}.", "Mend what is said above.")
    if not to_terminal:
        _say(f"{len(examined.entries)} entries, all whole.")


def _simulate(options: argparse.Namespace) -> None:
    from mirrorapp.simulate import run

    _check_folder(options.json)
    told = run.report(options.what, options.how, speed=options.speed, weeks=options.weeks)
    _put(options.json or _STDOUT, json.dumps(told, indent=1))
    if told.get("outcome", "lived") is None:
        raise run.no_end()


def _report(options: argparse.Namespace) -> None:
    from mirrorapp.report import making
    from mirrorapp.settings import Settings

    with closing(Settings(options.config)) as settings:
        making.make(settings.config, options.profile, (options.since, options.until), options.out,
                    language=options.language or settings.config.screen.language,
                    clock=SystemClock())


def _hub_find(_: argparse.Namespace) -> None:
    from mirrorapp.hub import terminal
    from mirrorapp.hub.finding import Finder

    terminal.find(Finder(), _say)


def _hub_test(options: argparse.Namespace) -> None:
    from mirrorapp.hub import terminal
    from mirrorapp.settings import Settings

    said = {} if options.broker is None else {"hub": _broker(options.broker)}
    with closing(Settings(options.config, said)) as settings:
        terminal.try_out(settings.config.hub, _say)


def _backup(options: argparse.Namespace) -> None:
    from mirrorapp.upkeep import terminal

    terminal.back_up(config.load(options.config), options.output, options.keep, SystemClock(), _say)


def _restore(options: argparse.Namespace) -> None:
    from mirrorapp.upkeep import terminal

    terminal.restore(config.load(options.config), options.file, SystemClock(), _say)


def _erase(options: argparse.Namespace) -> None:
    from mirrorapp.upkeep import terminal

    terminal.erase(config.load(options.config), options.profile,
                   None if options.yes else _answer, _say)


def _answer(question: str) -> str:
    try:
        return input(question)
    except EOFError:  # nobody is there
        return ""


def _some(told: str) -> int:
    number = int(told) if told.isdecimal() else 0
    if number < 1:
        raise argparse.ArgumentTypeError(f"{told!r} is no number of backups; at least 1")
    return number


def _export(options: argparse.Namespace) -> None:
    from mirrorapp.journal.exchange import terminal
    from mirrorapp.journal.exchange.outwards import Selection

    terminal.export(_journal(options), Selection(options.profile, options.first, options.last),
                    options.output, SystemClock(), _say, as_csv=options.format == "csv")


def _import(options: argparse.Namespace) -> None:
    from mirrorapp.journal.exchange import terminal

    terminal.bring(_journal(options), options.file, SystemClock(), _say)


def _journal(options: argparse.Namespace) -> Path:
    return options.journal or config.load(options.config).journal.place


def _sightings(file: Path) -> Iterator[Any]:
    """Every frame of a recording, as the mirror's own eyes see it."""
    from mirrorapp.vision import recording

    if file.suffix.lower() == ".npz":
        yield from recording.read(file)
        return
    from mirrorapp.alignment.aligner import Aligner
    from mirrorapp.camera.base import EndOfRecording
    from mirrorapp.camera.video import VideoFile
    from mirrorapp.vision import model
    from mirrorapp.vision.sandbox import ANSWER_PATIENCE_S, SandboxedEstimator

    settings = config.load()
    video = VideoFile(file, SystemClock(), realtime=False)
    video.open()
    eyes = SandboxedEstimator(model.ensure(settings.vision.model, settings.vision.model_dir),
                              confine=settings.vision.confine, standby=False,
                              answer_patience_s=ANSWER_PATIENCE_S[settings.vision.model])
    aligner = Aligner()
    try:
        eyes.open()
        while True:
            seen = eyes.estimate(video.read())
            yield seen
            aligner.read(seen)
            eyes.seek(aligner.sought)
    except EndOfRecording:
        return
    finally:
        eyes.close()
        video.close()


def _log_to_terminal(*, verbose: bool) -> None:
    logging.basicConfig(level=logging.INFO if verbose else logging.WARNING, stream=sys.stderr,
                        format="%(levelname)s %(name)s: %(message)s")
