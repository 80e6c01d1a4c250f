"""Units: what the values of a part of a scenario are in, and how that part, and plans, are called for short."""

from collections.abc import Iterable, Sequence
from typing import Final

from milepost.models.file.change import Operator
from milepost.models.file.setting import BY_ID, keys_of
from milepost.simulate.batch.row import RunRow
from milepost.simulate.report.media.words import currency_words

_DAYS, _SHARE, _FACTOR = "working days", "share", "factor"
_UNITS: Final = {
    **dict.fromkeys(("duration", "remaining", "delay"), _DAYS),
    **dict.fromkeys(("probability", "impact", "retires", "pass", "hit", "gap", "rho"), _SHARE),
    **dict.fromkeys(("stretch", "ranges"), _FACTOR),
    **dict.fromkeys(("total", "cost", "amount", "spent", "at_most"), "{money}"),
    **dict.fromkeys(("burn", "daily"), "{money} per working day"),
    "per_day_late": "{money} per day",
    "terms": "calendar days",
}
_DATES: Final = frozenset({"start", "due", "not_before", "finish_not_before"})


def unit_of(name: str, currency: str) -> str:
    """
    Return what the values of a setting of this name are in, nothing where they have no unit.

    Examples
    --------
    >>> unit_of("tasks.cost.duration*=", "EUR"), unit_of("milestones.launch.due+=", "EUR")
    ('factor', 'working days')
    >>> unit_of("tasks.cost.duration.2", "EUR"), unit_of("budget.burn", "EUR"), unit_of("budget.burn", "")
    ('working days', 'EUR per working day', 'money per working day')
    >>> unit_of("tasks.cost.owner", "EUR"), unit_of("start", "EUR")
    ('', '')
    """
    if name.endswith(Operator.SCALE):
        return _FACTOR
    keys = [*keys_of(name)]
    if keys[0] in BY_ID:
        del keys[1:2]  # an id, which may read like anything
    if keys[-2:] == ["rounds", "at_most"]:
        return ""
    unit = next((_UNITS[key] for key in reversed(keys) if key in _UNITS), "")
    if not unit and name.endswith(Operator.ADD) and keys[-1] in _DATES:
        return _DAYS
    return unit.format(money=currency_words(currency) or "money")


def with_unit(text: str, unit: str) -> str:
    """Put the unit behind what it is the unit of."""
    return f"{text} [{unit}]" if unit else text


def brief(paths: Sequence[str]) -> tuple[str, ...]:
    """
    Leave out what goes without saying, where what is left still tells the parts apart.

    Examples
    --------
    >>> brief(["tasks.build.duration", "budget.burn"]), brief(["tasks.a.cost", "risks.a.cost"])
    (('build.duration', 'budget.burn'), ('tasks.a.cost', 'risks.a.cost'))
    """
    short = [path.partition(".")[2] if path.startswith(tuple(f"{key}." for key in BY_ID)) else path for path in paths]
    return tuple(short if len(set(short)) == len(paths) else paths)


def currency_of(rows: Iterable[RunRow]) -> str:
    """Return the currency that some runs share, nothing where they differ."""
    found = {row.currency for row in rows}
    return found.pop() if len(found) == 1 else ""


def plan_names(rows: Iterable[RunRow]) -> dict[str, str]:
    """Return the name of each plan by its file; the file where it is not the same in all runs."""
    names: dict[str, str] = {}
    for row in rows:
        names[row.file] = row.name if names.get(row.file, row.name) == row.name else row.file
    return names
