"""What to say, and when not to: a cue is worth something only if it is rare."""

from dataclasses import dataclass, field
from math import inf

from mirrorapp.alignment.reading import Reading
from mirrorapp.coach.faults import FaultFinder
from mirrorapp.coach.lasting import Lasting
from mirrorapp.coach.records import Repetition
from mirrorapp.coach.state import Cue, Tone
from mirrorapp.coach.verdicts import HOLD_S
from mirrorapp.events import Refusal, Side, Verdict
from mirrorapp.exercises.words import Step

EVERY_S = 4.0
_SHOWN_S = 2.5
_HINT_AFTER_S = 0.7
_ODD_HINT_AFTER_S = 8.0
"""Longer than anybody is at the far end of a repetition (app)."""
_STANDS_MOST = 2
"""So often at most in a set the user is asked to stand still: not everybody can be seen standing
(app)."""
_SLOWER_EVERY_S = 20.0
"""So often at most, since it matters least (app)."""
_INWARD = (Verdict.DRIFTING, Verdict.CAVING_IN)
_OUT = {frozenset({Side.LEFT}): Cue.LEFT_KNEE_OUT, frozenset({Side.RIGHT}): Cue.RIGHT_KNEE_OUT,
        frozenset(Side): Cue.BOTH_KNEES_OUT}
_IN = {frozenset({Side.LEFT}): Cue.LEFT_KNEE_IN, frozenset({Side.RIGHT}): Cue.RIGHT_KNEE_IN,
       frozenset(Side): Cue.BOTH_KNEES_IN}
_KNEES = frozenset({*_OUT.values(), *_IN.values()})
_SQUARE_UP = {Side.LEFT: Cue.SQUARE_UP_LEFT, Side.RIGHT: Cue.SQUARE_UP_RIGHT}


@dataclass
class Cueing:
    """Chooses at most one cue every few seconds, and one hint that lasts while its cause does.

    `faults` finds what else than the knees may go wrong. `depth_most`: how deep the user may go
    without discomfort. `unprompted`: nothing is said of how somebody moves, only of where they
    stand, and on which leg. `odd`: doing it well looks as nobody stands, which is hinted at only
    where it lasts. `said`: what began to be said with the last reading.
    """

    faults: FaultFinder | None = None
    depth_most: float | None = None
    unprompted: bool = False
    odd: bool = False
    cue: Cue | None = None
    fault: Step | None = None
    hint: Refusal | None = None
    said: Cue | Step | None = None
    _said_s: float = -EVERY_S
    _until_s: float = 0.0
    _praised: bool = False
    _wrong_s: float = -inf
    _stands: int = 0
    _slower_s: float = -inf
    _inward: dict[Side, Lasting] = field(default_factory=lambda: {s: Lasting() for s in Side})
    _outward: dict[Side, Lasting] = field(default_factory=lambda: {s: Lasting() for s in Side})
    _turned: Lasting = field(default_factory=Lasting)
    _deep: Lasting = field(default_factory=Lasting)
    _refusal: Refusal | None = None
    _refused: Lasting = field(default_factory=Lasting)

    def anew(self, faults: FaultFinder) -> "Cueing":
        """After an interruption: nothing lasts that did, and yet the next cue is not too soon, and
        nothing is asked for more often.
        """
        return Cueing(faults, self.depth_most, self.unprompted, self.odd, _said_s=self._said_s,
                      _praised=self._praised, _stands=self._stands, _slower_s=self._slower_s)

    def update(self, reading: Reading, rep: Repetition | None, *,
               other_side: bool = False, short: Step | None = None,
               hurried: bool = False) -> None:
        """Take in one reading, and the repetition it completed, if it did.

        `other_side`: one was done on the leg whose turn it is not. `short`: what to say of some
        that went too little far. `hurried`: it and some before it were done much too fast.
        """
        now = reading.time_s
        self._update_hint(reading)
        wanted = (self._wanted(reading, rep, other_side=other_side, short=short)
                  or self._slower(now, hurried=hurried))
        if wanted is not None:
            self._wrong_s = now
        elif not self.unprompted and self._praises(rep):
            wanted = Cue.GOOD_REP
        # What goes wrong need not wait for praise to be forgotten.
        after_praise = self._praised and wanted is not Cue.GOOD_REP
        quiet = 0 <= now - self._said_s < (_SHOWN_S if after_praise else EVERY_S)
        self.said = None if quiet or reading.refusal is not None else wanted
        if self.said is not None:
            self.cue = wanted if isinstance(wanted, Cue) else None
            self.fault = wanted if isinstance(wanted, Step) else None
            self._said_s, self._until_s = now, now + _SHOWN_S
            self._praised = wanted is Cue.GOOD_REP
            self._stands += wanted is Cue.STAND_STILL
            self._slower_s = now if wanted is Cue.SLOWER else self._slower_s
        elif now >= self._until_s or now < self._said_s or reading.refusal is not None:
            self.cue = self.fault = None

    @property
    def tone(self) -> Tone | None:
        """What is heard with what began to be said: of how the user moves alone, and so never more
        often than that is said, nor while nothing can be judged.
        """
        faulty = self.said in _KNEES or isinstance(self.said, Step)
        return Tone.FAULT if faulty else None

    def _wanted(self, reading: Reading, rep: Repetition | None, *,
                other_side: bool, short: Step | None) -> Cue | Step | None:
        """The most important thing that is wrong: the knees first, then other faults."""
        fault = self.faults.update(reading) if self.faults is not None else None
        moves = (self._knees(reading) or (fault.words if fault is not None else None)
                 or self._too_deep(reading) or short)
        return ((None if self.unprompted else moves) or (Cue.OTHER_SIDE if other_side else None)
                or self._stand_still(reading, rep) or self._square_up(reading))

    def _praises(self, rep: Repetition | None) -> bool:
        """Whether all of it that is judged could be told, and was good."""
        if rep is None or self._wrong_s >= rep.start_s:
            return False
        if self.faults is not None and not self.faults.cleared(rep.start_s):
            return False
        sides = Side if rep.side is None else (rep.side,)
        return (self.faults is not None and not self.faults.knees) or (
            {rep.knee(side).verdict for side in sides} == {Verdict.GOOD})

    def _stand_still(self, reading: Reading, rep: Repetition | None) -> Cue | None:
        """Where a repetition could not be judged, since nobody saw how the user stands."""
        blind = rep is not None and not rep.judged and not reading.stood
        return Cue.STAND_STILL if blind and self._stands < _STANDS_MOST else None

    def _slower(self, now_s: float, *, hurried: bool) -> Cue | None:
        told = 0 <= now_s - self._slower_s < _SLOWER_EVERY_S
        return Cue.SLOWER if hurried and not (self.unprompted or told) else None

    def _update_hint(self, reading: Reading) -> None:
        refusal = reading.refusal
        if refusal is not self._refusal:
            self._refusal, self._refused = refusal, Lasting()
        lasted_s = self._refused.for_s(reading.time_s, refusal is not None)
        if refusal is None or lasted_s >= self._hint_after_s(refusal):
            self.hint = refusal

    def _hint_after_s(self, refusal: Refusal) -> float:
        odd = self.odd and refusal is Refusal.IMPLAUSIBLE
        return _ODD_HINT_AFTER_S if odd else _HINT_AFTER_S

    def _knees(self, reading: Reading) -> Cue | None:
        inward = self._lasting(reading, self._inward, _INWARD)
        outward = self._lasting(reading, self._outward, (Verdict.FALLING_OUT,))
        return _OUT.get(inward) or _IN.get(outward)

    @staticmethod
    def _lasting(reading: Reading, clocks: dict[Side, Lasting],
                 verdicts: tuple[Verdict, ...]) -> frozenset[Side]:
        return frozenset(
            side for side, clock in clocks.items()
            if clock.for_s(reading.time_s, side in reading.knees
                           and reading.knees[side].verdict in verdicts) >= HOLD_S)

    def _too_deep(self, reading: Reading) -> Cue | None:
        deep = (self.depth_most is not None and reading.depth is not None
                and reading.depth > self.depth_most)
        return Cue.TOO_DEEP if self._deep.for_s(reading.time_s, deep) >= HOLD_S else None

    def _square_up(self, reading: Reading) -> Cue | None:
        turned_s = self._turned.for_s(reading.time_s, reading.square_up is not None)
        if reading.square_up is None or turned_s < 2 * _HINT_AFTER_S:
            return None
        return _SQUARE_UP[reading.square_up]
