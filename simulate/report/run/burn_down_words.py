"""The risk burn-down in the planner's words: the findings of its charts, and what is drawn in them is called."""

from collections.abc import Callable
from typing import Final

from milepost.models import Scenario
from milepost.simulate.analysis.risks.falls import Why
from milepost.simulate.analysis.risks.stakes import Unit
from milepost.simulate.report.media.canvas import drawable
from milepost.simulate.report.media.halves import begin_of, half_gone
from milepost.simulate.report.media.words import amount, rough_percent, short_date
from milepost.simulate.report.run.acceptance import category_name, nearest_words
from milepost.simulate.report.run.curves.burn_down import Band, BurnDownCurves, Line
from milepost.simulate.result import Result

GONE: Final = {
    Why.RETIRED: "retired by work done",
    Why.PASSED: "passed with the risk open",
    Why.STOPPED: "over as the project was stopped",
}
"""How exposure goes."""


def burn_down_text(scenario: Scenario, unit: str) -> str:
    """Return what is drawn, in which unit if it is one alone, and of a plan with a status what lies before today."""
    average = f" on average, in {unit}," if unit else ""
    before = "" if scenario.as_of is None else "; before today, of what is open today"
    return f"What the risks may still do{average} until it is retired or has passed{before}"


def steepest_text(result: Result) -> str:
    """Return where the exposure to threats falls most, and which milestone is nearest to that."""
    drop = result.steepest
    if drop is None:
        return "What threats may still do"
    falls = amount(drop.falls, "") if drop.unit is Unit.MONEY else f"{drop.falls:.1f}"
    when = f"from {short_date(drop.begins)} to {short_date(drop.ends)}"
    near = ""
    if drop.nearest is not None:
        near = "; nearest milestone: {}, {}".format(*nearest_words(drop.nearest, result.scenario))
    return f"Exposure to threats falls most {when}: by {falls} of {_amount(drop.whole, drop.unit, result)}{near}"


def gone_text(curves: BurnDownCurves) -> str:
    """Return how much of what there was at the start has gone in which way in the end."""
    whole = sum(float(line[-1]) for line in curves.gone.values())
    parts = [f"{rough_percent(float(curves.gone[why][-1]) / whole)} {GONE[why]}" for why in ways_gone(curves)]
    return f"What has gone of it in the end: {', '.join(parts)}"


def stop_text(result: Result, curves: BurnDownCurves, stop: Line) -> str:
    """Return how probable it is that a risk still stops the project, with no more of it retired than by then."""
    what = "{} of cases would be stopped if no more were done about risks"
    return _left_text(result, curves, stop, what, rough_percent)


def costs_text(result: Result, curves: BurnDownCurves, mean: Line) -> str:
    """Return what threats may still cost."""
    what = "threats may still cost {} on average"
    return _left_text(result, curves, mean, what, lambda value: _amount(value, Unit.MONEY, result))


def savings_text(result: Result, curves: BurnDownCurves, mean: Line, unit: Unit) -> str:
    """Return what opportunities, which lie below 0, may still save."""
    what = "opportunities may still save {} on average"
    return _left_text(result, curves, -mean, what, lambda value: _amount(value, unit, result))


def ways_gone(curves: BurnDownCurves) -> list[Why]:
    """Return the ways in which any exposure goes."""
    return [why for why in Why if curves.gone[why].any()]


def band_name(band: Band) -> str:
    """Return what a band is called."""
    if band.others:
        return f"{band.others} others"
    return category_name(band.category)


def unit_words(unit: Unit, result: Result) -> str:
    """Return what amounts are in; just money where the currency has no name that can be drawn."""
    return "working days" if unit is Unit.DAYS else drawable(result.scenario.currency, instead="") or "money"


def _left_text(result: Result, curves: BurnDownCurves, level: Line, what: str, told: Callable[[float], str]) -> str:
    """Return how much is left at the start, or today where the plan has a status, and by when half of that is gone."""
    scenario = result.scenario
    when = "At the start" if scenario.history is None else "Today"
    left, half = float(level[begin_of(scenario, curves.dates)]), half_gone(scenario, curves.dates, level)
    then = "" if half is None else f"; half of that is gone by {short_date(half)}"
    return f"{when} {what.format(told(left))}{then}"


def _amount(value: float, unit: Unit, result: Result) -> str:
    return amount(value, result.scenario.currency) if unit is Unit.MONEY else f"{value:.1f} working days"
