"""What a row of the journal is outside of it: the base of all, and its plain values."""

from datetime import date, datetime
from typing import Annotated, Any, ClassVar

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

_MOST = 2**63 - 1  # SQLite's integers


def key(meaning: str, unit: str = "", null: str = "", default: Any = ...) -> Any:
    """One key: what it means, in which unit, and what it means that it is null. `default`: what it
    is in a file of a format that did not have it yet.
    """
    return Field(default, description=meaning, json_schema_extra={"unit": unit, "null": null})


class Row(BaseModel):
    """One row of `table`, its columns under their own names, with the rows that belong to it.

    `identity`: the columns that tell it from others. `owner`: the column that says whose part it
    is; `order`: what parts are sorted by. `parts`: fields that are rows of other tables.
    `as_text`: columns that hold JSON.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    table: ClassVar[str]
    identity: ClassVar[tuple[str, ...]] = ()
    owner: ClassVar[str] = ""
    order: ClassVar[str] = "number"
    parts: ClassVar[dict[str, type["Row"]]] = {}
    as_text: ClassVar[frozenset[str]] = frozenset()

    @classmethod
    def columns(cls) -> list[str]:
        """Those of its table that are kept under their own names."""
        return [name for name in cls.model_fields if name not in cls.parts]


def _moment(text: str) -> str:
    time = datetime.fromisoformat(text)
    if time.utcoffset() is None or time.isoformat() != text:
        raise ValueError("must be a time such as 2026-11-21T18:02:11+01:00")
    return text


def _day(text: str) -> str:
    if date.fromisoformat(text).isoformat() != text:
        raise ValueError("must be a day such as 2026-11-21")
    return text


Moment = Annotated[str, AfterValidator(_moment)]
"""ISO 8601 with its offset from UTC, exactly as the journal has it."""
Day = Annotated[str, AfterValidator(_day)]
Whole = Annotated[int, Field(ge=-_MOST - 1, le=_MOST)]
Place = Annotated[int, Field(ge=1, le=_MOST)]
Uuid = Annotated[str, Field(min_length=1, max_length=64)]
Pain = Annotated[int, Field(ge=0, le=10)]
