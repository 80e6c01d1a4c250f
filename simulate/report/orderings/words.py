"""Compared orders in words: what an order came to, differences, and the order itself."""

import math
import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from milepost.models import Scenario
from milepost.simulate.analysis.orderings.contenders import LETTERS, Contender, letters_of
from milepost.simulate.analysis.orderings.criterion import Criterion
from milepost.simulate.analysis.orderings.kind import Kind
from milepost.simulate.analysis.orderings.orders import Orders
from milepost.simulate.analysis.statistics.estimate import Estimate
from milepost.simulate.analysis.statistics.proportion import Proportion
from milepost.simulate.report.media.interval_words import share_words
from milepost.simulate.report.media.words import amount, label, rough_percent, short_date

NOT_KNOWN: Final = "(not known)"
"""Stands for the interval of a difference that has none."""

_WHOLE: Final = 100
"""From which size on areas are told in whole numbers [working days x working days]."""


class Unit(StrEnum):
    """What a criterion is counted in."""

    SHARE = "share"
    DAYS = "days"
    CURRENCY = "currency"
    AREA = "days x days"


@dataclass(frozen=True, slots=True, kw_only=True)
class CriterionWords:
    """
    How to speak of what orders are compared by.

    Parameters
    ----------
    name
        What it is, with `{}` for the milestone, or for the date up to which it is measured.
    unit
        What it is counted in.
    better, worse, gain
        What the one order is than the other, and what the axis of a picture counts.
    """

    name: str
    unit: Unit
    better: str
    worse: str
    gain: str


WORDS: Final = {
    Kind.HIT: CriterionWords(
        name="hit of {}", unit=Unit.SHARE, better="more likely", worse="less likely", gain="points more likely"
    ),
    Kind.PROMISE: CriterionWords(
        name="promise date of {}", unit=Unit.DAYS, better="earlier", worse="later", gain="working days earlier"
    ),
    Kind.NET: CriterionWords(name="net", unit=Unit.CURRENCY, better="more net", worse="less net", gain="more net"),
    Kind.COST: CriterionWords(name="cost", unit=Unit.CURRENCY, better="cheaper", worse="dearer", gain="cheaper"),
    Kind.SPENT_AT_STOP: CriterionWords(
        name="money spent by the time of a stop",
        unit=Unit.CURRENCY,
        better="less spent at a stop",
        worse="more spent at a stop",
        gain="less spent at a stop",
    ),
    Kind.GAP: CriterionWords(
        name="largest excess of the gap",
        unit=Unit.SHARE,
        better="less ahead of the milestones",
        worse="further ahead of the milestones",
        gain="points less ahead of the milestones",
    ),
    Kind.EXPOSURE: CriterionWords(
        name="exposure until {}",
        unit=Unit.AREA,
        better="less exposure",
        worse="more exposure",
        gain="days² less exposure",
    ),
}
"""By the kind of criterion."""


def criterion_words(criterion: Criterion, scenario: Scenario) -> str:
    """Return what orders are compared by."""
    if criterion.kind == Kind.EXPOSURE:
        return WORDS[criterion.kind].name.format(short_date(scenario.days.date_of(criterion.limit)))
    if not criterion.milestone:
        return WORDS[criterion.kind].name
    name = label(scenario.milestones[criterion.milestone].name)
    return f"excess of the gap at {name}" if criterion.kind == Kind.GAP else WORDS[criterion.kind].name.format(name)


def without_limit(scenario: Scenario) -> str:
    """Name the plan in which no task of the ordering waits for a crew, or for the resource that they need."""
    resource = scenario.orderings.resource if scenario.orderings else None
    limit = "crew limit" if resource is None else f"limit of {label(scenario.resources[resource].name)}"
    return f"without the {limit}"


def value_words(criterion: Criterion, came_to: Estimate, scenario: Scenario) -> str:
    """Write what an order came to."""
    value = came_to.value
    if criterion.kind == Kind.HIT:
        return share_words(Proportion(value=value, low=came_to.low, high=came_to.high))
    unit = WORDS[criterion.kind].unit
    if unit == Unit.SHARE:
        return f"{100 * value:+z.1f} points"
    if unit == Unit.AREA:
        return _area(value)
    return short_date(scenario.days.date_of(value)) if unit == Unit.DAYS else amount(value, scenario.currency)


def difference_words(criterion: Criterion, difference: float, scenario: Scenario, *, unit: bool = True) -> str:
    """Write the size of a difference, with its unit."""
    size = abs(difference)
    if math.isinf(size):
        return "without bound"
    kind = WORDS[criterion.kind].unit
    if kind == Unit.SHARE:
        return f"{100 * size:.2g}" + (" points" if unit else "") if size < 0.01 else _points(size, unit)
    if kind == Unit.AREA:
        return _area(size, unit)
    if kind == Unit.DAYS:
        return f"{size:.1f}" + (" working days" if unit else "")
    return amount(size, scenario.currency if unit else "")


def between_words(criterion: Criterion, part: Estimate, scenario: Scenario, *, same: bool) -> str:
    """Write a difference with its interval; a tie has none."""
    if same:
        return "same"
    if part.low == -math.inf and part.high == math.inf and math.isfinite(part.value):
        return f"{signed(criterion, part.value, scenario)} {NOT_KNOWN}"
    low, high = (signed(criterion, end, scenario) for end in (part.low, part.high))
    return f"{signed(criterion, part.value, scenario)} ({low}, {high})"


def ranks_words(low: int, high: int) -> str:
    """
    Write the ranks that an order may have.

    Examples
    --------
    >>> ranks_words(1, 1), ranks_words(2, 3)
    ('1', '2-3')
    """
    return str(low) if low == high else f"{low}-{high}"


def signed(criterion: Criterion, difference: float, scenario: Scenario, *, unit: bool = False) -> str:
    """Write a difference with its sign."""
    if math.isnan(difference):
        return "-"
    text = "∞" if math.isinf(difference) else difference_words(criterion, difference, scenario, unit=unit)
    nothing = re.match(r"[\d,.]+", text)
    if nothing and not float(nothing[0].replace(",", "")):
        return text  # it rounds to nothing, which has no sign
    return f"{'+' if difference > 0 else '-'}{text}"


def yaml_order(one: Contender) -> str:
    """Return the order as YAML to paste into the plan, with what else there is to change as a comment."""
    lines = [
        *(f"# let {id} wait: add {', '.join(ids)} to its after" for id, ids in one.alternative.hold.items()),
        *([f"# leave out of the plan: {', '.join(one.alternative.without)}"] if one.alternative.without else []),
        "orderings:",
        f"  order: [{', '.join(one.order)}]",
    ]
    return "\n".join(lines) + "\n"


def order_key(orders: Orders) -> str:
    """Return which letter stands for which task, by its id."""
    parts = [", ".join(f"{letter} {label(id)}" for id, letter in letters_of(orders.scenario).items())]
    return "; ".join([*parts, *held_words(orders)])


def held_words(orders: Orders) -> list[str]:
    """Return what stands for tasks that have more to wait for, where an order has any."""
    return ["+ with more to wait for"] if any(one.alternative.hold for one in orders.contenders) else []


def order_letters(one: Contender, scenario: Scenario) -> str:
    """Write an order in the letters of its tasks."""
    letters = letters_of(scenario)
    return (" " if len(letters) > len(LETTERS) else "").join(letters[id] for id in one.order)


def quoted(name: str, orders: Orders) -> str:
    """Quote the name of an order, unless it is the one in force."""
    if name == orders.in_force.name:
        return "the order in force"
    return f"'{label(name)}'"


def rival(orders: Orders) -> Contender:
    """Return what the order in force is compared with."""
    assert orders.contrast is not None
    names = orders.contrast.first, orders.contrast.second
    return orders.contender(next(name for name in names if name != orders.in_force.name))


def same_words(orders: Orders, index: int) -> str:
    """Return in what an order with the figure of the one in force differs from it all the same."""
    criterion, scenario = orders.criteria[0], orders.scenario
    what, other = criterion_words(criterion, scenario), quoted(orders.contenders[index].name, orders)
    apart, differ = orders.apart[index], int(orders.families[0].differ[index, 0])
    if differ:
        them = "the dates differ" if criterion.kind == Kind.PROMISE else "that on another due date differs"
        share = rough_percent(differ / orders.question.iterations)
        due = criterion.kind == Kind.PROMISE and scenario.milestones[criterion.milestone].due is not None
        hint = f"; hit:{criterion.milestone} compares how often the due date is kept" if due else ""
        return f"{other} has the same {what} as the order in force, yet {them} in {share} of cases{hint}"
    if apart:
        return (
            f"{other} came to the same {what} as the order in force in every case, yet in {rough_percent(apart)} of "
            "them to another time of a milestone or a stop, or another cost"
        )
    return f"{other} came to the same as the order in force in every case"


def enough_words(iterations: int, orders: Orders) -> str:
    """Return how many cases would tell two orders apart."""
    zone = difference_words(orders.criteria[0], orders.criteria[0].zone, orders.scenario)
    return f"some {iterations:,} cases would tell, or show that it is less than {zone}"


def rows_in_sequence(orders: Orders) -> str:
    """Return why rows need not be sorted by what is printed in them; nothing where there is one."""
    if not orders.choice:
        return ""
    return (
        f"Rows are in the sequence in which other cases, {orders.choice.start:,} to {orders.choice.stop:,}, put "
        "the orders, so that none looks good only because it was chosen."
    )


def _points(size: float, unit: bool) -> str:
    return f"{100 * size:.1f}" + (" points" if unit else "")


def _area(size: float, unit: bool = True) -> str:
    return f"{size:,.{1 if size < _WHOLE else 0}f}" + (" days²" if unit else "")
