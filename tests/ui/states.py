"""Every state of a session and of what is around it, as the coach would tell them."""

from dataclasses import replace

from mirrorapp.coach import safety, tasks
from mirrorapp.coach.briefing import cards
from mirrorapp.coach.profile import Profile
from mirrorapp.coach.records import HoldRecord, SetRecord
from mirrorapp.coach.state import Advice, Ask, CoachState, Phase, Question, Today
from mirrorapp.coach.tasks import Task
from mirrorapp.events import Side, Verdict
from mirrorapp.exercises import why
from mirrorapp.exercises.rules import AskRule, packaged
from mirrorapp.exercises.schema import Exercise
from mirrorapp.exercises.words import Sentence
from mirrorapp.ui import shelf
from tests.everything import EVERYTHING as TAUGHT
from tests.ui.doubles import session

SHELF = shelf.of(TAUGHT, why.load())
PEOPLE = (Profile("p1", "Anna"), Profile("p2", "Maximilian-Alexander"))

ADVICE = Sentence(
    en="Your knees have not got better for eight weeks. Please see a doctor or a physiotherapist "
       "and take along what the mirror has written down.",
    de="Deine Knie sind seit acht Wochen nicht besser geworden. Geh bitte zu einer Ärztin oder zur "
       "Physiotherapie und nimm mit, was der Spiegel aufgeschrieben hat.")
CHANGE = Sentence(
    en="Three good sessions in a row: the squat with the band becomes a squat without it.",
    de="Dreimal hintereinander gut: Aus der Kniebeuge mit Band wird eine Kniebeuge ohne.")
STAYS = Advice("no-better-alignment", ADVICE, "KV", stays=True)
MILD = Advice("structural", CHANGE, "TA")
BLOCKS = Advice("severe", ADVICE, "LB", blocks=True)
TODAY = Today("train", ("stretch-full", "strength"),
              ("standing-leg-stretch", "seated-thigh-stretch", "banded-clamshell",
               "banded-side-step"), check_due="weekly-check", streak=12, adherence=100, week=12)


def at_home(**parts: object) -> CoachState:
    """Somebody's day, with two people in the house."""
    return replace(CoachState(today=TODAY, profile=PEOPLE[1], profiles=PEOPLE, weekly=True),
                   **parts)


def homes() -> list[CoachState]:
    return [at_home(), at_home(today=replace(TODAY, lighter=True, changes=(CHANGE,))),
            at_home(today=replace(TODAY, check_due="band-effect",
                                  left_out=("thigh-foam-roll",) * 3)),
            at_home(today=Today("rest")),
            at_home(today=Today("done", streak=1)), at_home(advice=(STAYS,)),
            at_home(advice=(MILD,)), at_home(advice=(BLOCKS,), profiles=PEOPLE[:1])]


def questions() -> list[CoachState]:
    table = packaged()
    texts = [table.clearing.question,
             *(rule.question for rule in table.rules if isinstance(rule, AskRule))]
    asked = [Question(Ask.SCREENING, "x", each, number=12, count=12) for each in texts]
    asked += [Question(Ask.SCREENING, "x", texts[0], each) for each in texts[1:]]
    asked += [Question(ask, scale=ask in (Ask.PAIN_BEFORE, Ask.PAIN_AFTER)) for ask in Ask
              if ask is not Ask.SCREENING]
    asked += [Question(Ask.PAIN_BEFORE, scale=True, sore=sore) for sore in (False, True)]
    return [CoachState(Phase.ASK, question=each, hand=each.ask is Ask.BREATH)
            for each in asked]


def advised() -> list[CoachState]:
    """Every rule that there is, as many at once as go on the glass."""
    told = [Advice(rule.id, rule.text, rule.source) for rule in packaged().rules]
    turns = [tuple(told[start:start + 3]) for start in range(0, len(told), 3)]
    return [CoachState(Phase.ADVISED, advice=each) for each in (
        (BLOCKS,), (BLOCKS, MILD, STAYS, BLOCKS), *turns)]


def _owing(exercise: Exercise) -> tuple[Task, ...]:
    """Its sets, the left side owed something."""
    return tasks.of_exercise(exercise, owed_s={Side.LEFT: 30.0})


def of_exercise(name: str) -> list[CoachState]:
    """Every phase of one exercise, with everything that its file has to say."""
    exercise = TAUGHT.exercises[name]
    side = None if exercise.sides.kind == "both" else Side.RIGHT
    timed = not exercise.judged
    base = CoachState(exercise=name, side=side, set_number=2, set_count=3, target=12, reps=5,
                      timed=timed, following=name, left_s=14.2)
    said = [need.words for need in exercise.needs] + [each.words for each in exercise.phases]
    states = [replace(base, phase=Phase.GET_READY, left_s=None, step=step)
              for step in exercise.steps]
    states += [replace(base, phase=Phase.GET_READY, left_s=None, advice=(each,))
               for each in (*cards(exercise, _owing(exercise), well=True, longer=True),
                            *safety.told_before(exercise))]
    states += [replace(base, phase=phase) for phase in (Phase.COUNT_IN, Phase.REST, Phase.HURTS)]
    if exercise.dose.kind == "reps":
        states += [replace(base, phase=Phase.ACTIVE, left_s=None, touchable=touchable,
                           stuck=not timed) for touchable in (True, False)]
    else:
        base = replace(base, held=0.4, left_s=148.7)
    states += [replace(base, phase=Phase.ACTIVE, words=each) for each in said if each]
    states += [replace(base, phase=Phase.ACTIVE, fault=each.words) for each in exercise.faults
               if each.words]
    if timed:
        states += [replace(base, phase=Phase.ACTIVE, waiting=True),
                   replace(base, phase=Phase.ACTIVE, left=True)]
    if name == "squat":
        states += [replace(base, phase=Phase.GET_READY, left_s=None, ready=1.0, placed=True, **more)
                   for more in ({}, {"hand": True})]
        states += [replace(base, phase=Phase.PAUSED, **more)
                   for more in ({"hand": True}, {"away": True, "hand": True})]
    return [*states, replace(base, phase=Phase.PAUSED)]


def summaries() -> list[CoachState]:
    held = SetRecord("x", 0, hold=HoldRecord(120.0, 90.0, eased=True))
    rolled = replace(session(), sets=(held, held))
    owed = {Side.LEFT: 30.0, Side.RIGHT: 12.5}
    good = session((Verdict.GOOD, Verdict.GOOD))
    return [CoachState(Phase.SUMMARY, "standing-leg-stretch", session=rolled, owed_s=owed),
            CoachState(Phase.SUMMARY, "squat", session=good, advice=(STAYS,)),
            CoachState(Phase.SUMMARY, "squat", session=replace(good, pain=True),
                       advice=(MILD, STAYS))]
