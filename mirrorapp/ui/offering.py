"""What the touches beside "Stop" and "It hurts" do just now; one without words is not there."""

from dataclasses import dataclass

from mirrorapp.coach.state import CoachState, Intent, Phase
from mirrorapp.ui.i18n import Texts

ASIDE = (Phase.GET_READY, Phase.PAUSED)
"""In these the extra touch leaves the exercise out, and hides no leg of who gets into place."""


@dataclass(frozen=True, slots=True)
class Offered:
    """What a touch says, and what it asks for."""

    words: str = ""
    intent: Intent = Intent.PAUSE


def onward(coach: CoachState, texts: Texts, *, by_the_clock: bool) -> Offered:
    """Pause, or go on: one place for both, so that a hand finds it unseen.

    `by_the_clock`: the exercise goes unseen, so that nobody is waited for to stand in place.
    """
    phase = coach.phase
    ready = phase is Phase.GET_READY and (bool(coach.advice or coach.step) or by_the_clock)
    if phase is Phase.REST or coach.waiting or coach.placed or ready:
        return Offered(texts.say("session.resume"), Intent.NEXT)
    if phase in (Phase.ACTIVE, Phase.COUNT_IN):
        return Offered(texts.say("session.pause"), Intent.PAUSE)
    if phase is Phase.PAUSED:
        return Offered(texts.say("session.resume"), Intent.RESUME)
    return Offered()


def besides(coach: CoachState, texts: Texts) -> Offered:
    """A repetition more, enough of a hold, or on without this exercise."""
    skip = Offered(texts.say("session.skip"), Intent.SKIP)
    if coach.phase in ASIDE:
        return skip
    if coach.phase is not Phase.ACTIVE or coach.waiting:
        return Offered()
    if coach.touchable:
        return Offered(texts.say("session.plus_one"), Intent.PLUS_ONE)
    if coach.held is not None and coach.check is None:
        return Offered(texts.say("session.enough"), Intent.EASE)
    return skip if coach.stuck else Offered()
