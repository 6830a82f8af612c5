"""A session as it goes on by itself, from getting ready to the summary: pure, driven by the
readings' own time.
"""

from collections.abc import Callable
from datetime import datetime
from functools import partial

from mirrorapp.alignment.reading import Reading, Return
from mirrorapp.coach import runs, safety
from mirrorapp.coach.asking import Asking
from mirrorapp.coach.checking import Finding
from mirrorapp.coach.course import Course
from mirrorapp.coach.elapsed import Absence, Countdown, Elapsed
from mirrorapp.coach.hands_free import HandsFree
from mirrorapp.coach.lasting import Lasting
from mirrorapp.coach.logbook import Logbook
from mirrorapp.coach.place import Arriving
from mirrorapp.coach.plan import Plan
from mirrorapp.coach.presence import GONE_S, SEEN_S, on_floor, seen
from mirrorapp.coach.records import Earlier, Measured, Outcome, SessionRecord
from mirrorapp.coach.state import Advice, Ask, CoachState, Phase, Tone
from mirrorapp.coach.tasks import Task
from mirrorapp.events import Side
from mirrorapp.exercises.schema import Exercise

ABANDONED_S = 90.0
CALLED_EVERY_S = 10.0
"""So often whoever is waited for is called: they may lie where they see no glass (app)."""
MOVING = (Phase.COUNT_IN, Phase.ACTIVE)
LIVE = (Phase.GET_READY, *MOVING)

Before = Callable[[str, str], Earlier | None]


class Flow:
    """Guides one session; `on_change` is called with the record so far whenever a set has grown,
    or something was said: answered, hurt, left out.

    `before` gives a profile's last result of a check; `measured` as in `Logbook`.
    """

    def __init__(self, plan: Plan, now: Callable[[], datetime],
                 on_change: Callable[[SessionRecord], None],
                 before: Before = lambda *_: None,
                 measured: Callable[[], Measured] = Measured) -> None:
        self._plan = plan
        self._on_change = on_change
        self._before = before
        self._course = Course(plan.tasks, plan.instead)
        self._asking = Asking(plan.asked, short=plan.short)
        self._elapsed, self._absence, self._leaving = Elapsed(), Absence(), Absence()
        self.hands_free = HandsFree()
        self._lost = self._away = False
        self._in_sight = Lasting()
        self._back: Return | None = None
        self._countdown, self._call = Countdown(), Countdown()
        self._tone: Tone | None = None
        self._tones = 0
        self._outcome: Outcome | None = None
        self._findings: tuple[Finding, ...] = ()
        self._log = Logbook(plan, now, measured)
        self._begin()

    def _begin(self) -> None:
        """Turn to the task whose turn it is, after a rest where it has one."""
        self._run = runs.begin(self._task, self._plan.depth_most, self._asking.ease)
        self._call.begin(0.0)
        self._log.open_set(self._run.record)
        self._arriving = Arriving(self._task, self._told_before())
        self._read = False
        if self._task.rest_s and self._plan.gate and self.part:
            self._rest(self._task.rest_s)
        else:
            self._get_into_place()

    def _get_into_place(self) -> None:
        """Whatever is half done does not count: neither a repetition nor a check's hold."""
        self._run.interrupt()
        self._arriving.again()
        self._phase = Phase.GET_READY if self._plan.gate else Phase.ACTIVE
        self._away = False

    def _rest(self, seconds: float) -> None:
        self._countdown.begin(seconds)
        self._phase = Phase.REST

    @property
    def _task(self) -> Task:
        return self._course.task

    @property
    def record(self) -> SessionRecord:
        """What has been done so far."""
        return self._log.record

    @property
    def phase(self) -> Phase:
        """Where the session is."""
        return self._phase

    @property
    def part(self) -> int:
        """Which of its tasks it is at."""
        return self._course.index

    @property
    def side(self) -> Side | None:
        """The leg, or the direction, whose turn it is; None for both."""
        return self._task.side

    @property
    def exercise(self) -> Exercise | None:
        """What is done just now; None during a check's hold."""
        return self._task.exercise

    @property
    def over(self) -> bool:
        """Whether the session has ended."""
        return self._log.closed

    @property
    def state(self) -> CoachState:
        """What a screen shows of it."""
        task, live = self._task, self._phase in LIVE
        shown = self._run.show(live=live)
        counting = self._phase in (Phase.COUNT_IN, Phase.REST)
        return CoachState(
            reps=shown.reps, target=shown.target, cue=shown.cue, fault=shown.fault,
            hint=shown.hint, held=shown.held, wrong=shown.wrong, words=shown.words,
            timed=shown.timed, touchable=shown.touchable, stuck=shown.stuck, left=shown.left,
            left_s=self._countdown.left_s if counting else shown.left_s,
            phase=self._phase, exercise=task.name, side=task.side,
            set_number=task.set_number, set_count=task.set_count,
            ready=self._arriving.portion, session=self.record, part=self.part,
            check=task.check, banded=task.band, lost=live and self._lost, back=self._back,
            step=self._arriving.step if self._reading else None,
            following=self._course.following, last_set=self._course.turns,
            swaps=self._course.swaps, findings=self._findings, question=self._asking.question,
            waiting=self._phase is Phase.ACTIVE and self._run.waiting,
            placed=self._placed, away=self._phase is Phase.PAUSED and self._away,
            upright=self._arriving.upright, switched=task.switched,
            plan_sets=self._course.sets, plan_reps=self._course.reps,
            sets_done=self._course.complete(self.record.sets),
            advice=self._advised(), tone=self._tone, tones=self._tones)

    def _told_before(self) -> tuple[Advice, ...]:
        """What somebody should know before an exercise begins; a guest's demo does not wait."""
        exercise, begins = self._task.exercise, bool(self._task.steps)
        if exercise is None or self._task.check is not None or not (begins and self._plan.asks):
            return ()
        cards = self._plan.short_cards if self._asking.ease < 1 else self._plan.cards
        return (*(self._plan.told if self.part == 0 else ()),
                *cards.get(exercise.id, ()), *safety.told_before(exercise))

    def _advised(self) -> tuple[Advice, ...]:
        """The one of it that is to be read just now."""
        now = self._arriving.reading if self._reading else None
        return () if now is None else (now,)

    @property
    def _reading(self) -> bool:
        """Whether what is told before an exercise is on the glass: nobody has enough of it yet."""
        return self._phase is Phase.GET_READY and not self._read

    @property
    def _placed(self) -> bool:
        """Whether the user is in place, and has to say so; what goes by the clock begins by it."""
        return (self._phase is Phase.GET_READY and self._arriving.portion >= 1
                and not (self.hands_free.square_up or self._task.by_the_clock))

    def update(self, reading: Reading) -> None:
        """Take in one reading."""
        if self.over:
            return
        step_s = self._elapsed.step(reading.time_s)
        self._lost, self._back = reading.lost, reading.back
        self._absence.update(reading, step_s)
        self._leaving.update(reading, step_s)
        if self._absence.away_s >= ABANDONED_S:
            self.end()
        if self._phase in MOVING and self._has_left():
            self._call_back()
        if self._phase is Phase.GET_READY:
            self._get_ready(reading, step_s)
        elif self._phase is Phase.ACTIVE:
            self._go_on(reading, step_s)
        elif self._phase in (Phase.COUNT_IN, Phase.REST, Phase.ASK):
            self._wait(reading, step_s)
        elif self._phase is Phase.PAUSED and self._away:
            self._look_out(reading)

    def _has_left(self) -> bool:
        """Whether the user has gone out of the picture; who lies may be out of it, and a film
        announces nothing.
        """
        exercise = self._task.exercise
        return (self.hands_free.leave and self._plan.gate and self._leaving.away_s >= GONE_S
                and not (exercise is not None and on_floor(exercise)))

    def _call_back(self) -> None:
        """Paused, since nobody is to be seen; who has left a hold that is done has come out of it.
        """
        self._run.interrupt()
        if self._run.done:
            self._next()
            return
        self._phase, self._away = Phase.PAUSED, True
        self._sound(Tone.AWAY)

    def _look_out(self, reading: Reading) -> None:
        """Paused since nobody was to be seen: who is back gets into place once more."""
        if self._in_sight.for_s(reading.time_s, seen(reading)) >= SEEN_S:
            self._come_back()

    def _come_back(self) -> None:
        """From a pause: on, or past a hold that was done when it was left."""
        self._run.interrupt()
        if self._run.done:
            self._next()
        else:
            self._get_into_place()

    def end(self) -> None:
        """End at once, and ask nothing: nobody is there, or the program ends."""
        if not self.over:
            self._close(self._outcome or self._cut_off())

    def _cut_off(self) -> Outcome:
        """The set under way ends here; it may have been the last, and just done."""
        if self._phase not in (Phase.HURTS, Phase.ASK):
            self._run.flush()
        if self._phase is not Phase.ASK:
            self._run.ease()
            self._save()
        done = self._run.record is not None and self._run.record.complete
        if not done or self.record.pain:
            return Outcome.ABORTED
        self._course.keep(self._run.result)
        return Outcome.COMPLETED if self._course.at_last else Outcome.ABORTED

    def _get_ready(self, reading: Reading, step_s: float) -> None:
        self._run.look(reading)
        if self._arriving.update(reading, step_s) and not self._placed:
            self._count_in()

    def _count_in(self) -> None:
        self._countdown.begin(self._plan.count_in_s)
        self._phase = Phase.ACTIVE if self._countdown.over else Phase.COUNT_IN
        if self._phase is Phase.COUNT_IN:
            self._sound(Tone.TICK)

    def _wait(self, reading: Reading, step_s: float) -> None:
        """A count-in, a rest or a question runs out."""
        if self._phase is Phase.ASK:
            if self._asking.wait(step_s):
                self._after_question()
            return
        ticks = self._countdown.run(step_s)
        if self._phase is Phase.COUNT_IN:
            self._run.look(reading)
            if ticks:
                self._sound(Tone.TICK)
        if self._countdown.over and self._phase is Phase.REST:
            self._get_into_place()
        elif self._countdown.over:
            self._phase = Phase.ACTIVE
            self._sound(Tone.BEGIN)

    def _go_on(self, reading: Reading, step_s: float) -> None:
        grown = self._run.update(reading, step_s)
        if self._run.tone is not None:
            self._sound(self._run.tone)
            self._run.tone = None
        if self.over:
            return
        if self._run.going:
            self._absence.away_s = 0.0  # somebody on the floor is not to be seen, and yet trains
        if grown:
            self._grown()
        elif self._run.done:
            self._next()
        elif self._run.waiting:
            self._call_out(step_s)

    def _call_out(self, step_s: float) -> None:
        """Nothing goes on before a sign of life."""
        self._call.run(step_s)
        if self._call.over:
            self._sound(Tone.AWAY)
            self._call.begin(CALLED_EVERY_S)

    def _grown(self) -> None:
        """The set under way has grown: keep it, and go on where it is done."""
        if self._run.done:
            self._next()
        else:
            self._save()

    def _save(self) -> None:
        self._log.keep_set(self._run.record)
        self._on_change(self.record)

    def _next(self) -> None:
        """This set is done: the next one, a question, or the end."""
        self._save()
        self._course.keep(self._run.result)
        self._leave()

    def _leave(self) -> None:
        """What comes next; first the question about breath, after holds or one eased out of."""
        exercise, record = self._task.exercise, self._run.record
        eased = record is not None and record.hold is not None and record.hold.eased
        if (exercise is not None and self._plan.asks and (eased or self._course.turns)
                and self._asking.wants_breath(exercise, self.record.sets)):
            self._asking.breath(exercise)
            self._phase = Phase.ASK
        else:
            self._advance()

    def _advance(self) -> None:
        self._course.advance()
        if self._course.over:
            nothing = self._log.empty and not self._course.held
            self._finish(Outcome.ABORTED if nothing else Outcome.COMPLETED)
            return
        self._sound(Tone.SWITCH if self._task.switched else Tone.LEAVE)
        self._begin()

    def _after_question(self) -> None:
        if self._outcome is not None:
            self._close(self._outcome)
        else:
            self._advance()

    def _finish(self, outcome: Outcome) -> None:
        """All is done, left out or stopped: ask how it was, where there was something."""
        if self._plan.asks and not self._log.empty:
            self._outcome = outcome
            self._asking.ask(Ask.PAIN_AFTER)
            self._phase = Phase.ASK
        else:
            self._close(outcome)

    def _close(self, outcome: Outcome) -> None:
        self._asking.question = None
        self._phase = Phase.SUMMARY
        self._findings = tuple(self._course.findings(
            self._log.measured, partial(self._before, self._plan.profile)))
        self._log.close(outcome, (each.result for each in self._findings))
        self._sound(Tone.DONE)

    def _sound(self, tone: Tone) -> None:
        self._tone, self._tones = tone, self._tones + 1
