"""A batch: run what has not been run, whatever happened before."""

import math
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from typing import Any

from milepost.simulate.batch.case import Case, Grid
from milepost.simulate.batch.identity import run_hash
from milepost.simulate.batch.job import Job, Player, failure
from milepost.simulate.batch.row import RunRow
from milepost.simulate.batch.store import Store, failure_name, folder_name
from milepost.simulate.report.media.csv_style import CsvStyle


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """
    What became of a batch.

    Parameters
    ----------
    names
        Folder of each run, in the order of the grid.
    played, kept, failed
        How many runs were played now, were finished before, and could not be done.
    """

    names: tuple[str, ...]
    played: int
    kept: int
    failed: int


def run_batch(
    grid: Grid,
    store: Store,
    player: Player,
    *,
    iterations: int = 100_000,
    seed: int = 0,
    confidence: float = 0.8,
    reports: bool = False,
    csv_style: CsvStyle = CsvStyle.PLAIN,
    progress: Callable[[int], None] | None = None,
    skip: Callable[[int], None] | None = None,
) -> Batch:
    """
    Run every case of a grid that has not been run.

    What came of a run is kept as soon as it has been played, and no more are under way than the player needs: memory
    does not grow with the number of runs, and an end at any moment loses only those. A case that cannot be run leaves
    its error in its row.

    Parameters
    ----------
    grid
        What to run.
    store
        Where to keep it.
    player
        Where to play, as `local_player` or `cluster_player` give it.
    iterations, seed, confidence
        As in `milepost.simulate.run`.
    reports
        Whether each run leaves a report as well.
    csv_style
        How the tables of reports are written.
    progress
        Called with the number of iterations just played.
    skip
        Called with the number of those that need not be played: they say nothing of how long the rest takes.

    Raises
    ------
    FolderInUseError
        When another batch writes into the store.
    OSError, ClusterError
        When nothing more can be kept, or played; what was finished by then stays.
    """
    settings = {"iterations": iterations, "seed": seed, "confidence": confidence}
    advance, leave_out = (told or (lambda _iterations: None) for told in (progress, skip))
    names: list[str] = []
    kept = failed = 0

    def jobs() -> Iterator[Job]:
        """Yield what is left to be played."""
        nonlocal kept, failed
        for case in grid:
            try:
                scenario = case.scenario()
            except ValueError as error:
                name = failure_name(case.label, case.key)
                names.append(name)
                store.keep(name, "", failure(_head(name, case, settings), error))
                failed += 1
                leave_out(iterations)
                continue
            identity = run_hash(scenario, settings, case.key)
            name = folder_name(case.label, identity)
            names.append(name)
            if store.is_finished(name, identity, reports=reports, csv_style=csv_style):
                kept += 1
                leave_out(iterations)
                continue
            yield Job(
                name=name,
                identity=identity,
                head=_head(name, case, settings),
                scenario=scenario,
                iterations=iterations,
                seed=seed,
                confidence=confidence,
                reports=reports,
                csv_style=csv_style,
            )

    with store.held(), closing(player(jobs(), advance)) as findings:
        for job, finding in findings:
            store.keep(job.name, job.identity, finding, csv_style=csv_style)
            failed += finding.failed
    return Batch(names=tuple(names), played=len(names) - kept - failed, kept=kept, failed=failed)


def rows(store: Store, batch: Batch) -> Iterator[RunRow]:
    """Read the rows of a batch back, one at a time, each run once."""
    for name in dict.fromkeys(batch.names):
        yield store.row(name)


def _head(name: str, case: Case, settings: Mapping[str, Any]) -> RunRow:
    return RunRow(
        run=name,
        file=case.file,
        ordering=case.ordering,
        **settings,
        settings={one.name: _number(one.text) for one in case.settings},
    )


def _number(text: str) -> float | str:
    """Return a value as a number where it is one, so that it can be sorted and drawn."""
    try:
        number = float(text)
    except ValueError:
        return text
    return number if math.isfinite(number) else text
