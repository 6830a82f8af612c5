"""What the figure shows as time goes on: how it is done, and now and then how it is not."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from mirrorapp.events import Side
from mirrorapp.exercises.checks import Check
from mirrorapp.exercises.schema import Exercise
from mirrorapp.figure import mesh, stills
from mirrorapp.figure.clip import Clip, clip_of
from mirrorapp.figure.mesh import Mesh
from mirrorapp.figure.scenery import Shown, View

Person = Literal["woman", "man"]
Known = Exercise | Check
GOOD_CYCLES = 2
"""So often it is done well before a wrong way is shown ..."""
GOOD_S = 8.0
"""... and at least for so long."""
_log = logging.getLogger(__name__)


@dataclass(frozen=True, eq=False)
class Moment:
    """What is to be drawn, from where, and whether it is how not to do it."""

    shown: Shown
    view: View
    wrong: bool = False


class Showing:
    """One exercise at a time, by a clock that never runs back.

    `load` gives a person's mesh; it may raise OSError or ValueError. What can't be shown is logged
    once and has no moments: `still` is there for it.
    """

    def __init__(self, person: Person = "woman",
                 load: Callable[[Person], Mesh] = mesh.person) -> None:
        self._person, self._load = person, load
        self._key: tuple[str, Side | None, bool, bool] | None = None
        self._clips: tuple[Clip, ...] = ()
        self._since_s: float | None = None
        self._failed: set[str] = set()
        self.still: Path | None = None

    def choose(self, known: Known | None, side: Side | None = None, *, wrongs: bool,
               banded: bool = False) -> bool:
        """Show this from now on, on a side; `wrongs`: how not to do it, too; `banded`: with a band
        in any case. Whether it is new.
        """
        key = (known.id, side, wrongs, banded) if known is not None else None
        if key == self._key:
            return False
        self._key, self._since_s, self._clips = key, None, ()
        self.still = stills.path_of(known) if known is not None else None
        if known is None or known.guide is None or known.id in self._failed:
            return True
        ways = ("", *(each.id for each in known.guide.wrong)) if wrongs else ("",)
        try:
            person = self._load(self._person)
            self._clips = tuple(clip_of(_banded(known) if banded else known, person, side, way)
                                for way in ways)
        except (OSError, ValueError) as error:
            self._fail(known.id, error)
        return True

    def at(self, now_s: float) -> Moment | None:
        """What is to be drawn now; None where nothing is, or where only the still can be."""
        if not self._clips or self._key is None:
            return None
        if self._since_s is None:
            self._since_s = now_s
        clip, into_s = self._way(now_s - self._since_s)
        try:
            return Moment(clip.at(into_s), clip.view, bool(clip.wrong))
        except (ArithmeticError, LookupError, ValueError) as error:
            self._fail(self._key[0], error)
            return None

    def _way(self, for_s: float) -> tuple[Clip, float]:
        """Which way it is shown after so long, and how far into that."""
        good, *wrong = self._clips
        if not wrong:
            return good, for_s
        good_s = good.cycle_s * max(GOOD_CYCLES, -(-GOOD_S // good.cycle_s))
        nth, into_s = divmod(for_s, good_s + good.cycle_s)
        if into_s < good_s:
            return good, into_s
        return wrong[int(nth) % len(wrong)], into_s - good_s

    def _fail(self, name: str, error: Exception) -> None:
        _log.error("The figure can't show %s: %s. Its picture takes its place.", name, error)
        self._failed.add(name)
        self._clips = ()


def _banded(known: Known) -> Known:
    if known.guide is None or "band" in known.guide.props:
        return known
    guide = known.guide.model_copy(update={"props": (*known.guide.props, "band")})
    return known.model_copy(update={"guide": guide})
