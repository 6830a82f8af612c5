"""The pages a user can read about knock knees: each fact with who says so, none of them merged."""

from functools import cache
from pathlib import Path
from typing import Annotated

from pydantic import Field, model_validator

from mirrorapp import config
from mirrorapp.exercises import mistakes
from mirrorapp.exercises.words import Id, Name, Part, Sentence, Source


class Fact(Part):
    """One thing that somebody says."""

    source: Source
    text: Sentence


class Section(Part):
    """Facts under one title; with a `source`, what that one says and nobody else."""

    title: Name
    source: Source | None = None
    facts: Annotated[tuple[Fact, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _unmixed(self) -> "Section":
        if self.source is not None and any(each.source != self.source for each in self.facts):
            raise ValueError(f"in this section only facts of {self.source}")
        return self


class Page(Part):
    """One page. `order`: its place among them; `note`: what is said before its sections."""

    id: Id
    order: Annotated[int, Field(ge=1, le=99)]
    title: Name
    note: Fact | None = None
    sections: Annotated[tuple[Section, ...], Field(min_length=1)]

    @property
    def facts(self) -> tuple[Fact, ...]:
        """All of its facts, in the order they are read."""
        return tuple(fact for section in self.sections for fact in section.facts)


class Sources(Part):
    """What the letters of each source stand for, in words for the user."""

    LB: Sentence
    TA: Sentence
    KV: Sentence
    app: Sentence

    def of(self, source: Source) -> Sentence:
        """Who that is."""
        found: Sentence = getattr(self, source)
        return found


def folder() -> Path:
    """Where the pages are."""
    return config.data_dir() / "why"


def load(pages: Path | None = None) -> tuple[Page, ...]:
    """All pages in their order. Raises `ExerciseError`."""
    found = [mistakes.read(path, Page, "page") for path in (pages or folder()).glob("*.toml")]
    return tuple(sorted(found, key=lambda page: (page.order, page.id)))


@cache
def sources() -> Sources:
    """The words for each source. Raises `ExerciseError`."""
    return mistakes.read(config.data_dir() / "sources.toml", Sources, "list")
