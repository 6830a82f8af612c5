"""What is wrong and what to do, in the user's language.

The rooms say it in English, as the log and the terminal want it. The catalogue `notices` knows
these sentences as templates, with `{}` where the code puts something in.
"""

import re
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from mirrorapp.ui import catalogue

DOMAIN = "notices"
SPOKEN = "en"
"""The language of the code: it needs no catalogue."""
_HOLE = re.escape("{}")


class Sentences:
    """The sentences of one language by their English templates."""

    def __init__(self, by_template: Mapping[str, str]) -> None:
        self._by_template = by_template
        # What has most words of its own is asked first: it fits nothing else.
        self._patterns = [(_pattern(each), each)
                          for each in sorted(by_template, key=_own_length, reverse=True)
                          if "{}" in each]
        self.told = lru_cache(maxsize=64)(self._told)  # a notice stands for many frames

    def _told(self, sentence: str) -> str:
        """The sentence in this language; as it is where it is not known."""
        if sentence in self._by_template:
            return self._by_template[sentence]
        for pattern, template in self._patterns:
            match = pattern.fullmatch(sentence)
            if match:
                return self._by_template[template].format(*map(self._told, match.groups()))
        return sentence


def load(language: str, folder: Path | None = None) -> Sentences:
    """The sentences of a language. Raises `MirrorError`."""
    if language == SPOKEN:
        return Sentences({})
    return Sentences({str(each.id): str(each.string)
                      for each in catalogue.read(language, folder, DOMAIN) if each.id})


def _pattern(template: str) -> re.Pattern[str]:
    return re.compile(re.escape(template).replace(_HOLE, "(.+?)"), re.DOTALL)


def _own_length(template: str) -> int:
    return len(template.replace("{}", ""))
