"""
What a user waits for: a whole run of a scenario beside the bare import of what it needs, and --help beside click.

Run `python benchmarks/startup.py`.
"""

import argparse
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from stopwatch import interleaved

_MILEPOST = str(Path(sys.executable).with_name("milepost"))
_SCENARIO = Path(__file__).parent.parent / "scenarios" / "hr_app.yaml"


def main() -> None:
    """Time the four commands in turns and print the two ratios beside their targets."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "--rounds", type=int, default=11, help="how often each command is timed; the quickest counts (11)"
    )
    rounds = parser.parse_args().rounds
    options = [] if rounds else ["--iterations", "1000", "--no-drivers"]  # to see that all works
    with tempfile.TemporaryDirectory() as folder:
        commands = {
            "milepost run scenarios/hr_app.yaml": [_MILEPOST, "run", str(_SCENARIO), "--out", folder, *options],
            "import numpy, pandas, numba, matplotlib": _python("import numpy, pandas, numba, matplotlib.pyplot"),
            "milepost --help": [_MILEPOST, "--help"],
            "import click": _python("import click"),
        }
        seconds = interleaved({name: partial(_call, command) for name, command in commands.items()}, rounds)
    quickest = {name: times[0] for name, times in seconds.items()}
    for name, time in quickest.items():
        print(f"{name:42}{time:8.3f} s")
    run, imports, help_text, click = quickest.values()
    print(f"{'run / imports':42}{run / imports:8.2f}     to reach: 2 or less")
    print(f"{'--help / import click':42}{help_text / click:8.2f}     to reach: 3 or less")


def _python(code: str) -> list[str]:
    return [sys.executable, "-c", code]


def _call(command: Sequence[str]) -> None:
    """Run a command where modules stay compiled, as they are where the program is installed."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    done = subprocess.run(
        command, check=False, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, env=environment
    )
    if done.returncode:
        raise SystemExit(f"{' '.join(command)} failed:\n{done.stderr}")


if __name__ == "__main__":
    main()
