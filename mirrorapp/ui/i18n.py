"""The words on the glass, in the user's language, from `config/locale/<language>.toml`."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mirrorapp.alignment.results import Untold
from mirrorapp.coach.state import Cue
from mirrorapp.config import data_dir
from mirrorapp.events import MirrorError, Refusal, Verdict
from mirrorapp.exercises.checks import Check
from mirrorapp.exercises.words import Step


@dataclass(frozen=True, slots=True)
class Line:
    """A few words to act on, and a quieter sentence that says why or how; it may be empty."""

    text: str
    more: str = ""


class Texts:
    """Every text of one language.

    Tables are nested as in the TOML file; `say("home.start")` names a text by its path.
    """

    def __init__(self, table: Mapping[str, Any], language: str = "en") -> None:
        self._table = table
        self.language = language

    def say(self, path: str, **values: object) -> str:
        """The text at `path`, with `values` filled in. Raises `KeyError` for an unknown one."""
        found: Any = self._table
        for part in path.split("."):
            found = found[part]
        return str(found).format(**values)

    def cue(self, cue: Cue) -> Line:
        return self._line("cues", cue)

    def refusal(self, refusal: Refusal) -> Line:
        """What to do, and what is wrong."""
        return self._line("refusals", refusal)

    def untold(self, reason: Untold) -> Line:
        """What to do so that a check can be told, and what is wrong."""
        return self._line("untold", reason)

    def name(self, check: Check) -> str:
        """A check's name, which is in its own data."""
        return check.name.de if self.language == "de" else check.name.en

    def step(self, step: Step) -> Line:
        """What is to be done, from a check's own data."""
        words = step.de if self.language == "de" else step.en
        return Line(words.text, words.more)

    def verdict(self, verdict: Verdict) -> str:
        return self.say(f"verdicts.{verdict}")

    def exercise(self, slug: str) -> str:
        """The exercise's name; one that has no text here is called by its slug."""
        names = self._table["exercises"]
        return str(names[slug]["name"]) if slug in names else slug.replace("-", " ").capitalize()

    def dose(self, slug: str, reps: int) -> str:
        """So many of an exercise: "5 squats"."""
        names = self._table["exercises"]
        if slug not in names:
            return f"{reps} × {self.exercise(slug)}"
        return str(names[slug]["one" if reps == 1 else "many"]).format(n=reps)

    def minutes(self, seconds: float) -> str:
        """A duration in whole minutes, in words."""
        minutes = int(seconds // 60)
        key = "under" if minutes < 1 else "one" if minutes == 1 else "many"
        return self.say(f"minutes.{key}", n=minutes)

    def _line(self, section: str, key: str) -> Line:
        return Line(**self._table[section][key])


def load(language: str, folder: Path | None = None) -> Texts:
    """Read the texts of `language`. Raises `MirrorError`."""
    path = (folder or data_dir() / "locale") / f"{language}.toml"
    try:
        return Texts(tomllib.loads(path.read_text(encoding="utf-8")), language)
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise MirrorError(f"The texts {path} can't be read: {error}.",
                          "Install mirrorapp again, or choose another screen.language.") from None
