"""What a run opens at its start, and `rooms` closes in its end."""

from contextlib import ExitStack, closing
from functools import partial
from pathlib import Path

from mirrorapp.clock import Clock
from mirrorapp.config import Config, ScreenConfig, VisionConfig
from mirrorapp.doctor.clocks import kept_right
from mirrorapp.doctor.machine import Machine
from mirrorapp.hub.moving import Mover
from mirrorapp.keeper import Keeper
from mirrorapp.kiosk.presence import Presence
from mirrorapp.memory import JournalMemory
from mirrorapp.places import open_journal
from mirrorapp.settings import Settings
from mirrorapp.timekeeper import Timekeeper
from mirrorapp.ui.sounds import Sounds
from mirrorapp.upkeep.asking import Asking
from mirrorapp.vision.mending import MendingEstimator
from mirrorapp.vision.sandbox import SandboxedEstimator
from mirrorapp.wiring import Kept, Run


def keep(rooms: ExitStack, run: Run, *, fleeting: bool) -> Kept:
    """The journal, and who goes by it; `fleeting` as in `Hub`. Raises `MirrorError`."""
    config, board, demo = run.config, run.settings.board, run.demo
    asking = Asking(config, run.places.journal, run.clock, file=run.settings.file, silent=demo)
    journal = rooms.enter_context(closing(open_journal(run.places, run.clock, board,
                                                       asking.told)))
    asking.look()
    mover = rooms.enter_context(closing(Mover(
        config.hub, journal.path, board, run.clock, demo=demo, fleeting=fleeting)))
    memory = JournalMemory(journal, board, config.everybody)
    keeper = Keeper(journal, mover.hub, board, run.clock, memory=memory, offer=asking.told,
                    shares=lambda who: not demo and memory.shares(who))
    rooms.callback(keeper.close)
    keeper.tell_again(journal.recovered)
    keeper.look_through_soon()
    timekeeper = Timekeeper(journal.begun, board, run.clock, partial(kept_right, Machine()))
    rooms.callback(timekeeper.close)
    if not demo:
        timekeeper.start()
    return Kept(journal, memory, mover, keeper, asking, timekeeper,
                fresh(config, memory, demo=demo))


def fresh(config: Config, memory: JournalMemory, *, demo: bool) -> bool:
    """Whether somebody is here, and nobody ever set the mirror up, or trained without."""
    return not (demo or config.setup.done or memory.trained())


def eyes(rooms: ExitStack, config: VisionConfig, model_path: Path, clock: Clock
         ) -> MendingEstimator:
    """The pose model, in a process of its own. Raises `VisionError`."""
    opened = rooms.enter_context(closing(MendingEstimator(
        SandboxedEstimator.of(config, model_path, clock=clock), clock)))
    opened.open()
    return opened


def presence(rooms: ExitStack, settings: Settings) -> Presence:
    """Who is there, as it is set, also later."""
    opened = rooms.enter_context(closing(Presence(settings.board)))
    opened.follow(settings.config)
    settings.listen(opened.follow)
    return opened


def sounds(rooms: ExitStack, config: ScreenConfig) -> Sounds:
    """The tones."""
    opened = Sounds(volume=config.volume, muted=not config.sounds)
    rooms.callback(opened.close)
    return opened
