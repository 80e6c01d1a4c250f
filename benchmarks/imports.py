"""
Reading plans of other programs: beside parsing the same bytes with the standard library, and beside the plan in YAML.

Run `python benchmarks/imports.py`, some half a minute; README.md beside it says what is measured and how.
"""

import argparse
import csv
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from functools import partial
from math import inf
from pathlib import Path
from typing import Final
from xml.etree import ElementTree

from stopwatch import interleaved

from milepost.models import read_scenario
from milepost.models.file.layers import Layers

_ROOT: Final = Path(__file__).parents[1]
_UNIT: Final = 1 if sys.platform == "darwin" else 1024
_SMALL_PARENT: Final = """
import os, sys
_, status, usage = os.wait4(os.spawnv(os.P_NOWAIT, sys.argv[1], sys.argv[1:]), 0)
print(usage.ru_maxrss)
sys.exit(os.waitstatus_to_exitcode(status))
"""
_NAMES: Final = {"plan.xer": "XER", "plan.p6.xml": "PMXML", "plan.msp.xml": "MSPDI", "plan.yaml": "YAML"}


def main() -> None:
    """Time each file, read as a plan and as a whole scenario, and print the ratios and the peaks of memory."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=7, help="how often each is timed; the best counts (7)")
    parser.add_argument("--quick", action="store_true", help="a small plan, to see that all works")
    parser.add_argument("--read", type=Path, help="read this file, and no more")
    parser.add_argument("--parse", type=Path, help="parse this file with the standard library, and no more")
    asked = parser.parse_args()
    if asked.read:
        read_scenario(asked.read)
    elif asked.parse:
        parse(asked.parse)
    elif asked.quick:
        compare(100, 0)
    else:
        compare(4_000, asked.rounds)
        print("to reach at 4,000: less than 1 s")


def compare(size: int, rounds: int) -> None:
    """Take turns in reading one plan from each of its files, and print a line for each."""
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "tests.foreign_plans", str(size), folder]
        subprocess.run(command, check=True, cwd=_ROOT)
        files = {name: Path(folder) / file for file, name in _NAMES.items()}
        contenders: dict[str, Callable[[], object]] = {}
        for name, file in files.items():
            contenders |= {f"{name} plan": partial(Layers, file), f"{name} whole": partial(read_scenario, file)}
            contenders |= {f"{name} parsed": partial(parse, file)} if name != "YAML" else {}
        seconds = {name: taken[0] for name, taken in interleaved(contenders, rounds).items()}
        nothing = peak("--parse", Path(os.devnull))
        print(f"{size:,} activities; memory is on top of the {nothing:.0f} MB of a process that reads nothing")
        print(f"{'file':8}{'MB':>6}{'plan':>9}{'/ parsed':>10}{'whole':>9}{'/ YAML':>8}{'memory':>9}{'/ parsed':>10}")
        for name, file in files.items():
            plan, whole, parsed = (seconds.get(f"{name} {what}", inf) for what in ("plan", "whole", "parsed"))
            memory = peak("--read", file) - nothing
            ratios = plan / parsed, memory / (peak("--parse", file) - nothing) if parsed < inf else inf
            of_plan, of_memory = (f"{ratio:10.1f}" if parsed < inf else f"{'-':>10}" for ratio in ratios)
            print(
                f"{name:8}{file.stat().st_size / 1e6:6.1f}{plan:7.2f} s{of_plan}"
                f"{whole:7.2f} s{whole / seconds['YAML whole']:8.1f}{memory:6.0f} MB{of_memory}"
            )


def parse(file: Path) -> object:
    """Parse a file of another program with the standard library, as rows or as elements."""
    content = file.read_bytes()
    if file.suffix == ".xml":
        return ElementTree.fromstring(content)
    return list(csv.reader(content.decode("cp1252").splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE))


def peak(how: str, file: Path) -> float:
    """Return the peak of the memory of a process that reads a file [MB]; a process begins with that of its parent."""
    command = [sys.executable, "-c", _SMALL_PARENT, sys.executable, __file__, how, str(file)]
    return int(subprocess.run(command, check=True, capture_output=True, text=True).stdout) * _UNIT / 1e6


if __name__ == "__main__":
    main()
