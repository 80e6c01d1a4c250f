"""Exceptions: what is outside its tolerance, or may be, with what drives it and what would help."""

from collections.abc import Sequence
from dataclasses import dataclass

from milepost.simulate.analysis.exceptions.judgement import Judgement, Verdict
from milepost.simulate.analysis.exceptions.lever import Cause, Lever, Levers


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanException:
    """
    Something that is outside its tolerance, or of which the iterations do not tell.

    Parameters
    ----------
    judgement
        The figure and its tolerance.
    cause
        What drives it; none where that is not known.
    lever
        The cheapest change that is known to help; none where none is.
    """

    judgement: Judgement
    cause: Cause | None
    lever: Lever | None


def exceptions_of(judgements: Sequence[Judgement], levers: Levers | None) -> tuple[PlanException, ...]:
    """
    Return what does not pass, those that fail first.

    Parameters
    ----------
    judgements
        All of a plan.
    levers
        What is known of it by variants; none where these were not played.
    """
    outside = [one for one in judgements if one.verdict is not Verdict.PASS]
    found = []
    for one in sorted(outside, key=lambda one: one.verdict is not Verdict.FAIL):
        cause = None if levers is None else levers.cause(one, judgements)
        lever = None if levers is None else levers.lever(one, cause)
        found.append(PlanException(judgement=one, cause=cause, lever=lever))
    return tuple(found)
