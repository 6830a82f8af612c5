"""What the session screen says, and in which colour: one thing at a time."""

from mirrorapp.coach.state import CoachState, Phase
from mirrorapp.ui import theme
from mirrorapp.ui.i18n import Line, Texts


def saying(coach: CoachState, texts: Texts, *, bent: bool = False) -> tuple[Line, theme.Colour]:
    """The one line for this state; an empty one where there is nothing to say.

    `bent`: the user is in a repetition, and needs no invitation to begin.
    """
    if coach.phase is Phase.PAUSED or coach.lost:
        return _line(texts, "paused" if coach.phase is Phase.PAUSED else "lost"), theme.INK
    if coach.hint is not None:
        return texts.refusal(coach.hint), theme.INK
    if coach.cue is not None:
        return texts.cue(coach.cue), theme.cue_colour(coach.cue)
    return _waited_for(coach, texts, bent=bent), theme.INK


def _waited_for(coach: CoachState, texts: Texts, *, bent: bool) -> Line:
    """What the user is to do, or does."""
    if coach.wrong is not None:
        return texts.untold(coach.wrong)
    if coach.phase is Phase.GET_READY:
        if coach.step is not None and coach.ready == 0:
            return texts.step(coach.step)
        return _line(texts, "hold" if coach.ready > 0 else "stand")
    if coach.phase is Phase.ACTIVE and coach.held is not None:
        return _line(texts, "still")
    if coach.phase is Phase.ACTIVE and coach.reps == 0 and not bent:
        return _line(texts, "go_check" if coach.check else "go")
    return Line("")


def title(coach: CoachState, texts: Texts) -> str:
    """What is being done: the check's name, or the exercise's."""
    if coach.check is not None:
        return texts.name(coach.check)
    return texts.exercise(coach.exercise) if coach.exercise else ""


def _line(texts: Texts, key: str) -> Line:
    return Line(texts.say(f"session.{key}"), texts.say(f"session.{key}_more"))
