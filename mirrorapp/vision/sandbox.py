"""The pose model in a process of its own that has no network, as the mirror sees it.

Frames go there through shared memory, landmarks come back in small packets (`wire`). A second
worker stands by with all but the networks, which would double the memory that these take: when
the first dies or hangs, the next look waits until they are loaded, and not for a start.
"""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from mirrorapp.camera.base import Frame
from mirrorapp.clock import Clock, SystemClock
from mirrorapp.config import Runtime, VisionConfig
from mirrorapp.vision.child import LOST_REMEDY, START_REMEDY, Worker
from mirrorapp.vision.errors import VisionError, VisionLost
from mirrorapp.vision.pose import Floats, Sighting

LOG = logging.getLogger(__name__)

START_PATIENCE_S = 10.0
"""How long a worker that loads may do nothing before it counts as hung. A start takes 0.3 s on a
desktop, a few from a cold SD card, and ten where fifteen others want the same two cores."""
LONGEST_START_S = 30.0
"""How long one that is slow may load: the engine waits for it."""
ANSWER_PATIENCE_S = {"lite": 1.5, "full": 1.5, "heavy": 4.0}
"""How long one look may take, by model, before the worker counts as hung."""
LONGEST_PATIENCE_S = 8.0
"""On a machine that is busy with something else a look may take as long, and each worker that is
given up makes it busier."""
FILM_PATIENCE_S = 60.0
"""Pictures that wait, however busy the machine is, as a film's do."""


class SandboxedEstimator:
    """An `Estimator` whose model runs confined in a child process; `of` makes the configured one.

    `confine=False` lets the child keep its network, with a warning. `answer_patience_s` is how
    long one look may take before the worker counts as hung; twice as long after each that did,
    until looks are quick again. `start_patience_s`: how long one that loads may do nothing.
    `standby` keeps a second worker ready to load.
    """

    def __init__(self, model_path: Path, *, runtime: Runtime = "litert", confine: bool = True,
                 standby: bool = True, answer_patience_s: float = ANSWER_PATIENCE_S["full"],
                 start_patience_s: float = START_PATIENCE_S, clock: Clock | None = None) -> None:
        self._start: Callable[[Path], Worker] = partial(Worker, runtime=runtime, confine=confine)
        self._model_path = model_path
        self._confine = confine
        self._keep_standby = standby
        self._answer_patience_s = self._patience_s = answer_patience_s
        self._start_patience_s = start_patience_s
        self._clock = clock or SystemClock()
        self._worker: Worker | None = None
        self._standby: Worker | None = None
        self._prepared_s = 0.0
        self._warned = False
        self._sought: Floats | None = None

    @classmethod
    def of(cls, config: VisionConfig, model_path: Path, *, standby: bool = True,
           patience_s: float | None = None, clock: Clock | None = None) -> "SandboxedEstimator":
        """The one that the settings want; `patience_s`: for a look and for a start, else as long as
        somebody in front of the glass should wait.
        """
        return cls(model_path, runtime=config.runtime, confine=config.confine, standby=standby,
                   answer_patience_s=patience_s or ANSWER_PATIENCE_S[config.size],
                   start_patience_s=patience_s or START_PATIENCE_S, clock=clock)

    @property
    def pid(self) -> int | None:
        """The worker's process id, None while there is none."""
        return self._worker.pid if self._worker else None

    def open(self) -> None:
        """Start a worker, or take the one that stands by. Raises `VisionError`."""
        self._drop_worker()
        until_s = self._clock.monotonic_s() + max(LONGEST_START_S, self._start_patience_s)
        self._worker = (self._take_standby(until_s)
                        or self._greeted(self._start(self._model_path), until_s))
        self._stay_ready()

    def estimate(self, frame: Frame) -> Sighting:
        """Look at one frame. Raises `VisionLost` when the worker died or hangs."""
        self.ask(frame)
        return self.answer()

    def ask(self, frame: Frame) -> None:
        """Have one frame looked at, after those asked about before. Raises `VisionLost` when the
        worker died.
        """
        with self._at_work() as worker:
            worker.ask(frame, self._sought)

    def answer(self) -> Sighting:
        """What is seen in the first one not answered. Raises `VisionLost` when the worker died or
        hangs.
        """
        waits_s = self._clock.monotonic_s()
        with self._at_work() as worker:
            seen = worker.answer(self._patience_s)
        if self._clock.monotonic_s() - waits_s < self._answer_patience_s / 2:
            self._patience_s = self._answer_patience_s
        return seen

    def prepare(self, model_path: Path) -> bool:
        """Have the worker that stands by load that model; whether it is done with it. Never waits.

        The model at work itself is not loaded a second time: a worker stands by for it again.
        Raises `VisionError` where it can't be started, or is not loaded after `LONGEST_START_S`.
        """
        if self._standby is None or self._standby.model_path != model_path:
            self._drop_standby()
            self._stand_by(model_path)
        if model_path == self._model_path:
            return True
        try:
            return self._standby is not None and self._loaded(self._standby)
        except VisionError:
            self._drop_standby()
            self._stand_by(self._model_path)
            raise

    def turn(self) -> None:
        """Look with what was prepared from now on.

        Raises `VisionError` where that is of no use: then it goes on as before.
        """
        if self._standby is None:
            raise VisionError("No pose model was prepared.", START_REMEDY)
        standby, self._standby = self._standby, None
        try:
            self._greeted(standby, self._clock.monotonic_s() + LONGEST_START_S)
            self._drop_worker()
            self._worker, self._model_path = standby, standby.model_path
        finally:
            self._stay_ready()

    def seek(self, looks: Floats | None) -> None:
        """Get back to whoever looks like that; a worker started later is told, too."""
        self._sought = looks

    def probe(self, host: str, port: int) -> str | None:
        """Let the worker try to connect to a numeric address; why it failed, None if it did not.

        For tests: what comes back from a confined worker is `PermissionError`.
        Raises `VisionLost`.
        """
        if self._worker is None:
            raise VisionLost("The pose model is not running.", LOST_REMEDY)
        said = self._worker.probe(host, port, self._start_patience_s)
        return None if said is None else str(said)

    def close(self) -> None:
        """End both workers. Safe to call twice."""
        self._drop_worker()
        self._drop_standby()

    @contextmanager
    def _at_work(self) -> Iterator[Worker]:
        """The worker, which is given up where it is lost. Raises `VisionLost`."""
        if self._worker is None:
            raise VisionLost("The pose model is not running.", LOST_REMEDY)
        try:
            yield self._worker
        except VisionLost:
            self._patience_s = min(2 * self._patience_s,
                                   max(self._answer_patience_s, LONGEST_PATIENCE_S))
            self._drop_worker()
            raise

    def _drop_worker(self) -> None:
        worker, self._worker = self._worker, None
        if worker is not None:
            worker.stop()

    def _stand_by(self, model_path: Path) -> None:
        if self._keep_standby or model_path != self._model_path:
            self._standby = self._start(model_path)
            self._prepared_s = self._clock.monotonic_s()

    def _stay_ready(self) -> None:
        """Have another stand by for the one at work, which does without where none can."""
        try:
            self._stand_by(self._model_path)
        except VisionError as error:
            LOG.warning("No second pose worker stands by: %s", error)

    def _loaded(self, standby: Worker) -> bool:
        """Have it load as soon as it is ready to; whether it is done."""
        if standby.has_spoken:
            if standby.loads:
                return True
            standby.load(self._start_patience_s, LONGEST_START_S)
        elif self._clock.monotonic_s() - self._prepared_s > LONGEST_START_S:
            raise VisionError(f"It is not loaded after {LONGEST_START_S:.0f} s.", START_REMEDY)
        return False

    def _drop_standby(self) -> None:
        standby, self._standby = self._standby, None
        if standby is not None:
            standby.stop()

    def _take_standby(self, until_s: float) -> Worker | None:
        if self._standby is None or self._standby.model_path != self._model_path:
            self._drop_standby()  # one that loads another model is for later
            return None
        standby, self._standby = self._standby, None
        try:
            return self._greeted(standby, until_s)
        except VisionError as error:
            LOG.warning("The pose worker that stood by is of no use: %s", error)
            return None

    def _greeted(self, worker: Worker, until_s: float) -> Worker:
        """The worker, once it has shown that it is confined, and is loaded."""
        try:
            confined = worker.greet(self._start_patience_s, until_s - self._clock.monotonic_s())
        except VisionError:
            worker.stop()
            raise
        if self._confine and not confined:
            worker.stop()
            raise VisionError("The pose model's process still has a network.",
                              "Please report this; vision.confine = false runs it anyway.")
        if not confined and not self._warned:
            LOG.warning("The pose model runs with a network, because vision.confine is off.")
            self._warned = True
        return worker
