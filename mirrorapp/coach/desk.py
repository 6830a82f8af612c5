"""The front desk: who trains now, what today has for them, what must be asked or said first."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta, tzinfo
from functools import cache

from mirrorapp.coach import ledger, programme, progress, safety, tasks
from mirrorapp.coach.asking import short_of_breath
from mirrorapp.coach.briefing import went_well
from mirrorapp.coach.diary import with_anything
from mirrorapp.coach.interview import Interview
from mirrorapp.coach.memory import Memory
from mirrorapp.coach.past import Past
from mirrorapp.coach.plan import Plan
from mirrorapp.coach.planner import How, Planner
from mirrorapp.coach.profile import Profile
from mirrorapp.coach.progress import Progress
from mirrorapp.coach.records import Asked, SessionRecord
from mirrorapp.coach.settling import Terms, goes_on, settle
from mirrorapp.coach.state import ALL_OF_TODAY, Advice, Today
from mirrorapp.events import Side
from mirrorapp.exercises.catalogue import Catalogue

_SORE_FROM, _SORE_TO = timedelta(hours=8), timedelta(hours=72)
"""After so long somebody is asked how the day after was; a rest day lies between, or a missed one.
"""


@dataclass(frozen=True, slots=True)
class Account:
    """What is known of somebody as of `made`: what the programme has for today, what has to be said
    until it is acknowledged, and what keeps them from training today (None: nothing). `doubted` as
    `Desk` was told.
    """

    made: datetime
    profile: Profile
    today: Today
    referrals: tuple[Advice, ...] = ()
    stop: Advice | None = None
    doubted: datetime | None = None


class Desk:
    """Everything around a session that is one user's own; nobody sees another's.

    `remind_at`: the local time of day at which a session is due, in the house's `zone`. What is
    worked out from the history is kept until the day turns, or something changes. `doubted`: when
    the session began that the clock stands before, None while that can be right; where it can't,
    nothing is said that goes by the date.
    """

    def __init__(self, memory: Memory, catalogue: Catalogue, now: Callable[[], datetime], *,
                 first: str, remind_at: time = time(18), zone: tzinfo | None = None,
                 doubted: Callable[[], datetime | None] = lambda: None) -> None:
        self._memory = memory
        self._catalogue = catalogue
        self._planner = Planner(catalogue)
        self._rules = cache(catalogue.digest)
        self._now = now
        self._remind_at = remind_at
        self._zone = zone
        self._doubted = doubted
        self._who = first
        self._known: tuple[Profile, ...] | None = None
        self._accounts: dict[str, Account] = {}
        self._snoozed: dict[str, tuple[datetime, datetime]] = {}
        self._progress: Progress | None = None

    @property
    def profile(self) -> Profile:
        """Who trains now."""
        return self._profile(self._who)

    @property
    def profiles(self) -> tuple[Profile, ...]:
        """Everybody who trains here."""
        if self._known is None:
            self._known = self._memory.profiles()
        return self._known

    @property
    def today(self) -> Today:
        """What the programme has for today."""
        return self.account(self._who).today

    @property
    def referrals(self) -> tuple[Advice, ...]:
        """What has to be said until it is acknowledged."""
        return self.account(self._who).referrals

    @property
    def first(self) -> tuple[Advice, ...]:
        """What is said before anything is begun: see a doctor, or rest, then what stays."""
        stop = self.account(self._who).stop
        return (*safety.screened(self.profile.screening), *(() if stop is None else (stop,)),
                *self.referrals)

    @property
    def known(self) -> bool:
        """Whether who trains now still lives here."""
        return any(each.id == self._who for each in self.profiles)

    @property
    def progress(self) -> Progress | None:
        """What has become of who trains now, as it was when that was asked for last."""
        return self._progress

    @property
    def doubted(self) -> bool:
        """Whether the clock can't be right."""
        return self._doubted() is not None

    def look_back(self) -> None:
        """Work out what has become of who trains now."""
        self._progress = self.progress_of(self._who)

    def progress_of(self, who: str) -> Progress:
        """What has become of somebody."""
        history, past = self._lately(self._profile(who))
        found = progress.progress(history, self._here(), self._memory.skipped(who), past)
        return replace(found, week=None, adherence=None) if self.doubted else found

    def account(self, who: str) -> Account:
        """What is known of somebody, worked out anew once the day has turned."""
        now, known = self._now(), self._accounts.get(who)
        doubted = self._doubted()
        if known is None or known.doubted != doubted or _turned(known.made, now):
            known = self._accounts[who] = self._account(who, now, doubted)
        return known

    def snooze(self, minutes: int) -> bool:
        """Whoever trains now is to be reminded later; False where nothing is due today."""
        if self.today.kind != "train":
            return False
        now = self._now()
        self._snoozed[self._who] = now, now + timedelta(minutes=minutes)
        self.forget()
        return True

    def skip_today(self) -> bool:
        """Make today a rest day of whoever trains now; False where nothing is due today."""
        if self.today.kind != "train":
            return False
        self._memory.skip(self._who, self._here().date())
        self.forget()
        return True

    def choose(self, profile: str) -> None:
        """Somebody else trains now; an id that is not known changes nothing."""
        if any(each.id == profile for each in self.profiles):
            self._who = profile
            self._progress = None
            self.forget()

    def settle(self) -> None:
        """The first of all trains now, where who did is gone."""
        if not self.known:
            self.choose(self.profiles[0].id)

    def remind(self, at: time) -> None:
        """Another time of day at which a session is due."""
        self._remind_at = at
        self.forget()

    def forget(self) -> None:
        """Something has changed: work today out anew."""
        self._accounts.clear()
        self._known = None

    def keep(self, profile: Profile) -> None:
        """Keep what was answered, or set."""
        self._memory.keep(profile)
        self.forget()

    def acknowledge(self, rule: str) -> None:
        """The advice of this rule has been read."""
        self._acknowledge(self._who, {rule} & {each.rule for each in self.referrals})

    def acknowledge_all(self, who: str) -> bool:
        """Somebody has read all their advice; False where there was none."""
        return self._acknowledge(who, {each.rule for each in self.account(who).referrals})

    def _acknowledge(self, who: str, rules: set[str]) -> bool:
        profile, now = self._profile(who), self._now()
        if rules:
            read = dict.fromkeys(rules, now)
            self.keep(replace(profile, acknowledged={**profile.acknowledged, **read}))
        return bool(rules)

    def interview(self, *, anew: bool = False) -> Interview:
        """What is to be asked before a session; `anew` as in `Interview`."""
        history, _ = self._lately(self.profile)
        done = with_anything(history)
        last = history[done - 1].ended if done else None
        sore = last is not None and _SORE_FROM <= self._now() - last <= _SORE_TO
        return Interview(self.profile, self._now(), sore=sore, anew=anew)

    def plan(self, choice: str = "", asked: Asked | None = None) -> Plan:
        """Of what was chosen, or of today's session, all or part of it; `asked`: what was answered
        before it. Raises `ExerciseError`.
        """
        history, past = self._lately(self.profile)
        how = self._how(history, past, asked)
        if choice == ALL_OF_TODAY:
            plan = self._planner.of_today(
                self._programme(self.profile, history, past, more=True), how)
        elif choice:
            plan = self._planner.of_choice(choice, how)
        else:
            plan = self._planner.of_today(self.today, how)
        return replace(plan, changes=self.today.changes)

    def extra_s(self, record: SessionRecord) -> dict[Side, float]:
        """Seconds that each side is asked for in addition, the next time that what was done in
        this session is done; as far as it is known by now.
        """
        history, past = self._lately(self.profile)
        how = self._how([*(each for each in history if each.uuid != record.uuid), record], past)
        each = [tasks.extra_s(self._catalogue.exercises[name], how.owed_s.get(name, {}),
                              lighter=how.lighter)
                for name in {each.exercise for each in record.sets} & {*self._catalogue.exercises}]
        return {side: sum(found.get(side, 0.0) for found in each) for side in Side}

    def _how(self, history: Sequence[SessionRecord], past: Past | None,
             asked: Asked | None = None) -> How:
        """Whose holds are shorter, since breathing was not easy, is asked for nothing on top, nor
        for longer ones.
        """
        short = short_of_breath(history, before=past is not None and past.short)
        owed_s = {} if short else ledger.owed(history, past.ahead_s if past else None)
        return How(self.profile, asked or Asked(), lighter=safety.lighter(history, asked),
                   short=short, owed_s=owed_s,
                   well=went_well(history, self._catalogue.exercises, past.well if past else ()),
                   longer=frozenset() if short else self.today.longer)

    def _account(self, who: str, now: datetime, doubted: datetime | None) -> Account:
        profile = self._profile(who)
        history, past = self._lately(profile)
        today = self._later(who, self._programme(profile, history, past), now)
        referrals = safety.referrals(history, now, profile.acknowledged, past)
        if doubted is not None:
            today = replace(today, due=None, streak=0, adherence=None, week=None)
            # What stood that day still stands, though by this clock its causes are yet to come.
            stood = safety.referrals(history, doubted, profile.acknowledged, past)
            referrals = (*referrals, *(each for each in stood if each not in referrals
                                       and each.rule not in profile.acknowledged))
        return Account(now, profile, today, referrals, _too_much_today(history, now), doubted)

    def _lately(self, profile: Profile) -> tuple[Sequence[SessionRecord], Past | None]:
        """The sessions from which today is worked out, and what those before them leave; what has
        become old is laid aside, and what was laid aside read again where it does not hold.
        """
        who, now, terms = profile.id, self._here(), self._terms(profile)
        past = self._memory.past(who)
        if past is not None and not goes_on(past, self._memory.history(who), now, terms):
            self._memory.settle(who, None)
            past = None
        older = settle(self._memory.history(who), now, past, terms)
        if older is not None:
            self._memory.settle(who, older)
            past = self._memory.past(who)
        return self._memory.history(who), past

    def _terms(self, profile: Profile) -> Terms:
        return Terms(self._rules, profile, self._catalogue.plan, self._catalogue.exercises,
                     self._catalogue.routines)

    def _here(self) -> datetime:
        """Now, by the house's clock."""
        now = self._now()
        return now.astimezone(self._zone or now.tzinfo)

    def _later(self, who: str, today: Today, now: datetime) -> Today:
        """As it was put off, on the day on which it was; not by a clock that was ahead."""
        snoozed = self._snoozed.get(who)
        if snoozed is None or today.kind != "train":
            return today
        since, at = snoozed
        if not since.date() <= now.date() <= at.date():
            return today
        return replace(today, due=at if today.due is None else max(at, today.due))

    def _programme(self, profile: Profile, history: Sequence[SessionRecord],
                   past: Past | None, *, more: bool = False) -> Today:
        """`more` as in `programme.today`."""
        return programme.today(
            history, self._catalogue.plan, self._now(), profile=profile,
            ladders=self._catalogue.exercises, routines=self._catalogue.routines,
            skipped=self._memory.skipped(profile.id), remind_at=self._remind_at,
            zone=self._zone, more=more, past=past)

    def _profile(self, who: str) -> Profile:
        return next((each for each in self.profiles if each.id == who), Profile(who))


def _too_much_today(history: Sequence[SessionRecord], now: datetime) -> Advice | None:
    """What is said of too much pain before or after the last session, on the day of it."""
    last = history[-1] if history else None
    if last is None or last.started.astimezone(now.tzinfo).date() != now.date():
        return None
    stop = safety.stop(last.asked)
    return None if stop is None else replace(stop, blocks=False)


def _turned(then: datetime, now: datetime) -> bool:
    """Whether the day has turned, by the wall's clock; or that clock was set."""
    return then.date() != now.date() or abs(now - then) > timedelta(hours=1)
