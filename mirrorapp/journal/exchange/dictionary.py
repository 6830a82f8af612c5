"""The data dictionary: of every column and key its meaning, unit, allowed values and null.

`python -m mirrorapp.journal.exchange.dictionary` prints it; docs/data-dictionary.md is that.
"""

import sys
from collections.abc import Iterator
from enum import Enum
from types import NoneType, UnionType
from typing import Annotated, Any, Union, get_args, get_origin, get_type_hints

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from mirrorapp.config import Slug
from mirrorapp.journal.exchange import document, keys
from mirrorapp.journal.exchange.keys import Row

_NAMED: dict[Any, str] = {
    keys.Moment: "time: ISO 8601 with its offset from UTC", keys.Day: "day: ISO 8601",
    keys.Whole: "whole number", keys.Place: "whole number, 1 or more",
    Slug: "1 to 32 of a-z, 0-9, - and _", keys.Uuid: "text, 1 to 64 characters",
    keys.Pain: "whole number, 0 to 10", bool: "true, false", int: "whole number",
    float: "number", str: "text"}
_BEGIN = """\
# Data dictionary

What `mirrorapp export` writes. Made by
`python -m mirrorapp.journal.exchange.dictionary`; what the numbers are worth is said in
docs/measurement.md and docs/accuracy.md. All of it observes, and diagnoses nothing.

Left and right are the user's own. “1” as a unit: a plain fraction.

## CSV

UTF-8 with a byte order mark, commas, lines that end in CR LF (RFC 4180), a decimal point. An empty
cell is what null is below. Entries of a list in one cell are separated by “; ”, an exercise and its
number of sets, or a reason and its seconds, by a space. Text that a spreadsheet would take for a
formula has an apostrophe before it. Sessions are in the order in which they were begun; one is told
by its `session_uuid`.
"""
_JSON = f"""
## JSON

One object. It is laid out a row to a line, and `mirrorapp import` reads it so: leave the lines as
they are. First come the keys of its head, then a list of each kind of row, then `counts`: how many
rows there are of each. Numbers are those of the journal to the last digit. Format
{document.SCHEMA}; a program that knows only an older one refuses it, older formats are taken in.
"""


def text() -> str:
    """All of it, as Markdown."""
    return "\n".join((_BEGIN, *_sheets(), _JSON, *_rows("the head", document.Head),
                      *(line for name, model in document.SECTIONS.items()
                        for line in _with_parts(name, model)))) + "\n"


def _sheets() -> Iterator[str]:
    from mirrorapp.journal.exchange.sheets import SHEETS  # it writes this text beside its sheets

    for name, sheet in SHEETS.items():
        yield f"### {name}.csv\n\nA line is {sheet.about}.\n"
        yield from _table((each.name, each.of, each.key, each.empty) for each in sheet.columns)


def _with_parts(name: str, model: type[Row]) -> Iterator[str]:
    yield from _rows(name, model)
    for part, of in model.parts.items():
        yield from _with_parts(f"{name}.{part}", of)


def _rows(name: str, model: type[BaseModel]) -> Iterator[str]:
    yield f"### {name}\n\n{' '.join((model.__doc__ or '').split())}\n"
    yield from _table((each, model, each, "") for each in model.model_fields)


def _table(entries: Any) -> Iterator[str]:
    yield "| name | meaning | unit | allowed | null |"
    yield "|---|---|---|---|---|"
    for name, model, key, null in entries:
        info: FieldInfo = model.model_fields[key]
        more = info.json_schema_extra
        assert isinstance(more, dict)  # noqa: S101 - every key is made by `keys.key`
        kind = get_type_hints(model, include_extras=True)[key]
        yield f"| `{name}` | {info.description} | {more['unit']} | {_allowed(kind)} " \
              f"| {null or more['null'] or 'never'} |"
    yield ""


def _allowed(kind: Any) -> str:
    inner = [each for each in get_args(kind) if each is not NoneType]
    if kind in _NAMED:
        return _NAMED[kind]
    if get_origin(kind) in (Annotated, Union, UnionType):
        return ", ".join(map(_allowed, inner[:1] if get_origin(kind) is Annotated else inner))
    if get_origin(kind) is dict:
        return f"object: {_allowed(inner[0])} to {_allowed(inner[1])}"
    if get_origin(kind) is tuple:
        return _listed(inner)
    if issubclass(kind, Enum):
        return ", ".join(str(each.value) for each in kind)
    return "objects, see below"


def _listed(inner: list[Any]) -> str:
    if inner[-1] is Ellipsis:
        return f"list: {_allowed(inner[0])}"
    return f"[{', '.join(map(_allowed, inner))}]"


if __name__ == "__main__":
    sys.stdout.write(text())
