"""A session, and what the user's touches make of it."""

from mirrorapp.coach.flow import LIVE, MOVING, Flow
from mirrorapp.coach.hands_free import Said, yes
from mirrorapp.coach.state import Intent, Phase

BREATHER_S = 60.0
"""The rest that is offered when it hurts."""
_STOPPABLE = (*LIVE, Phase.REST, Phase.PAUSED)


class Session(Flow):
    """Goes on as a `Flow` does; a touch that does not fit its phase changes nothing."""

    @property
    def hand(self) -> Said | None:
        """What a raised hand asks for just now: what a touch would, where there is one to go on.

        None in a set, where arms move by themselves, and after "It hurts", where there is more
        than one way on. In a set that waits for a sign of life it is one by being seen.
        """
        if not (self.hands_free.raised_hand and self._plan.gate):
            return None
        about = (self._phase, self.part)
        if self._phase is Phase.PAUSED:
            return Said(Intent.RESUME, about=about)
        if self._phase is Phase.REST or (self._phase is Phase.GET_READY and self._can_begin):
            return Said(Intent.NEXT, about=about)
        question = self._asking.question
        return yes(question) if question is not None else None

    @property
    def arms(self) -> Said | None:
        """What crossed arms ask for: they stop what moves. Who rests may fold theirs."""
        exercise = self.exercise
        stops = (self._phase in MOVING and self.hands_free.crossed_arms and self._plan.gate
                 and not (exercise is not None and exercise.arms_crossed))
        return Said(Intent.PAUSE) if stops else None

    @property
    def _can_begin(self) -> bool:
        """Whether who gets ready may say that it goes on: all is read, they are in place, or it
        goes by the clock.
        """
        return (self._placed or self._task.by_the_clock
                or (self._reading and self._arriving.telling))

    def touched(self) -> None:
        """Something was touched: somebody is there."""
        self._absence.away_s = self._leaving.away_s = 0.0
        self._run.touched()

    def pause(self) -> None:
        """Stop counting until `resume`."""
        if self._phase in (*LIVE, Phase.REST):
            self._phase, self._away = Phase.PAUSED, False

    def resume(self) -> None:
        """Go on, from getting into place: the user may have walked about."""
        if self._phase is Phase.PAUSED:
            self._come_back()

    def hurts(self) -> None:
        """It hurts: the set stops, and what to do is up to the user."""
        between = self._phase is Phase.ASK and self._outcome is None
        if between or self._phase in _STOPPABLE:
            self._asking.question = None
            # Whatever the last repetition makes of the set: who says that it hurts has stopped.
            self._log.hurt()
            self._run.flush()
            self._save()
            if self._run.done:
                self._course.keep(self._run.result)
            self._phase = Phase.HURTS

    def rest(self) -> None:
        """After "It hurts": breathe, then go on with what is left of the set."""
        if self._phase is Phase.HURTS:
            if self._run.done:
                self._leave()
            if not self.over and self._asking.question is None:
                self._rest(BREATHER_S)

    def swap(self) -> None:
        """Leave this exercise out; something easier takes its place where there is such a thing."""
        if self._phase is Phase.HURTS and self._course.swaps:
            self._leave_out(swap=True)

    def skip(self) -> None:
        """On without this exercise or check, though nothing hurts; what was done of it is kept."""
        stuck = self._phase is Phase.ACTIVE and self.state.stuck
        if not (stuck or self._phase in (Phase.GET_READY, Phase.PAUSED)):
            return
        self._run.flush()
        if self._run.done:
            self._next()
        else:
            self._leave_out(swap=False)

    def _leave_out(self, *, swap: bool) -> None:
        self._run.ease()
        self._log.leave_out(self._task.kept_as)
        self._save()
        if self._run.done:
            self._course.keep(self._run.result)
        self._course.leave_out(swap=swap)
        self._leave()

    def next(self) -> None:
        """On, without waiting: to the set, or where one is under way past it."""
        if self._phase is Phase.REST:
            self._get_into_place()
        elif self._phase is Phase.GET_READY and (self._task.by_the_clock or self._placed):
            self._count_in()
        elif self._phase is Phase.GET_READY:
            self._read = True
            self._arriving.hurry()
        elif self._phase is Phase.ACTIVE:
            self._run.flush()
            self._run.ease()
            self._next()

    def ease(self) -> None:
        """Out of a hold before its time."""
        if self._phase is Phase.ACTIVE:
            self._run.ease()
            if self._run.done:
                self._next()

    def plus_one(self) -> None:
        """A repetition that the camera could not count."""
        if self._phase is Phase.ACTIVE and self._run.plus_one():
            self._grown()

    def answer(self, value: str) -> None:
        """The answer to what is asked."""
        if self._phase is Phase.ASK and self._asking.answer(value) is not None:
            self._log.answered(self._asking.asked)
            self._on_change(self.record)
            self._after_question()

    def stop(self) -> None:
        """End before the plan is done; what was done is kept. A question is left unanswered."""
        if self._phase is Phase.ASK and self._outcome is None:
            self._asking.question = None  # left unanswered: on to what comes next
            self._after_question()
        elif self._phase is Phase.ASK:
            self.end()
        elif not self.over:
            self._finish(self._cut_off())
