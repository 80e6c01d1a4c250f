"""
The audit: how often what is printed holds the truth, over many seeds of small plans whose truth is known.

`python -m tests.audit` measures it, prints the tables and writes them into docs/validation.md with `--write`. It
returns 1 when something held less often than is promised, by more than chance explains.
"""

import argparse
import sys
from collections.abc import Sequence

from tests.audit import page
from tests.audit.measuring import measure


def main(arguments: Sequence[str]) -> int:
    """Measure, print, write, and return the exit code."""
    asked = _asked(arguments)
    seeds, race_seeds = (range(asked.first, asked.first + count) for count in (asked.seeds, asked.races))
    found = measure(seeds, race_seeds, asked.plans, asked.workers)
    text = page.measured(found, seeds)
    print(text)
    if asked.write:
        page.write(text)
    return int(found.broken)


def _asked(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.audit", description="Measure how often intervals hold.")
    parser.add_argument("--first", type=int, default=0, help="the first seed (0)")
    parser.add_argument("--seeds", type=int, default=1_000, help="how many seeds for intervals (1,000)")
    parser.add_argument("--races", type=int, default=300, help="how many seeds for races at the most (300)")
    parser.add_argument("--plans", type=int, default=1_000, help="how many random plans (1,000)")
    parser.add_argument("--workers", type=int, default=2, help="how many processes (2)")
    parser.add_argument("--write", action="store_true", help="into docs/validation.md")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
