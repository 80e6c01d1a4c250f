"""Judging: every figure of a plan that has a tolerance, held against it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from milepost.models import Milestone, Scenario
from milepost.models.tolerance import USUAL_HIT
from milepost.simulate.analysis.exceptions.judgement import Judgement, Kind
from milepost.simulate.analysis.money.gap import Gap
from milepost.simulate.analysis.risks.acceptance import Acceptance
from milepost.simulate.analysis.schedule.milestones import MilestoneOutlook
from milepost.simulate.analysis.statistics.proportion import Proportion
from milepost.simulate.engine.outcome import Outcome


def judgements(
    scenario: Scenario,
    outcome: Outcome,
    *,
    milestones: Mapping[str, MilestoneOutlook],
    gap: Gap | None,
    acceptance: Iterable[Acceptance],
    within: Proportion | None,
    confidence: float,
) -> Sequence[Judgement]:
    """
    Judge hits, then gaps, exposure and money.

    Milestones are judged that are told first, and those with a tolerance of their own; of none that is reached, and of
    no due date that has passed is the gap judged: what has happened cannot be mended.

    Parameters
    ----------
    scenario, outcome
        The plan, and what came of it.
    milestones, gap, acceptance
        What is to be expected of milestones, of money against milestones, and of risks.
    within
        Probability that the cost stays within the budget; none without one.
    confidence
        Probability with which it should [-].
    """
    judged = [one for one in scenario.milestones.values() if one.reached is None and _is_judged(one, scenario)]
    return [
        *_hits(judged, scenario, milestones),
        *([] if gap is None else _gaps(judged, scenario, outcome, gap)),
        *_exposures(scenario, outcome, acceptance),
        *_money(within, confidence, outcome),
    ]


def _is_judged(milestone: Milestone, scenario: Scenario) -> bool:
    return milestone.due is not None and (milestone.tolerance is not None or milestone in scenario.headline)


def _floor(scenario: Scenario, milestone: str) -> float:
    own = scenario.tolerance_of(milestone).hit
    return USUAL_HIT if own is None else own


def _hits(
    judged: Iterable[Milestone], scenario: Scenario, milestones: Mapping[str, MilestoneOutlook]
) -> Iterator[Judgement]:
    for one in judged:
        outlook = milestones[one.id]
        if outlook.hit is not None:
            yield Judgement(
                kind=Kind.HIT,
                id=one.id,
                milestone=one.id,
                limit=_floor(scenario, one.id),
                estimate=outlook.hit,
                iterations=outlook.iterations,
            )


def _gaps(judged: Iterable[Milestone], scenario: Scenario, outcome: Outcome, gap: Gap) -> Iterator[Judgement]:
    for one in judged:
        limit, due = scenario.tolerance_of(one.id).gap, gap.due.get(one.id)
        has_passed = scenario.as_of is not None and one.due is not None and one.due < scenario.as_of
        if limit is not None and due is not None and not has_passed:
            yield Judgement(
                kind=Kind.GAP,
                id=one.id,
                milestone=one.id,
                limit=limit,
                estimate=due.excess,
                iterations=outcome.detail,
                needed=due.excess.needed,
            )


def _exposures(scenario: Scenario, outcome: Outcome, acceptance: Iterable[Acceptance]) -> Iterator[Judgement]:
    for one in acceptance:
        if one.risk is not None and one.meant is not None and one.in_time is not None:
            yield Judgement(
                kind=Kind.EXPOSURE,
                id=one.id,
                milestone=one.meant,
                limit=_floor(scenario, one.meant),
                estimate=one.in_time,
                iterations=outcome.detail,
            )


def _money(within: Proportion | None, confidence: float, outcome: Outcome) -> Iterator[Judgement]:
    if within is not None:
        yield Judgement(
            kind=Kind.MONEY, id="", milestone="", limit=confidence, estimate=within, iterations=outcome.iterations
        )
