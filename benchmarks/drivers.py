"""
What drives the milestones: a whole run with variants beside one without, a variant patched beside one built anew.

Run `python benchmarks/drivers.py`; README.md beside it says what is measured and how.
"""

import argparse
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

from network import network
from plan import as_scenario
from risks import with_money, with_risks
from stopwatch import interleaved

from milepost.simulate.engine.builder import build_program
from milepost.simulate.engine.patch import Patch, Patching
from milepost.simulate.engine.run import play_program

_HR_APP = Path(__file__).parents[1] / "scenarios" / "hr_app.yaml"
_MILEPOST = str(Path(sys.executable).with_name("milepost"))


def main() -> None:
    """Time both, and print the figures beside the targets."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=5, help="how often each contender is timed; the best counts (5)")
    parser.add_argument("--quick", action="store_true", help="few iterations, to see that all works")
    given = parser.parse_args()
    rounds = 0 if given.quick else given.rounds
    print(f"{os.cpu_count()} threads")
    whole_runs(1_000 if given.quick else 100_000, rounds)
    variants(100 if given.quick else 1_000, 1_024 if given.quick else 20_000, rounds)


def whole_runs(iterations: int, rounds: int) -> None:
    """Time `milepost run` on hr_app with and without variants, files and pictures included."""
    with tempfile.TemporaryDirectory() as folder:
        contenders: dict[str, Callable[[], object]] = {
            option: partial(_run, option, iterations, Path(folder)) for option in ("--drivers", "--no-drivers")
        }
        seconds = {name: times[0] for name, times in interleaved(contenders, rounds).items()}
    driven, plain = seconds["--drivers"], seconds["--no-drivers"]
    print(
        f"hr_app, {iterations:,} iterations: {driven:.2f} s with drivers, {plain:.2f} s without: {driven / plain:.2f}"
    )
    print("to reach: less than 5")


def variants(n_tasks: int, iterations: int, rounds: int) -> None:
    """Time a play of a plan without one of its risks: built anew, patched, and only played."""
    scenario = with_money(with_risks(as_scenario(network(n_tasks))))
    id = next(iter(scenario.risks))
    patching = Patching(scenario, [Patch(probability={id: 0.0})])
    never = replace(scenario, risks={**scenario.risks, id: replace(scenario.risks[id], probability=0.0)})
    program = patching.program(Patch(probability={id: 0.0}))
    play = partial(play_program, iterations=iterations, seed=1, threads=1, detail=0)
    contenders: dict[str, Callable[[], object]] = {
        "built anew": lambda: play(build_program(replace(never))),
        "patched": lambda: play(patching.program(Patch(probability={id: 0.0}))),
        "only played": lambda: play(program),
    }
    seconds = {name: times[0] for name, times in interleaved(contenders, rounds).items()}
    print(f"\n{n_tasks:,} tasks with risks and money, {iterations:,} iterations, one thread")
    for name, taken in seconds.items():
        print(f"{name:14}{taken:7.3f} s{taken / seconds['only played']:7.2f}")


def _run(option: str, iterations: int, folder: Path) -> None:
    command = [_MILEPOST, "run", str(_HR_APP), option, "--iterations", str(iterations), "--quiet", "--out", str(folder)]
    subprocess.run(command, check=True)


if __name__ == "__main__":
    main()
