"""The words on the glass, in the user's language, and its way to write numbers and dates."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from gettext import GNUTranslations
from pathlib import Path
from typing import Protocol

from babel import Locale
from babel.dates import format_date, format_skeleton, get_day_names
from babel.numbers import format_decimal

from mirrorapp.alignment.results import Untold
from mirrorapp.camera.base import REHEARSAL
from mirrorapp.coach.state import Cue
from mirrorapp.events import MirrorError, Notice, Refusal, Verdict, Why
from mirrorapp.exercises import why
from mirrorapp.exercises.words import Name, Sentence, Source, Step
from mirrorapp.ui import catalogue, notices
from mirrorapp.ui.notices import Sentences

_LOCALES = {"en": "en_GB", "de": "de_DE"}
"""Days before months, and a clock of 24 hours, as everywhere on the glass."""
_DAY, _MOMENT = "MMMd", "EHm"


@dataclass(frozen=True, slots=True)
class Line:
    """A few words to act on, and a quieter sentence that says why or how; it may be empty."""

    text: str
    more: str = ""


@dataclass(frozen=True, slots=True)
class Week:
    """How a language writes a week: `first` is the day that it begins with, 0 for Monday, and
    `names` are all seven from that one on, as short as they are clear.
    """

    first: int
    names: tuple[str, ...]


class Named(Protocol):
    """What has a name in its own data: an exercise, a check, a routine."""

    @property
    def name(self) -> Name:
        """In every language."""


class Texts:
    """Every text of one language.

    `say("home.start")` names a text by its path in the catalogue. `name_of` gives an exercise's
    name by its id, None where there is no such exercise. `sentences`: what may be wrong.
    """

    def __init__(self, texts: GNUTranslations, sentences: Sentences, language: str = "en",
                 name_of: Callable[[str], Name | None] = lambda _: None) -> None:
        self._texts = texts
        self._sentences = sentences
        self._name_of = name_of
        self.language = language

    def say(self, path: str, **values: object) -> str:
        """The text at `path`, with `values` filled in. Raises `KeyError` for an unknown one."""
        return self._texts.gettext(path).format(**values)

    def count(self, path: str, n: int, **values: object) -> str:
        """The text at `path` in the form that goes with `n` of something: "1 minute"."""
        return self._texts.ngettext(path, path, n).format(n=n, **values)

    def line(self, path: str) -> Line:
        """The two texts `path`.text and, where there is one, `path`.more."""
        try:
            more = self.say(f"{path}.more")
        except KeyError:
            more = ""
        return Line(self.say(f"{path}.text"), more)

    def cue(self, cue: Cue) -> Line:
        return self.line(f"cues.{cue}")

    def refusal(self, refusal: Refusal) -> Line:
        """What to do, and what is wrong."""
        return self.line(f"refusals.{refusal}")

    def unjudged(self, why: Why | None) -> str:
        """Why a repetition was not judged, in a few words; None: that is not known."""
        return self.say(f"unjudged.{why or 'unknown'}")

    def untold(self, reason: Untold) -> Line:
        """What to do so that a check can be told, and what is wrong."""
        return self.line(f"untold.{reason}")

    def wrong(self, wrong: Notice | MirrorError) -> Line:
        """What is wrong, and what to do."""
        return Line(self._sentences.told(wrong.what), self._sentences.told(wrong.remedy))

    def verdict(self, verdict: Verdict) -> str:
        return self.say(f"verdicts.{verdict}")

    def camera(self, name: str) -> str:
        """A camera's own name, except that the mirror's own film has one in every language."""
        return self.say("common.rehearsal") if name == REHEARSAL else name

    def told(self, words: Name | Sentence) -> str:
        """What a data file says in every language."""
        return words.de if self.language == "de" else words.en

    def name(self, thing: Named) -> str:
        """A name, which is in the thing's own data."""
        return self.told(thing.name)

    def step(self, step: Step) -> Line:
        """What is to be done, from a data file."""
        words = step.de if self.language == "de" else step.en
        return Line(words.text, words.more)

    def source(self, source: Source) -> str:
        """Who says so, as it stands beneath what they say."""
        return self.say("common.source", name=self.told(why.sources().of(source)))

    def exercise(self, slug: str) -> str:
        """The exercise's name; one that there is no file of is called by its slug."""
        name = self._name_of(slug)
        return slug.replace("-", " ").capitalize() if name is None else self.told(name)

    def dose(self, slug: str, reps: int) -> str:
        """So many of an exercise: "5 × Squat"."""
        return self.say("home.dose", n=reps, name=self.exercise(slug))

    def minutes(self, seconds: float) -> str:
        """A duration in whole minutes, in words."""
        minutes = int(seconds // 60)
        return self.count("minutes.n", minutes) if minutes else self.say("minutes.under")

    def number(self, value: float, digits: int = 1) -> str:
        """A decimal number with so many places: "1.4", "1,4"."""
        return format_decimal(value, "0." + "0" * digits if digits else "0",
                              locale=_LOCALES[self.language], group_separator=False)

    def full_date(self, day: date) -> str:
        """A day with its year: "1 Mar 2026", "01.03.2026"."""
        return format_date(day, "medium", locale=_LOCALES[self.language])

    def date(self, day: date) -> str:
        """A day of a year that goes without saying: "1 Mar", "1. März"."""
        return format_skeleton(_DAY, day, locale=_LOCALES[self.language])

    def moment(self, at: datetime) -> str:
        """A time of the days to come: "Sat 18:00", "Sa., 18:00"."""
        return format_skeleton(_MOMENT, at, locale=_LOCALES[self.language])

    def week(self) -> Week:
        """The days of a week, in their order here."""
        locale = _LOCALES[self.language]
        names = get_day_names("short", "stand-alone", locale)
        first = Locale.parse(locale).first_week_day
        return Week(first, tuple(names[(first + day) % 7].rstrip(".") for day in range(7)))


def load(language: str, folder: Path | None = None,
         name_of: Callable[[str], Name | None] = lambda _: None) -> Texts:
    """Read the texts of `language`; `name_of` as in `Texts`. Raises `MirrorError`."""
    return Texts(catalogue.load(language, folder), notices.load(language, folder), language,
                 name_of)
