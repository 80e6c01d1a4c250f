"""Told: what is said of exceptions, wherever it is shown."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Self

from milepost.models.problem import KeyPath
from milepost.simulate.analysis.exceptions.exception import PlanException
from milepost.simulate.analysis.exceptions.judgement import Judgement, Kind, Verdict
from milepost.simulate.report.exceptions.words import (
    cause_sentence,
    deciding_sentence,
    lever_sentence,
    subject_words,
    verdict_sentence,
)
from milepost.simulate.report.media.words import counted, label
from milepost.simulate.result import Result


@dataclass(frozen=True, slots=True, kw_only=True)
class Exceptional:
    """
    What is said of an exception.

    Parameters
    ----------
    exception
        What it is.
    subject
        What was judged, in a few words.
    sentence
        The figure, and its tolerance.
    more
        What drives it, what would help, or how many iterations would tell.
    """

    exception: PlanException
    subject: str
    sentence: str
    more: tuple[str, ...]

    @property
    def verdict(self) -> Verdict:
        """Return whether it is outside, or may be."""
        return self.exception.judgement.verdict

    @property
    def mark(self) -> str:
        """Return the same in a word or two."""
        return "FAIL" if self.verdict is Verdict.FAIL else "NOT KNOWN"

    @property
    def path(self) -> KeyPath:
        """Return the keys that lead to what was judged in the file of the plan."""
        return path_of(self.exception.judgement)


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """
    What is said of a plan.

    Parameters
    ----------
    heading
        The plan, and how much of what was judged is outside.
    judged
        All that was judged, with what it is called.
    exceptional
        What does not pass, those that fail first.
    """

    heading: str
    judged: Sequence[tuple[str, Judgement]]
    exceptional: Sequence[Exceptional] = field(default=())

    @classmethod
    def of(cls, result: Result, exceptions: Sequence[PlanException]) -> Self:
        """Put exceptions into words."""
        scenario = result.scenario
        return cls(
            heading=_heading(result, exceptions),
            judged=[(subject_words(one, scenario), one) for one in result.judgements],
            exceptional=[
                Exceptional(
                    exception=one,
                    subject=subject_words(one.judgement, scenario),
                    sentence=verdict_sentence(one.judgement, scenario),
                    more=tuple(
                        filter(
                            None,
                            [
                                deciding_sentence(one.judgement),
                                cause_sentence(one, scenario),
                                lever_sentence(one, scenario),
                            ],
                        )
                    ),
                )
                for one in exceptions
            ],
        )


def path_of(judgement: Judgement) -> KeyPath:
    """Return the keys that lead to what is judged."""
    match judgement.kind:
        case Kind.MONEY:
            return ("budget", "total")
        case Kind.EXPOSURE:
            return ("risks", judgement.id)
        case _:
            return ("milestones", judgement.id)


def _heading(result: Result, exceptions: Sequence[PlanException]) -> str:
    failed = sum(one.judgement.verdict is Verdict.FAIL for one in exceptions)
    open_ones = len(exceptions) - failed
    of = counted(len(result.judgements), "tolerance")
    said = [f"{failed} of {of} exceeded" if failed else "", f"{open_ones} not known" if open_ones else ""]
    return f"{label(result.scenario.name)}: {', '.join(filter(None, said)) or f'all of {of} kept'}"
