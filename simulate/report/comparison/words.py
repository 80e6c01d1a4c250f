"""What changes from one plan to another, in words."""

import math
from collections.abc import Mapping, Sequence
from typing import Final

from milepost.models import Risk
from milepost.simulate.analysis.comparison.change import Change, Figure, Unit
from milepost.simulate.analysis.comparison.comparison import Comparison
from milepost.simulate.report.media.interval_words import in_tenths, with_reach
from milepost.simulate.report.media.words import counted, label, one_line, shortened

CHANGE: Final = "Change"
"""What stands above changes in a table."""

_LONGEST_SETTING: Final = 48
_ROUNDING: Final = 1e-9
"""Which share of an amount may be rounding: the same money is added up in another order where calendars differ."""
_MOST_RISKS: Final = 3
"""Risks of which it is told how much more often they occur; of more those that change most."""


def what_if_name(name: str, settings: Sequence[str], *, pace: float | None = None) -> str:
    """
    Name a plan in which something was set, or its estimates multiplied, so that nobody takes it for the plan as agreed.

    Examples
    --------
    >>> what_if_name("HR app", ["tasks.build.duration+=10"])
    'What if tasks.build.duration+=10: HR app'
    >>> what_if_name("HR app", ["tasks.build.duration+=10", "budget.burn*=1.1", "risks=null"])
    'What if tasks.build.duration+=10 and 2 more settings: HR app'
    >>> what_if_name("HR app", [], pace=1.24), what_if_name("HR app", ["risks=null"], pace=1.24)
    ('Estimates times 1.24: HR app', 'What if risks=null, estimates times 1.24: HR app')
    """
    if not settings:
        return f"Estimates times {pace:.2f}: {label(name)}"
    paced = "" if pace is None else f", estimates times {pace:.2f}"
    first = shortened(one_line(settings[0]), _LONGEST_SETTING)
    more = f" and {counted(len(settings) - 1, 'more setting')}" if len(settings) > 1 else ""
    return f"What if {first}{more}{paced}: {label(name)}"


def beside(comparison: Comparison | None, figure: Figure, id: str = "") -> str:
    """Return what to write behind a figure: its change in brackets, or nothing where it has none."""
    words = changed_by(comparison, figure, id)
    return f" ({words})" if words else ""


def changed_by(comparison: Comparison | None, figure: Figure, id: str = "") -> str:
    """Return the change of a figure with its unit, which goes without saying for money; nothing where it has none."""
    change = None if comparison is None else comparison.change(figure, id)
    if change is None or math.isnan(change.difference.value):
        return ""
    unit = {Unit.SHARE: " points", Unit.DAYS: " working days", Unit.MONEY: ""}[figure.unit]
    return change_words(figure, change) + (unit if math.isfinite(change.difference.value) else "")


def risk_sentence(comparison: Comparison | None, risks: Mapping[str, Risk]) -> str:
    """Return which risks occur more or less often, those that change most first; nothing where none surely does."""
    if comparison is None:
        return ""
    sure = {
        id: change.difference.value
        for (figure, id), change in comparison.changes.items()
        if figure is Figure.OCCURS and abs(change.difference.value) > change.difference.reach
    }
    most = sorted(sure, key=lambda id: -abs(sure[id]))
    if not most:
        return ""
    told = [f"{label(risks[id].name)} ({changed_by(comparison, Figure.OCCURS, id)})" for id in most[:_MOST_RISKS]]
    more = f"; and {len(most) - len(told):,} more" if len(most) > len(told) else ""
    return f"Risks that occur more or less often: {'; '.join(told)}{more}."


def change_words(figure: Figure, change: Change | None) -> str:
    """
    Write a change with how far its interval reaches: of a share in points, of a time in working days.

    Examples
    --------
    >>> from milepost.simulate.analysis.statistics.estimate import Estimate
    >>> change = Change(before=0.5, after=0.62, difference=Estimate(value=0.12, low=0.117, high=0.123))
    >>> change_words(Figure.HIT, change)
    '+12.0 ±0.3'
    >>> rounded = Change(before=53.2, after=53.2, difference=Estimate(value=2e-17, low=-3e-15, high=3e-15))
    >>> change_words(Figure.COST_P80, rounded)
    '0'
    """
    if change is None or math.isnan(change.difference.value):
        return "-"
    difference = change.difference
    match figure.unit:
        case Unit.SHARE:
            return in_tenths(difference.times(100.0))
        case Unit.DAYS:
            return in_tenths(difference)
        case Unit.MONEY:
            rounding = _ROUNDING * max(abs(change.before), abs(change.after))
            value, reach = (0.0 if abs(one) <= rounding else one for one in (difference.value, difference.reach))
            sign = "+" if value > 0 else "-" if value < 0 else ""
            return "0" if not sign and not reach else f"{sign}{with_reach(abs(value), reach, '')}"
