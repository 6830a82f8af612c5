"""Keeps the mirror's phase: home, questions, a session, its summary, and home again."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Protocol
from uuid import uuid4

from mirrorapp.alignment.reading import Reading
from mirrorapp.coach import safety
from mirrorapp.coach.desk import Desk
from mirrorapp.coach.elapsed import Elapsed
from mirrorapp.coach.flow import ABANDONED_S, Before
from mirrorapp.coach.hands_free import Gestures, HandsFree, Said
from mirrorapp.coach.interview import Interview
from mirrorapp.coach.plan import Plan
from mirrorapp.coach.records import Asked, Measured, Outcome, SessionRecord
from mirrorapp.coach.session import Session
from mirrorapp.coach.state import CoachState, Intent, Phase
from mirrorapp.events import Side
from mirrorapp.exercises.schema import Exercise


class SessionListener(Protocol):
    """Whoever wants to know how a session goes; called on the engine's thread."""

    def session_started(self, record: SessionRecord) -> None:
        """A session has begun."""

    def session_changed(self, record: SessionRecord) -> None:
        """Its last set has grown, or something was said: answered, hurt, left out."""

    def session_ended(self, record: SessionRecord) -> None:
        """A session has ended; `record` is complete."""

    def turned_away(self, record: SessionRecord) -> None:
        """No session began, for what was answered; `record` has nothing else."""


class Coach:
    """Runs one session after another.

    With a `desk`, people train here: "Start" is today's session of whose turn it is, questions
    come first, and what must be said is said. Without one it is a guest's demo of `plan` alone.
    `weekly` is the weekly check; `before` gives a profile's last result of a check, and when it
    was. `usual`: what "Start" is in place of today's session, by its id. `measured` as in
    `Logbook`. `hands_free`: what goes
    without a touch; it may be set at any time, from any thread, and holds from the next reading on.
    """

    def __init__(self, plan: Plan, now: Callable[[], datetime], listener: SessionListener, *,
                 weekly: Plan | None = None, before: Before = lambda *_: None,
                 desk: Desk | None = None, usual: str = "",
                 measured: Callable[[], Measured] = Measured) -> None:
        self._plan = plan
        self._weekly = weekly
        self._before = before
        self._now = now
        self._measured = measured
        self._listener = listener
        self._desk = desk
        self._session: Session | None = None
        self._interview: Interview | None = None
        self._usual = self._choice = usual
        self._elapsed, self._silent_s = Elapsed(), 0.0
        self._extra_s: dict[Side, float] = {}
        self.hands_free = HandsFree()
        self._gestures = Gestures()

    @property
    def state(self) -> CoachState:
        """What a screen shows."""
        state = self._at_home() if self._session is None else self._session.state
        if self._desk is not None:
            state = self._of_today(state, self._desk)
        return state if self._hand is None else replace(state, hand=True)

    @property
    def phase(self) -> Phase:
        """That of the state, without the rest of it."""
        if self._session is not None:
            return self._session.phase
        if self._interview is not None:
            return Phase.ADVISED if self._interview.advice else Phase.ASK
        return Phase.HOME

    @property
    def part(self) -> int:
        """Which of the session's tasks it is at."""
        return 0 if self._session is None else self._session.part

    @property
    def side(self) -> Side | None:
        """The leg, or the direction, whose turn it is; None for both."""
        return None if self._session is None else self._session.side

    @property
    def exercise(self) -> Exercise | None:
        """By whose rules knees are judged just now; None where nothing asks for any."""
        return self._plan.exercise if self._session is None else self._session.exercise

    def send(self, intent: Intent, value: str = "") -> bool:
        """Do what was asked for; true when a session begins or goes on.

        Whoever touched that is the user from now on. What makes no sense is ignored. Raises
        `MirrorError` where what was chosen can't be had.
        """
        if intent is Intent.PEOPLE:
            self._follow_people()
            return False
        if self._session is not None and not self._session.over:
            return self._in_session(self._session, intent, value)
        if self._interview is not None:
            return self._in_interview(self._interview, intent, value)
        if intent in (Intent.START, Intent.CHOOSE, Intent.CHECK):
            return self._start(intent, value)
        if intent is Intent.HOME:
            self._session = None
            self._settle()
        elif self._desk is not None and intent is Intent.ACKNOWLEDGE:
            self._desk.acknowledge(value)
        elif self._desk is not None and intent is Intent.PROGRESS:
            self._desk.look_back()
        elif self._desk is not None and intent is Intent.PROFILE and self._session is None:
            self._desk.choose(value)
        elif self._desk is not None and intent is Intent.HEALTH and self._session is None:
            self._ask(self._desk.interview(anew=True))
        return False

    def update(self, reading: Reading) -> bool:
        """Take in one reading, and what is said by gesture; true when a session begins, or goes
        on after a pause: the user may have walked about, and stands anew.
        """
        paused = self.phase is Phase.PAUSED
        begins = self._listen(reading)
        if self._interview is not None:
            self._wait_for_answers(reading.time_s)
        if self._session is None or self._session.over:
            return begins
        self._session.update(reading)
        self._tell_if_over(self._session)
        return begins or (paused and self.phase is Phase.GET_READY)

    def _listen(self, reading: Reading) -> bool:
        """What the user says with their arms is done as a touch would be."""
        session = self._session
        if session is not None:
            session.hands_free = self.hands_free
        said = self._gestures.update(
            reading, self._hand, session.arms if session is not None else None)
        return said is not None and self.send(said.intent, said.value)

    @property
    def _hand(self) -> Said | None:
        """What a raised hand asks for just now."""
        return None if self._session is None else self._session.hand

    def end(self) -> None:
        """End what is under way at once, and keep what was done: the program ends, or nobody is
        there any more."""
        self._interview = None
        if self._session is not None and not self._session.over:
            self._session.end()
            self._tell_if_over(self._session)

    def _start(self, intent: Intent, value: str) -> bool:
        if self._desk is None:
            plan = self._weekly if intent is Intent.CHECK else self._plan
            return plan is not None and self._begin(plan)
        if intent is Intent.CHECK and self._weekly is None:
            return False
        self._settle()
        self._choice = value if intent is Intent.CHOOSE else self._usual
        if intent is Intent.CHECK and self._weekly is not None:
            self._choice = self._weekly.routine
        self._desk.plan(self._choice)  # what can't be had is told before anything is asked
        self._ask(self._desk.interview())
        return False

    def _follow_people(self) -> None:
        """A session goes on to its end, whoever is gone; who is not known is asked nothing."""
        if self._desk is None:
            return
        self._desk.forget()
        if self._session is None and not self._desk.known:
            self._interview = None
            self._settle()

    def _settle(self) -> None:
        if self._desk is not None:
            self._desk.settle()

    def _ask(self, interview: Interview) -> None:
        self._session, self._interview = None, interview
        self._elapsed, self._silent_s = Elapsed(), 0.0

    def _begin(self, plan: Plan) -> bool:
        self._session = Session(plan, self._now, self._listener.session_changed, self._before,
                                self._measured)
        self._listener.session_started(self._session.record)
        return True

    def _in_interview(self, interview: Interview, intent: Intent, value: str) -> bool:
        if intent in (Intent.STOP, Intent.HOME):
            self._interview = None
            return False
        if intent is not Intent.ANSWER or self._desk is None:
            return False
        self._silent_s = 0.0
        before = interview.profile
        interview.answer(value)
        if interview.profile is not before:
            self._desk.keep(interview.profile)
        if interview.turned_away:
            self._interview = None
            self._turn_away(self._desk, interview.asked)
        if not interview.over:
            return False
        self._interview = None
        if interview.anew:
            return False
        plan = self._desk.plan(self._choice, interview.asked)
        return self._begin(plan)

    def _turn_away(self, desk: Desk, asked: Asked) -> None:
        """What was said of pain counts, though no session came of it."""
        if asked.pain_before is not None:
            now = self._now()
            self._listener.turned_away(SessionRecord(
                str(uuid4()), desk.profile.id, "", now, ended=now, outcome=Outcome.ABORTED,
                asked=asked))
            desk.forget()

    def _in_session(self, session: Session, intent: Intent, value: str) -> bool:
        session.touched()
        goes_on = intent is Intent.RESUME and session.phase is Phase.PAUSED
        touches: dict[Intent, Callable[[], None]] = {
            Intent.PAUSE: session.pause, Intent.RESUME: session.resume,
            Intent.PAIN: session.hurts, Intent.REST: session.rest, Intent.SWAP: session.swap,
            Intent.NEXT: session.next, Intent.SKIP: session.skip, Intent.EASE: session.ease,
            Intent.PLUS_ONE: session.plus_one, Intent.STOP: session.stop}
        if intent is Intent.ANSWER:
            session.answer(value)
        elif intent in touches:
            touches[intent]()
        self._tell_if_over(session)
        return goes_on

    def _wait_for_answers(self, time_s: float) -> None:
        """Nobody answers any more: home."""
        self._silent_s += self._elapsed.step(time_s)
        if self._silent_s >= ABANDONED_S:
            self._interview = None

    def _tell_if_over(self, session: Session) -> None:
        if session.over:
            self._listener.session_ended(session.record)
            if self._desk is not None:
                self._desk.forget()
                self._extra_s = self._desk.extra_s(session.record)

    def _at_home(self) -> CoachState:
        first = self._plan.tasks[0]
        state = CoachState(exercise=self._plan.routine or first.name, target=first.reps,
                           check=first.check, weekly=self._weekly is not None)
        interview = self._interview
        if interview is None:
            return state
        return replace(state, phase=self.phase, advice=interview.advice,
                       question=interview.question)

    def _of_today(self, state: CoachState, desk: Desk) -> CoachState:
        advice, extra_s = state.advice, {}
        if state.phase is Phase.HOME:
            advice = desk.first
        elif state.phase is Phase.SUMMARY and state.session is not None:
            stop = safety.stop(state.session.asked)
            advice = (*((stop,) if stop is not None else ()), *desk.referrals)
            extra_s = self._extra_s
        return replace(state, advice=advice, referrals=desk.referrals, today=desk.today,
                       owed_s=extra_s, profile=desk.profile, profiles=desk.profiles,
                       progress=desk.progress)
