"""A batch: run what has not been run, whatever happened before."""

import math
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from threading import Lock
from typing import Any, Final

from milepost.models import Scenario
from milepost.simulate.batch.case import Case, Grid
from milepost.simulate.batch.cluster import ClusterError, WorkerError
from milepost.simulate.batch.identity import run_hash
from milepost.simulate.batch.local import Player
from milepost.simulate.batch.store import Store, failure_name, folder_name
from milepost.simulate.engine.run import OutOfMemoryError
from milepost.simulate.report.batch_row import row_of
from milepost.simulate.report.bundle import report_files
from milepost.simulate.result import Result

_PICTURES: Final = Lock()
"""Matplotlib's settings belong to the process, not to a thread."""


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
    progress: Callable[[int], None] | None = None,
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
    progress
        Called with the number of iterations just played, or found to have been.

    Raises
    ------
    OSError, ClusterError
        When nothing more can be kept, or played; what was finished by then stays.
    """
    settings = {"iterations": iterations, "seed": seed, "confidence": confidence}
    advance = progress or (lambda _iterations: None)
    names: list[str] = []
    kept = failed = 0

    def finish(name: str, identity: str, case: Case, scenario: Scenario) -> bool:
        """Play a case and keep what came of it; tell whether it could be done."""
        try:
            result = Result(
                scenario=scenario, outcome=player.play(scenario, iterations, seed, progress), confidence=confidence
            )
            row = {**_head(name, case, settings), **row_of(result)}
            files = _files(result) if reports else {}
        except (OSError, ClusterError):
            raise
        except Exception as error:
            _keep_failure(store, name, case, settings, error)
            return False
        store.keep(name, identity, {key: _plain(value) for key, value in row.items()}, files)
        return True

    under_way: deque[Future[bool]] = deque()
    with ThreadPoolExecutor(player.at_once) as pool:
        try:
            for case in grid:
                try:
                    scenario = case.scenario()
                except ValueError as error:
                    name = failure_name(case.label, f"{case.path.name}|{case.ordering}|{case.settings}")
                    _keep_failure(store, name, case, settings, error)
                    names.append(name)
                    failed += 1
                    advance(iterations)
                    continue
                identity = run_hash(scenario, settings, case.label)
                name = folder_name(case.label, identity)
                names.append(name)
                if store.is_finished(name, identity, reports=reports):
                    kept += 1
                    advance(iterations)
                    continue
                under_way.append(pool.submit(finish, name, identity, case, scenario))
                if len(under_way) >= 2 * player.at_once:
                    failed += not under_way.popleft().result()
            while under_way:
                failed += not under_way.popleft().result()
        except BaseException:
            pool.shutdown(cancel_futures=True)
            raise
    return Batch(names=tuple(names), played=len(names) - kept - failed, kept=kept, failed=failed)


def rows(store: Store, batch: Batch) -> Iterator[dict[str, Any]]:
    """Read the rows of a batch back, one at a time, each run once."""
    for name in dict.fromkeys(batch.names):
        yield store.row(name)


def _head(name: str, case: Case, settings: dict[str, Any]) -> dict[str, Any]:
    return {
        "run": name,
        "file": case.path.name,
        "ordering": case.ordering,
        "error": "",
        **settings,
        **{one.path: _number(one.text) for one in case.settings},
    }


def _number(text: str) -> float | str:
    """Give a value as a number where it is one, so that it can be sorted and drawn."""
    try:
        number = float(text)
    except ValueError:
        return text
    return number if math.isfinite(number) else text


def _plain(value: Any) -> Any:
    return None if isinstance(value, float) and not math.isfinite(value) else value


def _keep_failure(store: Store, name: str, case: Case, settings: dict[str, Any], error: Exception) -> None:
    """Keep what a case failed of; a fault of the program's own says so."""
    expected = isinstance(error, ValueError | MemoryError | OutOfMemoryError | WorkerError)
    text = str(error) or "the memory does not suffice; ask for fewer iterations"
    said = text if expected else f"a fault in milepost itself: {type(error).__name__}: {text}"
    store.keep(name, "", {**_head(name, case, settings), "error": said}, {}, failed=True)


def _files(result: Result) -> dict[str, bytes]:
    with _PICTURES:
        return report_files(result)
