"""The report that is made on the glass: of which days, and onto which stick it goes."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, Protocol

from mirrorapp.sticks.finding import Stick
from mirrorapp.sticks.handing import Handed, Step

REPORT, HAND = "report", "report-stick"
"""Pages: what is to be on it, and its way to the stick."""
SPANS: Final[Mapping[str, int | None]] = MappingProxyType(
    {"month": 4, "quarter": 12, "all": None})
"""So many weeks up to today; None: all there are."""
USUAL = "quarter"
"""What the programme takes (docs/programme.md): where somebody begins to choose."""
PATIENT_S = 8.0
"""A stick that has not been opened by then may never be."""


class Looking(Protocol):
    """`sticks.finding.Finder`, or a stand-in."""

    @property
    def found(self) -> tuple[Stick, ...]:
        """The sticks that are in."""

    def start(self) -> None:
        """Begin to look."""

    def stop(self) -> None:
        """Look no more."""


class Giving(Protocol):
    """`sticks.handing.Handing`, or a stand-in."""

    @property
    def step(self) -> Step:
        """What is being done just now."""

    @property
    def handed(self) -> Handed | None:
        """What came of it."""

    def start(self) -> None:
        """Begin."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Whose report, of how many weeks (None: all), in which language."""

    who: str
    weeks: int | None
    language: str


@dataclass(frozen=True, slots=True)
class Outlet:
    """The mirror's ways to what is put in: what looks for sticks, and what hands a report over."""

    finder: Looking
    give: Callable[[Wanted, Stick], Giving]


class Reporting:
    """The report that is being made. `now_s` is a clock in seconds that never runs back."""

    def __init__(self, outlet: Outlet, now_s: Callable[[], float]) -> None:
        self._outlet, self._now_s = outlet, now_s
        self._looks = False
        self._since_s: dict[Stick, float] = {}
        self._giving: Giving | None = None
        self.span = USUAL
        self.stick: Stick | None = None
        """Onto which it goes, or went."""

    def look(self) -> None:
        """Look for sticks, from now on."""
        if not self._looks:
            self._looks = True
            self._since_s = {}
            self._outlet.finder.start()

    def look_away(self) -> None:
        """Nobody is there to put one in any more."""
        if self._looks:
            self._looks = False
            self._outlet.finder.stop()

    @property
    def sticks(self) -> tuple[Stick, ...]:
        """Those that can be opened."""
        return tuple(each for each in self._outlet.finder.found if each.place is not None)

    @property
    def opening(self) -> bool:
        """Whether one has only just been put in."""
        return any(not late for late in self._closed())

    @property
    def shut(self) -> bool:
        """Whether one can't be opened, and has been in for as long as that takes."""
        return any(self._closed())

    @property
    def free(self) -> bool:
        """Whether the one that the report is on is still in, and can be pulled out."""
        return any(map(self._is_done, self._outlet.finder.found))

    @property
    def busy(self) -> bool:
        """Whether one is on its way."""
        return self._giving is not None and self._giving.handed is None

    @property
    def step(self) -> Step:
        """What is being done for it, or where that ended."""
        return Step.MAKE if self._giving is None else self._giving.step

    @property
    def handed(self) -> Handed | None:
        """What came of it, once that is known."""
        return None if self._giving is None else self._giving.handed

    def pick(self, stick: Stick) -> None:
        """The next goes onto this one."""
        if not self.busy:
            self.stick = stick

    def give(self, who: str, language: str) -> None:
        """Put it on the stick that was picked; one at a time."""
        if self.stick is not None and not self.busy:
            self._giving = self._outlet.give(Wanted(who, SPANS[self.span], language), self.stick)
            self._giving.start()

    def _closed(self) -> list[bool]:
        """Of each that is not open, whether it is too late for that."""
        now_s = self._now_s()
        closed = [each for each in self._outlet.finder.found
                  if each.place is None and not self._is_done(each)]
        self._since_s = {each: self._since_s.get(each, now_s) for each in closed}
        return [now_s - since_s >= PATIENT_S for since_s in self._since_s.values()]

    def _is_done(self, stick: Stick) -> bool:
        """Whether that is closed because the report is on it."""
        handed = self.handed
        return (self.stick is not None and handed is not None and handed.wrong is None
                and stick.place is None and stick.device == self.stick.device
                and stick.size_bytes == self.stick.size_bytes)
