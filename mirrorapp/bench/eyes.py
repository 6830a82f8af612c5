"""The pose model alone: frames in, landmarks out, each in its own confined process."""

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from dataclasses import replace
from pathlib import Path
from time import perf_counter
from typing import get_args

from mirrorapp.camera.base import Frame
from mirrorapp.camera.memory import Pictures
from mirrorapp.camera.rehearsal import Rehearsal
from mirrorapp.clock import Clock, SystemClock
from mirrorapp.config import Runtime
from mirrorapp.vision.sandbox import SandboxedEstimator

BLOCK = 15  # frames in turn, half a second of the clip
_PATIENCE_S = 30.0  # slow is what is to be told, and no failure


class Remembered(Rehearsal):
    """The rehearsal clip as a camera would give it, which decodes nothing: once it `remembers`, the
    next `BLOCK` frames are kept and given there and back, each copied to where a camera puts its
    own. Their time goes on.
    """

    remembers = False

    def __init__(self, clock: Clock) -> None:
        super().__init__(clock, realtime=False)
        self._kept: list[Frame] = []
        self._given = 0
        self._copies = Pictures()

    def read(self) -> Frame:
        """The next frame. Raises `CameraLost`."""
        if len(self._kept) < BLOCK:
            frame = super().read()
            if self.remembers:
                self._kept.append(replace(frame, rgba=frame.rgba.copy()))
            return frame
        self._given += 1
        frame = self.again(self._kept[-1].index + self._given)
        return replace(frame, rgba=self._copies.copy(frame.rgba))

    def again(self, index: int) -> Frame:
        """The frame that was given, or will be, with that index, and is not copied."""
        last, step_s = self._kept[-1], self._kept[-1].time_s - self._kept[-2].time_s
        after = index - last.index
        turned, at = divmod(after, BLOCK - 1)
        kept = self._kept[at if turned % 2 else BLOCK - 1 - at]
        return Frame(index, last.time_s + after * step_s, kept.rgba)


class Clip:
    """The rehearsal clip in blocks of `BLOCK` frames, whose time goes on: where it runs back the
    model looks around more often. Close it.
    """

    def __init__(self) -> None:
        """Raises `CameraError`."""
        self._film = Rehearsal(SystemClock(), realtime=False)
        self._film.open()

    def block(self) -> list[Frame]:
        return [self._film.read() for _ in range(BLOCK)]

    def close(self) -> None:
        self._film.close()


def estimator(model_path: Path, runtime: Runtime, *, standby: bool = False) -> SandboxedEstimator:
    """As the mirror has it, and more patient."""
    return SandboxedEstimator(model_path, runtime=runtime, standby=standby,
                              answer_patience_s=_PATIENCE_S, start_patience_s=_PATIENCE_S)


@contextmanager
def opened(model_path: Path, runtime: Runtime) -> Iterator[SandboxedEstimator]:
    """One at work. Raises `VisionError`."""
    with closing(estimator(model_path, runtime)) as eyes:
        eyes.open()
        yield eyes


def took_s(eyes: SandboxedEstimator, frames: Sequence[Frame], pictures: Pictures) -> float:
    """How long it looks at them, one after the other; each is put where a camera puts its own, one
    of `pictures`, before that.
    """
    spent_s = 0.0
    for frame in frames:
        placed = replace(frame, rgba=pictures.copy(frame.rgba))
        began_s = perf_counter()
        eyes.estimate(placed)
        spent_s += perf_counter() - began_s
    return spent_s


def rates_hz(model_path: Path, blocks: int) -> dict[Runtime, float]:
    """How many frames a second each runtime looks at: the same, block by block in turn."""
    spent_s: dict[Runtime, float] = dict.fromkeys(get_args(Runtime), 0.0)
    pictures = Pictures()
    with ExitStack() as rooms:
        film = rooms.enter_context(closing(Clip()))
        pairs = {runtime: rooms.enter_context(opened(model_path, runtime)) for runtime in spent_s}
        for number in range(blocks + 1):
            frames = film.block()
            for runtime, eyes in pairs.items():
                block_s = took_s(eyes, frames, pictures)
                if number:  # in the first, whoever is there has to be found
                    spent_s[runtime] += block_s
    return {runtime: blocks * BLOCK / each_s for runtime, each_s in spent_s.items()}
