"""What every data file of exercises, checks and routines is written in: words in two languages."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

WORDS_MAX = 5

Source = Literal["LB", "TA", "KV", "app"]
"""Who says so: one of three documents (docs/exercises.md), or we ourselves."""
Id = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{0,39}$")]


class Part(BaseModel):
    """A piece of a data file: nothing in it is unknown, no text is blank, and it never changes."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True,
                              allow_inf_nan=False)


class Name(Part):
    """A name in every language of the mirror."""

    en: Annotated[str, Field(min_length=1, max_length=40)]
    de: Annotated[str, Field(min_length=1, max_length=40)]


class Sentence(Part):
    """One or two sentences in every language of the mirror."""

    en: Annotated[str, Field(min_length=1, max_length=240)]
    de: Annotated[str, Field(min_length=1, max_length=240)]


class Words(Part):
    """A line of at most five words, and a quieter one beneath it."""

    text: Annotated[str, Field(min_length=1, max_length=60)]
    more: Annotated[str, Field(max_length=60)] = ""

    @model_validator(mode="after")
    def _few(self) -> "Words":
        if len(self.text.split()) > WORDS_MAX:
            raise ValueError(f"at most {WORDS_MAX} words")
        return self


class Step(Part):
    """One thing the user is told, in every language of the mirror."""

    en: Words
    de: Words
