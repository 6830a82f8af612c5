"""Joins those who serve a session: who trains, who tells the home, who hears of what is wanted.

Which back ends they have was picked before (`app`).
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from mirrorapp import live
from mirrorapp.alignment import station_file
from mirrorapp.alignment.station_file import Record
from mirrorapp.butler import Butler
from mirrorapp.camera.base import Camera
from mirrorapp.clock import Clock, zone
from mirrorapp.coach import plans
from mirrorapp.coach.coach import Coach
from mirrorapp.coach.desk import Desk
from mirrorapp.coach.plan import Plan
from mirrorapp.coach.state import CoachState, Phase, Today
from mirrorapp.coach.surveyor import Surveyor
from mirrorapp.config import Config
from mirrorapp.engine import Engine
from mirrorapp.events import MessageBoard, MirrorError, Notice, NoticeBoard
from mirrorapp.exercises.catalogue import Catalogue
from mirrorapp.herald import Herald
from mirrorapp.hub.moving import Mover
from mirrorapp.hub.payloads import Words
from mirrorapp.journal.store import Journal
from mirrorapp.keeper import Keeper
from mirrorapp.memory import JournalMemory
from mirrorapp.places import Places
from mirrorapp.settings import Settings
from mirrorapp.timekeeper import Timekeeper
from mirrorapp.ui import charting, i18n
from mirrorapp.ui.due import in_words
from mirrorapp.ui.shelf import Shelf
from mirrorapp.upkeep.asking import Asking
from mirrorapp.vision.governed import GovernedEstimator

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Run:
    """What all of a run stands on; `config` as it was at the start.

    `alone`: nothing can be touched, so the session starts by itself. `once`: the run ends with it.
    `demo`: nobody can be asked how they are, so what is trained is a guest's.
    """

    settings: Settings
    config: Config
    clock: Clock
    catalogue: Catalogue
    camera: Camera
    places: Places
    alone: bool
    once: bool
    demo: bool


@dataclass(frozen=True, slots=True)
class Kept:
    """Keeps what a session brings, and tells it on. `asking`: what is to be decided where the
    journal was damaged. `timekeeper`: whether the clock can be right. `fresh`: nobody has set the
    mirror up yet.
    """

    journal: Journal
    memory: JournalMemory
    mover: Mover
    keeper: Keeper
    asking: Asking
    timekeeper: Timekeeper
    fresh: bool


@dataclass(frozen=True, slots=True)
class Trainer:
    """Who trains, what they do, and from where they are seen."""

    desk: Desk | None
    coach: Coach
    surveyor: Surveyor


def train(run: Run, kept: Kept, plan: Plan, weekly: Plan | None, *,
          label: Callable[[], str]) -> Trainer:
    """Who trains these plans, with the pose model that a journal calls `label` just then."""
    session, now = run.config.session, run.clock.now
    gate = not (run.once and run.config.camera.source == "video")
    here = partial(replace, demo=run.demo, gate=gate)
    desk = None if run.demo else Desk(kept.memory, run.catalogue, now, first=session.profile,
                                      remind_at=session.remind_at, zone=zone(),
                                      doubted=kept.timekeeper.doubted)
    surveyor = survey(run.config, run.camera, kept.journal.path, run.clock, run.settings.board)
    coach = Coach(here(plan), now, kept.keeper, weekly=weekly and here(weekly), desk=desk,
                  measured=lambda: surveyor.measured(label()),
                  usual="" if session.exercise == plans.TODAY else plan.routine,
                  before=partial(kept.keeper.last_check, demo=run.demo))
    coach.hands_free = live.hands_free(run.config, alone=run.alone)
    return Trainer(desk, coach, surveyor)


def tell(run: Run, kept: Kept, trainer: Trainer, shelf: Shelf) -> Herald:
    """Who tells the home how things stand, and has told it how they do now."""
    herald = Herald(kept.mover.hub, kept.journal, kept.memory, run.clock, desk=trainer.desk,
                    settings=run.config.session, routines=tuple(run.catalogue.routines),
                    draw=lambda progress: charting.png(
                        progress, i18n.load(run.settings.config.screen.language)),
                    say=_say_in(shelf, run.config.screen.language))
    herald.changed(trainer.coach.state)
    return herald


def may_turn(state: CoachState) -> bool:
    """Whether another pose model may look from now on: no set is under way, and no check."""
    return (state.phase in (Phase.HOME, Phase.SUMMARY, Phase.ADVISED)
            or (state.phase is Phase.REST and state.check is None))


def changed(herald: Herald, eyes: GovernedEstimator) -> Callable[[CoachState], None]:
    """Who hears of the coach's new state."""
    def hear_of(state: CoachState) -> None:
        eyes.free = may_turn(state)
        herald.changed(state)
    return hear_of


def hear(run: Run, kept: Kept, trainer: Trainer, *, engine: Engine, herald: Herald,
          messages: MessageBoard, shelf: Shelf, sensed: Callable[[bool], None]) -> None:
    """From now on what is set on the glass is followed, and what the home asks for is done;
    `sensed` as in `Hub.start`.
    """
    settings, hub = run.settings, kept.mover.hub
    settings.listen(live.Live(
        run.config, engine=engine, keeper=kept.keeper, herald=herald, memory=kept.memory,
        coach=trainer.coach, desk=trainer.desk, mover=kept.mover, alone=run.alone,
        say_in=partial(_say_in, shelf)).changed)
    hub.start(Butler(
        engine=engine, herald=herald, hub=hub, settings=settings, messages=messages,
        clock=run.clock, desk=trainer.desk, routines=tuple(run.catalogue.routines),
        ready=lambda: not kept.fresh or settings.config.setup.done,
        asks=lambda: kept.asking.offer is not None).obey, sensed)


def survey(config: Config, camera: Camera, journal: Path, clock: Clock, board: NoticeBoard
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


def _say_in(shelf: Shelf, language: str) -> Callable[[Today], Words]:
    """What puts a day into words of this language."""
    return partial(in_words, shelf=shelf, texts=i18n.load(language, name_of=shelf.name_of))
