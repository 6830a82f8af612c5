"""From a `Handover` to the words of its page."""

from collections.abc import Iterator
from datetime import date

from mirrorapp import __version__
from mirrorapp.events import Side
from mirrorapp.exercises import checks, why
from mirrorapp.exercises.catalogue import Catalogue
from mirrorapp.exercises.words import Source
from mirrorapp.report import accuracy, cautions, looking_back, results
from mirrorapp.report.handover import Handover
from mirrorapp.report.sheet import Lines, Sheet, Table, Tile, Titled
from mirrorapp.report.words import Words
from mirrorapp.report.work import Work

_WORK = ("exercise", "source", "sets", "amount", "good")
_WORK_WIDTHS = (0.43, 0.09, 0.12, 0.20, 0.16)
_SOURCES: tuple[Source, ...] = ("LB", "TA", "KV", "app")


def sheet(told: Handover, words: Words, catalogue: Catalogue, made: date) -> Sheet:
    """The page in the language of `words`; `made`: when."""
    return Sheet(
        words.texts.language, words.say("title"), told.person.name or told.person.id,
        " · ".join(_about(told, words)), words.say("observation"), _nothing(told, words),
        tuple(_tiles(told, words)),
        Titled(words.say("knees.title"), looking_back.note(told, words)),
        looking_back.charts(told, words) if told.sessions else (), looking_back.walks(told, words),
        _work(told, words), results.table(told, words, catalogue), cautions.flags(told, words),
        cautions.unjudged(told, words), _how(words), _sources(words),
        words.say("made", version=__version__, date=words.date(made)))


def _about(told: Handover, words: Words) -> Iterator[str]:
    person = told.person
    yield words.say("period", since=words.date(told.since), until=words.date(told.until))
    yield (words.say("height", n=person.height_cm) if person.height_cm
           else words.say("no_height"))
    if told.week is not None:
        yield words.say("week", n=told.week)
    if person.flags:
        yield words.say("avoids", what=", ".join(
            words.say(f"flag.{each}") for each in sorted(person.flags)))


def _nothing(told: Handover, words: Words) -> Lines:
    if told.sessions:
        return Lines("", ())
    return Lines(words.say("nothing.title"), (words.say("nothing.more"),))


def _tiles(told: Handover, words: Words) -> Iterator[Tile]:
    if not told.sessions:
        return
    yield Tile(words.say("of", done=told.trained, asked=told.asked), words.say("tile.days"))
    yield Tile(str(told.sessions), words.say("tile.sessions"))
    left, right = (words.share(*told.good[side]) for side in Side)
    yield Tile(words.say("both_percent", left=left, right=right), words.say("tile.good"))
    seen = told.unjudged.seen
    yield Tile(words.say("percent", n=words.share(told.unjudged.judged, seen)),
               words.say("tile.judged", n=seen))


def _work(told: Handover, words: Words) -> Table:
    rows = tuple(_row(each, words) for each in told.work)
    more = tuple(words.count("work.more", n, sets=sum(each.sets[0] for each in told.work[-n:]))
                 for n in range(1, len(rows) + 1))
    return Table(Titled(words.say("work.title"), words.say("work.note")),
                 tuple(words.say(f"work.{each}") for each in _WORK), _WORK_WIDTHS, rows, more,
                 words.say("work.none"), columns=2)


def _row(each: Work, words: Words) -> tuple[str, ...]:
    none = words.say("none")
    return (words.texts.exercise(each.exercise), each.source or none,
            words.say("work.reps", done=each.sets[0], asked=each.sets[1]), _amount(each, words),
            _good(each, words))


def _amount(each: Work, words: Words) -> str:
    told = []
    if each.reps[1] or each.reps[0]:
        told.append(words.say("work.reps", done=each.reps[0], asked=each.reps[1]))
    if each.held_s[1]:
        done, asked = (words.number(seconds, 0) for seconds in each.held_s)
        told.append(words.say("work.held", done=done, asked=asked))
    return ", ".join(told) or words.say("none")


def _good(each: Work, words: Words) -> str:
    if each.timed:
        return words.say("work.timed")
    if not any(each.good.get(side, (0, 0))[1] for side in Side):
        return words.say("none")
    left, right = (words.share(*each.good.get(side, (0, 0))) for side in Side)
    return words.say("both_percent", left=left, right=right)


def _how(words: Words) -> Lines:
    deg = {check: words.number(checks.packaged(check).noise.sem)
           for check in ("squat-check", "standing-axis", "single-leg-check")}
    return Lines(words.say("how.title"), (
        words.say("how.accuracy", bodies=accuracy.BODIES, rep=words.number(accuracy.REP_MAE_DEG),
                  rmse=words.number(accuracy.REP_RMSE_DEG),
                  axis=words.number(accuracy.AXIS_MEAN_DEG),
                  largest=words.number(accuracy.AXIS_LARGEST_DEG)),
        words.say("how.repeats", squat=deg["squat-check"], stand=deg["standing-axis"],
                  single=deg["single-leg-check"])))


def _sources(words: Words) -> str:
    names = (f"{each}: {words.texts.told(why.sources().of(each))}" for each in _SOURCES)
    return words.say("sources", what="; ".join(names))
