"""Fields: the kinds of values that a document can have, each taken from the file by a function of its own."""

import re
from collections.abc import Callable, Collection, Set
from datetime import date, timedelta
from enum import StrEnum
from typing import Annotated, Final, TypeVar
from unicodedata import normalize

from pydantic import BeforeValidator, PlainValidator, ValidationInfo, WithJsonSchema, WrapValidator
from pydantic_core import PydanticCustomError
from typing_extensions import TypeAliasType

from milepost.models.bounds import LARGEST_AMOUNT, check_count, check_money, check_share
from milepost.models.calendar import EARLIEST, LONGEST_DAY, SHORTEST_DAY, Hours, check_country, check_day, week_of
from milepost.models.distributions import Constant, Distribution
from milepost.models.file.quantity import LONGEST, QuantityError, quantity_of
from milepost.models.file.quantity_schema import quantity_schema
from milepost.models.file.reading import IdRule, is_any_id, is_whole, known_ids, wrong_ids
from milepost.models.file.scalar import date_of, moment_of, number_of, shown, text_of, truth_of
from milepost.models.group import group_of
from milepost.models.link import ID, LONGEST_ID, NOWHERE, LagCalendar, Link, LinkError
from milepost.models.milestone import LARGEST_WEIGHT, Level, MilestoneAt, check_weight
from milepost.models.money import LONGEST_TERMS, LatePer, check_total
from milepost.models.numeral import Unit
from milepost.models.orderings import MOST_CREWS, check_name
from milepost.models.progress import ProgressLogic, StartLag
from milepost.models.resource import MOST_UNITS
from milepost.models.risk import RiskState
from milepost.models.rounds import MOST_ROUNDS, check_pass_probability
from milepost.models.tolerance import LARGEST_GAP, check_gap, check_hit

T = TypeVar("T")
Word = TypeVar("Word", bound=StrEnum)

LONGEST_RANGE: Final = 366
"""Days of a range of holidays beyond which it is refused [calendar days]."""
LARGEST_FACTOR: Final = 1_000.0
"""Factor beyond which nothing is stretched [-]."""

_DAY: Final = "[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}"
_SHIFT: Final = r"\s*[0-9]{1,2}:[0-9]{2}\s*-\s*[0-9]{1,2}:[0-9]{2}\s*"
_RANGE: Final = re.compile(r" *(?:\.\.\.?|\u2013| - | to ) *")
ID_PATTERN: Final = f"^{ID}$"
_ID: Final = re.compile(ID)
LINK_PATTERN: Final = rf"^\s*{ID}(\s+(FS|SS|FF|SF)\s*([+-]\s*[0-9]+(\.[0-9]+)?(%|ed)?)?)?\s*$"


class IdError(ValueError):
    """
    A text that is not an id.

    Parameters
    ----------
    value
        What stands there.
    """

    def __init__(self, value: object) -> None:
        super().__init__(f"{shown(value)} is not an id: {id_cure(value)}")
        self.value = value


def id_cure(value: object, known: Collection[str] | None = None) -> str:
    """
    Return what to write for what is not an id: in backquotes what can be put in its place.

    Parameters
    ----------
    value
        What stands there.
    known
        The ids that can be meant; any unless given.
    """
    rule = f"use up to {LONGEST_ID} letters A to Z, digits, _ and -"
    if value == "<<":
        return "YAML 1.2 merges nothing by it; copy the keys"
    if not isinstance(value, str) or len(value) > LONGEST_ID:
        return rule
    parts = [part.strip() for part in re.split("[,;]", value)]
    if known is not None and len(parts) > 1 and all(part in known for part in parts):
        return f"list each by itself, {' and '.join(f'`{part}`' for part in parts)}"
    plain = normalize("NFKD", value).encode("ascii", "ignore").decode()
    id = re.sub("[^A-Za-z0-9_-]+", "_", plain).strip("_")
    return f"{rule}, as in `{id}`" if id and (known is None or id in known) else rule


def _id_of(value: object) -> str:
    if not isinstance(value, str) or not _ID.fullmatch(value):
        raise IdError(value)
    return str(value)


def _name_of(value: object) -> str:
    text = text_of(value)
    check_name(text)
    return text


def _link_of(value: object, known: Set[str] | None) -> Link:
    if isinstance(value, dict) and len(value) == 1:
        ((id, rest),) = value.items()
        raise LinkError(f"{id} {rest or ''}".strip(), "a key with a colon")
    return Link.parse(text_of(value), known)


def _group_of(value: object) -> str:
    return group_of(text_of(value))


def _code_of(value: object) -> str:
    text = text_of(value).strip()
    if not text:
        raise ValueError("a code without a name: give it one, as `Discipline`")
    return text


def _item_of(value: object) -> str:
    text = text_of(value)
    if not text:
        raise ValueError("an empty item: give it words, or take it out")
    return text


def _word_of(words: type[Word], otherwise: str) -> Callable[[object], Word]:
    """Return what reads one of some words, and what it says of a value that is none of them, behind that value."""

    def read(value: object) -> Word:
        if value not in tuple(words):
            raise ValueError(f"{shown(value)} {otherwise}")
        return words(str(value))

    return read


def _workdays_of(value: object) -> str:
    text = text_of(value)
    week_of(text)
    return text


def _days_of(value: object) -> tuple[date, ...]:
    """Read a date, or a range of dates with both ends, as 2026-08-03..2026-08-14."""
    text = value.strip() if isinstance(value, str) else ""
    parts = _RANGE.split(text)
    if len(parts) == 1:
        return (date_of(value),)
    ends = [date_of(part) for part in parts]
    first, last = ends[0], ends[-1]
    if abs((last - first).days) >= LONGEST_RANGE:
        raise ValueError(f"{shown(value)} has more than {LONGEST_RANGE} days: give a shorter range, or an earlier end")
    cure = f"write `{min(ends)}..{max(ends)}`"
    if len(ends) > 2 or ".." not in text:
        raise ValueError(f"{shown(value)} is not a range of dates: {cure}")
    if last < first:
        raise ValueError(f"{shown(value)} ends before it begins: {cure}")
    return tuple(first + timedelta(days=k) for k in range((last - first).days + 1))


def _hours_of(value: object) -> Hours | tuple[Hours | None, ...]:
    """Read the hours of each working day, or by day of the week from Monday on; none of days that are not named."""
    if not isinstance(value, dict):
        return Hours.parse(text_of(value))
    by_day: list[Hours | None] = [None] * 7
    for key, text in value.items():
        hours = _within(_shifts_of, text, key)
        week = _within(lambda named: week_of(named, "hours"), key, key, on_key=True)
        if any(worked and before is not None for worked, before in zip(week, by_day, strict=True)):
            message = f"{shown(key)} has a day that has hours already: name each day of the week once"
            raise QuantityError(message, (key,), on_key=True)
        by_day = [hours if worked else before for worked, before in zip(week, by_day, strict=True)]
    if not value:
        raise ValueError("hours of no day: a calendar that never works; name days, as in `{Mon-Fri: '07:00-15:00'}`")
    return tuple(by_day)


def _shifts_of(value: str | None) -> Hours:
    if value is None:
        raise ValueError("nothing says when is worked: write the shifts, as `07:00-15:00`, or leave out a day off")
    return Hours.parse(text_of(value))


def _within(read: Callable[[str], T], value: str, key: str, *, on_key: bool = False) -> T:
    """Take what stands under a key of a field, or the key itself, and say of its error where it is."""
    try:
        return read(value)
    except ValueError as error:
        raise QuantityError(str(error), (key,), on_key=on_key) from None


def _day_said_of(value: object) -> float | Hours:
    """Read how much of a day is worked, or when."""
    if isinstance(value, str) and ":" in value:
        return Hours.parse(value)
    return share_of("part of a day")(value)


def _country_of(value: object) -> str:
    text = text_of(value)
    check_country(text)
    return text


def checked(check: Callable[[float], None], unit: Unit = Unit.NUMBER) -> Callable[[object], float]:
    """Read a number that a function of the model has to agree with."""

    def fits(number: float) -> bool:
        try:
            check(number)
        except ValueError:
            return False
        return True

    def read(value: object) -> float:
        number = number_of(value, unit, fits)
        check(number)
        return number

    return read


def counted(what: str, lowest: int, highest: int) -> Callable[[object], int]:
    """Read a whole number within bounds."""
    read = checked(lambda number: check_count(what, number, lowest, highest))
    return lambda value: int(read(value))


def share_of(what: str) -> Callable[[object], float]:
    """Read a share of a whole."""
    return checked(lambda number: check_share(what, number), Unit.SHARE)


def optional(read: Callable[[object], T], empty: T) -> PlainValidator:
    """Take a value by a function that raises ValueError; a key with nothing behind it counts as left out."""

    def take(value: object) -> T:
        return empty if value is None else attempt(read, value)

    return PlainValidator(take)


def needed(read: Callable[[object], T], stand_in: T) -> PlainValidator:
    """Take a value that must be there; while the rest of a broken file is checked something stands in for it."""
    return PlainValidator(lambda value, info: _needed(read, stand_in, value, info))


def _needed(read: Callable[[object], T], stand_in: T, value: object, info: ValidationInfo) -> T:
    if value is None and is_whole(info):
        raise PydanticCustomError("empty", "nothing stands here")
    return stand_in if value is None else attempt(read, value)


def attempt(read: Callable[[object], T], value: object) -> T:
    """Take a value by a function, and hand its ValueError on to pydantic, with what the reader needs to tell of it."""
    try:
        return read(value)
    except LinkError as error:
        raise PydanticCustomError("link", "no link", {"text": error.text, "what": error.what}) from None
    except IdError as error:
        raise PydanticCustomError("id", "no id", {"value": error.value}) from None
    except ValueError as error:
        at, on_key = (error.at, error.on_key) if isinstance(error, QuantityError) else ((), False)
        context = {"message": str(error), "at": at, "on_key": on_key}
        raise PydanticCustomError("value", "{message}", context) from None


def _left_out(empty: Distribution) -> WrapValidator:
    """Let a key with nothing behind it count as left out, where elsewhere it is needed."""
    return WrapValidator(lambda value, take: empty if value is None else take(value))


def _whole(lowest: int, highest: int) -> WithJsonSchema:
    return WithJsonSchema({"type": "integer", "minimum": lowest, "maximum": highest})


NOTHING_IS_NO_LIST: Final = BeforeValidator(lambda value: [] if value is None else value)
_TEXT: Final = WithJsonSchema({"type": "string"})
_DATE: Final = WithJsonSchema({"type": "string", "format": "date"})
_MOMENT: Final = WithJsonSchema({"type": "string", "pattern": f"^{_DAY}([ T]+[0-9]{{1,2}}:[0-9]{{2}})?$"})
_HOURS: Final = {"type": "string", "pattern": rf"^{_SHIFT}(,{_SHIFT})*$"}
_ID_SCHEMA: Final = WithJsonSchema({"type": "string", "pattern": ID_PATTERN})
_SHARE: Final = WithJsonSchema({"type": "number", "minimum": 0, "maximum": 1})
_AMOUNT: Final = {"type": "number", "minimum": 0, "maximum": LARGEST_AMOUNT}
_WEIGHT: Final = WithJsonSchema({"type": "number", "minimum": 0, "maximum": LARGEST_WEIGHT})
_ABOVE_NOTHING: Final = {"type": "number", "exclusiveMinimum": 0}


def _known_id_of(value: object, info: ValidationInfo) -> str:
    """Take an id, or one that is known to be none: while the rest of a broken file is checked it stays what it is."""
    known = isinstance(value, str) and value in wrong_ids(info)
    return str(value) if known or is_any_id(value, info) else attempt(_id_of, value)


def _listed_id_of(value: object, info: ValidationInfo) -> str:
    """Take an id in a list, or something in its place while the rest of a broken file is checked."""
    if is_any_id(value, info):
        return str(value)
    return _needed(_id_of, NOWHERE, value, info)


def _id_or_none_of(value: object, info: ValidationInfo) -> str | None:
    """Take an id; a key with nothing behind it counts as left out."""
    return None if value is None else _listed_id_of(value, info)


def _known_link_of(value: object, info: ValidationInfo) -> Link:
    """Take a link, of which an id of the plan that may be any text is the beginning."""
    return _needed(lambda said: _link_of(said, known_ids(info)), Link(predecessor=NOWHERE), value, info)


Id = Annotated[str, PlainValidator(_known_id_of), _ID_SCHEMA]
Name = Annotated[str, PlainValidator(lambda value: attempt(_name_of, value)), _TEXT]
Text = Annotated[str, optional(text_of, ""), _TEXT]
TextOrNone = Annotated[str | None, optional(text_of, None), _TEXT]
Item = Annotated[str, needed(_item_of, ""), _TEXT]
Items = Annotated[list[Item], NOTHING_IS_NO_LIST]
Group = Annotated[str, optional(_group_of, ""), _TEXT]
Code = Annotated[str, PlainValidator(lambda value: attempt(_code_of, value)), _TEXT]
Day = Annotated[date, needed(date_of, EARLIEST), _DATE]
DayOrNone = Annotated[date | None, optional(date_of, None), _DATE]
Moment = Annotated[date, needed(moment_of, EARLIEST), _MOMENT]
MomentOrNone = Annotated[date | None, optional(moment_of, None), _MOMENT]
DayRange = Annotated[
    tuple[date, ...], needed(_days_of, ()), WithJsonSchema({"type": "string", "pattern": f"^{_DAY}(\\.\\.{_DAY})?$"})
]
DayRanges = Annotated[list[DayRange], NOTHING_IS_NO_LIST]
DayKey = Annotated[
    date,
    PlainValidator(lambda value: attempt(date_of, value)),
    WithJsonSchema({"type": "string", "pattern": f"^{_DAY}$"}),
]
DaySaid = Annotated[
    float | Hours,
    needed(_day_said_of, 1.0),
    WithJsonSchema({"anyOf": [{"type": "number", "minimum": 0, "maximum": 1}, _HOURS]}),
]
HoursSaid = Annotated[
    Hours | tuple[Hours | None, ...] | None,
    optional(_hours_of, None),
    WithJsonSchema({"anyOf": [_HOURS, {"type": "object", "additionalProperties": _HOURS, "minProperties": 1}]}),
]
DayLength = Annotated[
    float | None,
    optional(checked(check_day), None),
    WithJsonSchema({"type": "number", "minimum": SHORTEST_DAY, "maximum": LONGEST_DAY}),
]
Workdays = Annotated[str | None, optional(_workdays_of, None), _TEXT]
Country = Annotated[str | None, optional(_country_of, None), _TEXT]
AtEnd = Annotated[
    MilestoneAt,
    optional(
        _word_of(
            MilestoneAt,
            "is not an end of a day: write `start` where it begins what comes next, or `finish` where it ends what "
            "comes before",
        ),
        MilestoneAt.FINISH,
    ),
    WithJsonSchema({"enum": list(MilestoneAt)}),
]
Late = Annotated[
    LatePer,
    optional(
        _word_of(LatePer, "is not a day that lateness counts by: write `working day` or `calendar day`"),
        LatePer.WORKING_DAY,
    ),
    WithJsonSchema({"enum": list(LatePer)}),
]
IdsAre = Annotated[
    IdRule,
    optional(_word_of(IdRule, "does not say what ids are made of: write `plain` or `printable`"), IdRule.PLAIN),
    WithJsonSchema({"enum": list(IdRule)}),
]
Lags = Annotated[
    LagCalendar,
    optional(
        _word_of(
            LagCalendar,
            "is not a calendar that lags are counted by: write `project`, `predecessor`, `successor` or `every_day`",
        ),
        LagCalendar.PROJECT,
    ),
    WithJsonSchema({"enum": list(LagCalendar)}),
]
Logic = Annotated[
    ProgressLogic,
    optional(
        _word_of(ProgressLogic, "does not say what holds work under way: write `retained` or `override`"),
        ProgressLogic.RETAINED,
    ),
    WithJsonSchema({"enum": list(ProgressLogic)}),
]
LagOfStart = Annotated[
    StartLag,
    optional(_word_of(StartLag, "does not say from when such lags count: write `start` or `rest`"), StartLag.START),
    WithJsonSchema({"enum": list(StartLag)}),
]
State = Annotated[
    RiskState | None,
    optional(_word_of(RiskState, "is not a state: give open, closed or occurred"), None),
    WithJsonSchema({"enum": list(RiskState)}),
]
MilestoneLevel = Annotated[
    Level,
    optional(_word_of(Level, "is not a level: write `major` or `minor`"), Level.MAJOR),
    WithJsonSchema({"enum": list(Level)}),
]
LinkText = Annotated[Link, PlainValidator(_known_link_of), WithJsonSchema({"type": "string", "pattern": LINK_PATTERN})]
Links = Annotated[list[LinkText], NOTHING_IS_NO_LIST]
IdItem = Annotated[str, PlainValidator(_listed_id_of), _ID_SCHEMA]
Ids = Annotated[list[IdItem], NOTHING_IS_NO_LIST]
IdOrNone = Annotated[str | None, PlainValidator(_id_or_none_of), _ID_SCHEMA]
Truth = Annotated[bool, optional(truth_of, False), WithJsonSchema({"type": "boolean"})]
TruthUnlessSaid = Annotated[bool, optional(truth_of, True), WithJsonSchema({"type": "boolean"})]

Share = Annotated[float, optional(share_of("share"), 0.0), _SHARE]
Probability = Annotated[float, needed(share_of("probability"), 0.5), _SHARE]
ProbabilityOrNone = Annotated[float | None, optional(share_of("probability"), None), _SHARE]
Rho = Annotated[float, needed(share_of("correlation"), 0.0), _SHARE]
PassProbability = Annotated[
    float, needed(checked(check_pass_probability, Unit.SHARE), 1.0), WithJsonSchema(_ABOVE_NOTHING | {"maximum": 1})
]
RoundCount = Annotated[int, needed(counted("rounds", 1, MOST_ROUNDS), 1), _whole(1, MOST_ROUNDS)]
RoundsDone = Annotated[int | None, optional(counted("rounds", 0, MOST_ROUNDS), None), _whole(0, MOST_ROUNDS)]
CrewCount = Annotated[int, optional(counted("crews", 1, MOST_CREWS), 1), _whole(1, MOST_CREWS)]
UnitCount = Annotated[int, needed(counted("units", 1, MOST_UNITS), MOST_UNITS), _whole(1, MOST_UNITS)]
UnitsNeeded = Annotated[int, needed(counted("units", 1, MOST_UNITS), 1), _whole(1, MOST_UNITS)]
Terms = Annotated[int, optional(counted("days", 0, LONGEST_TERMS), 0), _whole(0, LONGEST_TERMS)]
Weight = Annotated[float | None, optional(checked(check_weight), None), _WEIGHT]
Money = Annotated[float, optional(checked(check_money, Unit.MONEY), 0.0), WithJsonSchema(_AMOUNT)]
MoneyOrNone = Annotated[float | None, optional(checked(check_money, Unit.MONEY), None), WithJsonSchema(_AMOUNT)]
MoneyNeeded = Annotated[float, needed(checked(check_money, Unit.MONEY), 0.0), WithJsonSchema(_AMOUNT)]
Total = Annotated[
    float | None,
    optional(checked(check_total, Unit.MONEY), None),
    WithJsonSchema(_ABOVE_NOTHING | {"maximum": LARGEST_AMOUNT}),
]
Hit = Annotated[
    float | None,
    optional(checked(check_hit, Unit.SHARE), None),
    WithJsonSchema(_ABOVE_NOTHING | {"exclusiveMaximum": 1}),
]
Gap = Annotated[
    float | None,
    optional(checked(check_gap, Unit.SHARE), None),
    WithJsonSchema(_ABOVE_NOTHING | {"maximum": LARGEST_GAP}),
]

Quantity = TypeAliasType(
    "Quantity",
    Annotated[
        Distribution,
        needed(quantity_of, Constant(value=1.0)),
        WithJsonSchema(quantity_schema("Quantity", LONGEST)),
    ],
)
Factor = TypeAliasType(
    "Factor",
    Annotated[
        Distribution,
        needed(lambda value: quantity_of(value, LARGEST_FACTOR, Unit.FACTOR), Constant(value=1.0)),
        WithJsonSchema(quantity_schema("Factor", LARGEST_FACTOR)),
    ],
)
Price = TypeAliasType(
    "Price",
    Annotated[
        Distribution,
        needed(lambda value: quantity_of(value, LARGEST_AMOUNT, Unit.MONEY), Constant(value=0.0)),
        WithJsonSchema(quantity_schema("Price", LARGEST_AMOUNT)),
    ],
)
QuantityOrNone = Annotated[
    Distribution | None, optional(quantity_of, None), WithJsonSchema(quantity_schema("Quantity", LONGEST))
]
Shift = TypeAliasType(
    "Shift",
    Annotated[
        Distribution,
        needed(lambda value: quantity_of(value, signed=True), Constant(value=0.0)),
        WithJsonSchema(quantity_schema("Shift", LONGEST, signed=True)),
    ],
)
Charge = TypeAliasType(
    "Charge",
    Annotated[
        Distribution,
        needed(lambda value: quantity_of(value, LARGEST_AMOUNT, Unit.MONEY, signed=True), Constant(value=0.0)),
        WithJsonSchema(quantity_schema("Charge", LARGEST_AMOUNT, signed=True)),
    ],
)
Cost = Annotated[Price, _left_out(Constant(value=0.0))]
Delay = Annotated[Shift, _left_out(Constant(value=0.0))]
Stretch = Annotated[Factor, _left_out(Constant(value=1.0))]
Impact = Annotated[Charge, _left_out(Constant(value=0.0))]
