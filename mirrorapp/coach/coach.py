"""Keeps the mirror's phase: home, a session, its summary, and home again."""

from collections.abc import Callable
from datetime import datetime
from typing import Protocol

from mirrorapp.alignment.reading import Reading
from mirrorapp.coach.records import SessionRecord
from mirrorapp.coach.session import Before, Plan, Session
from mirrorapp.coach.state import CoachState, Intent, Phase
from mirrorapp.exercises.schema import Exercise


class SessionListener(Protocol):
    """Whoever wants to know how a session goes; called on the engine's thread."""

    def session_started(self, record: SessionRecord) -> None:
        """A session has begun."""

    def set_changed(self, record: SessionRecord) -> None:
        """A repetition was added to the last set of `record`."""

    def session_ended(self, record: SessionRecord) -> None:
        """A session has ended; `record` is complete."""


class Coach:
    """Runs one session after another from the same plan, or from that of the weekly check.

    `before` gives a check's last result, and when it was.
    """

    def __init__(self, plan: Plan, now: Callable[[], datetime], listener: SessionListener, *,
                 weekly: Plan | None = None, before: Before = lambda _: None) -> None:
        self._plan = plan
        self._weekly = weekly
        self._before = before
        self._now = now
        self._listener = listener
        self._session: Session | None = None

    @property
    def state(self) -> CoachState:
        """What a screen shows."""
        if self._session is None:
            first = self._plan.tasks[0]
            return CoachState(exercise=self._plan.routine or first.name, target=first.reps,
                              check=first.check, weekly=self._weekly is not None)
        return self._session.state

    @property
    def exercise(self) -> Exercise | None:
        """By whose rules knees are judged just now; None where nothing asks for any."""
        return self._plan.exercise if self._session is None else self._session.exercise

    def send(self, intent: Intent, _value: str = "") -> bool:
        """Do what was asked for; true when a session begins or goes on.

        Whoever touched that is the user from now on. What makes no sense is ignored.
        """
        session = self._session
        plan = {Intent.START: self._plan, Intent.CHECK: self._weekly}.get(intent)
        if plan is not None and (session is None or session.over):
            self._session = Session(plan, self._now, self._listener.set_changed, self._before)
            self._listener.session_started(self._session.record)
            return True
        if session is None:
            return False
        goes_on = intent is Intent.RESUME and session.state.phase is Phase.PAUSED
        if intent is Intent.HOME and session.over:
            self._session = None
        elif not session.over:
            self._do(session, intent)
        return goes_on

    def update(self, reading: Reading) -> None:
        """Take in one reading."""
        if self._session is None or self._session.over:
            return
        self._session.update(reading)
        self._tell_if_over(self._session)

    def _do(self, session: Session, intent: Intent) -> None:
        if intent is Intent.PAUSE:
            session.pause()
        elif intent is Intent.RESUME:
            session.resume()
        elif intent in (Intent.PAIN, Intent.STOP):
            session.stop(pain=intent is Intent.PAIN)
        self._tell_if_over(session)

    def _tell_if_over(self, session: Session) -> None:
        if session.state.phase is Phase.SUMMARY:
            self._listener.session_ended(session.record)
