"""Money against milestones in the planner's words: the findings of its charts."""

from typing import Final

from milepost.models import Scenario
from milepost.simulate.analysis.money.gap import Gap
from milepost.simulate.report.media.interval_words import reach_in_tenths
from milepost.simulate.report.media.words import short_date
from milepost.simulate.report.run.curves.gap import GapCurves

HOW: Final = "Lines are averages over all cases, those too that are stopped; of each band P10 and P90 are the ends"
"""What is drawn of money, milestones and the excess."""

JUDGED: Final = "The excess is judged on due dates only: before each it dips, as some cases reach the milestone early"
"""Why the excess goes down and up."""


def standing_text(gap: Gap, curves: GapCurves) -> str:
    """Return how money and milestones stand on the last due date that counts, on average, and in the plan."""
    if not curves.dues:
        return "Money spent and milestones reached"
    last = gap.due[curves.dues[-1].id]
    row = gap.rows("due").set_index("milestone").loc[last.milestone]
    spent, reached = (
        f"{100 * row[f'{what}_mean']:.0f}% of {words} ({100 * row[f'plan_{what}']:.0f}% planned)"
        for what, words in (("burn", "the budget spent"), ("progress", "the milestones' weight reached"))
    )
    return f"On the last due date, {short_date(last.due)}: {spent}, {reached}"


def excess_text(scenario: Scenario, gap: Gap, name: str) -> str:
    """
    Return on which due date the money is furthest ahead of the milestones, beside the plan, and what is tolerated.

    Parameters
    ----------
    scenario, gap
        The plan, and what came of its money and its milestones.
    name
        How the milestone is called on whose due date that is; anything where there is none.
    """
    if gap.worst is None:
        judged = any(scenario.weights[id] for id in gap.due)
        finding = (
            "On no due date is the money further ahead of the milestones than planned, on average"
            if judged
            else "No milestone that counts has a due date on which money and milestones could be judged"
        )
        limit = scenario.tolerance.gap
    else:
        worst = gap.due[gap.worst]
        points = f"{100 * worst.excess.value:.1f}{reach_in_tenths(100 * worst.excess.reach)} points"
        finding = f"When {name} is due, money runs {points} further ahead of milestones than planned"
        limit = scenario.tolerance_of(gap.worst).gap
    return f"{finding}; {tolerance_text(limit)}"


def tolerance_text(limit: float | None) -> str:
    """
    Return what is tolerated.

    Examples
    --------
    >>> tolerance_text(0.25), tolerance_text(None)
    ('tolerance is 25', 'no tolerance is written')
    """
    return "no tolerance is written" if limit is None else f"tolerance is {100 * limit:.3g}"
