"""Means that rest on too few iterations, as people read of them."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Final

from milepost.models import Scenario
from milepost.simulate.analysis.statistics.mean import Mean
from milepost.simulate.analysis.support.drivers import drivers_of
from milepost.simulate.analysis.support.reach import COST, DAYS, GAP, NET, PEAK, SPENT_AT_STOP, Influence
from milepost.simulate.analysis.support.support import ENOUGH, Impact, Support
from milepost.simulate.report.media.words import counted, label
from milepost.simulate.result import Result

_IMPACTS: Final = {
    Impact.COST: "what {name} costs",
    Impact.TASK_COST: "what {name} costs",
    Impact.DAILY: "what a day of {name} costs",
    Impact.DELAY: "how long {name} delays work",
    Impact.STRETCH: "how much longer work takes with {name}",
    Impact.STOP: "what a stop by {name} changes",
    Impact.RESPONSE: "the work that only {name} brings",
    Impact.DURATION: "how long {name} takes",
}
_OF_TASKS: Final = (Impact.DURATION, Impact.TASK_COST, Impact.DAILY)
_MOST_DATES: Final = 3


def support_notes(result: Result) -> Iterator[str]:
    """Yield what the means that have no interval rest on, and how many cases would do."""
    influence = Influence(scenario=result.scenario)
    silent: defaultdict[Support, list[str]] = defaultdict(list)
    for words, figure, mean in (*_amounts(result), *_dates(result)):
        if mean.effective < ENOUGH:
            drivers = drivers_of(result.scenario, figure, influence=influence)
            silent[next(one.support for one in drivers if one.support.needed == mean.needed)].append(words)
    for support, means in silent.items():
        effective = support.size(result.outcome.iterations)
        played = counted(result.outcome.iterations, "case")
        yield (
            f"no interval for {_listed(means)}: of {played} only {effective:.2g} tell "
            f"{_told(result.scenario, support)}, and it takes {ENOUGH}; {support.needed:,} cases would do"
        )


def _amounts(result: Result) -> Iterator[tuple[str, str, Mean]]:
    """Yield the means of money: their words, the figure and the mean."""
    money, stopped, cash, gap = result.money, result.stopped, result.cash, result.gap
    if money.cost.mean.value:
        yield "the mean cost", COST, money.cost.mean
    if money.net is not None:
        yield "the mean net", NET, money.net.mean
    if stopped is not None and stopped.spent.value:
        yield "the mean cost by a stop", SPENT_AT_STOP, stopped.spent
    if cash is not None:
        yield "the mean funding need", PEAK, cash.peak.mean
    excesses = [] if gap is None else [due.excess for due in gap.due.values()]
    if excesses:
        yield "the mean gap over the plan's own", GAP, min(excesses, key=lambda mean: mean.effective)


def _dates(result: Result) -> Iterator[tuple[str, str, Mean]]:
    """Yield the mean dates of milestones likewise."""
    for id, outlook in result.milestone.items():
        yield f"the mean date of {label(outlook.milestone.name)}", f"{DAYS}{id}", outlook.mean


def _listed(means: list[str]) -> str:
    dates = [words for words in means if words.startswith("the mean date of")]
    if len(dates) > _MOST_DATES:
        means = [*(words for words in means if words not in dates), f"the mean dates of {len(dates)} milestones"]
    return means[0] if len(means) == 1 else f"{', '.join(means[:-1])} and {means[-1]}"


def _told(scenario: Scenario, support: Support) -> str:
    things = scenario.tasks if support.what in _OF_TASKS else scenario.risks
    return _IMPACTS[support.what].format(name=label(things[support.driver].name))
