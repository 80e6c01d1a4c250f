"""
What the money over time costs: a run of hr_app.yaml beside one of the same plan without a budget and invoices.

Run `python benchmarks/gap.py`.
"""

import argparse
import re
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from stopwatch import interleaved

_MILEPOST = str(Path(sys.executable).with_name("milepost"))
_SCENARIO = Path(__file__).parent.parent / "scenarios" / "hr_app.yaml"
_LITTLE = ("--iterations", "1000", "--no-drivers")
"""To see that all works, where nothing is timed."""
_MONEY_OVER_TIME = re.compile(r"^ +(total|invoice): .*\n", re.MULTILINE)


def main() -> None:
    """Time both runs in turns and print what the one takes on top of the other."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=11, help="how often each run is timed; the median counts (11)")
    rounds = parser.parse_args().rounds
    with tempfile.TemporaryDirectory() as folder:
        bare = Path(folder) / "bare.yaml"
        text, left_out = _MONEY_OVER_TIME.subn("", _SCENARIO.read_text(encoding="utf-8"))
        assert left_out > 1, f"{_SCENARIO.name} has no budget and invoices to leave out"
        bare.write_text(text, encoding="utf-8")
        runs = {"with money over time": _SCENARIO, "without": bare}
        options = () if rounds else _LITTLE
        seconds = interleaved({name: partial(_run, path, folder, options) for name, path in runs.items()}, rounds)
    medians = {name: statistics.median(times) for name, times in seconds.items()}
    for name, median in medians.items():
        print(f"milepost run, {name:28}{median:8.3f} s")
    both, without = medians.values()
    print(f"{'on top':42}{both / without - 1:8.0%}     to reach: 40% or less")


def _run(scenario: Path, folder: str, options: Sequence[str]) -> None:
    command = [_MILEPOST, "run", str(scenario), "--quiet", "--out", str(Path(folder) / scenario.stem), *options]
    subprocess.run(command, check=True)


if __name__ == "__main__":
    main()
