"""The composition root: the only place that picks back ends."""

import logging
import signal
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from threading import Event

from mirrorapp import opening, terminal, wiring
from mirrorapp.alignment.aligner import Aligner
from mirrorapp.camera import choose as cameras
from mirrorapp.camera.feed import CameraFeed, Pace
from mirrorapp.camera.watched import WatchedCamera
from mirrorapp.clock import SystemClock
from mirrorapp.coach import plans
from mirrorapp.coach.records import Outcome
from mirrorapp.config import Config, ScreenConfig
from mirrorapp.director import Director
from mirrorapp.doctor.examine import examine, log_failures
from mirrorapp.doctor.patient import Patient
from mirrorapp.engine import Engine
from mirrorapp.events import MessageBoard, MirrorError, Notice, NoticeBoard
from mirrorapp.exercises import catalogue as catalogues
from mirrorapp.exercises import why
from mirrorapp.exercises.catalogue import Catalogue
from mirrorapp.hub.finding import Finder
from mirrorapp.hub.trial import Trial
from mirrorapp.kiosk import display
from mirrorapp.kiosk.notifying import Notifier
from mirrorapp.kiosk.service import Heart, Vigil
from mirrorapp.places import Places, make_folder
from mirrorapp.report.to_stick import giver
from mirrorapp.settings import Settings
from mirrorapp.snapshot import Snapshot
from mirrorapp.sticks.finding import Finder as StickFinder
from mirrorapp.sticks.handing import Usb
from mirrorapp.terminal import Say
from mirrorapp.ui import i18n, window
from mirrorapp.ui import shelf as shelves
from mirrorapp.ui.broker import Reach
from mirrorapp.ui.house import House
from mirrorapp.ui.pulse import Pulse
from mirrorapp.ui.reporting import Outlet
from mirrorapp.ui.shelf import Shelf
from mirrorapp.ui.sounds import Sounds
from mirrorapp.ui.telling import Teller
from mirrorapp.upkeep.asking import Asking
from mirrorapp.wiring import Kept, Run

_log = logging.getLogger(__name__)


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


def run(settings: Settings, options: RunOptions, say: Say) -> bool:
    """Open the mirror and run it until it is closed; whether it is to begin anew, with another
    journal. Raises `MirrorError`.

    What keeps it from starting is shown on the glass first, where somebody can touch it away.
    """
    systemd = Notifier()
    driver = _open_window(settings.config.screen, systemd)
    offscreen = driver == "offscreen"
    _tell_unshared(settings, driver)
    told_to_end = _heed_signals(settings, systemd)
    # What keeps the mirror from starting is to be seen, too: lit from here on.
    lamp = display.Lamp(display.Black() if offscreen
                        else display.choose(settings.config.display.light), settings.board)
    window.load_screens()
    try:
        return _run(settings, options, say, told_to_end, systemd, lamp=lamp, offscreen=offscreen,
                    hides=window.hides(driver))
    except MirrorError as error:
        systemd.tell(STATUS=f"{error.what} {error.remedy}")
        if not (offscreen or options.once):
            from mirrorapp.ui.trouble import TroubleApp

            lamp.want(True)
            vigil = Vigil(systemd, SystemClock())
            TroubleApp(error, settings.config.screen,
                       lambda: told_to_end.is_set() or vigil.over, on_beat=vigil.beat).run()
        raise
    finally:
        lamp.close()


def _run(settings: Settings, options: RunOptions, say: Say, told_to_end: Event,
         systemd: Notifier, *, lamp: display.Lamp, offscreen: bool, hides: bool) -> bool:
    config, clock = settings.config, SystemClock()
    catalogue = catalogues.read(config.exercises.packs)
    chosen = plans.choose(config.session, catalogue)
    models = opening.models(config.vision)
    _tell_problems(catalogue, settings.board)
    with ExitStack() as rooms:
        alone = options.once or offscreen
        camera = cameras.choose(config.camera, clock, loop=not alone, patient=not options.once)
        if not camera.recording:
            camera = WatchedCamera(camera, settings.board)
        feed = CameraFeed(camera, clock, patient=not options.once)
        rooms.callback(feed.stop)
        demo, unseen = alone or camera.recording, offscreen and camera.recording
        places = Places.of(config, options.journal, options.screenshots, demo=demo, unseen=unseen)
        run = Run(settings, config, clock, catalogue, camera, places,
                  alone=alone, once=options.once or unseen, demo=demo)
        if not demo:
            log_failures(_as_patient(run))
        kept = opening.keep(rooms, run, fleeting=options.once or camera.recording)
        pulse = Pulse(lambda: settings.config.screen.fps, clock.monotonic_s)
        eyes = opening.eyes(rooms, run, models, pulse)
        trainer = wiring.train(run, kept, *chosen, label=eyes.label)
        presence = opening.presence(rooms, settings)
        shelf, messages = shelves.of(catalogue, why.load()), MessageBoard()
        herald = wiring.tell(run, kept, trainer, shelf)
        aligner = Aligner()
        engine = Engine(feed, eyes.look, aligner, trainer.coach, settings.board, clock=clock,
                        camera=lambda: camera.name, demo=demo,
                        on_change=wiring.changed(herald, eyes.governed),
                        messages=messages, surveyor=trainer.surveyor,
                        rotate_deg=config.camera.rotate, spares=eyes.governed.spares)
        # Another model sees joints elsewhere: how the user stands is learnt anew.
        eyes.governed.turned = lambda: engine.between_frames(
            partial(aligner.start_set, touched=False))
        wiring.hear(run, kept, trainer, engine=engine, herald=herald, messages=messages,
                    shelf=shelf, sensed=presence.hear)
        rooms.callback(engine.stop)
        terminal.tell_places(say, camera.name or config.camera.source, kept.mover.at, places)
        director = Director(engine, feed, clock, alone=alone, once=run.once)
        rooms.callback(_tell_end, systemd, kept.asking)
        _run_screens(run, kept, engine, shelf, hides=hides, light=lamp.want,
                     presence=presence.somebody, feed=feed,
                     heart=Heart(systemd, clock, engine, eyes.look, feed), pulse=pulse,
                     sounds=None if offscreen else opening.sounds(rooms, config.screen),
                     over=lambda: (told_to_end.is_set() or director.over()
                                   or kept.asking.chosen))
    if kept.asking.chosen:
        kept.asking.put()
        systemd.tell(WATCHDOG=1)
        systemd.hand_on()
        return not told_to_end.is_set()
    _tell_result(say, engine.snapshot(), config)
    if run.once and not told_to_end.is_set():
        _require_a_look(engine, feed.notice)
    return False


def _open_window(config: ScreenConfig, systemd: Notifier) -> str:
    """As a service the mirror has a screen or ends: drawn for nobody it would seem to be on."""
    try:
        return window.prepare(config, must_show=systemd.listens)
    except MirrorError as error:
        systemd.tell(STATUS=f"{error.what} {error.remedy}")
        raise


def _run_screens(run: Run, kept: Kept, engine: Engine, shelf: Shelf, *, heart: Heart, pulse: Pulse,
                 hides: bool, sounds: Sounds | None, over: Callable[[], bool],
                 light: Callable[[bool], None], presence: Callable[[], bool],
                 feed: CameraFeed) -> None:
    """Show the mirror until it is over. Kivy is imported here, after the window is prepared.

    `hides`: the window can be hidden.
    """
    from mirrorapp.ui.app import MirrorApp

    def beat() -> None:
        heart.beat()
        pulse.beat()

    def go(pace: Pace) -> None:
        feed.go(pace)
        pulse.pace(pace)

    places, mover = run.places, kept.mover
    if places.screenshots is not None:
        make_folder(places.screenshots)
    house = House(places.journal, lambda: mover.heading, lambda: mover.hub.connected,
                  lambda: examine(_as_patient(run), last=None))
    outlet = None if run.demo else Outlet(StickFinder(), giver(
        run.settings, kept.journal.path, run.clock, Usb(run.clock)))
    MirrorApp(engine, run.settings, stop_asked=over, screenshots=places.screenshots, shelf=shelf,
              sounds=sounds, house=house, reach=Reach(Finder(), Trial), fresh=kept.fresh,
              hides=hides, outlet=outlet, offering=kept.asking, on_beat=beat,
              light=light, presence=presence, pace=go,
              doubted=lambda: kept.timekeeper.doubted() is not None).run()


def _tell_end(systemd: Notifier, asking: Asking) -> None:
    """Who begins anew has not ended: systemd would kill whoever says so and goes on."""
    if asking.chosen:
        systemd.tell(WATCHDOG=1, STATUS="A copy of the journal is put in place.")
    else:
        systemd.tell(STOPPING=1, STATUS="The mirror ends.")


def _as_patient(run: Run) -> Patient:
    """Whom the doctor looks at, with what is set just now."""
    config = run.settings.config
    journal = config.journal.model_copy(update={"file": run.places.journal})
    return Patient(config.model_copy(update={"journal": journal}), clock=run.clock, running=True)


def _tell_unshared(settings: Settings, driver: str) -> None:
    """Where the screen can't be shared, but is to be."""
    if settings.config.screen.shared != "no" and driver == "kmsdrm":
        notice = Notice("screen", "The screen can't be shared here: the mirror has all of it.",
                        "Start the mirror within the other program's session.")
        _log.error("%s %s", notice.what, notice.remedy)
        settings.board.post(notice)


def _heed_signals(settings: Settings, systemd: Notifier) -> Event:
    """Set by SIGTERM and Ctrl-C: everything is put away before the program ends. By SIGHUP, too,
    for the terminal is gone then; a service reads its settings anew instead.
    """
    told_to_end = Event()
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, lambda *_: told_to_end.set())
    if systemd.listens:
        signal.signal(signal.SIGHUP, lambda *_: settings.ask_reread())
    return told_to_end


def _tell_problems(catalogue: Catalogue, board: NoticeBoard) -> None:
    """What could not be used of what is taught; the first of it on the glass, too."""
    for error in catalogue.problems:
        _log.error("%s %s", error.what, error.remedy)
    if catalogue.problems:
        first = catalogue.problems[0]
        board.post(Notice("exercises", first.what, first.remedy))


def _require_a_look(engine: Engine, broken: Notice | None) -> None:
    """For scripts to go by. Raises `MirrorError` where the camera ended the session, or showed
    nobody at all; `broken` as in `CameraFeed.notice`.
    """
    last = engine.snapshot().coach.session
    if broken is not None and last is not None and last.outcome is Outcome.ABORTED:
        raise MirrorError(broken.what, broken.remedy)
    if not engine.saw_anybody:
        raise MirrorError("Nobody was seen, from the beginning to the end.",
                          "All of somebody has to be in the picture, and in the light.")


def _tell_result(say: Say, last: Snapshot, config: Config) -> None:
    profile = last.coach.profile or config.everybody[config.session.profile]
    terminal.tell_result(say, last, Teller(i18n.load("en"), profile.height_cm))
