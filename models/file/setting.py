"""Settings: values put in the place of what a scenario file says, as people write them."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

from milepost.models.file.change import Operator
from milepost.models.file.document import OF_FILE, Document
from milepost.models.file.reading import IDS
from milepost.models.file.scalar import check_size, decimal_of
from milepost.models.file.source import NULLS, Plain, Source
from milepost.models.numeral import Unit, cure
from milepost.models.problem import KeyPath, ScenarioError, cut
from milepost.models.spelling import Spelling

MOST_VALUES: Final = 100_000
"""Values of one sweep beyond which it is refused."""
BY_ID: Final = ("tasks", "milestones", "risks", "ranges", "resources", "calendars")
"""Parts that a plan has by id."""

_BARE: Final = r"[\w-]*\w"
_KEY: Final = re.compile(_BARE, re.ASCII)
_SETTING: Final = re.compile(
    rf'\s*(?P<path>[A-Za-z_]\w*(?:\.(?:{_BARE}|"[^"]+"))*)\s*(?P<operator>[+*]?=)(?P<value>.*)', re.ASCII | re.DOTALL
)
_KEYS: Final = re.compile(rf'({_BARE})|"([^"]+)"', re.ASCII)
_RANGE: Final = re.compile(r"([-+.\deE]+):([-+.\deE]+):([-+.\deE]+)", re.ASCII)
_HALF_RANGE: Final = re.compile(r"[-+.\deE]+(:[-+.\deE]*)+", re.ASCII)
_THREE_NUMBERS: Final = "write a range as three numbers, from:to:step, as `0.1:0.9:0.2`"


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """
    A value for a part of a scenario.

    Parameters
    ----------
    path
        The keys that lead to the part, as `("risks", "hr_demand", "probability")`.
    value
        What is put there, or added to what is there, or multiplies it, as a `Source` gives it.
    operator
        Which of the three.

    Raises
    ------
    ValueError
        When something is to be added or to multiply that is not a number, or is a negative factor.
    """

    path: tuple[str, ...]
    value: Any
    operator: Operator = Operator.PUT

    def __post_init__(self) -> None:
        if self.operator is not Operator.PUT:
            try:
                number = decimal_of(self.value)
            except ValueError as error:
                unit = Unit.FACTOR if self.operator is Operator.SCALE else Unit.NUMBER
                raise ValueError(f"{error}: {cure(str(self.value), unit, lambda _: True)}") from None
            if self.operator is Operator.SCALE and number < 0:
                raise ValueError(f"{number:f} is negative: give a factor of 0 or more")

    @property
    def dotted(self) -> str:
        """Return the path as people write it."""
        return dotted(self.path)

    @property
    def name(self) -> str:
        """Return what it is of: the path, with the operator where the value is relative to what stands there."""
        return self.dotted if self.operator is Operator.PUT else f"{self.dotted}{self.operator}"

    def takes_out(self, id: str) -> bool:
        """Return whether it takes out the task, milestone or other part of an id."""
        return self.value is None and len(self.path) == 2 and self.path[0] in BY_ID and self.path[1] == id

    @property
    def text(self) -> str:
        """Return the value as YAML on one line."""
        return flow(self.value)

    def __str__(self) -> str:
        return f"{self.dotted}{self.operator}{self.text}"


def dotted(path: Iterable[str]) -> str:
    """
    Write a path as people do: keys with dots between them, and one that has other signs between quotes.

    Examples
    --------
    >>> dotted(["tasks", "A1000.10", "duration"])
    'tasks."A1000.10".duration'
    """
    return ".".join(key if _KEY.fullmatch(key) else f'"{key}"' for key in path)


def keys_of(dotted: str) -> tuple[str, ...]:
    """Return the keys of a path as people write it."""
    return tuple(bare or quoted for bare, quoted in _KEYS.findall(dotted))


def parse_setting(text: str) -> Setting:
    """
    Read one setting, as `budget.burn=2600`, `budget.burn+=200` or `budget.burn*=1.1`; the value is YAML.

    Raises
    ------
    ValueError
        When it is none.
    """
    path, operator, values = _parts(text)
    found = _values(values, text)
    if not found:
        cure = ", or null to take the part out" if operator is Operator.PUT else ""
        raise ValueError(f"{cut(text)!r} gives no value: put one behind the ={cure}")
    if len(found) > 1:
        raise ValueError(f"{cut(text)!r} gives {len(found)} values: sweep over them, or put a list between [ and ]")
    return _settings(path, operator, found, text)[0]


def parse_sweep(text: str) -> tuple[Setting, ...]:
    """
    Read a sweep: values between commas, or `from:to:step` with both ends.

    Raises
    ------
    ValueError
        When it is none, or has more values than anybody would want.

    Examples
    --------
    >>> [setting.text for setting in parse_sweep("risks.bug.probability=0.1:0.4:0.1")]
    ['0.1', '0.2', '0.3', '0.4']
    >>> [setting.text for setting in parse_sweep("tasks.build.duration=[20,30,40],[30,40,60]")]
    ['[20, 30, 40]', '[30, 40, 60]']
    """
    path, operator, values = _parts(text)
    steps = _RANGE.fullmatch(values.strip())
    if not steps and _HALF_RANGE.fullmatch(values.strip()):
        raise ValueError(f"{cut(text)!r}: {_THREE_NUMBERS}")
    found = _steps(steps, text) if steps else _values(values, text)
    if not found:
        name = f"{dotted(path)}{operator}"
        raise ValueError(f"{cut(text)!r} gives no value: write `{name}1,2,3` or `{name}0.1:0.9:0.2`")
    written = [flow(value) for value in found]
    twice = next((value for value in written if written.count(value) > 1), None) if len(found) < 1000 else None
    if twice is not None:
        raise ValueError(f"{cut(text)!r} gives {cut(twice)} twice: leave one out")
    return _settings(path, operator, found, text)


def check_apart(settings: Sequence[Setting]) -> None:
    """
    See that no setting replaces what an earlier one has set, of which nothing would be left.

    Raises
    ------
    ValueError
        When one does.
    """
    for index, setting in enumerate(settings):
        if setting.operator is Operator.PUT:
            for earlier in settings[:index]:
                if earlier.path == setting.path:
                    raise ValueError(f"{setting.dotted} is given twice: leave one of them out")
                if earlier.path[: len(setting.path)] == setting.path:
                    raise ValueError(f"{setting.dotted} replaces what {earlier.dotted} sets: leave one of them out")


def leads_to(setting: Setting, path: KeyPath) -> bool:
    """Return whether a part of a scenario is what a setting gives, or lies below it."""
    return tuple(map(str, path[: len(setting.path)])) == setting.path


def _settings(path: tuple[str, ...], operator: Operator, values: Iterable[Any], text: str) -> tuple[Setting, ...]:
    try:
        return tuple(Setting(path=path, value=value, operator=operator) for value in values)
    except ValueError as error:
        raise ValueError(f"{cut(text)!r}: {error}") from None


def _parts(text: str) -> tuple[tuple[str, ...], Operator, str]:
    found = _SETTING.fullmatch(text)
    if found is None:
        raise ValueError(
            f"{cut(text)!r} is not a setting: write PATH=VALUE, as `risks.hr_demand.probability=0.3`, PATH+=NUMBER, "
            "negative to take away, or PATH*=FACTOR"
        )
    path = keys_of(found["path"])
    if path[0] not in (
        keys := [key for key in Document.model_fields if key not in {*OF_FILE, IDS}]
    ):  # that is no part of the plan
        hint = Spelling(keys).hint(path[0]) or f"; known are {', '.join(keys)}"
        raise ValueError(f"{cut(text)!r}: a plan has no {cut(path[0])!r}{hint}")
    return path, Operator(found["operator"]), found["value"]


def _steps(steps: re.Match[str], text: str) -> list[Plain]:
    """Count in decimals, so that the values are those that people would write."""
    first, last, step = steps.groups()
    low, high, by = (_decimal(number, text) for number in (first, last, step))
    if by == 0:
        raise ValueError(f"{cut(text)!r}: steps of {step} lead nowhere: take longer ones")
    if (high - low) / by < 0:
        turned = step.removeprefix("-") if step.startswith("-") else f"-{step.removeprefix('+')}"
        raise ValueError(
            f"{cut(text)!r}: steps of {step} do not lead from {first} to {last}: write `{first}:{last}:{turned}`"
        )
    count = int((high - low) / by) + 1
    if count > MOST_VALUES:
        raise ValueError(f"{cut(text)!r} gives {count:,} values, more than {MOST_VALUES:,}: take longer steps")
    return [Plain(f"{(low + by * k).normalize():f}") for k in range(count)]


def _decimal(number: str, text: str) -> Decimal:
    try:
        value = Decimal(number)
        check_size(float(value), number)
    except ArithmeticError:
        raise ValueError(f"{cut(text)!r}: {_THREE_NUMBERS}") from None
    except ValueError as error:
        raise ValueError(f"{cut(text)!r}: {error}") from None
    return value


def _values(text: str, whole: str) -> list[Any]:
    try:
        source = Source(Path("value"), f"[{text}]")
    except ScenarioError as error:
        raise ValueError(f"{cut(whole)!r}: {error.problems[0].message}") from None
    if source.problems:
        raise ValueError(f"{cut(whole)!r}: {source.problems[0].message}")
    return [None if type(value) is Plain and value in NULLS else value for value in source.data or ()]


def flow(value: Any, *, within: bool = False) -> str:
    """
    Write plain data as YAML on one line, perhaps within brackets.

    Examples
    --------
    >>> flow({"name": Plain("Line managers decide, not HR"), "probability": Plain("0.4")})
    "{name: 'Line managers decide, not HR', probability: 0.4}"
    """
    if value is None:
        return "null"
    if isinstance(value, dict):
        entries = ((flow(Plain(key), within=True), flow(item, within=True)) for key, item in value.items())
        return f"{{{', '.join(f'{key}: {item}' for key, item in entries)}}}"
    if isinstance(value, list):
        return f"[{', '.join(flow(item, within=True) for item in value)}]"
    if type(value) is Plain and not (within and set(value) & set(",[]{}")):
        return str(value)
    return f"'{value.replace(chr(39), 2 * chr(39))}'"
