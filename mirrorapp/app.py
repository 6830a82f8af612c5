"""The composition root: the only place that picks back ends and wires the rooms together."""

import logging
import signal
import tempfile
from collections.abc import Callable
from contextlib import ExitStack, closing
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from threading import Event, Timer

from mirrorapp import live
from mirrorapp.alignment import station_file
from mirrorapp.alignment.aligner import Aligner
from mirrorapp.alignment.station_file import Record
from mirrorapp.butler import Butler
from mirrorapp.camera import choose as cameras
from mirrorapp.camera.base import Camera
from mirrorapp.camera.feed import CameraFeed
from mirrorapp.clock import Clock, SystemClock, zone
from mirrorapp.coach import plans
from mirrorapp.coach.coach import Coach
from mirrorapp.coach.desk import Desk
from mirrorapp.coach.records import Measured
from mirrorapp.coach.state import Today
from mirrorapp.coach.surveyor import Surveyor
from mirrorapp.config import Config, HubConfig, VisionConfig
from mirrorapp.director import Director
from mirrorapp.engine import Engine, Snapshot
from mirrorapp.events import MessageBoard, MirrorError, Notice, NoticeBoard
from mirrorapp.exercises import catalogue as catalogues
from mirrorapp.exercises import why
from mirrorapp.exercises.catalogue import Catalogue
from mirrorapp.herald import Herald
from mirrorapp.hub.finding import Finder
from mirrorapp.hub.moving import Mover
from mirrorapp.hub.payloads import Words
from mirrorapp.hub.trial import Trial
from mirrorapp.journal.store import NOTICE_KEY, Journal
from mirrorapp.keeper import Keeper
from mirrorapp.memory import JournalMemory
from mirrorapp.settings import Settings
from mirrorapp.ui import charting, i18n, window
from mirrorapp.ui import shelf as shelves
from mirrorapp.ui.broker import Reach
from mirrorapp.ui.due import in_words
from mirrorapp.ui.house import House
from mirrorapp.ui.shelf import Shelf
from mirrorapp.ui.sounds import Sounds
from mirrorapp.ui.telling import Teller
from mirrorapp.upkeep import offering
from mirrorapp.upkeep import places as upkeep_places
from mirrorapp.vision import model
from mirrorapp.vision.mending import MendingEstimator
from mirrorapp.vision.sandbox import ANSWER_PATIENCE_S, SandboxedEstimator

_log = logging.getLogger(__name__)
_SOON_S = 30.0
_JOURNAL = "journal.sqlite3"

Say = Callable[[str], None]
Offer = Callable[[Notice], Notice]


@dataclass(frozen=True, slots=True)
class RunOptions:
    """What the command line says beyond the settings.

    `once`: run one session by itself, as a demo, and end. `journal`: keep the journal there,
    also a demo's. `screenshots`: where pictures go; None means nowhere, or a temporary folder
    where a recording plays without a screen.
    """

    once: bool = False
    journal: Path | None = None
    screenshots: Path | None = None


@dataclass(frozen=True, slots=True)
class Places:
    """Where this run keeps things; said in the terminal. `named`: the journal was asked for."""

    journal: Path
    screenshots: Path | None
    named: bool


def run(settings: Settings, options: RunOptions, say: Say) -> None:
    """Open the mirror and run it until it is closed. Raises `MirrorError`.

    What keeps it from starting is shown on the glass first, where somebody can touch it away.
    """
    driver = window.prepare(settings.config.screen)
    offscreen = driver == "offscreen"
    _tell_unshared(settings, driver)
    told_to_end = _end_on_signals()
    try:
        _run(settings, options, say, told_to_end, offscreen=offscreen,
             hides=window.hides(driver))
    except MirrorError as error:
        if not (offscreen or options.once):
            from mirrorapp.ui.trouble import TroubleApp

            TroubleApp(error, settings.config.screen, told_to_end.is_set).run()
        raise


def _run(settings: Settings, options: RunOptions, say: Say, told_to_end: Event, *,
         offscreen: bool, hides: bool) -> None:
    config, board, clock = settings.config, settings.board, SystemClock()
    catalogue = catalogues.read(config.exercises.packs)
    plan, weekly = plans.choose(config.session, catalogue)
    model_path = model.ensure(config.vision.model, config.vision.model_dir)
    _tell_problems(catalogue, board)
    with ExitStack() as rooms:
        # Where nothing can be touched the session starts by itself, and a clip ends with it.
        alone = options.once or offscreen
        camera = cameras.choose(config.camera, clock, loop=not alone, patient=not options.once)
        feed = CameraFeed(camera, clock, patient=not options.once)
        rooms.callback(feed.stop)
        once = options.once or (offscreen and camera.recording)
        # Nor can anybody be asked how they are: what is trained there is a guest's demo.
        demo = alone or camera.recording
        places = _places(config, options, demo=demo, offscreen=offscreen and camera.recording)
        offer = _offer(config, places)
        journal = rooms.enter_context(closing(_open_journal(places, clock, board, offer)))
        mover = rooms.enter_context(closing(Mover(
            config.hub, journal.path, board, clock, demo=demo,
            fleeting=options.once or camera.recording)))
        hub = mover.hub
        memory = JournalMemory(journal, board, config.everybody)
        keeper = Keeper(journal, hub, board, clock, memory=memory,
                        shares=lambda who: not demo and memory.shares(who), offer=offer)
        rooms.callback(keeper.close)
        keeper.tell_again(journal.recovered)
        rooms.callback(_soon(keeper.look_through).cancel)
        eyes = rooms.enter_context(closing(_eyes(config.vision, model_path, clock)))
        gate = not (once and config.camera.source == "video")
        here = partial(replace, demo=demo, gate=gate, camera=camera.name)
        plan, weekly = here(plan), weekly and here(weekly)
        fresh = _fresh(config, memory, demo=demo)
        desk = None if demo else Desk(
            memory, catalogue, clock.now, first=config.session.profile,
            remind_at=config.session.remind_at, zone=zone())
        surveyor = _surveyor(config, camera, journal.path, clock, board)
        coach = Coach(plan, clock.now, keeper, weekly=weekly, desk=desk,
                      measured=_measured(model.label(model_path, config.vision.model), camera,
                                         surveyor),
                      usual="" if config.session.exercise == plans.TODAY else plan.routine,
                      before=partial(keeper.last_check, demo=demo))
        coach.hands_free = live.hands_free(config, alone=alone)
        shelf = shelves.of(catalogue, why.load())
        herald = Herald(hub, journal, memory, clock, desk=desk, settings=config.session,
                        routines=tuple(catalogue.routines), draw=lambda progress: charting.png(
                            progress, i18n.load(settings.config.screen.language)),
                        say=_say_in(shelf, config.screen.language))
        herald.changed(coach.state)
        messages = MessageBoard()
        engine = Engine(feed, eyes, Aligner(), coach, board, clock=clock, camera=camera.name,
                        demo=demo, on_change=herald.changed, messages=messages,
                        surveyor=surveyor)
        settings.listen(live.Live(config, engine=engine, keeper=keeper, herald=herald,
                                  memory=memory, coach=coach, desk=desk, mover=mover,
                                  alone=alone, say_in=partial(_say_in, shelf)).changed)
        hub.start(Butler(engine=engine, herald=herald, hub=hub, settings=settings,
                         messages=messages, clock=clock, desk=desk,
                         routines=tuple(catalogue.routines),
                         ready=lambda: not fresh or settings.config.setup.done).obey)
        rooms.callback(engine.stop)
        _tell_places(say, camera.name, mover.at, places)
        director = Director(engine, feed, clock, alone=alone, once=once)
        sounds = None if offscreen else Sounds(volume=config.screen.volume,
                                               muted=not config.screen.sounds)
        if sounds is not None:
            rooms.callback(sounds.close)
        _run_screens(settings, engine, places, shelf, sounds=sounds,
                     house=House(places.journal, lambda: mover.heading, lambda: hub.connected),
                     fresh=fresh, hides=hides,
                     over=lambda: told_to_end.is_set() or director.over())
    last = engine.snapshot()
    profile = last.coach.profile
    height_cm = (config.everybody[config.session.profile] if profile is None
                 else profile).height_cm
    _tell_result(say, last, Teller(i18n.load("en"), height_cm))


def _eyes(config: VisionConfig, model_path: Path, clock: Clock) -> MendingEstimator:
    eyes = MendingEstimator(SandboxedEstimator(
        model_path, confine=config.confine, clock=clock,
        answer_patience_s=ANSWER_PATIENCE_S[config.model]), clock)
    eyes.open()
    return eyes


def _say_in(shelf: Shelf, language: str) -> Callable[[Today], Words]:
    """What puts a day into words of this language."""
    return partial(in_words, shelf=shelf, texts=i18n.load(language, name_of=shelf.name_of))


def _fresh(config: Config, memory: JournalMemory, *, demo: bool) -> bool:
    """Whether somebody is here, and nobody ever set the mirror up, or trained without."""
    return not (demo or config.setup.done or memory.trained())


def _run_screens(settings: Settings, engine: Engine, places: Places, shelf: Shelf, *,
                 sounds: Sounds | None, house: House, fresh: bool, hides: bool,
                 over: Callable[[], bool]) -> None:
    """Show the mirror until it is over. Kivy is imported here, after the window is prepared.

    `fresh`: nobody has set it up yet; `hides`: the window can be hidden.
    """
    from mirrorapp.ui.app import MirrorApp

    if places.screenshots is not None:
        _make_folder(places.screenshots)
    MirrorApp(engine, settings, stop_asked=over, screenshots=places.screenshots, shelf=shelf,
              sounds=sounds, house=house, reach=Reach(Finder(), Trial), fresh=fresh,
              hides=hides).run()


def _tell_unshared(settings: Settings, driver: str) -> None:
    """Where the screen can't be shared, but is to be."""
    if settings.config.screen.shared != "no" and driver == "kmsdrm":
        notice = Notice("screen", "The screen can't be shared here: the mirror has all of it.",
                        "Start the mirror within the other program's session.")
        _log.error("%s %s", notice.what, notice.remedy)
        settings.board.post(notice)


def _end_on_signals() -> Event:
    """Set by SIGTERM and Ctrl-C: everything is put away before the program ends."""
    told_to_end = Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: told_to_end.set())
    return told_to_end


def _tell_problems(catalogue: Catalogue, board: NoticeBoard) -> None:
    """What could not be used of what is taught; the first of it on the glass, too."""
    for error in catalogue.problems:
        _log.error("%s %s", error.what, error.remedy)
    if catalogue.problems:
        first = catalogue.problems[0]
        board.post(Notice("exercises", first.what, first.remedy))


def _places(config: Config, options: RunOptions, *, demo: bool, offscreen: bool) -> Places:
    """Where things go: a demo's journal apart, so that it never enters a trend or a streak."""
    temporary = Path(tempfile.mkdtemp(prefix="mirrorapp-")) if demo else None
    journal = options.journal or (temporary / _JOURNAL if temporary else config.journal.place)
    screenshots = options.screenshots or (temporary if offscreen else None)
    return Places(journal, screenshots, named=journal in (options.journal, config.journal.file))


def _offer(config: Config, places: Places) -> Offer:
    """What else a notice of a damaged journal says: which backup there is of it, if any."""
    if places.journal.absolute() != upkeep_places.Places.of(config).journal:
        return lambda notice: notice
    return partial(offering.with_backup, folder=upkeep_places.backups_folder(config))


def _open_journal(places: Places, clock: Clock, board: NoticeBoard,
                  offer: Offer = lambda notice: notice) -> Journal:
    """The journal; one in a temporary place, with a notice, where the usual one can't be had.

    A file that was asked for by name is had or refused.
    """
    try:
        journal = Journal.open(places.journal, clock, later=True)
    except MirrorError as error:
        if places.named:
            raise
        _log.error("%s %s", error.what, error.remedy)
        board.post(Notice(NOTICE_KEY, error.what, error.remedy))
        return Journal.open(Path(tempfile.mkdtemp(prefix="mirrorapp-")) / _JOURNAL, clock)
    if journal.notice is not None:
        board.post(offer(journal.notice) if journal.aside else journal.notice)
    return journal


def _surveyor(config: Config, camera: Camera, journal: Path, clock: Clock, board: NoticeBoard
              ) -> Surveyor:
    """With what is kept beside the journal; a file that can't be read is told of, and left."""
    path = station_file.path_beside(journal, recording=camera.recording)
    record = Record()
    try:
        record = station_file.read(path)
    except MirrorError as error:
        _log.error("%s %s", error.what, error.remedy)
        board.post(Notice("calibration_file", error.what, error.remedy))
    return Surveyor(config.camera, lambda: camera.name, board, now=clock.now, record=record,
                    save=lambda changed: station_file.write(path, changed))


def _measured(label: str, camera: Camera, surveyor: Surveyor) -> Callable[[], Measured]:
    """Tells with what is measured just now; `label`: the pose model's."""
    return lambda: Measured(model=label, camera=camera.name, calibrations=(surveyor.calibration,))


def _soon(work: Callable[[], None]) -> Timer:
    """Does it once the first pictures are there, on a thread of its own."""
    timer = Timer(_SOON_S, work)
    timer.daemon = True
    timer.start()
    return timer


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        raise MirrorError(f"Screenshots can't be kept in {folder}: {error.strerror}.",
                          "Name another folder with --screenshots.") from None


def _tell_places(say: Say, camera: str, hub: HubConfig, places: Places) -> None:
    topic = f"{hub.base}/{hub.id}/#"
    say(f"camera    {camera}")
    if places.screenshots is not None:
        say(f"pictures  {places.screenshots}")
    say(f"journal   {places.journal}")
    say(f"messages  mosquitto_sub -h {hub.host} -p {hub.port} -t '{topic}' -v")


def _tell_result(say: Say, last: Snapshot, teller: Teller) -> None:
    record = last.coach.session
    if record is None or record.outcome is None:
        return
    done = f", {record.rep_count} repetition" + ("s" if record.rep_count != 1 else "")
    held = last.coach.findings and not record.rep_count  # nothing in it was to be repeated
    say(f"session   {record.outcome.value}{'' if held else done}"
        + (" (demo)" if record.demo else ""))
    for finding in last.coach.findings:
        for sentence in teller.sentences(finding):
            say(f"result    {sentence}")
