"""
Speed of the engine, side by side with its rivals: nanoseconds per task and iteration.

Run `python benchmarks/engine.py`; README.md beside it says what is measured and how.
"""

import os
from collections.abc import Callable
from dataclasses import replace
from functools import partial

import numpy as np
from bare import BareKernel
from network import Network, network
from plan import as_scenario
from rivals import missing_packages, numpy_pass, packages
from stopwatch import asked, interleaved

from milepost.models import Scenario
from milepost.simulate.engine.builder import build_program
from milepost.simulate.engine.memory import details_kept
from milepost.simulate.engine.run import play_program, simulate
from milepost.simulate.engine.tables import build_tables, coefficients

_TABLES_SECONDS = 1.0
_NUMPY_RATIO = 25.0
_PACKAGES_RATIO = 30.0
_BARE_RATIO = 2.0


def main() -> None:
    """Time every contender at 100 and 1,000 tasks and print the figures beside the targets."""
    iterations, rounds, sizes = asked(__doc__, iterations=1_000_000, of="milepost and the bare kernel")
    for name in missing_packages():
        print(f"{name} is not installed and left out: pip install --group bench")
    for n_tasks in sizes:
        plan = network(n_tasks)
        check_agreement(plan)
        compare(plan, iterations, rounds)
    time_tables(sizes[-1], rounds)


def check_agreement(plan: Network, iterations: int = 10_000) -> None:
    """
    See that the contenders play the same plan: each milestone's mean within four standard errors of the difference.

    Raises
    ------
    SystemExit
        When two contenders disagree.
    """
    expected = numpy_pass(plan, iterations)
    error = np.sqrt(2.0 / iterations) * expected.std(axis=1)
    played = {
        "milepost": np.array(list(simulate(as_scenario(plan), iterations=iterations).finish.values())),
        "bare kernel": BareKernel(plan).run(iterations),
    }
    for name, reached in played.items():
        off = np.abs(reached.mean(axis=1) - expected.mean(axis=1)) / error
        if off.max() > 4.0:
            raise SystemExit(
                f"{name} and numpy disagree on milestone {off.argmax()} by {off.max():.1f} standard errors"
            )


def compare(plan: Network, iterations: int, rounds: int) -> None:
    """Time all contenders on one plan and print a line for each, then the ratios that have a target."""
    cores = os.cpu_count() or 1
    few, very_few = max(1, iterations // 50), max(1, 5 * iterations // plan.n_tasks)
    scenario, bare = as_scenario(plan), BareKernel(plan)
    program, detail = build_program(scenario), details_kept(scenario, iterations)
    contenders: dict[str, tuple[int, Callable[[], object]]] = {}
    for threads in dict.fromkeys((cores, 1)):
        play = partial(_afresh, partial(simulate, iterations=iterations, seed=1, threads=threads), scenario)
        contenders[f"milepost, {_on(threads)}"] = (iterations, play)
        only = partial(play_program, program, iterations=iterations, seed=1, threads=threads, detail=detail)
        contenders[f"{_PLAYING}, {_on(threads)}"] = (iterations, only)
        contenders[f"bare kernel, {_on(threads)}"] = (iterations, partial(bare.run, iterations, 1, threads))
    contenders["numpy"] = (few, partial(numpy_pass, plan, few))
    for name, package in packages(plan, very_few).items():
        contenders[name] = (very_few, package)
    contenders[_BUILD] = (iterations, partial(_afresh, build_program, scenario))

    times = interleaved({name: play for name, (_, play) in contenders.items()}, rounds)
    best: dict[str, float] = {}
    print(f"\n{plan.n_tasks:,} tasks, {len(plan.milestones)} milestones   [ns per task and iteration]")
    print(f"{'':36}{'iterations':>12}{'best':>10}{'median':>10}")
    for name, (n, _) in contenders.items():
        seconds = np.array(times[name]) / (plan.n_tasks * n)
        best[name] = 1e9 * float(seconds[0])
        print(f"{name:36}{n:12,}{best[name]:10.2f}{1e9 * float(np.median(seconds)):10.2f}")
    for threads in dict.fromkeys((cores, 1)):
        _print_ratios(best, threads, plan.n_tasks)


def time_tables(n_tasks: int, rounds: int) -> None:
    """Time the making of lookups for tasks of which no two have the same shape."""
    durations = [task.duration for task in as_scenario(network(n_tasks)).tasks.values()]

    def make() -> None:
        coefficients.cache_clear()
        build_tables(durations)

    seconds = interleaved({"tables": make}, rounds)["tables"]
    target = f"   to reach: about {_TABLES_SECONDS:g} s" if n_tasks == 1000 else ""
    print(f"\ntables for {n_tasks:,} different tasks: {seconds[0]:.2f} s{target}")


def _afresh(play: Callable[[Scenario], object], scenario: Scenario) -> None:
    """Play a plan of which nothing is known yet: a plan keeps its network, and the engine the tables of shapes."""
    coefficients.cache_clear()
    play(replace(scenario))


_BUILD = "building alone"
_PLAYING = "playing alone"


def _print_ratios(best: dict[str, float], threads: int, n_tasks: int) -> None:
    whole = best[f"milepost, {_on(threads)}"]
    playing = best[f"{_PLAYING}, {_on(threads)}"]
    bare = best[f"bare kernel, {_on(threads)}"]
    rows = [("numpy / milepost", best["numpy"] / whole, best["numpy"] / playing, f"{_NUMPY_RATIO:g}")]
    rivals = {name: best[name] for name in ("pmcontrols", "trueppm-scheduler") if name in best}
    if rivals:
        faster = min(rivals, key=rivals.__getitem__)
        target = f"{_PACKAGES_RATIO:g}" if n_tasks == 1000 else ""
        rows.append((f"{faster} / milepost", rivals[faster] / whole, rivals[faster] / playing, target))
    rows.append(("milepost / bare kernel", whole / bare, playing / bare, f"{_BARE_RATIO:g} or less"))
    print(f"{f'ratios on {_on(threads)}':34}{'whole':>10}{'playing':>10}   to reach")
    for name, of_whole, of_playing, target in rows:
        print(f"  {name:32}{of_whole:10.2f}{of_playing:10.2f}   {target}")


def _on(threads: int) -> str:
    return "1 thread" if threads == 1 else f"{threads} threads"


if __name__ == "__main__":
    main()
