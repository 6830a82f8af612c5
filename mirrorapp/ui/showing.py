"""What the figure shows as time goes on: how it is done, and now and then how it is not."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from mirrorapp.events import Side
from mirrorapp.exercises.checks import Check
from mirrorapp.exercises.schema import Exercise
from mirrorapp.figure import mesh
from mirrorapp.figure.clip import Clip, clip_of
from mirrorapp.figure.mesh import Mesh
from mirrorapp.figure.scenery import Shown, View

Person = Literal["woman", "man"]
Known = Exercise | Check
GOOD_S = 5.0
"""For so long at least it is done well before a wrong way is shown: there is time for both while
somebody gets ready."""
_WIDE = 1.4
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
    once and has no moments.
    """

    def __init__(self, person: Person = "woman",
                 load: Callable[[Person], Mesh] = mesh.person) -> None:
        self._person, self._load = person, load
        self._key: tuple[str, Side | None, bool, str] | None = None
        self._clips: tuple[Clip, ...] = ()
        self._since_s: float | None = None
        self._failed: set[str] = set()

    def choose(self, known: Known | None, side: Side | None = None, *, banded: bool = False,
               part: str = "") -> bool:
        """Show this from now on, on a side; `banded`: with a band in any case. In another `part`
        of the session it begins anew. Whether it is new.
        """
        key = (known.id, side, banded, part) if known is not None else None
        if key == self._key:
            return False
        same = bool(key and self._key and key[:-1] == self._key[:-1])
        self._key, self._since_s = key, None
        if same:  # but for the part: how it is seen was worked out, which takes long
            return True
        self._clips = ()
        if known is None or known.guide is None or known.id in self._failed:
            return True
        try:
            person = self._load(self._person)
            self._clips = tuple(
                clip_of(_banded(known) if banded else known, person, side, way)
                for way in ("", *(each.id for each in known.guide.wrong)))
        except Exception as error:
            self._fail(known.id, error)
        return True

    @property
    def wide(self) -> bool:
        """Whether it is broader than high: somebody lies."""
        try:
            view = self._clips[0].view if self._clips else None
        except Exception as error:
            self._fail(self._key[0] if self._key else "", error)
            return False
        return view is not None and view.width_m > _WIDE * view.height_m

    def at(self, now_s: float, *, wrongs: bool = False, posed: bool = False) -> Moment | None:
        """What is to be drawn now; None where nothing is. `wrongs`: how not to do it, too; without
        it a hold is held for good. `posed`: one pose after the other, without a way between.
        """
        if not self._clips or self._key is None:
            return None
        if self._since_s is None:
            self._since_s = now_s
        for_s = now_s - self._since_s
        try:
            clip, into_s = self._way(for_s) if wrongs else (self._clips[0], for_s)
            shown = clip.at(into_s, stays=not wrongs, posed=posed)
            return Moment(shown, clip.view, bool(clip.wrong))
        except Exception as error:  # a pack's guide must not take the glass along
            self._fail(self._key[0], error)
            return None

    def _way(self, for_s: float) -> tuple[Clip, float]:
        """Which way it is shown after so long, and how far into that."""
        good, *wrong = self._clips
        if not wrong:
            return good, for_s
        good_s = good.cycle_s * max(1.0, -(-GOOD_S // good.cycle_s))
        nth, into_s = divmod(for_s, good_s + wrong[0].cycle_s)
        if into_s < good_s:
            return good, into_s
        return wrong[int(nth) % len(wrong)], into_s - good_s

    def _fail(self, name: str, error: Exception) -> None:
        _log.error("The figure can't show %s: %s. Its still takes its place.", name, error)
        self._failed.add(name)
        self._clips = ()


def _banded(known: Known) -> Known:
    if known.guide is None or "band" in known.guide.props:
        return known
    guide = known.guide.model_copy(update={"props": (*known.guide.props, "band")})
    return known.model_copy(update={"guide": guide})
