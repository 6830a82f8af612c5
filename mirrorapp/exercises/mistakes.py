"""Reads a data file, and names every mistake in it: file, line or key, and what is allowed."""

import json
import tomllib
from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any, Literal, TypeVar, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from mirrorapp.events import MirrorError

Model = TypeVar("Model", bound=BaseModel)
_LARGEST = 2**20
"""Bytes of a data file; the longest that is packaged has 16 000."""
_SHOWN = 60
"""Characters of a wrong value that are shown: enough to find it."""
_SPARED = "guide"
"""The figure's movement: with a mistake in it an exercise can still be taught, by words."""
_PLAIN = {
    "int_type": "a whole number",
    "int_from_float": "a whole number",
    "float_type": "a number",
    "finite_number": "a number",
    "bool_type": "true or false",
    "string_type": "a text in quotes",
    "string_too_short": "a text that is not empty",
    "string_too_long": "at most {max_length} characters",
    "string_pattern_mismatch": "an id: a to z, 0 to 9 and hyphens, at most 40 of them, and no "
                               "hyphen first",
    "tuple_type": "a list, in square brackets",
    "too_short": "a list of at least {min_length}",
    "model_type": "a table of keys",
    "dict_type": "a table of keys",
}
"""What is allowed where pydantic's own words are those of a programmer."""


class ExerciseError(MirrorError):
    """A data file can't be used; the message names file, line or key, and what is allowed."""


def read(path: Path, model: type[Model], one: str) -> Model:
    """A file of that shape; `one` says what it is. Raises `ExerciseError` of its first mistake."""
    found, mistakes = look(path, model, one)
    if found is None:
        raise mistakes[0]
    return found


def look(path: Path, model: type[Model], one: str) -> tuple[Model | None, list[ExerciseError]]:
    """A file of that shape, or all that is wrong with it.

    Both where nothing but the guide is wrong: the exercise is there without one.
    """
    try:
        return _validated(path, model), []
    except tomllib.TOMLDecodeError as error:
        return None, [ExerciseError(f"The {one} {path} can't be read, it is not valid TOML: "
                                    f"{error}.", "Mend that line.")]
    except RecursionError:
        return None, [ExerciseError(f"The {one} {path} can't be read: lists or tables in it lie "
                                    "too deep in one another.", "Mend the file.")]
    except ValidationError as error:
        return _spared(path, model, error.errors())
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or error
        return None, [ExerciseError(f"The {one} {path} can't be read: {why}.",
                                    "Mend the file, or take it out of its folder.")]


def _spared(path: Path, model: type[Model], errors: list[ErrorDetails]
            ) -> tuple[Model | None, list[ExerciseError]]:
    """Without its guide, if that is all that is wrong; what else is comes to light only then."""
    told = [_explain(each, path, model) for each in _causes(errors)]
    if not all(each["loc"][:1] == (_SPARED,) for each in errors):
        return None, told
    try:
        return _validated(path, model, without=_SPARED), told
    except ValidationError as error:
        return None, [*told, *(_explain(each, path, model) for each in _causes(error.errors()))]


def nearest(name: str, known: Iterable[str]) -> str:
    """All that is known, in one line: first what looks most like that name."""
    return ", ".join(sorted(known, key=lambda each: -SequenceMatcher(None, name, each).ratio())
                     ) or "none"


def _validated(path: Path, model: type[Model], without: str = "") -> Model:
    """As JSON it is taken strictly: no text for a number, no number for yes, and yet lists for
    tuples. A date, which JSON has not, is nothing that a file may say.
    """
    with path.open("rb") as file:
        content = file.read(_LARGEST + 1)
    if len(content) > _LARGEST:
        raise ValueError("it is far too large")
    said = tomllib.loads(content.decode("utf-8-sig"))
    said.pop(without, None)
    return model.model_validate_json(json.dumps(said, default=lambda _: None), strict=True)


def _causes(errors: list[ErrorDetails]) -> list[ErrorDetails]:
    """Without what only comes of others: a list is not too short where a member is wrong.

    A key that is misspelt is missing, too: what stands in the file helps more, and comes first.
    """
    places = [each["loc"] for each in errors]
    causes = [each for each in errors if each["type"] != "too_short" or not any(
        len(place) > len(each["loc"]) and place[:len(each["loc"])] == each["loc"]
        for place in places)]
    return sorted(causes, key=lambda each: each["type"] != "extra_forbidden")


def _explain(error: ErrorDetails, path: Path, model: type[BaseModel]) -> ExerciseError:
    key, holders, inside = _walk(error["loc"], model)
    kind, context = error["type"], error.get("ctx", {})
    value = "" if isinstance(error["input"], dict) else f" = {_short(error['input'])}"
    if kind == "extra_forbidden":
        known = dict.fromkeys(name for each in holders for name in each.model_fields)
        return ExerciseError(f"{key} in {path} is not known.", f"Allowed here: {', '.join(known)}.")
    if kind == "missing":
        return ExerciseError(f"{key} is missing in {path}.", "Put it in.")
    if kind in ("union_tag_not_found", "union_tag_invalid"):
        tag = context["discriminator"].strip("'")
        tagged, allowed = f"{key}.{tag}", f"Allowed: {', '.join(_allowed(tag, inside))}."
        if kind == "union_tag_not_found":
            return ExerciseError(f"{tagged} is missing in {path}.", allowed)
        place = " in ".join((tagged + " = " + _short(context["tag"]), str(path)))
        return ExerciseError(f"{place} can't be used.", allowed)
    wanted = (_PLAIN[kind].format(**context) if kind in _PLAIN else
              error["msg"].removeprefix("Value error, ").removeprefix("Input should be "))
    place = " in ".join((*([key + value] if key else []), str(path)))
    return ExerciseError(f"{place} can't be used.", f"Mind this: {wanted}."
                         if kind == "value_error" else f"Allowed: {wanted}.")


def _walk(place: tuple[int | str, ...], model: type[BaseModel]
          ) -> tuple[str, list[type[BaseModel]], list[type[BaseModel]]]:
    """The key as the file has it, lists counted from 1; the models that it may stand in, and
    those that may stand there.
    """
    key = ""
    holders = inside = [model]
    for part in place:
        chosen = [each for each in inside if part in _tags(each)]
        if isinstance(part, int):
            key += f"[{part + 1}]"
        elif len(inside) > 1 and chosen:
            inside = chosen  # which member of a union was meant; no key of the file
        else:
            key += f".{part}" if key else part
            holders = inside
            inside = [found for each in inside if part in each.model_fields
                      for found in _models(each.model_fields[part].annotation)]
    return key, holders, inside


def _allowed(tag: str, models: list[type[BaseModel]]) -> list[str]:
    """What a union's members are told apart by may say."""
    return [each for model in models for each in get_args(model.model_fields[tag].annotation)]


def _tags(model: type[BaseModel]) -> set[Any]:
    """By what a union tells its members apart: each has a field of one allowed value."""
    said = [get_args(field.annotation) for field in model.model_fields.values()
            if get_origin(field.annotation) is Literal]
    return {args[0] for args in said if len(args) == 1}


def _models(annotation: Any) -> Iterator[type[BaseModel]]:
    if get_origin(annotation) is None:
        if isinstance(annotation, type) and issubclass(annotation, BaseModel):
            yield annotation
        return
    for each in get_args(annotation):
        yield from _models(each)


def _short(value: object) -> str:
    text = repr(value)
    return text if len(text) <= _SHOWN else text[:_SHOWN] + "…"
