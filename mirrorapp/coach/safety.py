"""What the rules of safety ask, say and stop (config/safety.toml): information, never a diagnosis.

`referrals` is in `mirrorapp.coach.referral`, and can be had from here too.
"""

from collections.abc import Collection, Sequence

from mirrorapp.coach.diary import with_anything, written
from mirrorapp.coach.profile import Profile, Screening
from mirrorapp.coach.records import Asked, SessionRecord
from mirrorapp.coach.referral import referrals
from mirrorapp.coach.state import Advice, Ask, Question
from mirrorapp.exercises.rules import (
    AskRule,
    Clearing,
    HoldRule,
    LighterRule,
    Rule,
    StopRule,
    TellRule,
    packaged,
)
from mirrorapp.exercises.schema import Exercise, HoldDose, RepDose
from mirrorapp.exercises.words import Sentence

__all__ = ["cleared", "lighter", "lighter_by", "questions", "referrals", "screened", "stop",
           "told_always", "told_before"]


def questions(profile: Profile) -> tuple[Question, ...]:
    """What is asked before a session: everything once; then, of each "yes", whether a doctor was
    asked about it.

    The answer to each is "yes" or "no"; nothing but "yes" to the latter clears
    (`Screening.cleared`).
    """
    if profile.screening is None:
        rules = [rule for rule in packaged().rules if isinstance(rule, AskRule)]
        return tuple(Question(Ask.SCREENING, rule.id, rule.question, number=n, count=len(rules))
                     for n, rule in enumerate(rules, start=1))
    if screened(profile.screening):
        clearing = packaged().clearing
        about = _about(profile.screening.yes)
        return tuple(Question(Ask.SCREENING, clearing.id, clearing.question, each, number=n,
                              count=len(about)) for n, each in enumerate(about, start=1))
    return ()


def _about(yes: Collection[str]) -> tuple[Sentence | None, ...]:
    """The questions to which "yes" was said; None for those that the table no longer has."""
    rules = {rule.id: rule for rule in packaged().rules if isinstance(rule, AskRule)}
    known = tuple(rule.question for rule in rules.values() if rule.id in yes)
    return known if set(yes) <= rules.keys() else (*known, None)


def screened(screening: Screening | None) -> tuple[Advice, ...]:
    """Why no session may begin, in the table's order; nothing once it is cleared.

    Nobody was asked yet: nothing is said, but `questions` has all of them, and they come first.
    """
    if screening is None or cleared(screening):
        return ()
    rules = {rule.id: rule for rule in packaged().rules if isinstance(rule, AskRule)}
    known = [rule for rule in rules.values() if rule.id in screening.yes]
    unknown = (_forgotten(packaged().clearing, each)
               for each in sorted(screening.yes - rules.keys()))
    return (*(_advice(rule, blocks=True) for rule in known), *unknown)


def cleared(screening: Screening) -> bool:
    """Whether somebody may begin: no red flag, or a professional was asked after the answers.

    That it was after them is known without a clock, which may have been wrong: nothing else
    can be cleared.
    """
    return not screening.yes or screening.cleared is not None


def stop(asked: Asked) -> Advice | None:
    """What is said of too much pain; it `blocks` where it was there before the session."""
    for rule in packaged().stops:
        before = _beyond(rule, asked, asked.pain_before)
        if before or _beyond(rule, asked, asked.pain_after):
            return _advice(rule, blocks=before)
    return None


def _beyond(rule: StopRule, asked: Asked, pain: int | None) -> bool:
    if pain is None:
        return False
    if rule.pain is not None:
        return pain >= rule.pain
    return asked.pain_before is not None and pain - asked.pain_before >= (rule.more or 1)


def lighter(history: Sequence[SessionRecord], asked: Asked | None = None) -> bool:
    """Whether the next session is lighter; see `lighter_by`."""
    return lighter_by(history, asked) is not None


def lighter_by(history: Sequence[SessionRecord],
               asked: Asked | None = None) -> LighterRule | None:
    """The rule by which the next session is lighter, None where it is not.

    `history` in the order written. `asked`: what was answered at the beginning of that session, if
    it has begun; a last record without an end is taken for it. What its user said before the last
    session was heeded then, unless that was left before anything was done.
    """
    real = [*written(history)]
    if asked is None and real and real[-1].ended is None:
        asked = real.pop().asked
    done = with_anything(real)
    lately = real[max(0, done - 1):]  # what was only begun since changes nothing of it
    sore = {each.asked.sore for each in real[done:]} | {asked.sore if asked is not None else None}
    holds = {"sore": True in sore,
             "stopped": any(each.pain or stop(each.asked) is not None for each in lately)}
    return next((rule for rule in packaged().rules
                 if isinstance(rule, LighterRule) and holds[rule.when]), None)


def told_before(exercise: Exercise) -> tuple[Advice, ...]:
    """What is told before an exercise: signs to ease off by, band, support, tempo, depth, and who
    should leave it out.
    """
    rules = (_advice(rule) for rule in packaged().rules if _goes_with(rule, exercise))
    cautions = (Advice(f"caution-{exercise.id}", each.text, each.source)
                for each in exercise.cautions)
    return (*rules, *cautions)


def slow(exercise: Exercise) -> bool:
    """Whether it is told to be done slowly."""
    return any(isinstance(rule, TellRule) and rule.when == "slow" and _goes_with(rule, exercise)
               for rule in packaged().rules)


def told_always() -> tuple[Advice, ...]:
    """What the user should have read: whom exercises help less, and that this is no advice."""
    return tuple(_advice(rule) for rule in packaged().rules
                 if isinstance(rule, TellRule) and rule.when == "always")


def _goes_with(rule: Rule, exercise: Exercise) -> bool:
    dose = exercise.dose
    if isinstance(rule, HoldRule):
        return isinstance(dose, HoldDose) and (dose.ease or dose.seconds >= rule.from_s)
    bends = exercise.judges_knees and isinstance(dose, RepDose)
    return isinstance(rule, TellRule) and {
        "always": False,
        "band": "band" in exercise.kit,
        "one-leg": exercise.support or exercise.counting.stance == "single",
        "slow": isinstance(dose, RepDose) and _tempo(rule) == {
            phase.id: phase.seconds for phase in exercise.phases},
        "squat": bends and exercise.counting.signal == "depth",
    }[rule.when]


def _tempo(rule: TellRule) -> dict[str, float | None]:
    """The seconds that it tells of, by the id of a phase; phases may come in any order."""
    return {"down": rule.down_s, "hold": rule.hold_s, "up": rule.up_s}


def _advice(rule: Rule, *, blocks: bool = False) -> Advice:
    return Advice(rule.id, rule.text, rule.source, blocks=blocks)


def _forgotten(clearing: Clearing, rule: str) -> Advice:
    """Of a "yes" to a question that the table no longer has: it still counts."""
    text: Sentence = clearing.text
    return Advice(rule, text, clearing.source, blocks=True)
