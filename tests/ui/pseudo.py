"""A language that is 40 % longer than English, as others are: what fits in it will fit in them."""

import re

from mirrorapp.exercises.words import Name, Sentence, Step
from mirrorapp.ui import i18n
from mirrorapp.ui.i18n import Line, Texts

LONGER = 0.4
INCHES = 32.0
"""The screen that it has to fit: a text may be smaller there, for it is as large to the eye. What
fits one of 24 inches in English and German may be smaller by a quarter, and nothing is cut."""
_ACCENTS = str.maketrans("aeiouyAEIOU", "áéïöüÿÄËÏÖÜ")
_MORE = "ëñôşø"
_WORD = re.compile(r"\{[^}]*\}|[^\W\d_]+")


def longer(text: str) -> str:
    """Each word in accents and longer, in all by `LONGER`; placeholders and numbers stay."""
    owed, more = 0.0, 0

    def lengthened(found: re.Match[str]) -> str:
        nonlocal owed, more
        word = found[0]
        if word.startswith("{"):
            return word
        owed += LONGER * len(word)
        tail = "".join(_MORE[(more + n) % len(_MORE)] for n in range(round(owed)))
        owed, more = owed - len(tail), more + len(tail)
        return word.translate(_ACCENTS) + tail

    return _WORD.sub(lengthened, text)


class Pseudo(Texts):
    """English, lengthened: the catalogue's texts, and those of the exercises."""

    def say(self, path: str, **values: object) -> str:
        return longer(self._texts.gettext(path)).format(**values)

    def count(self, path: str, n: int, **values: object) -> str:
        return longer(self._texts.ngettext(path, path, n)).format(n=n, **values)

    def told(self, words: Name | Sentence) -> str:
        return longer(words.en)

    def step(self, step: Step) -> Line:
        return Line(longer(step.en.text), longer(step.en.more))


def load(language: str, *rest: object, **options: object) -> Texts:
    """What `i18n.load` gives, in the pseudo-language whatever `language` is."""
    real = i18n_load("en", *rest, **options)
    return Pseudo(real._texts, real._sentences, "en", real._name_of)


i18n_load = i18n.load
