"""Result: an outcome with the tables that can be made of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from html import escape
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from milepost.models import Scenario
from milepost.simulate.analysis.money.abandonment import Stopped
from milepost.simulate.analysis.money.cash import Cash
from milepost.simulate.analysis.money.contingency import Contingency
from milepost.simulate.analysis.money.gap import Gap
from milepost.simulate.analysis.money.joint import Joint, joints
from milepost.simulate.analysis.money.money import Money, net_amounts
from milepost.simulate.analysis.money.spending import Spending
from milepost.simulate.analysis.money.standing import Standing, standings
from milepost.simulate.analysis.risks.register import risk_table
from milepost.simulate.analysis.risks.stopping import Stopping
from milepost.simulate.analysis.schedule.milestones import milestone_table
from milepost.simulate.analysis.schedule.tasks import task_table
from milepost.simulate.analysis.statistics.proportion import Proportion
from milepost.simulate.analysis.statistics.quantile import Ends
from milepost.simulate.engine.outcome import Outcome

_MOST_SHOWN = 30
"""Milestones that a result is shown with; of more the first."""


@dataclass(frozen=True, kw_only=True, repr=False)
class Result:
    """
    What came of a plan; every table is made when it is first asked for.

    Parameters
    ----------
    scenario
        The plan.
    outcome
        What came of every iteration.
    confidence
        Probability with which the promise dates are kept [-].
    """

    scenario: Scenario
    outcome: Outcome
    confidence: float = 0.8

    @cached_property
    def milestones(self) -> pd.DataFrame:
        """Return a row for each milestone, in file order: the columns of milestones.csv."""
        return milestone_table(self.scenario, self.outcome, confidence=self.confidence)

    @cached_property
    def tasks(self) -> pd.DataFrame:
        """Return a row for each task, in file order: the columns of tasks.csv."""
        return task_table(self.scenario, self.outcome)

    @cached_property
    def risks(self) -> pd.DataFrame:
        """Return a row for each risk, in file order: the columns of risks.csv."""
        return risk_table(self.scenario, self.outcome)

    @cached_property
    def stopping(self) -> Stopping | None:
        """Return how often the project is stopped, and by what; none for a plan without stopping risks."""
        return Stopping.of(self.scenario, self.outcome)

    @cached_property
    def money(self) -> Money:
        """Return what the plan costs, whether the budget will do and, where milestones have a value, what is left."""
        return Money.of(self.scenario, self.outcome)

    @cached_property
    def spending(self) -> Spending | None:
        """Return how much is spent by when; none where there is neither a budget nor an invoice to hold it against."""
        scenario = self.scenario
        invoices = any(one.invoice is not None for one in scenario.milestones.values())
        if not self.outcome.detail or (scenario.budget.total is None and not invoices):
            return None
        return Spending.of(scenario, self.outcome)

    @cached_property
    def gap(self) -> Gap | None:
        """Set the money spent against the milestones reached; none without a budget or milestones."""
        return Gap.of(self.scenario, self.outcome, self.spending)

    @cached_property
    def standings(self) -> tuple[Standing, ...]:
        """Return how money and milestones stand on each due date; nothing without a budget."""
        return tuple(standings(self.scenario, self.outcome, self.gap))

    @cached_property
    def cash(self) -> Cash | None:
        """Set invoices against spending; none without invoices."""
        return Cash.of(self.scenario, self.outcome, self.spending)

    @cached_property
    def joint(self) -> tuple[Joint, ...]:
        """Judge money and date together, for each major milestone with a due date; nothing without a budget."""
        return joints(self.scenario, self.outcome, confidence=self.confidence)

    @cached_property
    def contingency(self) -> Contingency:
        """Return what to set aside so that the money does with the chosen confidence."""
        return Contingency.of(self.scenario, self.outcome, confidence=self.confidence)

    @cached_property
    def stopped(self) -> Stopped | None:
        """Return what the iterations that are stopped have cost by then, and what was saved; none where none is."""
        return Stopped.of(self.scenario, self.outcome)

    @property
    def cost(self) -> NDArray[np.float64]:
        """Return the total cost of each iteration [currency]."""
        return self.outcome.cost

    @cached_property
    def net(self) -> NDArray[np.float64] | None:
        """Return the value of the milestones reached, less lateness and cost, of each iteration [currency]."""
        return net_amounts(self.scenario, self.outcome, self.outcome.cost)

    @property
    def finish(self) -> Mapping[str, NDArray[np.float64]]:
        """
        Return, by milestone id, when it is reached in each iteration [working days from start].

        That is float64[N]; float64[n], of the detailed iterations alone, of a minor milestone without a due date, a
        value, an invoice or a weight, unless no milestone is major.

        It is infinite where the milestone is not reached, for the project is stopped before, and then so is the mean:
        use `reached` for means.
        """
        return self.outcome.finish

    @cached_property
    def reached(self) -> Mapping[str, np.ma.MaskedArray[tuple[int], np.dtype[np.float64]]]:
        """
        Return `finish` with the iterations masked in which the milestone is never reached [working days from start].

        So means and deviations are over those in which it is; `count()` says how many these are, and `compressed()`
        gives them alone, as quantiles take them.
        """
        return {id: np.ma.masked_array(times, mask=np.isinf(times)) for id, times in self.finish.items()}

    def summary(self) -> str:
        """Return a line for the plan and one for each major milestone, or for each milestone if none is major."""
        return "\n".join([*self._heading(), *map(self._line, self._foremost())])

    def __repr__(self) -> str:
        """Show the summary, and of more than thirty milestones the first."""
        rows = self._foremost()
        return "\n".join([*self._heading(), *map(self._line, rows[:_MOST_SHOWN]), *_more(rows)])

    def _repr_html_(self) -> str:
        """Show the milestones of the summary as a table, where a notebook does."""
        rows = self._foremost()
        table = pd.DataFrame(
            {
                "Milestone": row["name"],
                "Due": row["due"] or "-",
                "Hit": _hit(row) if row["due"] else "-",
                f"{100 * self.confidence:.10g}% by": _promise(row),
                **{name.upper(): row[name] or "no date" for name in ("p10", "p50", "p90")},
            }
            for row in rows[:_MOST_SHOWN]
        )
        above, below = (
            "".join(f"<p>{escape(line)}</p>\n" for line in lines) for lines in (self._heading(), _more(rows))
        )
        return f"{above}{table.to_html(index=False) if rows else ''}{below}"

    def _heading(self) -> list[str]:
        """Return what was played, and how often the project is stopped."""
        played = f"{self.outcome.iterations:,} iteration{'' if self.outcome.iterations == 1 else 's'}"
        lines = [f"{self.scenario.name}: {played}, seed {self.outcome.seed}"]
        if self.stopping is not None:
            lines.append(f"The project is stopped in {self.stopping.probability} of cases")
        return lines

    def _line(self, row: Mapping[Any, Any]) -> str:
        judged = f"{_hit(row)} by {row['due']}, " if row["due"] else ""
        return f"{row['name']}: {judged}{100 * self.confidence:.10g}% by {_promise(row)}"

    def _foremost(self) -> list[dict[Any, Any]]:
        """Return the rows of the major milestones, or of all if none is major."""
        table = self.milestones
        major = table["level"] == "major"
        return (table[major] if major.any() else table).to_dict("records")


def _more(rows: Sequence[Any]) -> list[str]:
    more = len(rows) - _MOST_SHOWN
    return [f"and {more:,} more milestone{'' if more == 1 else 's'}"] if more > 0 else []


def _hit(row: Mapping[Any, Any]) -> Proportion:
    return Proportion(share=row["hit"], low=row["hit_low"], high=row["hit_high"])


def _promise(row: Mapping[Any, Any]) -> str:
    """Write a promise date, and between which dates it is known to lie."""
    promise = row["promise"] or "no date"
    match Ends(row["promise_state"]):
        case Ends.NEVER:
            return promise
        case Ends.TOO_FEW_ITERATIONS:
            return f"{promise} (too few iterations for an interval)"
        case Ends.PERHAPS_NEVER:
            return f"{promise} ({row['promise_low']} to never)"
        case Ends.KNOWN:
            return f"{promise} ({row['promise_low']} to {row['promise_high']})"
