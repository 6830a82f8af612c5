"""What a run opens at its start, and `rooms` closes in its end."""

import logging
from collections.abc import Callable, Mapping
from contextlib import ExitStack, closing
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from mirrorapp.config import Config, ScreenConfig, Size, VisionConfig
from mirrorapp.doctor import looking
from mirrorapp.doctor.clocks import kept_right
from mirrorapp.doctor.heat import strain
from mirrorapp.doctor.machine import Machine
from mirrorapp.events import MirrorError
from mirrorapp.hub.moving import Mover
from mirrorapp.keeper import Keeper
from mirrorapp.kiosk.presence import Presence
from mirrorapp.memory import JournalMemory
from mirrorapp.places import open_journal
from mirrorapp.settings import Settings
from mirrorapp.timekeeper import Timekeeper
from mirrorapp.ui.pulse import Pulse
from mirrorapp.ui.sounds import Sounds
from mirrorapp.upkeep.asking import Asking
from mirrorapp.vision import model
from mirrorapp.vision.governed import GovernedEstimator
from mirrorapp.vision.mending import MendingEstimator
from mirrorapp.vision.sandbox import SandboxedEstimator
from mirrorapp.wiring import Kept, Run

_log = logging.getLogger(__name__)


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


@dataclass(frozen=True, slots=True)
class Eyes:
    """The pose model: `look` for the engine, `governed` for who tells it what it may do. `label` is
    what a journal calls the model that looks just now.
    """

    look: MendingEstimator
    governed: GovernedEstimator
    label: Callable[[], str]


def eyes(rooms: ExitStack, run: Run, paths: Mapping[Size, Path], pulse: Pulse) -> Eyes:
    """The pose model, in a process of its own, as in `GovernedEstimator`; of a recording no picture
    is spared, and the first model sees all of it. Raises `VisionError`.
    """
    config, clock, live = run.config.vision, run.clock, not run.camera.recording
    first = next(iter(paths))
    teller = looking.Teller(looking.place(run.places.journal), run.settings.board,
                            auto=config.model == "auto")
    rooms.callback(teller.close)
    sandboxed = SandboxedEstimator.of(config, paths[first], clock=clock)
    governed = GovernedEstimator(
        sandboxed, paths if live else {first: paths[first]}, clock, told=teller.told,
        strain=partial(strain, Machine()) if live else lambda: None,
        late=lambda: pulse.late if live else 0.0)
    opened = rooms.enter_context(closing(MendingEstimator(governed, clock)))
    opened.open()
    labels = {size: model.label(path, size) for size, path in paths.items()}
    return Eyes(opened, governed, lambda: labels[governed.model])


def models(config: VisionConfig) -> dict[Size, Path]:
    """Those that the settings allow, the first at once. Raises `VisionError` where that can't be
    had; what a slow machine would fall back on is told of in the log where it is missing.
    """
    found = {config.size: model.ensure(config.size, config.model_dir)}
    if config.model == "auto":
        try:
            found["lite"] = model.find("lite", config.model_dir)
        except MirrorError as error:
            _log.warning("%s Without it the mirror looks with full however slow that is. %s",
                         error.what, error.remedy)
    return found


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
