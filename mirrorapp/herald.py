"""Tells the hub how things stand: the mirror, and everybody who shares their health."""

from collections.abc import Callable, Mapping
from functools import cache, partial

from mirrorapp.clock import Clock
from mirrorapp.coach.desk import Account, Desk
from mirrorapp.coach.progress import Progress
from mirrorapp.coach.records import SessionRecord
from mirrorapp.coach.state import CoachState, Phase, Today
from mirrorapp.config import SessionConfig
from mirrorapp.events import MirrorError, Side, Verdict
from mirrorapp.hub.client import Hub
from mirrorapp.hub.commands import Why
from mirrorapp.hub.payloads import (
    RESTING,
    TODAY,
    Answer,
    Live,
    MirrorState,
    Person,
    PersonState,
    Told,
    Words,
    labels,
)
from mirrorapp.journal.store import Journal
from mirrorapp.memory import JournalMemory

_MENTION_S, _REPEAT_S = 1.0, 30.0
"""No more often than the one, and as often as the other: what is not repeated for a minute expires.
"""
_BY_DATE = ("due", "streak", "pain", "knee_left", "knee_right")
"""What is not known of somebody where the clock can't be right; the rest their day leaves out."""


class Herald:
    """Hears of every state of the coach, on the engine's thread, and passes on what is news.

    `desk` as in `Coach`; `routines`: the ids that can be started. `draw` makes a PNG of how it has
    gone; `say` puts a day into words, and may be changed. `settings` and `routine` are told along;
    the latter is what the hub's next start begins.
    """

    def __init__(self, hub: Hub, journal: Journal, memory: JournalMemory, clock: Clock, *,
                 desk: Desk | None, settings: SessionConfig, routines: tuple[str, ...] = (),
                 draw: Callable[[Progress], bytes] | None = None,
                 say: Callable[[Today], Words] = lambda _: Words()) -> None:
        self._hub = hub
        self._journal = journal
        self._memory = memory
        self._clock = clock
        self._desk = desk
        self._routines = routines
        self._draw = draw
        self.say = say
        self._heard: tuple[object, ...] = ()
        self._people: dict[str, tuple[Account, Person]] = {}
        self._charts: dict[str, tuple[Progress, Callable[[], bytes] | None]] = {}
        self._live, self._mentioned_s = Live(), -_REPEAT_S
        self.settings = settings
        self.routine = TODAY
        self._answer: Answer | None = None
        self._state = CoachState()

    def changed(self, state: CoachState) -> None:
        """Pass on what of this has become another."""
        self._state = state
        accounts = self._accounts(state)
        due = tuple(self._due(each.today) for each in accounts.values())
        heard = (self._clock.now().date(), state.phase, state.today, self._due(state.today),
                 state.profile, state.profiles, accounts, due, self.settings, self.routine,
                 self._answer, self.say)
        if heard != self._heard:
            self._heard = heard
            self._hub.update(self._told(state, accounts))
        self._mention(state)

    def answer(self, command: str, why: Why | None = None) -> None:
        """Tell at once what became of a command: done, or why it was refused."""
        self._answer = Answer(command=command, accepted=why is None, at=self._clock.now(),
                              said=f"{command}: {why.said if why else 'done'}",
                              reason=why.reason if why else None)
        self.changed(self._state)

    def _accounts(self, state: CoachState) -> dict[str, Account]:
        """Of everybody who shares their health."""
        if self._desk is None:
            return {}
        return {each.id: self._desk.account(each.id) for each in state.profiles
                if each.share_health}

    def _told(self, state: CoachState, accounts: Mapping[str, Account]) -> Told:
        names = {each.id: each.name for each in state.profiles}
        mirror = MirrorState.of(
            state.phase, due=self._due(state.today),
            next_session=state.today.due if state.today else None,
            minutes_today=self._minutes_today(), routine=self.routine,
            profile=labels(names).get(state.profile.id) if state.profile else None,
            reminders=self.settings.reminders, daily_target=self.settings.daily_target,
            remind_at=f"{self.settings.remind_at:%H:%M}", answer=self._answer,
            words=Words() if state.today is None or self._doubted else self.say(state.today))
        return Told(mirror, names, self._routines,
                    {who: self._person(who, account) for who, account in accounts.items()})

    def _person(self, who: str, account: Account) -> Person:
        known = self._people.get(who)
        if known is None or known[0] is not account:
            self._people[who] = known = (account, self._worked_out(who, account))
            self._refer(who, account)
        person = known[1]
        if account.doubted is not None:  # by that date the last days would not be among what is
            return Person(person.state.model_copy(update=dict.fromkeys(_BY_DATE)))
        due = self._due(account.today)
        return Person(person.state.model_copy(update={"due": due}), person.chart)

    def _worked_out(self, who: str, account: Account) -> Person:
        assert self._desk is not None  # noqa: S101 - there are no accounts without one
        history, today = self._memory.history(who), account.today
        progress = self._desk.progress_of(who)
        pain = progress.pain[-1] if progress.pain else None
        state = PersonState(
            last_session=next((each.ended for each in reversed(history)
                               if not each.turned_away), None),
            minutes_today=self._minutes_today(who),
            next_session=today.due, streak=today.streak, adherence=today.adherence,
            programme_week=today.week,
            pain=None if pain is None else pain.before if pain.after is None else pain.after,
            alignment=_alignment(history), knee_left=_knee(progress, Side.LEFT),
            knee_right=_knee(progress, Side.RIGHT), see_professional=bool(account.referrals))
        return Person(state, self._chart(who, progress))

    def _chart(self, who: str, progress: Progress) -> Callable[[], bytes] | None:
        """Drawn once, when the hub is to hear of it, and not on this thread: it takes a second."""
        known = self._charts.get(who)
        if known is None or known[0] != progress:
            draw = None if self._draw is None else cache(partial(self._draw, progress))
            self._charts[who] = known = (progress, draw)
        return known[1]

    def _refer(self, who: str, account: Account) -> None:
        for advice in account.referrals:
            self._hub.referred(who, advice.rule, account.profile.acknowledged.get(advice.rule),
                               self._clock.now())

    @property
    def _doubted(self) -> bool:
        """Whether the clock can't be right."""
        return self._desk is not None and self._desk.doubted

    def _due(self, today: Today | None) -> bool | None:
        """None where the clock can't be right: nobody is to be reminded by it."""
        if today is None or self._doubted:
            return None
        return today.is_due(self._clock.now())

    def _minutes_today(self, who: str = "") -> float | None:
        """Minutes trained since midnight, by one or by everybody; None where the journal can't
        tell, or the clock can't be right.
        """
        if self._doubted:
            return None
        now = self._clock.now()
        midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
        try:
            sessions = self._journal.sessions(midnight)
        except MirrorError:
            return None
        # What lies ahead was written by a clock that was wrong.
        lasted_s = [each.lasted_s or 0.0 for each in sessions
                    if not each.turned_away and who in ("", each.profile) and each.started <= now]
        return round(sum(lasted_s) / 60, 1)

    def _mention(self, state: CoachState) -> None:
        under_way = state.phase not in RESTING
        live = Live(progress=_progress(state), exercise=state.exercise,
                    reps=state.reps) if under_way else Live()
        since_s = self._clock.monotonic_s() - self._mentioned_s
        ended = not under_way and live != self._live
        if ended or (under_way and since_s >= (_MENTION_S if live != self._live else _REPEAT_S)):
            self._live, self._mentioned_s = live, self._clock.monotonic_s()
            self._hub.mention(live)


def _alignment(history: list[SessionRecord]) -> int | None:
    """How many of the judged repetitions of the last session that had any were good, per cent."""
    for record in reversed(history):
        tallies = [record.tally(side) for side in Side]
        judged = sum(count for tally in tallies for verdict, count in tally.items()
                     if verdict is not Verdict.CANNOT_JUDGE)
        if judged:
            return round(100 * sum(tally[Verdict.GOOD] for tally in tallies) / judged)
    return None


def _knee(progress: Progress, side: Side) -> float | None:
    days = progress.knees[side].days
    return round(days[-1].in_deg, 1) if days else None


def _progress(state: CoachState) -> int | None:
    """Per cent of the plan's sets, with what of the present one is done."""
    if not state.plan_sets:
        return None
    part = state.held if state.held is not None else state.reps / max(state.target, 1)
    if state.phase is not Phase.ACTIVE or part is None or part >= 1.0:
        part = 0.0
    return round(100 * min(1.0, (state.sets_done + part) / state.plan_sets))
