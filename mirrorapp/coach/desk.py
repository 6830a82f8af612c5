"""The front desk: who trains now, what today has for them, what must be asked or said first."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, time, timedelta, tzinfo

from mirrorapp.coach import ledger, programme, progress, safety, tasks
from mirrorapp.coach.asking import short_of_breath
from mirrorapp.coach.briefing import went_well
from mirrorapp.coach.diary import with_anything
from mirrorapp.coach.interview import Interview
from mirrorapp.coach.memory import Memory
from mirrorapp.coach.plan import Plan
from mirrorapp.coach.planner import How, Planner
from mirrorapp.coach.profile import Profile
from mirrorapp.coach.progress import Progress
from mirrorapp.coach.records import Asked, SessionRecord
from mirrorapp.coach.state import ALL_OF_TODAY, Advice, Today
from mirrorapp.events import Side
from mirrorapp.exercises.catalogue import Catalogue

_SORE_FROM, _SORE_TO = timedelta(hours=8), timedelta(hours=72)
"""After so long somebody is asked how the day after was; a rest day lies between, or a missed one.
"""


class Desk:
    """Everything around a session that is one user's own; nobody sees another's.

    `remind_at`: the local time of day at which a session is due, in the house's `zone`. What is
    worked out from the history is kept until the day turns, or something changes.
    """

    def __init__(self, memory: Memory, catalogue: Catalogue, now: Callable[[], datetime], *,
                 first: str, remind_at: time = time(18), zone: tzinfo | None = None) -> None:
        self._memory = memory
        self._catalogue = catalogue
        self._planner = Planner(catalogue)
        self._now = now
        self._remind_at = remind_at
        self._zone = zone
        self._who = first
        self._known: tuple[Profile, ...] | None = None
        self._today: tuple[datetime, Today, tuple[Advice, ...], Advice | None] | None = None
        self._progress: Progress | None = None

    @property
    def profile(self) -> Profile:
        """Who trains now."""
        return next((each for each in self.profiles if each.id == self._who), Profile(self._who))

    @property
    def profiles(self) -> tuple[Profile, ...]:
        """Everybody who trains here."""
        if self._known is None:
            self._known = self._memory.profiles()
        return self._known

    @property
    def today(self) -> Today:
        """What the programme has for today."""
        return self._worked_out()[1]

    @property
    def referrals(self) -> tuple[Advice, ...]:
        """What has to be said until it is acknowledged."""
        return self._worked_out()[2]

    @property
    def first(self) -> tuple[Advice, ...]:
        """What is said before anything is begun: see a doctor, or rest, then what stays."""
        stop = self._worked_out()[3]
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

    def look_back(self) -> None:
        """Work out what has become of who trains now."""
        now = self._now()
        self._progress = progress.progress(
            self._memory.history(self._who), now.astimezone(self._zone or now.tzinfo),
            self._memory.skipped(self._who))

    def choose(self, profile: str) -> None:
        """Somebody else trains now; an id that is not known changes nothing."""
        if any(each.id == profile for each in self.profiles):
            self._who = profile
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
        self._known = self._today = self._progress = None

    def keep(self, profile: Profile) -> None:
        """Keep what was answered, or set."""
        self._memory.keep(profile)
        self.forget()

    def acknowledge(self, rule: str) -> None:
        """The advice of this rule has been read."""
        if any(each.rule == rule for each in self.referrals):
            profile = self.profile
            self.keep(replace(profile, acknowledged={**profile.acknowledged, rule: self._now()}))

    def interview(self, *, anew: bool = False) -> Interview:
        """What is to be asked before a session; `anew` as in `Interview`."""
        history = self._memory.history(self._who)
        done = with_anything(history)
        last = history[done - 1].ended if done else None
        sore = last is not None and _SORE_FROM <= self._now() - last <= _SORE_TO
        return Interview(self.profile, self._now(), sore=sore, anew=anew)

    def plan(self, choice: str = "", asked: Asked | None = None) -> Plan:
        """Of what was chosen, or of today's session, all or part of it; `asked`: what was answered
        before it. Raises `ExerciseError`.
        """
        history = self._memory.history(self._who)
        how = self._how(history, asked)
        if choice == ALL_OF_TODAY:
            return self._planner.of_today(self._programme(history, more=True), how)
        if choice:
            return self._planner.of_choice(choice, how)
        return self._planner.of_today(self.today, how)

    def extra_s(self, record: SessionRecord) -> dict[Side, float]:
        """Seconds that each side is asked for in addition, the next time that what was done in
        this session is done; as far as it is known by now.
        """
        known = [each for each in self._memory.history(self._who) if each.uuid != record.uuid]
        how = self._how([*known, record])
        each = [tasks.extra_s(self._catalogue.exercises[name], how.owed_s.get(name, {}),
                              lighter=how.lighter)
                for name in {each.exercise for each in record.sets} & {*self._catalogue.exercises}]
        return {side: sum(found.get(side, 0.0) for found in each) for side in Side}

    def _how(self, history: Sequence[SessionRecord], asked: Asked | None = None) -> How:
        """Whose holds are shorter, since breathing was not easy, is asked for nothing on top, nor
        for longer ones.
        """
        short = short_of_breath(history)
        return How(self.profile, asked or Asked(), lighter=safety.lighter(history, asked),
                   short=short, owed_s={} if short else ledger.owed(history),
                   well=went_well(history, self._catalogue.exercises),
                   longer=frozenset() if short else self.today.longer)

    def _worked_out(self) -> tuple[datetime, Today, tuple[Advice, ...], Advice | None]:
        now = self._now()
        if self._today is None or _turned(self._today[0], now):
            profile, history = self.profile, self._memory.history(self._who)
            self._today = (now, self._programme(history),
                           safety.referrals(history, now, profile.acknowledged),
                           _too_much_today(history, now))
        return self._today

    def _programme(self, history: Sequence[SessionRecord], *, more: bool = False) -> Today:
        """`more` as in `programme.today`."""
        return programme.today(
            history, self._catalogue.plan, self._now(), profile=self.profile,
            ladders=self._catalogue.exercises, routines=self._catalogue.routines,
            skipped=self._memory.skipped(self._who), remind_at=self._remind_at, zone=self._zone,
            more=more)


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
