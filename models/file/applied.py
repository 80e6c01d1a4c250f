"""Applied: what a scenario file says with settings put into it, before anything of it is checked."""

from collections.abc import Callable, Iterable
from functools import partial
from typing import Any, Final

from milepost.models.file.change import Operator, changed
from milepost.models.file.scalar import decimal_of, shown
from milepost.models.file.setting import BY_ID, Setting, dotted
from milepost.models.problem import cut
from milepost.models.spelling import Spelling

_DIGITS: Final = 9
"""Digits of a place in a list; no list is so long that more are needed."""
_ALONE: Final = ("budget", "calendar", "tolerance")
"""Parts of which a plan has one, so that nobody can have meant another."""


def applied(data: dict[str, Any], settings: Iterable[Setting]) -> dict[str, Any]:
    """
    Return plain data with settings put into it, one after the other; what is given stays as it is.

    Raises
    ------
    ValueError
        When a setting leads to a place that is not there, or where nothing can be added or multiplied; it names the
        setting and what is near.
    """
    for setting in settings:
        data = _put(data, setting, 0, partial(_value, setting, data))
    return data


def _put(part: Any, setting: Setting, depth: int, value: Callable[[Any], Any]) -> Any:
    key, last = setting.path[depth], depth == len(setting.path) - 1
    if isinstance(part, list):
        if not key.isdigit() or len(key) > _DIGITS or int(key) >= len(part):
            named = _place(setting, depth)
            raise ValueError(
                f"{cut(str(setting))}: {cut(key)!r} is not a place in the list {named}: it has {len(part)} items, "
                "counted from 0"
            )
        index = int(key)
        if last and setting.value is None:
            return [*part[:index], *part[index + 1 :]]
        return [*part[:index], _below(part[index], setting, depth, value), *part[index + 1 :]]
    if not isinstance(part, dict):
        named, known = _place(setting, depth), shown(part)
        raise ValueError(f"{cut(str(setting))}: {named} is {known} and has no {cut(key)!r}: set {named} as a whole")
    if key not in part and not last:
        if depth or key not in _ALONE:
            hint = Spelling(part).hint(key) or f": set {_place(setting, depth + 1)} as a whole"
            raise ValueError(f"{cut(str(setting))}: there is no {_place(setting, depth + 1)}{hint}")
        part = {**part, key: {}}
    if last and setting.operator is not Operator.PUT and part.get(key) is None:
        hint = Spelling(part).hint(key) or "; give a value behind ="
        raise ValueError(f"{cut(str(setting))}: there is no {_place(setting, depth + 1)} to begin from{hint}")
    if last and setting.value is None:
        if key not in part and depth == 1 and setting.path[0] in BY_ID:
            hint = Spelling(part).hint(key) or "; take out what is there"
            raise ValueError(f"{setting}: there is no {_place(setting, depth + 1)}{hint}")
        return {name: below for name, below in part.items() if name != key}
    return {**part, key: _below(part.get(key), setting, depth, value)}


def _below(part: Any, setting: Setting, depth: int, value: Callable[[Any], Any]) -> Any:
    return value(part) if depth == len(setting.path) - 1 else _put(part, setting, depth + 1, value)


def _value(setting: Setting, plan: dict[str, Any], there: Any) -> Any:
    """Return what a setting makes of what stands at its place."""
    if setting.operator is Operator.PUT:
        return setting.value
    try:
        return changed(there, setting.operator, decimal_of(setting.value), setting.path, plan)
    except ValueError as error:
        raise ValueError(f"{cut(str(setting))}: {error}") from None


def _place(setting: Setting, depth: int) -> str:
    return cut(dotted(setting.path[:depth]))
