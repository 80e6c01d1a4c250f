"""What the plan's own schedule, and the figures on money, come to in the planner's words."""

import math
from collections.abc import Iterator, Sequence

from milepost.simulate.analysis.comparison.change import Figure
from milepost.simulate.analysis.money.standing import Standing
from milepost.simulate.analysis.money.today import Today
from milepost.simulate.analysis.risks.stopping import Cause, Stopping
from milepost.simulate.analysis.statistics.estimate import Estimate
from milepost.simulate.analysis.statistics.quantile import Quantile
from milepost.simulate.report.comparison.words import beside
from milepost.simulate.report.media.interval_words import (
    amount_words,
    at_end_of_day,
    date_or_never,
    date_words,
    day_words,
    with_reach,
)
from milepost.simulate.report.media.words import amount, counted, label, one_line, percent, short_date, shortened
from milepost.simulate.result import Result

_FRACTIONS = {"a quarter": 1 / 4, "a third": 1 / 3, "half": 1 / 2, "two thirds": 2 / 3, "three quarters": 3 / 4}
_NEAR = 0.015
"""How far from a fraction a share may be and still be called about that [-]."""

_CAUSES = 2
"""Risks that are named as stopping the project; of more the most frequent."""

_MOST_NAMED = 5
"""Tasks that are named on a critical path; of more the first and last two."""
_ROOM = 105
"""How long their names are together at most, so that a path has room on two lines of a narrow terminal [characters]."""


def today_sentence(today: Today, currency: str) -> str:
    """Return how much of the money is gone at the beginning of the day of the status, and how many milestones came."""
    money, planned = (
        (amount(today.spent, currency), amount(today.planned_spent, currency))
        if today.burn is None or today.planned_burn is None
        else (f"{_part(today.burn)} of the money", _part(today.planned_burn))
    )
    guessed = "" if today.is_known else ", by the costs of the plan"
    kind = "major milestone" if today.major else "milestone"
    if not today.counted:
        return f"At the beginning of {short_date(today.as_of)}: {money} spent{guessed}; the plan had {planned} by now."
    return (
        f"At the beginning of {short_date(today.as_of)}: {money} spent{guessed}, {today.reached} of "
        f"{counted(today.counted, kind)} reached; the plan had {planned} and {today.planned} by now."
    )


def schedule_sentences(result: Result) -> Iterator[str]:
    """Yield when the last milestone falls by the plan's own schedule and when in half of the cases, and its path."""
    scenario, last = result.scenario, result.scenario.schedule.last
    if last is None:
        return
    planned = day_words(scenario.dating.planned[last.id][1], scenario.days_of(last.id))
    p50 = result.milestone[last.id].p50
    half = (
        "fewer than half of the cases reach it in the simulation"
        if math.isinf(p50.value)
        else f"the simulation says {date_or_never(p50.date, p50.value)} in half of the cases"
    )
    yield f"Without risks and at most likely durations {label(last.name)} falls on {planned}; {half}."
    times = scenario.network.planned_times
    path = [
        id for id in scenario.schedule.critical_path(last.id) if id in scenario.tasks and times[id][0] < times[id][1]
    ]
    if path:
        since = times[path[0]][0]
        begins = day_words(scenario.dating.planned[path[0]][0], scenario.days_of_start(path[0]))
        held = f", from {begins}" if since else ""
        yield f"Critical path to it{held}: {_path_words([scenario.tasks[id].name for id in path])}"


def standing_sentences(result: Result) -> dict[str, str]:
    """State, by milestone id, how money and milestones stand on each due date; nothing without a budget."""
    return {one.milestone: standing_sentence(one) for one in result.standings}


def standing_sentence(standing: Standing) -> str:
    """Return how much of the money is gone on a due date, and how many milestones are reached beside the plan's."""
    return (
        f"By {short_date(standing.due)} {_gone(standing)}, and {_reached(standing)} "
        f"in {standing.share} of cases; the plan expected {standing.planned}."
    )


def stopping_sentences(result: Result) -> Iterator[str]:
    """Yield how often the project is stopped, and by what."""
    if result.stopping is None:
        return
    risks, by = result.scenario.risks, ""
    named = [(label(risks[id].name), _how_often(cause)) for id, cause in result.stopping.by.items()]
    if len(named) == 1:
        by = f", each time by: {named[0][0]}"
    elif named:
        by = f", mostly by: {'; '.join(f'{name} ({share})' for name, share in named[:_CAUSES])}"
    yield f"{stopped_words(result.stopping, result)}{by}."


def stopped_words(stopping: Stopping, result: Result) -> str:
    """Return how often the project is stopped, and when."""
    days, when = result.scenario.days, ""
    if stopping.by:
        when = f", typically on {date_words(at_end_of_day(stopping.when, days), days)}"
    return f"The project is stopped in {stopping.probability}{beside(result.changes, Figure.STOPPED)} of cases{when}"


def cost_sentences(result: Result) -> Iterator[str]:
    """Yield what the plan costs and, where milestones have a value, what is left of it."""
    money, currency, total = result.money, result.scenario.currency, result.scenario.budget.total

    def words(estimate: Estimate, figure: Figure) -> str:
        return amount_words(estimate, currency) + beside(result.changes, figure)

    if total is not None or result.cost.any():
        change = beside(result.changes, Figure.WITHIN)
        budget = "" if total is None else f"; within the budget of {amount(total, currency)}: {money.within}{change}"
        p50, p80 = words(money.cost.p50, Figure.COST_P50), words(money.cost.p80, Figure.COST_P80)
        yield f"Cost: P50 {p50}, P80 {p80}{budget}."
    if money.net is not None:
        mean = words(money.net.mean, Figure.NET_MEAN)
        p10, p90 = words(money.net.p10, Figure.NET_P10), words(money.net.p90, Figure.NET_P90)
        yield f"Net of the value of milestones: {mean} on average, P10 {p10}, P90 {p90}."


def money_sentences(result: Result) -> Iterator[str]:
    """Yield what to set aside, what is likely of money and date together, what cash it takes, what a stop comes to."""
    currency, contingency = result.scenario.currency, result.contingency
    if result.gap is not None:
        yield (
            f"Contingency for {percent(contingency.confidence)}: {_more(contingency.over_plan, currency)}"
            f"{beside(result.changes, Figure.CONTINGENCY)} than the {amount(contingency.plan, currency)} of the plan "
            f"at its most likely durations, {_more(contingency.over_median, currency)} than the P50."
        )
        for joint in result.joint[-1:]:
            name = label(result.scenario.milestones[joint.milestone].name)
            change = beside(result.changes, Figure.BOTH, joint.milestone)
            yield f"{name} on time and the whole plan within its budget: {joint.both}{change}."
    yield from _tolerance_sentence(result)
    if result.cash is not None:
        when = date_words(result.cash.when.dated.estimate(0.5), result.scenario.days)
        p50, p90 = (
            amount_words(estimate, currency) + beside(result.changes, figure)
            for estimate, figure in (
                (result.cash.peak.p50, Figure.PEAK_P50),
                (result.cash.peak.p90, Figure.PEAK_P90),
            )
        )
        yield f"Peak funding need: P50 {p50}, P90 {p90}, typically on {when}."
    stopped = result.stopped
    if stopped is not None and stopped.spent.value:
        spent, over_all, saved = (
            amount_words(mean, currency) for mean in (stopped.spent, stopped.spent_over_all, stopped.saved)
        )
        rest = "" if math.isnan(stopped.saved.value) else f"; stopping saves {saved} of the rest"
        yield f"Where the project is stopped, {spent} is spent by then on average ({over_all} over all cases){rest}."


def _path_words(names: Sequence[str]) -> str:
    """Name the tasks of a path, each for short, and of a long one those at its ends."""
    named = names if len(names) <= _MOST_NAMED else [*names[:2], *names[-2:]]
    told = [shortened(one_line(name), _ROOM // len(named)) for name in named]
    if len(named) < len(names):
        told.insert(2, f"{len(names) - len(named)} more")
    return " > ".join(told)


def _how_often(cause: Cause) -> str:
    """Write how often a risk stops the project; what it shares with risks that would have at the same moment apart."""
    return f"{cause.alone} alone, {cause.together} together with others" if cause.together.value else str(cause.alone)


def _tolerance_sentence(result: Result) -> Iterator[str]:
    """Yield how often the gap is outside its tolerance on the due date where it is furthest above the plan's own."""
    gap = result.gap
    tolerance = None if gap is None or gap.worst is None else result.scenario.tolerance_of(gap.worst).gap
    if gap is not None and gap.worst is not None and tolerance is not None:
        worst = gap.due[gap.worst]
        yield (
            f"The gap between money and milestones is widest on {short_date(worst.due)}: in {worst.beyond} of cases "
            f"it is more than {100 * tolerance:.3g} points above the plan's own."
        )


def _gone(standing: Standing) -> str:
    between = f"P10 {_part(standing.burn_p10)}, P90 {_part(standing.burn_p90)}"
    for name, fraction in _FRACTIONS.items():
        if abs(standing.burn - fraction) <= _NEAR:
            return f"about {name} of the money is gone ({between})"
    return f"{_part(standing.burn)} of the money is gone ({between})"


def _part(share: float) -> str:
    """Write a share of the budget in whole percent, and with a digit more where that would be nothing."""
    return f"{100 * share:.1g}%" if 0 < share < 0.01 else f"{100 * share:.0f}%"


def _reached(standing: Standing) -> str:
    kind = "major " if standing.major else ""
    if standing.counted == 1:
        return f"the only {kind}milestone is {'' if standing.reached else 'not '}reached"
    if standing.reached == standing.counted == 2:
        return f"both {kind}milestones are reached"
    number = {0: "none of", standing.counted: "all"}.get(standing.reached, f"at least {standing.reached} of")
    return f"{number} {standing.counted} {kind}milestones {'is' if standing.reached == 1 else 'are'} reached"


def _more(difference: Quantile, currency: str) -> str:
    """Write an amount on top of another, with its interval."""
    more = "more" if difference.value >= 0 else "less"
    return f"{with_reach(abs(difference.value), difference.reach, currency)} {more}"
