"""What sessions of long ago leave for today, so that nobody has to read them again.

Everything that is worked out from a history (`programme`, `referral`, `ledger`, `briefing`,
`asking`) comes to the same from a `Past` and the sessions after it as from all of them: `settling`
makes it, `tests/coach/test_settling.py` tries it. It holds no decision of its own: thrown away, it
is made again.
"""

from dataclasses import dataclass, field
from datetime import date, datetime

from mirrorapp.coach.records import Asked, Found, Measured
from mirrorapp.coach.rhythm import Rhythm
from mirrorapp.events import Side


@dataclass(frozen=True, slots=True)
class Good:
    """What is remembered of a good session of an exercise: what was answered, and what was held."""

    asked: Asked
    held_s: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Rungs:
    """Where a `progression.Ladder` stands: its places, whose holds are at their longest, where each
    place fell from, and good and bad sessions in a row.
    """

    places: dict[str, str]
    longer: tuple[str, ...] = ()
    fallen: dict[str, tuple[str, ...]] = field(default_factory=dict)
    good: dict[str, tuple[Good, ...]] = field(default_factory=dict)
    bad: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Told:
    """How many repetitions of an exercise were good on a day, of those that were judged, and with
    what they were (whichever version of the program that was).
    """

    day: date
    exercise: str
    side: Side
    good: int
    judged: int
    measured: Measured


@dataclass(frozen=True, slots=True)
class Referred:
    """Whether a rule's cause was found by then, where its advice was acknowledged at `seen`; and
    the date on which it is looked for next.
    """

    rule: str
    seen: datetime | None
    found: bool
    next_at: date


@dataclass(frozen=True, slots=True)
class Past:
    """What all sessions up to `last` (a uuid) leave. Those that count are of days before `cut`, and
    all later ones that can count are of that day or later.

    `terms`: under which rules and for whom it was worked out. `first`: the first day of the
    programme; `days`: on how many there was training, `early`: which of them were in the first four
    weeks. `pains`: answers of the first week and of the last four; `good`: repetitions of the first
    two weeks and of the last two. `rhythm`: on the morning of `cut`. `last_done`: of each exercise,
    `checked`: of each check of the plan. `results`: of checks that referrals go by, the first of
    each kind that compares with others, and the last. `ahead_s`: how many seconds the right side is
    ahead, by exercise. `well`: what was good the last time; `short`: breathing was not easy.
    """

    terms: str
    last: str
    cut: date
    first: date
    days: int
    early: tuple[date, ...]
    pains: tuple[tuple[date, int], ...]
    good: tuple[Told, ...]
    rhythm: Rhythm
    rungs: Rungs
    last_done: dict[str, date]
    checked: dict[str, date]
    results: tuple[tuple[date, Found], ...]
    referred: tuple[Referred, ...]
    ahead_s: dict[str, float]
    well: tuple[str, ...]
    short: bool
