"""The verdict on compared orders: which to take, how sure that is, and what the gain comes from."""

import math
from typing import Final

from milepost.simulate.analysis.orderings.contrast import Contrast
from milepost.simulate.analysis.orderings.no_difference import NoDifference, Reason
from milepost.simulate.analysis.orderings.orders import Orders
from milepost.simulate.analysis.orderings.ranking import Comparison, Verdict
from milepost.simulate.analysis.statistics.estimate import Estimate
from milepost.simulate.analysis.statistics.proportion import Proportion
from milepost.simulate.report.media.interval_words import share_words
from milepost.simulate.report.media.words import label
from milepost.simulate.report.orderings.footing_words import few_words
from milepost.simulate.report.orderings.words import (
    WORDS,
    criterion_words,
    difference_words,
    enough_words,
    quoted,
    rival,
    same_words,
    signed,
    value_words,
)

_MAINLY: Final = 0.6
_WHOLLY: Final = 0.9
"""The part of a gain from which on it comes mainly of one thing, and of nothing else [-]."""


def verdict(orders: Orders) -> list[str]:
    """Return sentences: first which order to take, then what that rests on and what the gain comes from."""
    if orders.no_difference is not None:
        compared = sum(one.only_reorders for one in orders.contenders)
        return [
            f"The order makes no difference: {_no_difference(orders, orders.no_difference)}.",
            f"All {compared} that were compared came to the same in each of {orders.question.iterations:,} cases, "
            "every milestone, stop and cost, so choose by other grounds.",
            *(_choice(orders) if compared < len(orders.contenders) else []),
        ]
    if orders.contrast is None:
        return ["There is nothing to compare the order in force with.", "The links allow no other."]
    return [*_choice(orders), _why(orders, orders.contrast)]


def _choice(orders: Orders) -> tuple[str, str]:
    """State which order to take, and what it comes to."""
    best = orders.best
    keep = best is orders.in_force
    others = [name for name in orders.rankings[0].may_be_best if name != best.name]
    if _stays(orders):
        return _kept(orders, others)
    gap = _gap(orders, f"the next best, {quoted(rival(orders).name, orders)}" if keep else "the order in force")
    take = "Keep your order" if keep else f"Take {quoted(best.name, orders)}"
    came_to = f"It comes to {_what(orders)}"
    if not others:
        rest = "" if len(orders.contenders) == 2 else ", and is surely ahead of every other compared"
        return f"{take}: {gap}.", f"{came_to}{rest}."
    tell, basis = _telling(orders, best.name, others), f"{came_to}{_unsupported(orders, best.name, others)}."
    if keep:
        return f"{take}, or choose by other grounds: {_many(others)} may be as good{tell}.", basis
    if orders.in_force.name in others:
        other = "the order in force" if len(others) == 1 else f"{_many(others)}, the one in force among them,"
        return f"Undecided: {quoted(best.name, orders)} is the first choice, but {other} may be as good{tell}.", basis
    return f"{take}: {gap}, though {_many(others)} may be as good{tell}.", basis


def _what(orders: Orders) -> str:
    """Return what the order to take came to."""
    criterion, scenario = orders.criteria[0], orders.scenario
    rank = next(one for one in orders.rankings[0].rows if one.name == orders.best.name)
    return f"{criterion_words(criterion, scenario)} {value_words(criterion, rank.estimate, scenario)}"


def _stays(orders: Orders) -> bool:
    """Return whether the order in force is to be kept although another was the first choice."""
    return orders.best is orders.in_force and orders.rankings[0].best.name != orders.best.name


def _kept(orders: Orders, others: list[str]) -> tuple[str, str]:
    """State that the order in force stays, for what may be better is so by less than the reader cares about."""
    criterion, scenario, family = orders.criteria[0], orders.scenario, orders.families[0]
    gains = family.difference_high[1:, 0] if criterion.larger_is_better else -family.difference_low[1:, 0]
    sure = bool((gains < criterion.zone).all())
    name = orders.in_force.name
    return (
        f"Keep your order: nothing {'beats' if sure else 'is seen to beat'} it by what you care about, "
        f"{difference_words(criterion, criterion.zone, scenario)}{'' if sure else _telling(orders, name, others)}.",
        f"It comes to {_what(orders)}, {_gap(orders, quoted(rival(orders).name, orders), small='')}"
        f"{'' if sure else _unsupported(orders, name, others)}.",
    )


def _difference(orders: Orders) -> Estimate:
    """Return the difference that the verdict is about, with the interval that holds together with all others."""
    assert orders.contrast is not None
    names = [one.name for one in orders.contenders]
    return orders.families[0].between(names.index(orders.contrast.first), names.index(orders.contrast.second))


def _gap(orders: Orders, against: str, *, small: str = " - less than you care about") -> str:
    """Return how much better the best is than the one that it is set against, and if it is little what that means."""
    criterion, scenario, total = orders.criteria[0], orders.scenario, _difference(orders)
    sign = 1 if criterion.larger_is_better else -1
    gain = sign * total.value
    words = WORDS[criterion.kind].better if gain >= 0 else WORDS[criterion.kind].worse
    if total.low == total.high == 0:
        tie = orders.families[0].tie[0, orders.contenders.index(rival(orders))]
        return f"the same as {against}" + (" in every case" if tie else "")
    ends = sorted((abs(total.low), abs(total.high)))
    interval = ""
    if total.low * total.high > 0:
        interval = f" ({' to '.join(difference_words(criterion, end, scenario, unit=False) for end in ends)})"
    rest = small if abs(total.value) < criterion.zone else ""
    return f"{difference_words(criterion, gain, scenario)}{interval} {words} than {against}{rest}"


def _telling(orders: Orders, best: str, others: list[str]) -> str:
    """Return how many cases would tell the best from those that may be as good, or that none would."""
    pairs = _pairs(orders, best, others)
    few = [one.footing.needed for one in pairs if one.footing is not None]
    needed = [one.iterations for one in pairs if one.iterations is not None]
    if few:
        return f"; {max(few):,} cases would tell"
    if all(one.verdict == Verdict.TIE for one in pairs):
        return f": the same {criterion_words(orders.criteria[0], orders.scenario)} in every case"
    if all(one.verdict in (Verdict.TIE, Verdict.CLOSE) for one in pairs):
        return ": closer than you care about"
    return f"; {enough_words(max(needed), orders)}" if needed else ""


def _unsupported(orders: Orders, best: str, others: list[str]) -> str:
    """State why there is no verdict where too few cases tell; nothing where enough do."""
    few = [one.footing for one in _pairs(orders, best, others) if one.footing is not None]
    return f"; no verdict, for {few_words(orders, max(few, key=lambda one: one.needed))}" if few else ""


def _pairs(orders: Orders, best: str, others: list[str]) -> list[Comparison]:
    """Return the comparisons of the best with those that may be as good."""
    pairs = [one for one in orders.rankings[0].comparisons if best in (one.first, one.second)]
    return [one for one in pairs if {one.first, one.second} & set(others)]


def _why(orders: Orders, why: Contrast) -> str:
    criterion, scenario = why.criterion, orders.scenario
    difference = _difference(orders)
    if difference.low == difference.high == 0:
        return f"{same_words(orders, orders.contenders.index(rival(orders)))}."
    waiting = signed(criterion, why.waiting.value, scenario)
    risk = signed(criterion, why.risk.value, scenario, unit=True)
    split = f"{risk} from risk and {waiting} from waiting"
    other = "the next best" if orders.best is orders.in_force else "the order in force"
    if _stays(orders):
        other = quoted(rival(orders).name, orders)
    head = f"Against {other} {_nature(why.share_of_risk)}: {split}"
    if _stays(orders):
        head = f"Against {other} the difference is {split}"
    if difference.low <= 0 <= difference.high:
        head = f"Against {other} the difference, which may be none, is {split}"
    helps, hurts = (share_words(_counted(share, orders)) for share in (why.helps, why.hurts))
    return f"{head}; it helps in {helps} of cases and hurts in {hurts}."


def _counted(share: float, orders: Orders) -> Proportion:
    """Return a share of the iterations with its interval."""
    return Proportion.of(round(share * orders.question.iterations), orders.question.iterations)


def _nature(share_of_risk: float) -> str:
    """Return whether a gain is risk reduction; what only queues better must not be called that."""
    if math.isnan(share_of_risk):
        return "what there is to gain is"
    if share_of_risk >= _WHOLLY:
        return "that is risk reduction, not queueing"
    if share_of_risk > _MAINLY:
        return "that is mainly risk reduction"
    if share_of_risk > 1 - _MAINLY:
        return "that is part risk reduction, part queueing"
    if share_of_risk > 1 - _WHOLLY:
        return "that mainly queues better, and is less risk reduction"
    return "that only queues better, and is not risk reduction"


_REASONS: Final = {
    Reason.NO_CONFLICT: "none of them ever waits for what they share",
    Reason.RETIRES_NOTHING: "nothing among them takes anything from a risk that a task meets later",
    Reason.ALL_BEFORE: "nothing is exposed before the last reduction",
    Reason.UNKNOWN: "none of it reaches what they were compared by",
}


def _no_difference(orders: Orders, found: NoDifference) -> str:
    if found.reason == Reason.GATE:
        gate = label(orders.scenario.nodes[found.gate].name)
        return f"whatever is exposed to what they retire waits for {gate}, and that waits for all of them"
    return _REASONS[found.reason]


def _many(names: list[str]) -> str:
    return "one other" if len(names) == 1 else f"{len(names)} others"
