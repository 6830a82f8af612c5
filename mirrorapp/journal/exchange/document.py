"""The JSON file: one object, laid out a row to a line, so that it is read and written in passing.

    {"mirrorapp_journal": 1, …,
    "calibrations": [
    {…},
    {…}
    ],
    …
    "counts": {…}}
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import BinaryIO, NoReturn, TextIO

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from mirrorapp.journal import schema
from mirrorapp.journal.exchange.done import Calibration, Session
from mirrorapp.journal.exchange.errors import ExchangeError
from mirrorapp.journal.exchange.keys import Day, Moment, Row, key
from mirrorapp.journal.exchange.people import Acknowledgement, Profile, Screening, SkippedDay

SCHEMA = 2
"""Grows whenever a key comes, goes or means something else. Files of every format so far come in:
a key that came later has a default."""
LONGEST_LINE = 16 * 2**20
"""Bytes; a session of four hours without a rest has less than 1 MB."""
SECTIONS: Mapping[str, type[Row]] = {
    "calibrations": Calibration, "profiles": Profile, "screenings": Screening,
    "acknowledgements": Acknowledgement, "skipped_days": SkippedDay, "sessions": Session}
"""In this order: what others name comes before them."""

_AS_EXPORTED = "Import the file as it was exported; nothing was changed."
_COUNTS = TypeAdapter(dict[str, int])


class Head(BaseModel):
    """What the file says of itself, in its first line."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    mirrorapp_journal: int = key("version of this format")
    layout: int = key("layout of the journal that it is from (docs/journal.md)")
    app: str = key("version of the program that wrote it")
    exported: Moment = key("when it was written")
    profile: str | None = key("whose it is", null="everybody's")
    first: Day | None = key("sessions begun before that day are not in it", null="from the first")
    last: Day | None = key("sessions begun after that day are not in it", null="to the last")


class _Kind(BaseModel):
    """As much of a head as every version has."""

    mirrorapp_journal: int = Field(ge=1)


def write(file: TextIO, head: Head,
          sections: Iterable[tuple[str, Iterable[Row]]]) -> dict[str, int]:
    """Write it; how many rows there were of each section. Raises `OSError`."""
    counts = {}
    file.write(f"{head.model_dump_json()[:-1]},\n")
    for name, rows in sections:
        file.write(f'"{name}": [')
        number = 0
        for number, row in enumerate(rows, start=1):
            file.write(f"{',' if number > 1 else ''}\n{row.model_dump_json()}")
        file.write("\n],\n")
        counts[name] = number
    file.write(f'"counts": {_COUNTS.dump_json(counts).decode()}}}\n')
    return counts


class Reader:
    """Reads such a file. `line`: which one it is at, from 1."""

    def __init__(self, file: BinaryIO, name: str) -> None:
        self.line = 0
        self._file, self._name = file, name

    def rows(self) -> Iterator[Row]:
        """Each row, valid in itself. Raises `ExchangeError`, where it is cut off only at the end,
        and `OSError`.
        """
        self._head()
        counts = {}
        for name, model in SECTIONS.items():
            self._expect(f'"{name}": [')
            counts[name] = 0
            while (line := self._next()) not in (b"]", b"],"):
                try:
                    yield model.model_validate_json(line.removesuffix(b","), strict=True)
                except ValidationError as error:
                    self.refuse(first(error))
                counts[name] += 1
        self._expect(f'"counts": {_COUNTS.dump_json(counts).decode()}}}')
        if self._file.read(1):
            self.refuse("something follows the end")

    def refuse(self, why: str) -> NoReturn:
        """Raises `ExchangeError` for the line that it is at."""
        raise ExchangeError(f"{self._name}, line {self.line}: {why}.", _AS_EXPORTED)

    def _head(self) -> None:
        line = self._next().removesuffix(b",") + b"}"
        try:
            kind = _Kind.model_validate_json(line).mirrorapp_journal
        except ValidationError:
            raise ExchangeError(
                f"{self._name} is no journal that mirrorapp exported as JSON, or its lines are no "
                "longer as they were.", _AS_EXPORTED) from None
        if kind > SCHEMA:
            self._refuse_newer(f"format {kind}, this one knows {SCHEMA}")
        try:
            head = Head.model_validate_json(line, strict=True)
        except ValidationError as error:
            self.refuse(first(error))
        if head.layout > len(schema.STEPS):
            self._refuse_newer(f"layout {head.layout}, this one knows {len(schema.STEPS)}")

    def _refuse_newer(self, what: str) -> NoReturn:
        raise ExchangeError(f"{self._name} was exported by a newer mirrorapp ({what}).",
                            "Update mirrorapp; nothing was changed.")

    def _expect(self, text: str) -> None:
        if self._next() != text.encode():
            self.refuse(f"it should read {text}")

    def _next(self) -> bytes:
        self.line += 1
        line = self._file.readline(LONGEST_LINE + 1)
        if len(line) > LONGEST_LINE:
            self.refuse(f"it is longer than {LONGEST_LINE // 2**20} MB")
        if not line:
            self.refuse("the file ends here, in the middle")
        return line.rstrip(b"\r\n")


def first(error: ValidationError) -> str:
    """What is wrong first, and where."""
    found = error.errors(include_url=False, include_input=False)[0]
    where = ".".join(map(str, found["loc"]))
    return f"{where}: {found['msg']}" if where else str(found["msg"])
