"""Hands a file over on a stick, on a thread of its own: made, written, read back, given free."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum, auto
from threading import Thread
from typing import Protocol

from mirrorapp.clock import Clock
from mirrorapp.events import MirrorError
from mirrorapp.sticks import letting_go, putting
from mirrorapp.sticks.finding import Stick

_log = logging.getLogger(__name__)
PATIENCE_S = 60.0
"""A stick that takes longer for one step is broken: the kernel has given a healthy one up by then.
"""
MAKING_S = 300.0
"""Twenty years of sessions take a small board a minute; that is no fault of the stick's."""


class Step(IntEnum):
    """What is done, one after the other."""

    MAKE = auto()
    WRITE = auto()
    READ_BACK = auto()
    LET_GO = auto()


@dataclass(frozen=True, slots=True)
class Handed:
    """What came of it: `name` of the file that is on the stick, or what was `wrong` instead."""

    name: str = ""
    wrong: MirrorError | None = None


class Port(Protocol):
    """What puts a file on a stick; each may take its time, and raises `MirrorError`."""

    def write(self, stick: Stick, content: bytes) -> None:
        """Bring it there, beside its place."""

    def read_back(self, stick: Stick, content: bytes) -> None:
        """Look whether that is what is there."""

    def put_in_place(self, stick: Stick, name: str) -> str:
        """Give it its name, or one like it where that is taken; which."""

    def let_go(self, stick: Stick) -> None:
        """Unmount it, where that can be had."""


class Usb:
    """The machine's own."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    def write(self, stick: Stick, content: bytes) -> None:
        putting.write(stick, content)

    def read_back(self, stick: Stick, content: bytes) -> None:
        putting.read_back(stick, content)

    def put_in_place(self, stick: Stick, name: str) -> str:
        return putting.put_in_place(stick, name)

    def let_go(self, stick: Stick) -> None:
        letting_go.let_go(stick, self._clock)


class _GivenUpError(Exception):
    """Somebody was told that it failed."""


class Handing:
    """One file for one stick, from `start` on. To be used once.

    `make` makes the file, and raises `MirrorError` or `OSError`; `name` is without its ending.
    """

    def __init__(self, make: Callable[[], bytes], name: str, stick: Stick, clock: Clock,
                 port: Port) -> None:
        self._make, self._name, self._stick, self._port = make, name, stick, port
        self._clock = clock
        self._since_s = clock.monotonic_s()
        self._step = Step.MAKE
        self._handed: Handed | None = None
        self.thread = Thread(target=self._run, name="handing", daemon=True)

    @property
    def step(self) -> Step:
        """What is being done; where it ended, once that is known."""
        return self._step

    @property
    def handed(self) -> Handed | None:
        """What came of it, once that is known; nothing more is done to the stick after that."""
        patience_s, wrong = (
            (MAKING_S, MirrorError("The report can't be made.", "The log says why."))
            if self._step is Step.MAKE else
            (PATIENCE_S, MirrorError("The stick does not answer.",
                                     "Pull it out and take another.")))
        if self._handed is None and self._clock.monotonic_s() - self._since_s >= patience_s:
            _log.warning("Given up after %.0f s of %s.", patience_s, self._step.name)
            self._handed = Handed(wrong=wrong)
        return self._handed

    def start(self) -> None:
        """Begin; returns at once."""
        self._since_s = self._clock.monotonic_s()
        self.thread.start()

    def _run(self) -> None:
        try:
            handed = self._try()
        except _GivenUpError:  # another one may be on its way to the same stick
            return
        if handed.wrong is not None:
            _log.warning("The report is not on the stick: %s", handed.wrong)
        else:
            _log.info("The report is on the stick, as %s.", handed.name)
        self._handed = self._handed or handed

    def _try(self) -> Handed:
        try:
            content = self._make()
            self._enter(Step.WRITE)
            self._port.write(self._stick, content)
            self._enter(Step.READ_BACK)
            self._port.read_back(self._stick, content)
            self._enter(Step.READ_BACK)  # that is over; what comes now is waited for as long
            name = self._port.put_in_place(self._stick, self._name)
            self._enter(Step.LET_GO)
            self._port.let_go(self._stick)
            return Handed(name)
        except MirrorError as error:
            return Handed(wrong=error)
        except _GivenUpError:
            raise
        except OSError as error:
            return Handed(wrong=MirrorError(
                f"The report can't be made: {error.strerror or error}.",
                "Make room on the mirror's own disk."))
        except Exception:  # somebody waits for a word
            _log.exception("The report could not be handed over.")
            return Handed(wrong=MirrorError("The report can't be made.", "The log says why."))

    def _enter(self, step: Step) -> None:
        if self._handed is not None:
            raise _GivenUpError
        self._step, self._since_s = step, self._clock.monotonic_s()
