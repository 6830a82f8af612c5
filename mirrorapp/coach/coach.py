"""Keeps the mirror's phase: home, a session, its summary, and home again."""

from collections.abc import Callable
from datetime import datetime
from typing import Protocol

from mirrorapp.alignment.reading import Reading
from mirrorapp.coach.records import SessionRecord
from mirrorapp.coach.session import Plan, Session
from mirrorapp.coach.state import CoachState, Intent, Phase


class SessionListener(Protocol):
    """Whoever wants to know how a session goes; called on the engine's thread."""

    def session_started(self, record: SessionRecord) -> None:
        """A session has begun."""

    def set_changed(self, record: SessionRecord) -> None:
        """A repetition was added to the last set of `record`."""

    def session_ended(self, record: SessionRecord) -> None:
        """A session has ended; `record` is complete."""


class Coach:
    """Runs one session after another from the same plan."""

    def __init__(self, plan: Plan, now: Callable[[], datetime], listener: SessionListener) -> None:
        self._plan = plan
        self._now = now
        self._listener = listener
        self._session: Session | None = None

    @property
    def state(self) -> CoachState:
        """What a screen shows."""
        if self._session is None:
            return CoachState(exercise=self._plan.exercise.id, target=self._plan.reps)
        return self._session.state

    def send(self, intent: Intent) -> bool:
        """Do what was asked for; true when a session begins or goes on.

        Whoever touched that is the user from now on. What makes no sense is ignored.
        """
        session = self._session
        if intent is Intent.START and (session is None or session.over):
            self._session = Session(self._plan, self._now, self._listener.set_changed)
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
