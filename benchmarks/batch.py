"""
What a batch costs beyond the playing: seconds a run, what a second worker brings, and memory.

Run `python benchmarks/batch.py`; some eight minutes, and --quick to see that all works.
"""

import argparse
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from pathlib import Path

from network import network
from plan import as_scenario
from stopwatch import interleaved

from milepost.models import read_scenario
from milepost.models.file.setting import parse_sweep
from milepost.simulate import run
from milepost.simulate.batch import Grid, Job, Player, Store, cluster_player, local_player, run_batch
from milepost.simulate.batch.batch import Batch, rows
from milepost.simulate.batch.report.table import Columns, write_csv
from milepost.simulate.batch.row import RunRow

_SCENARIOS = Path(__file__).parent.parent / "scenarios"


def main() -> None:
    """Time runs in a batch beside runs alone, then on one and on two workers, in turns; then measure memory."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="little of everything, to see that all works")
    parser.add_argument("--rounds", type=int, default=3, help="how often each of those that take turns is timed")
    parser.add_argument("--peak", nargs=2, metavar=("ADDRESS", "RUNS"), help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.peak:
        print(_peak(options.peak[0], int(options.peak[1])))
        return
    quick, rounds = options.quick, 0 if options.quick else options.rounds
    for name, path in (("minimal.yaml", "tasks.build.duration"), ("hr_app.yaml", "budget.burn")):
        _overhead(_SCENARIOS / name, path, runs=2 if quick else 20, rounds=min(rounds, 2))
    with ExitStack() as stack:
        players = {
            f"{many} {what}{'s' * (count - 1)}": stack.enter_context(player)
            for many, count in (("one", 1), ("two", 2))
            for what, player in (
                ("thread", local_player(count)),
                ("worker", cluster_player("local", workers=count)),
            )
        }
        _many(players, runs=2 if quick else 60, rounds=rounds)
        _huge(players, tasks=100 if quick else 1000, iterations=20_000 if quick else 3_000_000, rounds=rounds)
    _memory(runs=(3,) if quick else (50, 1000))


def _overhead(scenario: Path, path: str, *, runs: int, rounds: int) -> None:
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

    seconds = interleaved({"in a batch": in_a_batch, "alone": alone}, rounds)
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
    _table(store, batch)


def _table(store: Store, batch: Batch) -> None:
    with (store.folder / "runs.csv").open("wb") as stream:
        write_csv(stream, Columns.of(rows(store, batch)), rows(store, batch))


def _many(players: dict[str, Player], *, runs: int, rounds: int) -> None:
    """Time a batch of small runs, from reading the file to the last record."""
    grid = Grid(paths=[_SCENARIOS / "hr_app.yaml"], sweeps=(parse_sweep(f"budget.burn=11:{10 + runs}:1"),))

    def play(player: Player) -> None:
        with tempfile.TemporaryDirectory() as folder:
            assert not run_batch(grid, Store(Path(folder)), player, iterations=1000).failed

    seconds = interleaved({name: lambda player=player: play(player) for name, player in players.items()}, rounds)  # type: ignore[misc]  # the default binds the player of this round
    _print_efficiency(f"{runs} runs of 1,000 iterations of hr_app.yaml", seconds)


def _huge(players: dict[str, Player], *, tasks: int, iterations: int, rounds: int) -> None:
    """Time one run that is played in parts."""
    job = Job(
        name="huge",
        identity="",
        head=RunRow(run="huge", file="", ordering="", iterations=iterations, seed=0, confidence=0.8),
        scenario=as_scenario(network(tasks)),
        iterations=iterations,
        seed=0,
        confidence=0.8,
        reports=False,
    )

    def play(player: Player) -> None:
        ((_job, finding),) = player([job], lambda _iterations: None)
        assert not finding.failed, finding.row

    seconds = interleaved({name: lambda player=player: play(player) for name, player in players.items()}, rounds)  # type: ignore[misc]  # the default binds the player of this round
    _print_efficiency(f"one run of {iterations:,} iterations of {tasks:,} tasks with 8 milestones", seconds)


def _print_efficiency(what: str, seconds: dict[str, list[float]]) -> None:
    """Print the best of each, and how well two share the work; two threads show what the processor itself allows."""
    print(f"{what}, s")
    for name, times in seconds.items():
        print(f"{name:42}{times[0]:8.2f}     {', '.join(f'{time:.2f}' for time in times[1:])}")
    for kind in ("thread", "worker"):
        efficiency = seconds[f"one {kind}"][0] / (2 * seconds[f"two {kind}s"][0])
        print(f"{f'one {kind} / (2 x two {kind}s)':42}{efficiency:8.2f}")


def _memory(*, runs: Sequence[int]) -> None:
    """Print what batches take at the most, each in a process of its own; the workers of a cluster are not counted."""
    for address in ("threads", "local"):
        for count in runs:
            call = [sys.executable, __file__, "--peak", address, str(count)]
            peak = float(subprocess.run(call, check=True, stdout=subprocess.PIPE, text=True).stdout)
            where = "on threads" if address == "threads" else "on two workers, this process"
            print(f"{f'{count:,} runs {where}, peak MB':42}{peak:8.0f}")


def _peak(address: str, runs: int) -> float:
    """Run a batch of small runs, and give what this process took at the most [MB]."""
    grid = Grid(paths=[_SCENARIOS / "minimal.yaml"], sweeps=(parse_sweep(f"tasks.build.duration=1:{runs}:1"),))
    player = local_player(2) if address == "threads" else cluster_player(address, workers=2)
    with tempfile.TemporaryDirectory() as folder, player as play:
        store = Store(Path(folder))
        batch = run_batch(grid, store, play, iterations=10_000)
        _table(store, batch)
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 1e6


def _seconds(call: Callable[[], None]) -> float:
    begin = time.perf_counter()
    call()
    return time.perf_counter() - begin


if __name__ == "__main__":
    main()
