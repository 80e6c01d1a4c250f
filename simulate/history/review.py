"""Review: what a run said of a plan on a day, as it is kept."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Self

from milepost.models import Milestone, PlanText, Scenario, planned_progress
from milepost.models.scenario import digest_of
from milepost.simulate.analysis.schedule.milestones import MilestoneOutlook
from milepost.simulate.analysis.statistics.estimate import UNKNOWN, Estimate
from milepost.simulate.analysis.statistics.quantile import DatedQuantile
from milepost.simulate.result import Result


@dataclass(frozen=True, slots=True, kw_only=True)
class DateEstimate:
    """
    A date with its interval.

    Parameters
    ----------
    value
        The date; none for never.
    low, high
        The ends of its interval; none for never, and where nothing is known of them.
    """

    value: date | None
    low: date | None
    high: date | None

    @classmethod
    def of(cls, when: DatedQuantile) -> Self:
        """Return the dates of a quantile of times."""
        return cls(value=when.date, low=when.low_date, high=when.high_date)


@dataclass(frozen=True, slots=True, kw_only=True)
class MilestoneReview:
    """
    What was said of a milestone.

    Parameters
    ----------
    milestone, name, level, owner
        Its id, and what the plan said of it.
    due
        When it was due; none without a date.
    reached_on
        The day on which it was reached, as a fact.
    hit
        Probability that it is reached by its due date [-]; not known without one.
    reached
        Probability that it is reached at all [-].
    promise
        Date that is kept with the confidence of the run.
    p10, p50, p90
        Percentiles of its date.
    """

    milestone: str
    name: str
    level: str
    owner: str
    due: date | None
    reached_on: date | None
    hit: Estimate
    reached: Estimate
    promise: DateEstimate
    p10: DateEstimate
    p50: DateEstimate
    p90: DateEstimate

    @classmethod
    def of(cls, outlook: MilestoneOutlook) -> Self:
        """Return what is said of a milestone."""
        one: Milestone = outlook.milestone
        return cls(
            milestone=one.id,
            name=one.name,
            level=str(one.level),
            owner=one.owner,
            due=one.due,
            reached_on=one.reached,
            hit=_kept(outlook.hit),
            reached=_kept(outlook.reached),
            promise=DateEstimate.of(outlook.promise),
            p10=DateEstimate.of(outlook.p10),
            p50=DateEstimate.of(outlook.p50),
            p90=DateEstimate.of(outlook.p90),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """
    What a run said of a plan.

    Parameters
    ----------
    file, place
        Name of the file at the bottom of what was played, and the digest of the way that leads to it from the history:
        the plan that this is a review of.
    played
        Name of the file that was played.
    text
        What that said, with all that it lies over, as one file.
    name
        What the plan was called.
    recorded
        When it was recorded.
    reviewed
        The day of its status; the first day of a plan without one.
    as_of
        The day of its status; none without one.
    scenario_sha256, plan_sha256, status_sha256
        Digests of all that it said, of the plan without its status and what it is called, and of the status.
    seed, iterations, confidence
        How it was played.
    versions
        What computed it.
    currency
        What amounts are in.
    budget
        What may be spent [currency]; none where nothing is said of it.
    spent, planned_spent
        What was spent before the day, and by the plan without its status [currency].
    progress, planned_progress
        Weighted share of the milestones that were reached before the day, and that should have been [-]; 0 without
        milestones.
    cost
        Mean of the cost at the end [currency].
    cost_p10, cost_p50, cost_p80, cost_p90
        Percentiles of it [currency].
    within
        Probability that it stays within the budget [-]; not known without one.
    stopped
        Share of the iterations in which the project is stopped [-]; not known where nothing can stop it.
    milestones
        What was said of each milestone, by id, in the order of the file.
    """

    file: str
    place: str
    played: str
    text: str
    name: str
    recorded: datetime
    reviewed: date
    as_of: date | None
    scenario_sha256: str
    plan_sha256: str
    status_sha256: str
    seed: int
    iterations: int
    confidence: float
    versions: Mapping[str, str]
    currency: str
    budget: float | None
    spent: float
    planned_spent: float
    progress: float
    planned_progress: float
    cost: Estimate
    cost_p10: Estimate
    cost_p50: Estimate
    cost_p80: Estimate
    cost_p90: Estimate
    within: Estimate
    stopped: Estimate
    milestones: Mapping[str, MilestoneReview]

    @property
    def plan(self) -> PlanText:
        """Return what was played, which can be read as the file was."""
        return PlanText(file=f"{self.played} of {self.reviewed}", text=self.text)

    @property
    def burn(self) -> float:
        """Return what was spent before the day [share of the budget]; NaN without one."""
        return math.nan if self.budget is None else self.spent / self.budget

    @property
    def planned_burn(self) -> float:
        """Return the same by the plan without its status."""
        return math.nan if self.budget is None else self.planned_spent / self.budget

    @classmethod
    def of(cls, result: Result, *, plan: PlanText, file: str, place: str, versions: Mapping[str, str]) -> Self:
        """
        Return what a run says of a plan, to be recorded now.

        Parameters
        ----------
        result
            The run, of a plan as written.
        plan
            What was played.
        file, place, versions
            As of a review.
        """
        scenario, outcome, money, today = result.scenario, result.outcome, result.money, result.today
        return cls(
            file=file,
            place=place,
            played=plan.file,
            text=plan.text,
            name=scenario.name,
            recorded=datetime.now(UTC).replace(microsecond=0),
            reviewed=scenario.as_of or scenario.days.start,
            as_of=scenario.as_of,
            scenario_sha256=scenario.digest,
            plan_sha256=scenario.agreed.unnamed.digest,
            status_sha256=digest_of(scenario.status),
            seed=outcome.seed,
            iterations=outcome.iterations,
            confidence=result.confidence,
            versions=versions,
            currency=scenario.currency,
            budget=scenario.budget.total,
            spent=0.0 if today is None else today.spent,
            planned_spent=0.0 if today is None else today.planned_spent,
            progress=_progress(scenario),
            planned_progress=_planned_progress(scenario),
            cost=_kept(money.cost.mean),
            cost_p10=_kept(money.cost.p10),
            cost_p50=_kept(money.cost.p50),
            cost_p80=_kept(money.cost.p80),
            cost_p90=_kept(money.cost.p90),
            within=_kept(money.within),
            stopped=_kept(None if result.stopping is None else result.stopping.probability),
            milestones={id: MilestoneReview.of(one) for id, one in result.milestone.items()},
        )


def _kept(estimate: Estimate | None) -> Estimate:
    """Return what is kept of an estimate: figures that are known."""
    if estimate is None:
        return UNKNOWN
    value, low, high = (
        one if math.isfinite(one) else math.nan for one in (estimate.value, estimate.low, estimate.high)
    )
    return Estimate(value=value, low=low, high=high)


def _progress(scenario: Scenario) -> float:
    total = sum(scenario.weights.values())
    done = sum(scenario.weights[id] for id, one in scenario.milestones.items() if one.reached is not None)
    return done / total if total else 0.0


def _planned_progress(scenario: Scenario) -> float:
    if scenario.as_of is None or not any(scenario.weights.values()):
        return 0.0
    return float(planned_progress(scenario.agreed, scenario.days.opening(scenario.as_of)))
