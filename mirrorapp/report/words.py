"""The report's own words, and how it writes numbers and days."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from gettext import GNUTranslations

from mirrorapp.events import Side
from mirrorapp.exercises.words import Name
from mirrorapp.ui import catalogue, i18n
from mirrorapp.ui.i18n import Texts

DOMAIN = "report"
_MINUS = "\N{MINUS SIGN}"
MOST = 1e7
"""Nothing that is told of is as much, in whatever unit: more is damage, and is not told."""


@dataclass(frozen=True, slots=True)
class Words:
    """`texts`: the glass's, for names, numbers and days."""

    own: GNUTranslations
    texts: Texts

    def say(self, path: str, **values: object) -> str:
        """The text at `path`, with `values` filled in. Raises `KeyError` for an unknown one."""
        return self.own.gettext(path).format(**values)

    def count(self, path: str, n: int, **values: object) -> str:
        """The same in the form that goes with `n` of something."""
        return self.own.ngettext(path, path, n).format(n=n, **values)

    def number(self, value: float, digits: int = 1) -> str:
        """A number, with a minus that is as wide as a plus; one that can't be is none."""
        if not abs(value) < MOST:
            return self.say("none")
        told = self.texts.number(value, digits)
        if told.startswith("-"):
            told = _MINUS + told[1:] if any(each in "123456789" for each in told) else told[1:]
        return told

    def signed(self, value: float, digits: int = 1) -> str:
        """A number with its sign, be it plus; 0 has none."""
        told = self.number(value, digits)
        plain = (told.startswith((_MINUS, self.say("none")))
                 or not any(each in "123456789" for each in told))
        return told if plain else f"+{told}"

    def date(self, day: date) -> str:
        """A day with its year."""
        return self.texts.full_date(day)

    def share(self, done: int, of: int) -> str:
        """So many of so many, in per cent."""
        return str(round(100 * done / of)) if of else self.say("none")

    def sides(self, told: Callable[[Side], str]) -> str:
        """What is told of either side, the left first."""
        return self.say("checks.sides", left=told(Side.LEFT), right=told(Side.RIGHT))


def load(language: str, name_of: Callable[[str], Name | None] = lambda _: None) -> Words:
    """The words of `language`; `name_of` as in `ui.i18n.Texts`. Raises `MirrorError`."""
    return Words(catalogue.load(language, domain=DOMAIN), i18n.load(language, name_of=name_of))
