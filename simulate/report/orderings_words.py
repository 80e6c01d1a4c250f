"""Compared orders in words: what an order came to, differences, and the order itself."""

import math

from milepost.models import Scenario
from milepost.simulate.analysis.contenders import LETTERS, Contender, letters_of
from milepost.simulate.analysis.criteria import Criterion
from milepost.simulate.analysis.orders import Orders
from milepost.simulate.report.words import amount, one_line, rough_percent, short_date

UNITS = {"hit": "share", "promise": "days", "net": "currency", "cost": "currency", "spent_at_stop": "currency"}


def criterion_words(criterion: Criterion, scenario: Scenario) -> str:
    """Say what orders are compared by."""
    if criterion.milestone:
        name = one_line(scenario.milestones[criterion.milestone].name)
        return f"hit of {name}" if criterion.kind == "hit" else f"promise date of {name}"
    return {"net": "net", "cost": "cost", "spent_at_stop": "money spent by the time of a stop"}[criterion.kind]


def value_words(criterion: Criterion, value: float, scenario: Scenario) -> str:
    """Write what an order came to."""
    if criterion.kind == "hit":
        return rough_percent(value)
    if criterion.kind == "promise":
        return short_date(scenario.days.iso(value))
    return amount(value, scenario.currency)


def difference_words(criterion: Criterion, difference: float, scenario: Scenario, *, unit: bool = True) -> str:
    """Write the size of a difference, with its unit."""
    size = abs(difference)
    if math.isinf(size):
        return "without bound"
    if criterion.kind == "hit":
        return f"{100 * size:.2g}" + (" points" if unit else "") if size < 0.01 else _points(size, unit)
    if criterion.kind == "promise":
        return f"{size:.1f}" + (" working days" if unit else "")
    return amount(size, scenario.currency if unit else "")


def signed(criterion: Criterion, difference: float, scenario: Scenario, *, unit: bool = False) -> str:
    """Write a difference with its sign."""
    if math.isnan(difference):
        return "-"
    text = "∞" if math.isinf(difference) else difference_words(criterion, difference, scenario, unit=unit)
    return text if difference == 0 else f"{'+' if difference > 0 else '-'}{text}"


def yaml_order(one: Contender) -> str:
    """Give the order as YAML to paste into the plan, with what else there is to change as a comment."""
    lines = [
        *(f"# let {id} wait: add {', '.join(ids)} to its after" for id, ids in one.alternative.hold.items()),
        *([f"# leave out of the plan: {', '.join(one.alternative.without)}"] if one.alternative.without else []),
        "orderings:",
        f"  order: [{', '.join(one.order)}]",
    ]
    return "\n".join(lines) + "\n"


def order_key(orders: Orders) -> str:
    """Say which letter stands for which task."""
    held = "; + with more to wait for" if any(one.alternative.hold for one in orders.contenders) else ""
    return ", ".join(f"{letter} {id}" for id, letter in letters_of(orders.scenario).items()) + held


def order_letters(one: Contender, scenario: Scenario) -> str:
    """Write an order in the letters of its tasks."""
    letters = letters_of(scenario)
    return (" " if len(letters) > len(LETTERS) else "").join(letters[id] for id in one.order)


def _points(size: float, unit: bool) -> str:
    return f"{100 * size:.1f}" + (" points" if unit else "")
