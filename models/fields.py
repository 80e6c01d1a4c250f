"""Fields: the kinds of values that a document can have, each taken from the file by a function of its own."""

import re
from collections.abc import Callable
from datetime import date
from typing import Annotated, Final, TypeVar

from pydantic import BeforeValidator, PlainValidator, ValidationInfo, WithJsonSchema
from pydantic_core import PydanticCustomError
from typing_extensions import TypeAliasType

from milepost.models.calendar import EARLIEST, check_country, week_of
from milepost.models.distributions import Constant, Distribution
from milepost.models.link import NOWHERE, Link
from milepost.models.milestone import Level
from milepost.models.quantity import QUANTITY_SCHEMA, QuantityError, quantity_of
from milepost.models.scalar import date_of, shown, text_of

T = TypeVar("T")

_ID: Final = "[A-Za-z0-9_-]+"
_LINK: Final = rf"^\s*{_ID}(\s+(FS|SS|FF|SF)\s*([+-]\s*[0-9]+(\.[0-9]+)?)?)?\s*$"


def _id_of(value: object) -> str:
    if not isinstance(value, str) or not re.fullmatch(_ID, value):
        hint = ": `<<` does not merge in YAML 1.2, write the keys out" if value == "<<" else ""
        raise ValueError(f"{shown(value)} is no id{hint or ': use letters A to Z, digits, _ and -'}")
    return str(value)


def _link_of(value: object) -> Link:
    if isinstance(value, dict) and len(value) == 1:
        raise ValueError("a mapping is no link: leave the colon out, as in 'design SS+5'")
    return Link.parse(text_of(value))


def _item_of(value: object) -> str:
    text = text_of(value)
    if not text:
        raise ValueError("an empty item: write text, or take it out")
    return text


def _level_of(value: object) -> Level:
    if value not in tuple(Level):
        raise ValueError(f"{shown(value)} is no level: write major or minor")
    return Level(str(value))


def _workdays_of(value: object) -> str:
    text = text_of(value)
    week_of(text)
    return text


def _country_of(value: object) -> str:
    text = text_of(value)
    check_country(text)
    return text


def optional(read: Callable[[object], T], empty: T) -> PlainValidator:
    """Take a value by a function that raises ValueError; a key with nothing behind it counts as left out."""

    def take(value: object) -> T:
        return empty if value is None else attempt(read, value)

    return PlainValidator(take)


def needed(read: Callable[[object], T], stand_in: T) -> PlainValidator:
    """Take a value that must be there; while the rest of a broken file is checked something stands in for it."""

    def take(value: object, info: ValidationInfo) -> T:
        if value is None and info.context is None:
            raise PydanticCustomError("empty", "nothing stands here")
        return stand_in if value is None else attempt(read, value)

    return PlainValidator(take)


def attempt(read: Callable[[object], T], value: object) -> T:
    """Take a value by a function, and hand its ValueError on to pydantic, with the place within the value."""
    try:
        return read(value)
    except ValueError as error:
        at, on_key = (error.at, error.on_key) if isinstance(error, QuantityError) else ((), False)
        context = {"message": str(error), "at": at, "on_key": on_key}
        raise PydanticCustomError("value", "{message}", context) from None


_EMPTY_LIST: Final = BeforeValidator(lambda value: [] if value is None else value)
_TEXT: Final = WithJsonSchema({"type": "string"})
_DATE: Final = WithJsonSchema({"type": "string", "format": "date"})

Id = Annotated[
    str,
    PlainValidator(lambda value: attempt(_id_of, value)),
    WithJsonSchema({"type": "string", "pattern": f"^{_ID}$"}),
]
Text = Annotated[str, optional(text_of, ""), _TEXT]
TextOrNone = Annotated[str | None, optional(text_of, None), _TEXT]
Item = Annotated[str, needed(_item_of, ""), _TEXT]
Items = Annotated[list[Item], _EMPTY_LIST]
Day = Annotated[date, needed(date_of, EARLIEST), _DATE]
DayOrNone = Annotated[date | None, optional(date_of, None), _DATE]
Days = Annotated[list[Day], _EMPTY_LIST]
Workdays = Annotated[str, optional(_workdays_of, "Mon-Fri"), _TEXT]
Country = Annotated[str | None, optional(_country_of, None), _TEXT]
MilestoneLevel = Annotated[Level, optional(_level_of, Level.MAJOR), WithJsonSchema({"enum": list(Level)})]
LinkText = Annotated[
    Link, needed(_link_of, Link(predecessor=NOWHERE)), WithJsonSchema({"type": "string", "pattern": _LINK})
]
Links = Annotated[list[LinkText], _EMPTY_LIST]
Quantity = TypeAliasType(
    "Quantity",
    Annotated[Distribution, needed(quantity_of, Constant(value=1.0)), WithJsonSchema(QUANTITY_SCHEMA)],
)
