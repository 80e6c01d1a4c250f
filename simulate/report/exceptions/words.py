"""Exceptions, what drives them and what would help, in words."""

import math
from typing import Final

from milepost.models import Scenario
from milepost.simulate.analysis.exceptions.exception import PlanException
from milepost.simulate.analysis.exceptions.judgement import Judgement, Kind, Verdict
from milepost.simulate.analysis.exceptions.lever import Cause, CauseKind, Lever, Way
from milepost.simulate.analysis.statistics.estimate import Estimate
from milepost.simulate.report.media.interval_words import reach_in_tenths, with_reach
from milepost.simulate.report.media.words import amount, counted, label, percent, rough_percent, short_date

DETAILED: Final = frozenset({Kind.GAP, Kind.EXPOSURE})
"""What only the detailed iterations tell of."""


def subject_words(judgement: Judgement, scenario: Scenario) -> str:
    """Return what is judged, in a few words."""
    match judgement.kind:
        case Kind.HIT:
            return f"Hit: {label(scenario.milestones[judgement.id].name)}"
        case Kind.GAP:
            return f"Gap: {label(scenario.milestones[judgement.id].name)}"
        case Kind.EXPOSURE:
            return f"Exposure: {label(scenario.risks[judgement.id].name)}"
        case Kind.MONEY:
            return "Money"


def verdict_sentence(judgement: Judgement, scenario: Scenario) -> str:
    """Return the figure that was judged, and its tolerance."""
    share, least = _share(judgement.estimate), percent(judgement.limit)
    if judgement.kind is Kind.MONEY:
        budget = amount(scenario.budget.total or 0.0, scenario.currency)
        return f"The cost stays within the budget of {budget} in {share} of cases; at least {least} are asked for."
    milestone = scenario.milestones[judgement.milestone]
    name, due = label(milestone.name), short_date(milestone.due)
    match judgement.kind:
        case Kind.HIT:
            return f"{name} is reached by {due} in {share} of cases; at least {least} are asked for."
        case Kind.GAP:
            return (
                f"On {due}, when {name} is due, the money runs {_points(judgement.estimate.times(100.0))} points of "
                f"the budget further ahead of the milestones than in the plan; at most {100 * judgement.limit:.3g} are "
                "tolerated."
            )
        case Kind.EXPOSURE:
            return (
                f"{label(scenario.risks[judgement.id].name)} is acceptable by {due}, when {name} is due, in {share} of "
                f"cases; at least {least} are asked for."
            )


def deciding_sentence(judgement: Judgement) -> str:
    """Return how many iterations would tell; nothing where they do."""
    if judgement.verdict is not Verdict.INCONCLUSIVE:
        return ""
    played, deciding = counted(judgement.iterations, "case"), judgement.deciding
    do = "does" if judgement.iterations == 1 else "do"
    if deciding is None:
        return f"{played} {do} not tell, and perhaps no number does: the figure is at its limit."
    if judgement.kind in DETAILED:
        return f"{played} in detail {do} not tell; it would take about {deciding:,} of these."
    return f"{played} {do} not tell; about {deciding:,} would."


def cause_sentence(exception: PlanException, scenario: Scenario) -> str:
    """Return what drives an exception; nothing where that is not known."""
    cause = exception.cause
    if cause is None:
        return ""
    match cause.kind:
        case CauseKind.RISK:
            taken = _taken(exception.judgement, cause, scenario)
            return f"Driven most by a risk, {label(scenario.risks[cause.id].name)}: {taken}."
        case CauseKind.MILESTONE:
            name = label(scenario.milestones[cause.id].name)
            return f"Of the milestones due by then {name} is least likely: hit in {_share(cause.effect)} of cases."
        case CauseKind.TASK:
            name = label(scenario.tasks[cause.id].name)
            if exception.judgement.kind is Kind.EXPOSURE:
                return f"It waits for {name}, which is finished by then in {_share(cause.effect)} of cases."
            return f"Driven most by a task, {name}: on the critical path in {_share(cause.effect)} of cases."


def lever_sentence(exception: PlanException, scenario: Scenario) -> str:
    """Return the cheapest change that is known to help; nothing where none is."""
    lever = exception.lever
    if lever is None:
        return ""
    if exception.judgement.kind is Kind.MONEY:
        saves = with_reach(lever.gain.value, lever.gain.reach, scenario.currency)
        return f"Cheapest lever: {_change(lever, scenario)}, which saves {saves} on average."
    on = ""
    if exception.judgement.kind is Kind.GAP and exception.cause is not None:
        on = f" for {label(scenario.milestones[exception.cause.id].name)}"
    enough = {True: ", which is enough", False: ", which is not enough", None: ""}[lever.is_enough]
    return (
        f"Cheapest lever: {_change(lever, scenario)}: {_points(lever.gain)} points more{on}{enough}"
        f"{_price(lever.cost, scenario.currency)}."
    )


def _change(lever: Lever, scenario: Scenario) -> str:
    match lever.way:
        case Way.ALTERNATIVE:
            return f"the alternative {label(lever.id)!r}"
        case Way.UNDONE:
            return f"leaving {label(scenario.tasks[lever.id].name)} undone"
        case Way.SHORTER:
            return f"a tenth less of the time of {label(scenario.tasks[lever.id].name)}"


def _price(cost: Estimate, currency: str) -> str:
    if math.isnan(cost.value):
        return ""
    if cost.low <= 0.0 <= cost.high:
        return ", at the same cost"
    more = "more" if cost.value > 0.0 else "less"
    return f", for {with_reach(abs(cost.value), cost.reach, currency)} {more}"


def _taken(judgement: Judgement, cause: Cause, scenario: Scenario) -> str:
    if judgement.kind is Kind.MONEY:
        return f"it costs {with_reach(cause.effect.value, cause.effect.reach, scenario.currency)} on average"
    return f"without it {_points(cause.effect)} points more"


def _share(share: Estimate) -> str:
    """Write a probability with its interval in points."""
    return f"{rough_percent(share.value)}{reach_in_tenths(100.0 * share.reach)}"


def _points(points: Estimate) -> str:
    return f"{points.value:.1f}{reach_in_tenths(points.reach)}"
