"""Reads a data file, and names every mistake in it: file, line or key, and what is allowed."""

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal, TypeVar, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from mirrorapp.events import MirrorError

Model = TypeVar("Model", bound=BaseModel)
_SHOWN = 60
"""Characters of a wrong value that are shown: enough to find it."""


class ExerciseError(MirrorError):
    """A data file can't be used; the message names file, line or key, and what is allowed."""


def read(path: Path, model: type[Model], one: str) -> Model:
    """A file of that shape; `one` says what it is. Raises `ExerciseError` of its first mistake."""
    found, mistakes = look(path, model, one)
    if found is None:
        raise mistakes[0]
    return found


def look(path: Path, model: type[Model], one: str) -> tuple[Model | None, list[ExerciseError]]:
    """A file of that shape, or all that is wrong with it."""
    try:
        return model.model_validate(tomllib.loads(path.read_text(encoding="utf-8-sig"))), []
    except (OSError, UnicodeDecodeError) as error:
        why = getattr(error, "strerror", None) or error
        return None, [ExerciseError(f"The {one} {path} can't be read: {why}.",
                                    "Mend the file, or take it out of its folder.")]
    except tomllib.TOMLDecodeError as error:
        return None, [ExerciseError(f"The {one} {path} can't be read, it is not valid TOML: "
                                    f"{error}.", "Mend that line.")]
    except ValidationError as error:
        # A key that is misspelt is missing, too: what stands in the file helps more.
        errors = sorted(error.errors(), key=lambda each: each["type"] != "extra_forbidden")
        return None, [_explain(each, path, model) for each in errors]


def _explain(error: ErrorDetails, path: Path, model: type[BaseModel]) -> ExerciseError:
    key, holders = _walk(error["loc"], model)
    if error["type"] == "extra_forbidden":
        known = dict.fromkeys(name for each in holders for name in each.model_fields)
        return ExerciseError(f"{key} in {path} is not known.", f"Allowed here: {', '.join(known)}.")
    if error["type"] == "missing":
        return ExerciseError(f"{key} is missing in {path}.", "Put it in.")
    wanted = error["msg"].removeprefix("Value error, ").removeprefix("Input should be ")
    value = "" if isinstance(error["input"], dict) else f" = {_short(error['input'])}"
    return ExerciseError(f"{f'{key}{value} in ' if key else ''}{path} can't be used.",
                         f"{wanted[0].upper()}{wanted[1:]}." if error["type"] == "value_error"
                         else f"Allowed: {wanted}.")


def _walk(place: tuple[int | str, ...], model: type[BaseModel]
          ) -> tuple[str, list[type[BaseModel]]]:
    """The key as the file has it, lists counted from 1, and the models that it may stand in."""
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
    return key, holders


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
