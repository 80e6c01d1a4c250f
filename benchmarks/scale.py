"""
Large plans: time and memory of a whole run beside those of the engine alone, at 400, 4,000 and 40,000 activities.

Run `python benchmarks/scale.py`, some ten minutes; `--quick` to see that all works.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from milepost.models import read_scenario
from milepost.simulate.engine.builder import build_program
from milepost.simulate.engine.memory import details_kept
from milepost.simulate.engine.run import play_program

_ROOT = Path(__file__).parents[1]
_MILEPOST = str(Path(sys.executable).with_name("milepost"))
_SIZES = (400, 4_000, 40_000)
_UNIT = 1 if sys.platform == "darwin" else 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """
    What a process took.

    Parameters
    ----------
    seconds
        From its start to its end, or as it printed.
    megabytes
        Peak resident memory.
    """

    seconds: float
    megabytes: float


def main() -> None:
    """Run plans of each size, a whole run and the engine alone in turns, and print what they took."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=3, help="how often each is run; the best counts (3)")
    parser.add_argument("--iterations", type=int, default=100_000)
    parser.add_argument("--quick", action="store_true", help="a small plan and few iterations")
    parser.add_argument("--engine", type=Path, help="play this plan alone, and print how long that took")
    asked = parser.parse_args()
    if asked.quick:
        asked.rounds, asked.iterations = 0, 1_000
    if asked.engine:
        print(_play(asked.engine, asked.iterations))
        return
    print(f"{asked.iterations:,} iterations, {os.cpu_count()} threads")
    print(f"{'activities':28}{'run':>9}{'engine':>9}{'ratio':>7}   {'run':>9}{'engine':>9}{'ratio':>7}")
    with tempfile.TemporaryDirectory() as folder:
        for size in (100,) if asked.quick else _SIZES:
            for money in (False, True):
                plan = Path(folder) / f"{size}.yaml"
                _write(plan, size, money=money)
                run, engine = _side_by_side(plan, Path(folder), asked.iterations, asked.rounds)
                print(
                    f"{size:>6,}{', with a budget' if money else '':22}"
                    f"{run.seconds:7.2f} s{engine.seconds:7.2f} s{run.seconds / engine.seconds:7.1f}"
                    f"   {run.megabytes:6.0f} MB{engine.megabytes:6.0f} MB{run.megabytes / engine.megabytes:7.1f}"
                )
    print("to reach on two cores at 4,000: less than 6 s and 600 MB without a budget")


def _write(plan: Path, activities: int, *, money: bool) -> None:
    """Write a plan in the shape that the tests use."""
    command = [sys.executable, "-m", "tests.large_plans", str(activities), str(plan)]
    subprocess.run(command + ([] if money else ["--no-money"]), check=True, cwd=_ROOT)


def _side_by_side(plan: Path, folder: Path, iterations: int, rounds: int) -> tuple[Taken, Taken]:
    """Take turns, after one of each that does not count unless it is all, and return the best of each."""
    options = ["--iterations", str(iterations)]
    little = [] if rounds else ["--no-drivers"]  # to see that all works
    whole = [_MILEPOST, "run", str(plan), "--quiet", "--out", str(folder / "report"), *options, *little]
    alone = [sys.executable, __file__, "--engine", str(plan), *options]
    taken = [(_take(whole), _take(alone, prints_seconds=True)) for _ in range(rounds + 1)]
    taken = taken[1:] or taken
    return min((one for one, _ in taken), key=_seconds), min((other for _, other in taken), key=_seconds)


def _seconds(taken: Taken) -> float:
    return taken.seconds


def _take(command: list[str], *, prints_seconds: bool = False) -> Taken:
    """Run a process to its end."""
    begin = time.perf_counter()
    with tempfile.TemporaryFile("w+") as printed, subprocess.Popen(command, stdout=printed) as process:
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - begin
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            raise SystemExit(f"{' '.join(command)} failed")
        printed.seek(0)
        said = printed.read()
    return Taken(seconds=float(said) if prints_seconds else seconds, megabytes=usage.ru_maxrss * _UNIT / 1e6)


def _play(plan: Path, iterations: int) -> float:
    """Play a plan with as many detailed iterations as a run has, and return how long that took [seconds]."""
    scenario = read_scenario(plan)
    program = build_program(scenario)
    play_program(program, iterations=256)  # loads the kernel
    begin = time.perf_counter()
    play_program(program, iterations=iterations, detail=details_kept(scenario, iterations))
    return time.perf_counter() - begin


if __name__ == "__main__":
    main()
