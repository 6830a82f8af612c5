"""What is handed over, as plain numbers: from records to a frozen `Handover`, and no word of it.

Levels, noise, changes and advice are the coach's own (`coach.progress`, `alignment.results`,
`coach.safety`, `coach.referral`): the page says nothing that the glass would not.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import partial

from mirrorapp.alignment.results import Change, CheckResult, Trend, Untold
from mirrorapp.coach import adherence, balance, safety, schedule, set_up
from mirrorapp.coach.balance import Balance
from mirrorapp.coach.diary import Diary, Entry, diary, written
from mirrorapp.coach.profile import Profile, Screening
from mirrorapp.coach.progress import Progress, progress
from mirrorapp.coach.records import Found, SessionRecord, SetRecord
from mirrorapp.coach.state import Advice
from mirrorapp.events import Refusal, Side, Why
from mirrorapp.exercises.catalogue import Catalogue
from mirrorapp.exercises.checks import WEEKLY_CHECKS
from mirrorapp.report.work import Dosed, Work, work


@dataclass(frozen=True, slots=True)
class Checked:
    """A check's last result, and what became of each value since the first one of these weeks that
    compares with it. `since` None: there is no other. `balance`: the left leg against the right.
    """

    check: str
    day: date
    result: CheckResult
    since: date | None = None
    changes: Mapping[str, Change] = field(default_factory=dict)
    balance: Balance | None = None


@dataclass(frozen=True, slots=True)
class Flags:
    """What may need a professional: `screening` as it was answered last until then.

    `stops`: how often each stop rule held, by id; `hurt`: "It hurts" was touched; `sore`: more than
    a mild ache on the day after; `breath`: could not breathe easily. `referrals`: advice that
    stands; `read`: which advice was acknowledged in these weeks, and when.
    """

    screening: Screening | None = None
    stops: Mapping[str, int] = field(default_factory=dict)
    hurt: int = 0
    sore: int = 0
    breath: int = 0
    referrals: tuple[Advice, ...] = ()
    read: tuple[tuple[str, date], ...] = ()


@dataclass(frozen=True, slots=True)
class Unjudged:
    """What the mirror could not judge. Of knees: repetitions `seen`, of which `judged`, and `whys`
    the others were not, None: not known.

    `unjudged_s`: time in sets in which nothing could be told; `mostly` why, where one reason is
    known for more than half of it. `touched`: repetitions that only a
    touch counted. `holds`: those that went by the clock alone, of all. `untold`: why checks had no
    result, how often. `undated`: sessions whose time can't be right; `damaged`: that can't be read.
    `set_ups`: with how many cameras, pose models or methods it was measured; `uncalibrated`: in how
    many sessions nobody knew where the camera was.
    """

    seen: int = 0
    judged: int = 0
    unjudged_s: float = 0.0
    touched: int = 0
    holds: tuple[int, int] = (0, 0)
    untold: Mapping[Untold, int] = field(default_factory=dict)
    undated: int = 0
    damaged: int = 0
    set_ups: int = 0
    uncalibrated: int = 0
    whys: Mapping[Why | None, int] = field(default_factory=dict)
    mostly: Refusal | None = None


@dataclass(frozen=True, slots=True)
class Handover:
    """One person from `since` to `until`, both included; `asked`: days that the plan had for
    training, and `week`: of the programme, by the last day. `until` is never after today.
    """

    person: Profile
    since: date
    until: date
    sessions: int
    trained: int
    asked: int
    week: int | None
    work: tuple[Work, ...]
    progress: Progress
    checks: tuple[Checked, ...]
    flags: Flags
    unjudged: Unjudged

    @property
    def good(self) -> Mapping[Side, tuple[int, int]]:
        """Good knees of those that were judged, over all exercises."""
        return {side: (sum(each.good.get(side, (0, 0))[0] for each in self.work),
                       sum(each.good.get(side, (0, 0))[1] for each in self.work)) for side in Side}


@dataclass(frozen=True, slots=True)
class Kept:
    """What is kept of one person: `history` as `Journal.history` gives it, whole; `damaged`: how
    many sessions it had to leave out. `read`: each acknowledgement.
    """

    person: Profile
    history: Sequence[SessionRecord] = ()
    skipped: Collection[date] = ()
    screenings: Sequence[Screening] = ()
    read: Sequence[tuple[str, datetime]] = ()
    damaged: int = 0


def handover(kept: Kept, since: date, until: date, now: datetime,
             catalogue: Catalogue) -> Handover:
    """`now` with its offset: its clock is taken for right, and says where midnight is."""
    until = min(until, now.date())
    at = min(now, datetime.combine(until, time.max, now.tzinfo))
    everything = diary(kept.history, now)
    dated = {each.record.uuid for each in everything.entries}
    known = {each.record.uuid for each in everything.entries if each.day <= until}
    records = [each for each in written(kept.history) if each.uuid in known]
    book = diary(records, at)
    entries = [each for each in book.entries if each.day >= since]
    done, asked = _days(records, since, at if until == now.date() else at + timedelta(days=1))
    doses = {name: Dosed(each.dose.source, each.judges_knees, each.view == "T")
             for name, each in catalogue.exercises.items()}
    worked = work(entries, book.good(since, until + timedelta(days=1)), doses, catalogue.checks)
    acknowledged = {rule: when for rule, when in kept.read if when <= at}
    return Handover(
        kept.person, since, until, sum(not each.record.turned_away for each in entries), done,
        asked, None if book.first is None else (until - book.first).days // 7 + 1, worked,
        progress(records, at, kept.skipped, since=since), _checks(book, since, catalogue),
        _flags(kept, entries, safety.referrals(records, at, acknowledged), since, until),
        _unjudged(entries, worked, undated=len(written(kept.history)) - len(dated),
                  damaged=kept.damaged))


def _days(records: Sequence[SessionRecord], since: date, over: datetime) -> tuple[int, int]:
    """Trained, and planned, up to `over`: a day is missed only once it is past."""
    book = diary(records, over)
    return adherence.days(book, schedule.standing(book), since)


def _checks(book: Diary, since: date, catalogue: Catalogue) -> tuple[Checked, ...]:
    found: dict[str, list[tuple[date, Found]]] = {}
    for each in book.entries:
        if each.day >= since:
            for result in each.record.checks:
                if result.values:
                    found.setdefault(result.check, []).append(
                        (each.day, (result, each.record.measured)))
    order = [*WEEKLY_CHECKS, *(each for each in catalogue.checks if each not in WEEKLY_CHECKS)]
    return tuple(_checked(found[name], catalogue.checks[name].noise.sem)
                 for name in sorted(found.keys() & catalogue.checks.keys(), key=order.index))


def _checked(results: Sequence[tuple[date, Found]], sem: float) -> Checked:
    *before, (day, latest) = results
    result, _ = latest
    told = partial(Checked, result.check, day, result, balance=balance.of_check(result))
    for then, first in before:
        changes = set_up.compared(latest, first, sem)
        if any(each.trend is not Trend.NOT_COMPARABLE for each in changes.values()):
            return told(since=then, changes=changes)
    if not before:
        return told()
    return told(since=before[0][0], changes=set_up.compared(latest, before[0][1], sem))


def _flags(kept: Kept, entries: Sequence[Entry], referrals: tuple[Advice, ...], since: date,
           until: date) -> Flags:
    asked = [each.record.asked for each in entries]
    stops = Counter(each.rule for each in map(safety.stop, asked) if each is not None)
    answered = [each for each in (*kept.screenings, kept.person.screening)
                if each is not None and each.asked.date() <= until]
    return Flags(
        max(answered, key=lambda each: (each.asked, each.cleared is not None), default=None),
        dict(stops), sum(each.record.pain for each in entries),
        sum(each.sore is True for each in asked), sum(each.breath is False for each in asked),
        referrals,
        tuple((rule, when.date()) for rule, when in sorted(kept.read, key=lambda each: each[1])
              if since <= when.date() <= until))


def _unjudged(entries: Sequence[Entry], worked: Sequence[Work], *, undated: int,
              damaged: int) -> Unjudged:
    records = [each.record for each in entries]
    sets = [each for record in records for each in record.sets]
    holds = [each.hold for each in sets if each.hold is not None]
    with_sets = [each.measured for each in records if each.sets]
    return Unjudged(
        sum(each.seen for each in worked), sum(each.judged for each in worked),
        sum(each.unjudged_s or 0.0 for each in sets), sum(each.touched for each in worked),
        (sum(not each.judged for each in holds), len(holds)),
        dict(Counter(result.reason for record in records for result in record.checks
                     if result.reason is not None)),
        undated, damaged,
        len({(each.camera, each.model, each.method) for each in with_sets}),
        sum(None in each.calibrations for each in with_sets),
        dict(sum((Counter(each.whys) for each in worked), Counter())), _mostly(sets))


def _mostly(sets: Iterable[SetRecord]) -> Refusal | None:
    total_s, refused_s = 0.0, dict.fromkeys(Refusal, 0.0)
    for each in sets:
        total_s += each.unjudged_s or 0.0
        for why, seconds in each.refused_s.items():
            refused_s[why] += seconds
    longest = max(refused_s, key=refused_s.__getitem__)
    return longest if 2 * refused_s[longest] > total_s else None
