"""The verdict on compared orders, and what a reader must know beside it."""

import math
from collections.abc import Iterable, Iterator

from milepost.simulate.analysis.orderings.contenders import Contender
from milepost.simulate.analysis.orderings.contrast import Contrast
from milepost.simulate.analysis.orderings.footing import Footing
from milepost.simulate.analysis.orderings.kind import Kind
from milepost.simulate.analysis.orderings.method import Method
from milepost.simulate.analysis.orderings.no_difference import Reason
from milepost.simulate.analysis.orderings.orders import Orders
from milepost.simulate.analysis.orderings.question import LEVEL
from milepost.simulate.analysis.orderings.ranking import Comparison, Verdict
from milepost.simulate.analysis.orderings.searched import SEARCHED_ON
from milepost.simulate.analysis.orderings.selection import MOST_FINALISTS
from milepost.simulate.analysis.statistics.estimate import Estimate
from milepost.simulate.analysis.statistics.proportion import Proportion
from milepost.simulate.analysis.support.support import ENOUGH, Support
from milepost.simulate.report.media.interval_words import share_words
from milepost.simulate.report.media.words import label, one_line, percent, rough_percent
from milepost.simulate.report.orderings.words import WORDS, criterion_words, difference_words, signed, value_words

_MAINLY = 0.6
_WHOLLY = 0.9
"""The part of a gain from which on it comes mainly of one thing, and of nothing else [-]."""


def verdict(orders: Orders) -> list[str]:
    """Return sentences that say which order to take, how sure that is, and what the gain comes from."""
    if orders.no_difference is not None:
        compared = sum(one.only_reorders for one in orders.contenders)
        return [
            f"The order makes no difference: {_idle(orders)}.",
            f"All {compared} that were compared came to the same in each of {orders.question.iterations:,} iterations, "
            "every milestone, stop and cost, so choose by other grounds.",
            *([_best(orders)] if compared < len(orders.contenders) else []),
        ]
    if orders.contrast is None:
        return ["There is nothing to compare the order in force with.", "The links allow no other."]
    return [_best(orders), _why(orders, orders.contrast)]


def remarks(orders: Orders) -> list[str]:
    """Return what a reader of the verdict must know: stops, the front, the selection, and what could not be judged."""
    more = orders.unjudged_in_all > len(orders.unjudged)
    return [
        *_open(orders),
        *_unknown(orders),
        *_apart(orders),
        *_stops(orders),
        *_front(orders),
        *_selection(orders),
        *_alike(orders),
        *(f"'{label(one.name)}' cannot be judged: {one_line(one.why)}" for one in orders.unjudged),
        *([f"Of all orders {orders.unjudged_in_all:,} cannot be judged"] if more else []),
    ]


def guarantee(orders: Orders, place: int) -> str:
    """Return what is certain of the selection by one criterion, and of the figures."""
    criterion = orders.criteria[place]
    figures = f"all intervals of differences and ranks hold together with {percent(LEVEL)} probability"
    method = orders.selection.method
    if method == Method.NAMED:
        return f"nothing was selected; {figures}"
    if method == Method.SEARCH:
        return f"a search proves nothing: better orders may exist; {figures}"
    if orders.selection.cut[place]:
        return f"the race was cut before it was decided, and the best order may be missing; {figures}"
    thin = orders.selection.thin[place]
    if thin is not None:
        return f"{_too_thin(orders, thin)}; {figures}"
    if not orders.guaranteed[place]:
        raced = criterion_words(orders.selection.raced_by[place], orders.scenario)
        return f"finalists were raced by {raced} instead, which guarantees nothing; {figures}"
    zone = difference_words(criterion, criterion.zone, orders.scenario)
    return (
        f"the best of all orders is a finalist with {percent(LEVEL)} probability if it is better than every other by "
        f"at least {zone}; {figures}"
    )


def hangs_on(footing: Footing) -> str:
    """Return by ids on what a mean hangs that too few iterations tell, as `cost of hr_demand`."""
    return f"{footing.support.what} of {footing.support.driver}" if footing.support else "iterations that differ"


def rows_in_sequence(orders: Orders) -> str:
    """Return why rows need not be sorted by what is printed in them; nothing where there is one."""
    if not orders.choice:
        return ""
    return (
        f"Rows are in the sequence in which other iterations, {orders.choice.start:,} to {orders.choice.stop:,}, put "
        "the orders, so that none looks good only because it was chosen."
    )


def _too_thin(orders: Orders, thin: Support) -> str:
    """Return on what the race hangs that its opening did not show, and what would."""
    return (
        f"the best order may be missing, for the difference between orders hangs on {_driver(orders, thin)}, which "
        f"matters in too few iterations: for a guarantee it takes {thin.needed:,} of each order before the first is "
        f"dropped, more than is played of {orders.selection.orders:,} orders"
    )


def _driver(orders: Orders, support: Support) -> str:
    scenario = orders.scenario
    node = scenario.risks[support.driver] if support.driver in scenario.risks else scenario.tasks[support.driver]
    return f"the {support.what} of '{one_line(node.name)}'"


def _few(orders: Orders, footing: Footing) -> str:
    """Return on how few iterations a mean rests, and how many would do."""
    if footing.support is None:
        what = f"only {footing.effective:.0f} of {orders.question.iterations:,} iterations differ"
    else:
        what = (
            f"it hangs on {_driver(orders, footing.support)}, for which {orders.question.iterations:,} iterations "
            f"count as {footing.effective:.2g} of the {ENOUGH} that it takes"
        )
    return f"{what}; {footing.needed:,} iterations would do"


def _best(orders: Orders) -> str:
    criterion, scenario, ranking = orders.criteria[0], orders.scenario, orders.rankings[0]
    best = orders.best
    keep = best is orders.in_force
    others = [name for name in ranking.may_be_best if name != best.name]
    what = f"{criterion_words(criterion, scenario)} {value_words(criterion, ranking.best.estimate, scenario)}"
    against = f"the next best, {_quoted(_other(orders).name, orders)}" if keep else "the order in force"
    gap = _gap(orders, against)
    if _stays(orders):
        return _kept(orders, others)
    if not others:
        head = "Keep the order in force" if keep else f"Best is {_named(best, orders)}"
        rest = "" if len(orders.contenders) == 2 else ", and surely ahead of every other compared"
        return f"{head}: {what}, {gap}{rest}."
    tell = _telling(orders, best.name, others)
    if orders.in_force.name in others or keep:
        head = "Keep the order in force, or choose by other grounds" if keep else "Undecided"
        lead = "it" if keep else _named(best, orders)
        whom = "the order in force" if others == [orders.in_force.name] else _many(others)
        named = "" if keep or len(others) == 1 else ", the one in force among them"
        return f"{head}: {lead} is the first choice ({what}), but {whom} may be as good{named}{tell}."
    return f"Best is {_named(best, orders)}: {what}, {gap}, though {_many(others)} may be as good{tell}."


def _stays(orders: Orders) -> bool:
    """Return whether the order in force is to be kept although another was the first choice."""
    return orders.best is orders.in_force and orders.rankings[0].best.name != orders.best.name


def _kept(orders: Orders, others: list[str]) -> str:
    """State that the order in force stays, for what may be better is so by less than the reader cares about."""
    criterion, scenario, family = orders.criteria[0], orders.scenario, orders.families[0]
    rank = next(one for one in orders.rankings[0].rows if one.name == orders.in_force.name)
    gains = family.difference_high[1:, 0] if criterion.larger_is_better else -family.difference_low[1:, 0]
    sure = bool((gains < criterion.zone).all())
    return (
        f"Keep your order: nothing {'beats' if sure else 'is seen to beat'} it by the indifference "
        f"zone, {difference_words(criterion, criterion.zone, scenario)}. "
        f"It comes to {criterion_words(criterion, scenario)} {value_words(criterion, rank.estimate, scenario)}, "
        f"{_gap(orders, _quoted(_other(orders).name, orders), small='')}"
        f"{'' if sure else _telling(orders, orders.in_force.name, others)}."
    )


def _difference(orders: Orders) -> Estimate:
    """Return the difference that the verdict is about, with the interval that holds together with all others."""
    assert orders.contrast is not None
    names = [one.name for one in orders.contenders]
    return orders.families[0].between(names.index(orders.contrast.first), names.index(orders.contrast.second))


def _other(orders: Orders) -> Contender:
    """Return whom the order in force is set against."""
    assert orders.contrast is not None
    names = orders.contrast.first, orders.contrast.second
    return orders.contender(next(name for name in names if name != orders.in_force.name))


def _gap(orders: Orders, against: str, *, small: str = " - less than the indifference zone") -> str:
    """Return how much better the best is than the one that it is set against, and if it is little what that means."""
    criterion, scenario, total = orders.criteria[0], orders.scenario, _difference(orders)
    sign = 1 if criterion.larger_is_better else -1
    gain = sign * total.value
    words = WORDS[criterion.kind].better if gain >= 0 else WORDS[criterion.kind].worse
    if total.low == total.high == 0:
        tie = orders.families[0].tie[0, orders.contenders.index(_other(orders))]
        return f"the same as {against}" + (" in every iteration" if tie else "")
    ends = sorted((abs(total.low), abs(total.high)))
    interval = ""
    if total.low * total.high > 0:
        interval = f" ({' to '.join(difference_words(criterion, end, scenario, unit=False) for end in ends)})"
    rest = small if abs(total.value) < criterion.zone else ""
    return f"{difference_words(criterion, gain, scenario)}{interval} {words} than {against}{rest}"


def _telling(orders: Orders, best: str, others: list[str]) -> str:
    """Return how many iterations would tell the best from those that may be as good."""
    pairs = [one for one in orders.rankings[0].comparisons if best in (one.first, one.second)]
    pairs = [one for one in pairs if {one.first, one.second} & set(others)]
    needed = [one.iterations for one in pairs if one.iterations is not None]
    few = [one.footing for one in pairs if one.footing is not None]
    if few:
        return f": no verdict, for {_few(orders, max(few, key=lambda one: one.needed))}"
    if all(one.verdict == Verdict.TIE for one in pairs):
        return f": the same {criterion_words(orders.criteria[0], orders.scenario)} in every iteration"
    if all(one.verdict in (Verdict.TIE, Verdict.CLOSE) for one in pairs):
        return ": closer than the indifference zone"
    if not needed:
        return ""
    return f"; {_enough(max(needed), orders)}"


def _enough(iterations: int, orders: Orders) -> str:
    zone = difference_words(orders.criteria[0], orders.criteria[0].zone, orders.scenario)
    return f"some {iterations:,} iterations would tell, or show that it is less than {zone}"


def _why(orders: Orders, why: Contrast) -> str:
    criterion, scenario = why.criterion, orders.scenario
    difference = _difference(orders)
    if difference.low == difference.high == 0:
        return f"{_same(orders, orders.contenders.index(_other(orders)))}."
    waiting = signed(criterion, why.waiting.value, scenario)
    risk = signed(criterion, why.risk.value, scenario, unit=True)
    split = f"{risk} from risk and {waiting} from waiting"
    whom = "the next best" if orders.best is orders.in_force else "the order in force"
    if _stays(orders):
        whom = _quoted(_other(orders).name, orders)
    head = f"Against {whom} {_nature(why.share_of_risk)}: {split}"
    if _stays(orders):
        head = f"Against {whom} the difference is {split}"
    if difference.low <= 0 <= difference.high:
        head = f"Against {whom} the difference, which may be none, is {split}"
    helps, hurts = (share_words(_counted(share, orders)) for share in (why.helps, why.hurts))
    return f"{head}; it helps in {helps} of cases and hurts in {hurts}."


def _counted(share: float, orders: Orders) -> Proportion:
    """Return a share of the iterations with its interval."""
    return Proportion.of(round(share * orders.question.iterations), orders.question.iterations)


def _nature(share_of_risk: float) -> str:
    """Return whether a gain is risk reduction; what only queues better must not be sold as that."""
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


def _idle(orders: Orders) -> str:
    idle = orders.no_difference
    assert idle is not None
    scenario = orders.scenario
    if idle.reason == Reason.GATE:
        gate = label(scenario.nodes[idle.gate].name)
        return f"whatever is exposed to what they retire waits for {gate}, and that waits for all of them"
    return {
        Reason.NO_CONFLICT: "no task ever waits for a crew",
        Reason.RETIRES_NOTHING: "nothing among them takes anything from a risk that a task meets later",
        Reason.ALL_BEFORE: "nothing is exposed before the last reduction",
        Reason.UNKNOWN: "none of it reaches what they were compared by",
    }[idle.reason]


def _same(orders: Orders, place: int) -> str:
    """Return in what an order with the figure of the one in force differs from it all the same."""
    criterion, scenario = orders.criteria[0], orders.scenario
    what, whom = criterion_words(criterion, scenario), _quoted(orders.contenders[place].name, orders)
    apart, differ = orders.apart[place], int(orders.families[0].differ[place, 0])
    if differ:
        them = "the dates differ" if criterion.kind == Kind.PROMISE else "that on another due date differs"
        share = rough_percent(differ / orders.question.iterations)
        due = criterion.kind == Kind.PROMISE and scenario.milestones[criterion.milestone].due is not None
        hint = f"; hit:{criterion.milestone} compares how often the due date is kept" if due else ""
        return f"{whom} has the same {what} as the order in force, yet {them} in {share} of cases{hint}"
    if apart:
        return (
            f"{whom} came to the same {what} as the order in force in every iteration, yet in {rough_percent(apart)} "
            "of them to another time of a milestone or a stop, or another cost"
        )
    return f"{whom} came to the same as the order in force in every iteration"


def _apart(orders: Orders) -> Iterator[str]:
    """Yield how those with the figure of the order in force differ from it, save the one that the verdict is about."""
    family = orders.families[0]
    told = None if orders.contrast is None else _other(orders)
    for place, one in enumerate(orders.contenders):
        same = family.difference_low[place, 0] == family.difference_high[place, 0] == 0
        if place and one is not told and same and orders.apart[place]:
            yield _same(orders, place)


def _stops(orders: Orders) -> Iterator[str]:
    """State that the cheaper order stops more often, where they are compared by nothing but cost."""
    why = orders.contrast
    if [one.kind for one in orders.criteria] != [Kind.COST] or why is None:
        return
    names = [one.name for one in orders.contenders]
    first, second = (orders.stops[names.index(name)] for name in (why.first, why.second))
    if first.value == second.value:
        return
    more = "stops the project more often" if first.value > second.value else "does not stop the project more often"
    yield (
        "By cost alone the plan that is killed first looks best. "
        f"{_quoted(why.first, orders)}, the cheaper, {more}: in {share_words(first)} of cases, "
        f"{_quoted(why.second, orders)} in {share_words(second)}; give a milestone a value to compare by net"
    )


def _front(orders: Orders) -> Iterator[str]:
    if len(orders.criteria) > 1:
        names = [_quoted(orders.contenders[place].name, orders) for place in orders.front]
        yield f"By the estimates no other is as good by every criterion as {_listed(names)}: the Pareto front"


def _selection(orders: Orders) -> Iterator[str]:
    selection = orders.selection
    if selection.method == Method.ALL:
        yield (
            f"{selection.orders:,} orders raced, {selection.iterations:,} iterations in all, for at most "
            f"{MOST_FINALISTS} places; {guarantee(orders, 0)}"
        )
    elif selection.method == Method.SEARCH:
        yield (
            f"Iterated local search over insertions tried {selection.tried:,} orders on {len(SEARCHED_ON):,} "
            "iterations; that proves nothing: better orders may exist"
        )


def _alike(orders: Orders) -> Iterator[str]:
    """State that other orders came to the same as the best, as far as they raced."""
    alike = orders.selection.alike[orders.contenders.index(orders.best)]
    if alike and orders.no_difference is None:
        yield (
            f"{alike:,} more {'order' if alike == 1 else 'orders'} came to the same as "
            f"{_quoted(orders.best.name, orders)} in each iteration of the race"
        )


def _open(orders: Orders) -> Iterator[str]:
    """Yield what would tell each that may be as good as the best from it."""
    if orders.no_difference is not None:
        return
    ranking, best = orders.rankings[0], orders.best.name
    undecided = (Verdict.TIE, Verdict.CLOSE, Verdict.OPEN)
    for one in ranking.comparisons:
        other = one.second if one.first == best else one.first
        if best in (one.first, one.second) and other in ranking.may_be_best and one.verdict in undecided:
            yield f"{_quoted(other, orders)} may be as good as the best: {_told(one, orders)}"


def _unknown(orders: Orders) -> Iterator[str]:
    """State by each criterion which differences are not known, and whether the figures themselves are."""
    for criterion, ranking, footing in zip(orders.criteria, orders.rankings, orders.footings, strict=True):
        what = criterion_words(criterion, orders.scenario)
        if footing is not None:
            yield f"The {what} of each order is hardly known: {_few(orders, footing)}"
        few = [one.footing for one in ranking.comparisons if one.footing is not None]
        if few:
            pairs = f"{len(few):,} of {len(ranking.comparisons):,} differences"
            worst = max(few, key=lambda one: one.needed)
            yield f"By {what} there is no verdict on {pairs}: {_few(orders, worst)}"


def _told(one: Comparison, orders: Orders) -> str:
    """Return what a comparison of two that may both be the best tells."""
    if one.verdict == Verdict.OPEN:
        return "not told apart" + (f"; {_enough(one.iterations, orders)}" if one.iterations else "")
    return {"tie": "identical in every iteration", "close": "closer than the indifference zone"}[one.verdict]


def _named(one: Contender, orders: Orders) -> str:
    """Name an order, with its tasks."""
    tasks = " > ".join(one.order)
    return tasks if not one.named else f"{_quoted(one.name, orders)} ({tasks})"


def _quoted(name: str, orders: Orders) -> str:
    if name == orders.in_force.name:
        return "the order in force"
    return f"'{label(name)}'"


def _many(names: list[str]) -> str:
    return "one other" if len(names) == 1 else f"{len(names)} others"


def _listed(names: Iterable[str]) -> str:
    *most, last = names
    return f"{', '.join(most)} and {last}" if most else last
