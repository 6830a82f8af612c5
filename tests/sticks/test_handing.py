"""Step by step on a thread of its own, and a word for whatever comes of it."""

import errno
from pathlib import Path
from threading import Event

import pytest

from mirrorapp.clock import ManualClock
from mirrorapp.events import MirrorError
from mirrorapp.sticks import handing
from mirrorapp.sticks.finding import Stick
from mirrorapp.sticks.handing import MAKING_S, PATIENCE_S, Handed, Handing, Step, Usb
from tests.sticks.test_putting import folder_as_stick

STICK = Stick("ANNA", "sda1", "8:1", 10**9, Path("/media/x"), writable=True)
WRONG = MirrorError("It is wrong.", "Mend it.")


class Hands:
    """A port that does it all, but fails `at` a step, or waits there until it is `free`."""

    def __init__(self, at: Step | None = None, error: Exception | None = None) -> None:
        self.at, self.error = at, error
        self.done: list[tuple[str, object]] = []
        self.there, self.free = Event(), Event()

    def make(self) -> bytes:
        self._do(Step.MAKE, "")
        return b"page"

    def write(self, stick: Stick, content: bytes) -> None:
        self._do(Step.WRITE, content)

    def read_back(self, stick: Stick, content: bytes) -> None:
        self._do(Step.READ_BACK, content)

    def put_in_place(self, stick: Stick, name: str) -> str:
        self.done.append(("named", name))
        return f"{name}-2.pdf"

    def let_go(self, stick: Stick) -> None:
        self._do(Step.LET_GO, stick)

    def _do(self, step: Step, what: object) -> None:
        if step is self.at and self.error is None:
            self.there.set()
            assert self.free.wait(5)
        if step is self.at and self.error is not None:
            raise self.error
        self.done.append((step.name, what))


def hand(hands: Hands, clock: ManualClock | None = None) -> Handing:
    it = Handing(hands.make, "report", STICK, clock or ManualClock(), hands)
    assert it.handed is None
    it.start()
    return it


def test_all_goes_well_in_its_order():
    hands = Hands()
    it = hand(hands)
    it.thread.join(5)
    assert it.handed == Handed("report-2.pdf")
    assert hands.done == [("MAKE", ""), ("WRITE", b"page"), ("READ_BACK", b"page"),
                          ("named", "report"), ("LET_GO", STICK)]


@pytest.mark.parametrize("step", Step)
def test_where_it_is_can_be_seen_and_nobody_waits_for_it(step):
    hands = Hands(at=step)
    it = hand(hands)
    assert hands.there.wait(5)
    assert (it.step, it.handed) == (step, None)
    hands.free.set()
    it.thread.join(5)
    assert it.handed == Handed("report-2.pdf")


@pytest.mark.parametrize("step", Step)
def test_what_goes_wrong_is_told_with_its_step(step):
    hands = Hands(step, WRONG)
    it = hand(hands)
    it.thread.join(5)
    assert (it.step, it.handed) == (step, Handed(wrong=WRONG))
    assert step.name not in [name for name, _ in hands.done]


@pytest.mark.parametrize(("error", "said"), [
    (OSError(errno.ENOSPC, "No space left on device"),
     "The report can't be made: No space left on device."),
    (ZeroDivisionError("never"), "The report can't be made.")])
def test_a_page_that_can_not_be_made_is_told_too(error, said):
    it = hand(Hands(Step.MAKE, error))
    it.thread.join(5)
    assert it.handed is not None
    assert it.handed.wrong is not None
    assert it.handed.wrong.what == said


@pytest.mark.parametrize(("step", "patience_s", "said"), [
    (Step.MAKE, MAKING_S, "The report can't be made."),
    *((each, PATIENCE_S, "The stick does not answer.") for each in Step if each > Step.MAKE)])
def test_what_takes_too_long_is_given_up(step, patience_s, said):
    hands, clock = Hands(at=step), ManualClock()
    it = hand(hands, clock)
    assert hands.there.wait(5)
    clock.sleep(patience_s - 0.1)
    assert it.handed is None
    clock.sleep(0.1)
    assert it.handed is not None
    assert it.handed.wrong is not None
    assert it.handed.wrong.what == said
    given_up = it.handed
    hands.free.set()
    it.thread.join(5)
    assert it.handed is given_up  # it has been said
    assert hands.done[-1][0] == step.name, "the next one may be on its way to that stick"


def test_the_machines_own_port_puts_it_on_a_stick(tmp_path, monkeypatch):
    stick, let_go = folder_as_stick(tmp_path / "stick", monkeypatch), []
    monkeypatch.setattr(handing.letting_go, "let_go", lambda each, _: let_go.append(each))
    it = Handing(lambda: b"page", "report", stick, ManualClock(), Usb(ManualClock()))
    it.start()
    it.thread.join(5)
    assert it.handed == Handed("report.pdf")
    assert (stick.place / "report.pdf").read_bytes() == b"page"
    assert let_go == [stick]
