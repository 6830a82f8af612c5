"""What may need a professional, and what could not be judged, in sentences."""

from collections.abc import Iterator

from mirrorapp.coach.profile import Screening
from mirrorapp.exercises.rules import AskRule, packaged
from mirrorapp.report.handover import Flags, Handover, Unjudged
from mirrorapp.report.sheet import Lines
from mirrorapp.report.words import MOST, Words


def flags(told: Handover, words: Words) -> Lines:
    """Answers before training, advice that stands, what stopped a session, and what was read."""
    said = (*_screened(told.flags.screening, words), *_advised(told.flags, words),
            *_stopped(told.flags, words), *_read(told.flags, words))
    return _lines("flags.title", said, words)


def unjudged(told: Handover, words: Words) -> Lines:
    """How much was left out, and why, as far as that is known."""
    return _lines("unjudged.title", tuple(_unjudged(told.unjudged, words)), words)


def _lines(title: str, said: tuple[str, ...], words: Words) -> Lines:
    return Lines(words.say(title), said,
                 tuple(words.count("cut", n) for n in range(1, len(said) + 1)))


def _screened(screening: Screening | None, words: Words) -> Iterator[str]:
    if screening is None:
        yield words.say("flags.unasked")
        return
    date = words.date(screening.asked.date())
    if not screening.yes:
        yield words.say("flags.clear", date=date)
        return
    questions = {rule.id: rule.question for rule in packaged().rules if isinstance(rule, AskRule)}
    told = [words.texts.told(each) for rule, each in questions.items() if rule in screening.yes]
    if screening.yes - questions.keys():
        told.append(words.say("flags.gone"))
    yield words.say("flags.yes", date=date, what=" ".join(told))
    if screening.cleared is None:
        yield words.say("flags.uncleared")
    else:
        yield words.say("flags.cleared", date=words.date(screening.cleared.date()))


def _advised(found: Flags, words: Words) -> Iterator[str]:
    for advice in found.referrals:
        yield words.say("flags.referral", source=advice.source,
                        text=words.texts.told(advice.text))
    if not found.referrals:
        yield words.say("flags.no_referral")


def _read(found: Flags, words: Words) -> Iterator[str]:
    if found.read:
        yield words.say("flags.read", what=", ".join(
            f"{_rule(rule, words)} ({words.date(day)})" for rule, day in found.read))


def _rule(rule: str, words: Words) -> str:
    try:
        return words.say(f"flags.{rule}")
    except KeyError:  # one that the table no longer has
        return rule


def _stopped(found: Flags, words: Words) -> Iterator[str]:
    for rule in packaged().stops:
        n = found.stops.get(rule.id, 0)
        if n:
            how = "pain_high" if rule.pain is not None else "pain_more"
            yield words.count(f"flags.{how}", n, pain=rule.pain or rule.more)
    for name in ("hurt", "sore", "breath"):
        n = getattr(found, name)
        if n:
            yield words.count(f"flags.{name}", n)
    if not found.stops and not found.hurt:
        yield words.say("flags.no_stops")


def _unjudged(found: Unjudged, words: Words) -> Iterator[str]:
    if found.damaged:
        yield words.count("unjudged.damaged", found.damaged)
    if found.undated:
        yield words.count("unjudged.undated", found.undated)
    left_out = found.seen - found.judged
    yield (words.count("unjudged.reps", found.seen, left_out=left_out,
                       share=words.share(left_out, found.seen))
           if found.seen else words.say("unjudged.no_reps"))
    if found.whys:
        yield words.say("unjudged.why", what=", ".join(
            f"{words.texts.unjudged(why)} {n}×"
            for why, n in sorted(found.whys.items(), key=lambda each: -each[1])))
    if 60 <= found.unjudged_s < MOST:
        yield words.count("unjudged.time", round(found.unjudged_s / 60), mostly="" if (
            found.mostly is None) else words.say("unjudged.mostly",
                                                 why=words.texts.unjudged(found.mostly)))
    if found.touched:
        yield words.count("unjudged.touched", found.touched)
    if found.holds[0]:
        yield words.say("unjudged.holds", n=found.holds[0], count=found.holds[1])
    if found.untold:
        yield words.say("unjudged.untold", what=", ".join(
            f"{words.say(f'untold.{reason}')} {n}×"
            for reason, n in sorted(found.untold.items(), key=lambda each: -each[1])))
    if found.set_ups > 1:
        yield words.say("unjudged.set_ups", n=found.set_ups)
    if found.uncalibrated:
        yield words.count("unjudged.calibration", found.uncalibrated)
    yield words.say("unjudged.always")
