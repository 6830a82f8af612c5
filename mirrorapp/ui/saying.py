"""What the session screen says, and in which colour: one thing at a time."""

from mirrorapp.alignment.results import Untold
from mirrorapp.coach.records import SessionRecord
from mirrorapp.coach.state import CoachState, Phase
from mirrorapp.events import Refusal
from mirrorapp.ui import theme
from mirrorapp.ui.hinting import hinted
from mirrorapp.ui.i18n import Line, Texts

_STILL = {Phase.PAUSED: "paused", Phase.HURTS: "hurts_now", Phase.REST: "rest"}


def saying(coach: CoachState, texts: Texts, *, bent: bool = False, knees: bool = True,
           turned: bool = False) -> tuple[Line, theme.Colour]:
    """The one line for this state; an empty one where there is nothing to say.

    `bent`: the user is in a repetition, and needs no invitation to begin. `knees`: the exercise
    is one in which they travel over the toes. `turned`: the picture is the wrong way up.
    """
    if coach.phase in _STILL or coach.lost or coach.waiting or coach.placed:
        return _at_rest(coach, texts), theme.INK
    if coach.hint is not None:
        return hinted(coach.hint, texts, turned=turned), theme.INK
    if coach.cue is not None:
        return texts.cue(coach.cue), theme.cue_colour(coach.cue)
    if coach.fault is not None:
        return texts.step(coach.fault), theme.ATTENTION
    return _waited_for(coach, texts, bent=bent, knees=knees), theme.INK


def pictured(coach: CoachState, *, turned: bool = False) -> Refusal | Untold | None:
    """What is said that a picture tells, too: why nothing can be judged, and what to do."""
    if coach.phase in _STILL or coach.waiting or (turned and coach.hint):
        return None
    if coach.lost:
        return Refusal.SEVERAL_PEOPLE
    return coach.hint or (None if coach.cue or coach.fault else coach.wrong)


def _at_rest(coach: CoachState, texts: Texts) -> Line:
    if coach.phase is Phase.REST and _stopped_midway(coach):
        return Line(texts.say("session.rest"), texts.say("session.gently"))
    if coach.phase is Phase.REST:
        following = (texts.say("session.next_set", n=coach.set_number, of=coach.set_count)
                     if coach.set_number > 1 else
                     texts.say("session.next", name=title(coach, texts)))
        return Line(texts.say("session.rest"), following)
    if coach.phase is Phase.PAUSED or (coach.placed and not coach.lost):
        return _goes_on(coach, texts)
    return _line(texts, _STILL.get(coach.phase, "lost" if coach.lost else "waiting"))


def _goes_on(coach: CoachState, texts: Texts) -> Line:
    """How it goes on, for who stands too far away to touch."""
    what = texts.say("session.placed" if coach.placed else "session.paused")
    if coach.away:
        return Line(what, texts.say("session.away"))
    if coach.hand:
        return Line(what, texts.say("session.raise"))
    return Line(what, texts.say("session.placed_more" if coach.placed else "session.paused_more"))


def _stopped_midway(coach: CoachState) -> bool:
    """Whether it hurt in this set, and what is left of it comes after the rest."""
    hurt = coach.session is not None and coach.session.pain
    return hurt and bool(coach.reps or coach.held)


def _waited_for(coach: CoachState, texts: Texts, *, bent: bool, knees: bool) -> Line:
    """What the user is to do, or does."""
    if coach.wrong is not None:
        return texts.untold(coach.wrong)
    told = coach.words
    if coach.phase is Phase.GET_READY:
        told = coach.step if coach.ready == 0 else None
    if told is not None:
        return texts.step(told)
    if coach.phase is Phase.GET_READY:
        return _getting_ready(coach, texts)
    if coach.phase is Phase.COUNT_IN:
        return _line(texts, "count_in")
    if coach.phase is Phase.ACTIVE:
        return _in_a_set(coach, texts, bent=bent, knees=knees)
    return Line("")


def _getting_ready(coach: CoachState, texts: Texts) -> Line:
    if coach.upright:
        return _line(texts, "hold" if coach.ready > 0 else "stand")
    key = "stay" if coach.ready > 0 else "switch" if coach.switched else "place"
    return Line(texts.say(f"session.{key}"))


def _in_a_set(coach: CoachState, texts: Texts, *, bent: bool, knees: bool) -> Line:
    if coach.left:
        return _line(texts, "left")
    if coach.held is not None:
        return _line(texts, "still" if coach.check else "holding")
    if coach.stuck:
        return Line(texts.say("session.stuck"), texts.say(
            f"session.stuck_{'touch' if coach.touchable else 'skip'}"))
    if coach.reps or bent or coach.timed:
        return Line("")
    if coach.check:
        return _line(texts, "go_check")
    return _line(texts, "go") if knees else Line(texts.say("session.go"))


def routine(session: SessionRecord, texts: Texts) -> str:
    """The name of what was chosen, or of all of a day's routines."""
    return " + ".join(texts.exercise(each) for each in session.routine.split("+"))


def title(coach: CoachState, texts: Texts) -> str:
    """What is being done: the check's name, or the exercise's."""
    if coach.check is not None:
        return texts.name(coach.check)
    return texts.exercise(coach.exercise) if coach.exercise else ""


def _line(texts: Texts, key: str) -> Line:
    return Line(texts.say(f"session.{key}"), texts.say(f"session.{key}_more"))
