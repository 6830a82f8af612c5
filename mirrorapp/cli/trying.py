"""Without a mirror: `replay FILE`, `check`, `simulate`."""

import argparse
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from mirrorapp import config
from mirrorapp.cli.common import STDOUT, add_config, must_have_folder, put, say
from mirrorapp.clock import SystemClock
from mirrorapp.events import MirrorError


def add_replay(commands: Any) -> None:
    """`mirrorapp replay`."""
    replay = commands.add_parser(
        "replay", help="judge a video or a landmark recording (.npz) and report as JSON")
    replay.set_defaults(command=_replay)
    replay.add_argument("file", type=Path)
    replay.add_argument("--exercise", default="squat", metavar="ID", help="an exercise or a check")
    replay.add_argument("--json", type=Path, metavar="OUT",
                        help="write the report to this file as well; - is the terminal")
    replay.add_argument("--carriage", action="store_true",
                        help="tell of each repetition how pelvis and trunk were held, too")


def _replay(options: argparse.Namespace) -> None:
    from mirrorapp import replay
    from mirrorapp.exercises import checks

    must_have_folder(options.json)
    settings = config.load()
    exercise, check = checks.exercise_or_check(options.exercise, settings.exercises.packs)
    played = replay.replay(_sightings(options.file), exercise)
    whose = settings.everybody[settings.session.profile]
    told = (replay.report_check(played, str(options.file), check, whose.height_cm)
            if check else replay.report(played, str(options.file)))
    if options.carriage:
        told |= replay.carriage(played)
    text = json.dumps(told, indent=1)
    say(text)
    if options.json not in (None, STDOUT):
        put(options.json, text)


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
    from mirrorapp.vision.sandbox import FILM_PATIENCE_S, SandboxedEstimator

    settings = config.load()
    video = VideoFile(file, SystemClock(), realtime=False)
    video.open()
    vision = settings.vision
    eyes = SandboxedEstimator.of(vision, model.ensure(vision.size, vision.model_dir),
                                 standby=False, patience_s=FILM_PATIENCE_S)
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


def add_check(commands: Any) -> None:
    """`mirrorapp check`."""
    check = commands.add_parser(
        "check", help="look whether all exercises, routines and checks are whole, yours too")
    check.set_defaults(command=_check)
    add_config(check)
    check.add_argument("--packs", type=Path, metavar="DIR",
                       help="where your packs are, each a folder, instead of what the settings say")
    check.add_argument("--json", type=Path, metavar="OUT",
                       help="write what there is to this file, or to the terminal with -")


def _check(options: argparse.Namespace) -> None:
    from mirrorapp import check

    to_terminal = options.json == STDOUT
    if not to_terminal:
        must_have_folder(options.json)
    places = (config.load(options.config).exercises.packs if options.packs is None
              else check.place(options.packs))
    examined = check.examine(places)
    if options.json is not None:
        put(options.json, json.dumps(examined.report(), indent=1, ensure_ascii=False))
    if not to_terminal:
        for line in examined.problems:
            say(line)
    count = len(examined.problems)
    if count:
        raise MirrorError(f"{count} problem{'s' * (count != 1)}.", "Mend what is said above.")
    if not to_terminal:
        say(f"{len(examined.entries)} entries, all whole.")


def add_simulate(commands: Any) -> None:
    """`mirrorapp simulate`."""
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


def _simulate(options: argparse.Namespace) -> None:
    from mirrorapp.simulate import run

    must_have_folder(options.json)
    told = run.report(options.what, options.how, speed=options.speed, weeks=options.weeks)
    put(options.json or STDOUT, json.dumps(told, indent=1))
    if told.get("outcome", "lived") is None:
        raise run.no_end()
