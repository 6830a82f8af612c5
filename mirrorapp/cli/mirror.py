"""With the mirror's own devices: `run`, `calibrate`, `hub`, `doctor`, `light`, `bench`."""

import argparse
import json
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

from mirrorapp import config
from mirrorapp.cli import common
from mirrorapp.cli.common import add_config, must_have_folder, put, say
from mirrorapp.events import MirrorError

_NAMED_SOURCES = ("auto", "live", "picamera", "webcam", "rehearsal")


def add_run(commands: Any) -> None:
    """`mirrorapp run`."""
    run = commands.add_parser("run", help="open the mirror")
    run.set_defaults(command=_run)
    add_config(run)
    _add_source(run)
    run.add_argument("--once", action="store_true",
                     help="one session by itself, marked as a demo, then end")
    run.add_argument("--journal", type=Path, metavar="PATH", help="keep the journal in this file")
    run.add_argument("--broker", metavar="HOST:PORT", help="publish to this MQTT broker")
    run.add_argument("--screenshots", type=Path, metavar="DIR", help="save pictures of the screens")
    run.add_argument("--view", choices=("camera", "mirror"),
                     help="the mirrored picture, or black glass with lines only")
    run.add_argument("--language", choices=("en", "de"))
    run.add_argument("--exercise", metavar="ID", help="today, an exercise, a routine or a check")


def _run(options: argparse.Namespace) -> None:
    from mirrorapp import app
    from mirrorapp.settings import Settings

    with closing(Settings(options.config, _overrides(options))) as settings:
        again = app.run(settings, app.RunOptions(options.once, options.journal,
                                                 options.screenshots), say=say)
    if again:
        common.begin_anew()


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


def add_calibrate(commands: Any) -> None:
    """`mirrorapp calibrate`."""
    calibrate = commands.add_parser(
        "calibrate", help="find out where the camera is, from you standing on the floor mark")
    calibrate.set_defaults(command=_calibrate)
    add_config(calibrate)
    _add_source(calibrate)
    calibrate.add_argument("--height-cm", type=_centimetres, metavar="N",
                           help="how tall you are; it is remembered")
    calibrate.add_argument("--distance-m", metavar="D",
                           help="from the camera to the mark, along the floor")
    calibrate.add_argument("--json", type=Path, metavar="OUT",
                           help="write the result to this file as well")


def _calibrate(options: argparse.Namespace) -> None:
    from mirrorapp import calibrate

    must_have_folder(options.json)
    said = _camera(options.source)
    if options.distance_m is not None:
        said.setdefault("camera", {})["floor_mark_m"] = options.distance_m
    report = calibrate.run(config.load(options.config, said), options.height_cm, say)
    if options.json is not None:
        put(options.json, json.dumps(report, indent=1))
    if not report["kept"]:
        raise MirrorError("What was found is not kept.", "Mend what is said above, then once more.")


def _centimetres(told: str) -> int:
    try:
        return int(told)
    except ValueError:
        raise argparse.ArgumentTypeError(
            f"{told!r} is no whole number of centimetres; say 168, for instance") from None


def _add_source(command: argparse.ArgumentParser) -> None:
    command.add_argument("--source", metavar="SOURCE",
                         help="auto, live, picamera, webcam, rehearsal, or a video file")


def _camera(source: str | None) -> dict[str, dict[str, Any]]:
    """What --source says of the settings."""
    if source is None:
        return {}
    if source in _NAMED_SOURCES:
        return {"camera": {"source": source}}
    film = Path(source)
    with suppress(RuntimeError):  # the home of somebody whom nobody knows
        film = film.expanduser()
    if not source or not film.exists():
        raise MirrorError(f"--source {source!r} is no camera, and no video is there.",
                          f"Allowed: {', '.join(_NAMED_SOURCES)}, or the path of a video.")
    return {"camera": {"source": "video", "file": film}}


def add_hub(commands: Any) -> None:
    """`mirrorapp hub`."""
    hub = commands.add_parser("hub", help="find the brokers in the house, or try yours")
    deeds = hub.add_subparsers(required=True, metavar="DEED")
    find = deeds.add_parser("find", help="list the brokers that announce themselves by mDNS")
    find.set_defaults(command=_hub_find)
    test = deeds.add_parser("test", help="try the broker that is set, without a trace there")
    test.set_defaults(command=_hub_test)
    add_config(test)
    test.add_argument("--broker", metavar="HOST:PORT", help="try this one instead")


def _hub_find(_: argparse.Namespace) -> None:
    from mirrorapp.hub import terminal
    from mirrorapp.hub.finding import Finder

    terminal.find(Finder(), say)


def _hub_test(options: argparse.Namespace) -> None:
    from mirrorapp.hub import terminal
    from mirrorapp.settings import Settings

    said = {} if options.broker is None else {"hub": _broker(options.broker)}
    with closing(Settings(options.config, said)) as settings:
        terminal.try_out(settings.config.hub, say)


def _broker(address: str) -> dict[str, str]:
    """HOST, HOST:PORT, an IPv6 address, or [IPv6]:PORT."""
    host, colon, port = address.rpartition(":")
    if not address or (colon and not host):
        raise MirrorError(f"--broker {address!r} names no host.", "Allowed: HOST or HOST:PORT.")
    if not colon or (":" in host and not host.endswith("]")):
        return {"host": address.strip("[]")}
    return {"host": host.strip("[]"), "port": port}


def add_doctor(commands: Any) -> None:
    """`mirrorapp doctor`."""
    doctor = commands.add_parser(
        "doctor", help="look whether all is well here, and say what to do; it changes nothing")
    doctor.set_defaults(command=_doctor)
    add_config(doctor)
    doctor.add_argument("--json", action="store_true", help="as JSON, for programs")


def _doctor(options: argparse.Namespace) -> int:
    """1 where something fails."""
    from mirrorapp.doctor import examine, patient, terminal

    findings = examine.examine(patient.admit(options.config))
    if options.json:
        say(terminal.as_json(findings))
    else:
        terminal.tell(findings, say)
    return 0 if terminal.works(findings) else 1


def add_light(commands: Any) -> None:
    """`mirrorapp light`."""
    light = commands.add_parser("light", help="turn the screen's light on or off, as it is set")
    light.set_defaults(command=_light)
    light.add_argument("wanted", choices=("on", "off"))
    add_config(light)


def _light(options: argparse.Namespace) -> None:
    from mirrorapp.doctor import patient
    from mirrorapp.kiosk import display

    # What can't be used of the settings is the mirror's to tell of: this is run after its end.
    panel = display.choose(patient.admit(options.config).config.display.light)
    panel.turn(options.wanted == "on")


def add_bench(commands: Any) -> None:
    """`mirrorapp bench`."""
    bench = commands.add_parser(
        "bench", help="measure how fast the mirror is here, with the clip that comes with it")
    bench.set_defaults(command=_bench)
    add_config(bench)
    bench.add_argument("--json", action="store_true", help="as JSON, for programs")


def _bench(options: argparse.Namespace) -> None:
    from mirrorapp.bench import figures
    from mirrorapp.bench.measure import measure
    from mirrorapp.vision import model

    settings = config.load(options.config)
    vision = settings.vision
    found = measure(settings, model.find(vision.size, vision.model_dir), file=options.config)
    if options.json:
        say(json.dumps(figures.as_json(found), indent=1))
        return
    for line in figures.table(found):
        say(line)
