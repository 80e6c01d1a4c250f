"""
What a batch costs beyond the playing: seconds a run, and what a second worker brings.

Run `python benchmarks/batch.py`; some two minutes, and --quick to see that all works.
"""

import argparse
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from network import network
from plan import as_scenario
from stopwatch import interleaved

from milepost.models import Scenario, read_scenario
from milepost.models.setting import parse_sweep
from milepost.simulate import run
from milepost.simulate.batch import Grid, Player, Store, cluster_player, local_player, run_batch
from milepost.simulate.batch.batch import rows
from milepost.simulate.report.batch_table import Columns, write_csv

_SCENARIOS = Path(__file__).parent.parent / "scenarios"


def main() -> None:
    """Time runs in a batch beside runs alone, then one huge run on one and on two workers, in turns."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="little of everything, to see that all works")
    quick = parser.parse_args().quick
    for name, path in (("minimal.yaml", "tasks.build.duration"), ("hr_app.yaml", "budget.burn")):
        _overhead(_SCENARIOS / name, path, runs=3 if quick else 20)
    _workers(tasks=100 if quick else 1000, iterations=20_000 if quick else 1_000_000, rounds=1 if quick else 2)


def _overhead(scenario: Path, path: str, *, runs: int) -> None:
    """Time a batch, the same batch once it is finished, and the bare `read_scenario` and `run` of its runs."""
    grid = Grid(paths=[scenario], sweeps=(parse_sweep(f"{path}=11:{10 + runs}:1"),))
    iterations = 1000

    def in_a_batch() -> None:
        with tempfile.TemporaryDirectory() as folder:
            _batch(grid, Store(Path(folder)), iterations)

    def alone() -> None:
        for case in grid:
            result = run(read_scenario(case.path, case.settings), iterations=iterations)
            for table in ("milestones", "money", "stopping", "gap"):
                getattr(result, table)

    seconds = interleaved({"in a batch": in_a_batch, "alone": alone}, 2)
    with tempfile.TemporaryDirectory() as folder:
        _batch(grid, Store(Path(folder)), iterations)
        again = _seconds(lambda: _batch(grid, Store(Path(folder)), iterations))
    batch, bare = (1000 * seconds[name][0] / runs for name in ("in a batch", "alone"))
    print(f"{runs} runs of {iterations:,} iterations of {scenario.name}, ms a run")
    print(f"{'in a batch':42}{batch:8.1f}")
    print(f"{'alone, tables without files':42}{bare:8.1f}")
    print(f"{'overhead':42}{batch - bare:8.1f}")
    print(f"{'finished before':42}{1000 * again / runs:8.1f}")


def _batch(grid: Grid, store: Store, iterations: int) -> None:
    with local_player() as player:
        batch = run_batch(grid, store, player, iterations=iterations)
    assert not batch.failed
    write_csv(store.folder / "runs.csv", Columns.of(rows(store, batch)), rows(store, batch))


def _workers(*, tasks: int, iterations: int, rounds: int) -> None:
    """Time one run on this machine's threads, on one worker and on two; the start of workers does not count."""
    scenario = as_scenario(network(tasks))
    with local_player() as local, cluster_player("local", workers=1) as one, cluster_player("local", workers=2) as two:
        players: dict[str, tuple[Scenario, Player]] = {
            "threads of one process": (scenario, local),
            "one worker": (scenario, one),
            "two workers": (scenario, two),
        }
        contenders: dict[str, Callable[[], object]] = {
            name: lambda plan=plan, player=player: player.play(plan, iterations, 0, None)
            for name, (plan, player) in players.items()
        }
        seconds = interleaved(contenders, rounds)
    print(f"one run of {iterations:,} iterations of {tasks:,} tasks with 8 milestones, s")
    for name, times in seconds.items():
        print(f"{name:42}{times[0]:8.2f}")
    efficiency = seconds["one worker"][0] / (2 * seconds["two workers"][0])
    print(f"{'one worker / (2 x two workers)':42}{efficiency:8.2f}     to reach: 0.90 or more")


def _seconds(call: Callable[[], None]) -> float:
    begin = time.perf_counter()
    call()
    return time.perf_counter() - begin


if __name__ == "__main__":
    main()
