"""Job: a run that is to be played, and what was found."""

from collections.abc import Callable, Generator, Iterable, Mapping
from dataclasses import dataclass, replace
from threading import Lock
from typing import Final

from milepost.models import MilepostError, Scenario
from milepost.simulate.batch.row import RunRow, row_of
from milepost.simulate.engine.outcome import Outcome
from milepost.simulate.engine.run import simulate
from milepost.simulate.report.media.csv_style import CsvStyle
from milepost.simulate.result import Result

_PICTURES: Final = Lock()
"""Matplotlib's settings belong to the process, not to a thread."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """
    A run that is to be played.

    Parameters
    ----------
    name
        Of its folder.
    identity
        What tells it from every other run.
    head
        What its row begins with.
    scenario, iterations, seed, confidence
        As in `milepost.simulate.run`.
    reports
        Whether its report is wanted too.
    csv_style
        How the tables of that are written.
    """

    name: str
    identity: str
    head: RunRow
    scenario: Scenario
    iterations: int
    seed: int
    confidence: float
    reports: bool
    csv_style: CsvStyle = CsvStyle.PLAIN

    @property
    def nodes(self) -> int:
        """Return how many tasks and milestones an iteration goes through."""
        return len(self.scenario.tasks) + len(self.scenario.milestones)


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """
    What is kept of a run.

    Parameters
    ----------
    row
        Its row in the table.
    files
        Its report, contents by name; empty unless wanted.
    failed
        Whether it could not be done: the row says why.
    """

    row: RunRow
    files: Mapping[str, bytes]
    failed: bool = False


Player = Callable[[Iterable[Job], Callable[[int], None]], Generator[tuple[Job, Finding]]]
"""
Plays jobs, which it takes as there is room for them, and gives what was found of each once it is whole, in any order.

It tells of iterations that are done. All jobs have the same number of them.
"""


class WorkerError(MilepostError):
    """A run has ended several workers: it is the run, not the cluster."""


def run_job(job: Job, *, threads: int | None = None, progress: Callable[[int], None] | None = None) -> Finding:
    """Play a job and tell what came of it; a job that cannot be done is a finding as well."""
    try:
        outcome = simulate(job.scenario, iterations=job.iterations, seed=job.seed, threads=threads, progress=progress)
    except Exception as error:
        return failure(job.head, error)
    return finding_of(job, outcome)


def finding_of(job: Job, outcome: Outcome) -> Finding:
    """Make the tables of a job that has been played, its report too if wanted."""
    try:
        result = Result(scenario=job.scenario, outcome=outcome, confidence=job.confidence)
        return Finding(row=row_of(job.head, result), files=_report(result, job.csv_style) if job.reports else {})
    except Exception as error:
        return failure(job.head, error)


def failure(head: RunRow, error: BaseException) -> Finding:
    """Return what a run failed of; a fault of the program's own says so."""
    expected = isinstance(error, ValueError | MemoryError | MilepostError)
    text = str(error) or "the memory does not suffice; ask for fewer iterations"
    said = text if expected else f"a fault in milepost itself: {type(error).__name__}: {text}"
    return Finding(row=replace(head, error=said), files={}, failed=True)


def _report(result: Result, csv_style: CsvStyle) -> dict[str, bytes]:
    from milepost.simulate.report.run.files import report_files

    with _PICTURES:
        return report_files(result, csv_style=csv_style)
