"""Exceptions: how each milestone stands against its tolerance, and what of the plan is outside its own."""

from collections.abc import Iterator, Mapping
from enum import StrEnum
from itertools import islice
from typing import Final

from milepost.simulate.analysis.exceptions.exception import exceptions_of
from milepost.simulate.analysis.exceptions.judgement import Kind, Verdict
from milepost.simulate.analysis.exceptions.lever import Levers
from milepost.simulate.analysis.schedule.milestones import MilestoneOutlook
from milepost.simulate.report.exceptions.words import cause_sentence, deciding_sentence, verdict_sentence
from milepost.simulate.result import Result

_MOST: Final = 5
"""Exceptions that are told; of more the others are counted."""


class Status(StrEnum):
    """How a milestone stands against its tolerance."""

    REACHED = "reached"
    PASS = "within tolerance"
    FAIL = "off plan"
    INCONCLUSIVE = "too close to tell"
    NOT_JUDGED = "not judged"


def statuses(result: Result) -> Mapping[str, Status]:
    """Return how each milestone stands, by id, in file order; minor ones are judged that have a tolerance."""
    verdicts = {one.id: one.verdict for one in result.judgements if one.kind is Kind.HIT}
    return {id: _status(one, verdicts.get(id)) for id, one in result.milestone.items()}


def exception_sentences(result: Result) -> Iterator[str]:
    """Yield what is outside its tolerance, or may be, and what drives it: those that are outside for sure first."""
    scenario, drivers = result.scenario, result.drivers
    # Without alternatives of orders, which take runs of their own: causes need none, and levers are left to the gate.
    levers = None if drivers is None else Levers(scenario, result.outcome, drivers=drivers, alternatives={})
    found = exceptions_of(result.judgements, levers)
    for one in islice(found, _MOST):
        judged, deciding = verdict_sentence(one.judgement, scenario), deciding_sentence(one.judgement)
        yield " ".join(filter(None, [judged, deciding, cause_sentence(one, scenario)]))
    if len(found) > _MOST:
        yield f"And {len(found) - _MOST:,} more, which milepost gate lists."


def _status(outlook: MilestoneOutlook, verdict: Verdict | None) -> Status:
    if outlook.milestone.reached is not None:
        return Status.REACHED
    return Status.NOT_JUDGED if verdict is None else Status[verdict.name]
