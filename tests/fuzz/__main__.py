"""
Fuzzers: what no user may ever see, looked for with plans, settings, options and kills that chance makes.

`python -m tests.fuzz PART --seed S --count N` (or `--seconds S`) runs one part, with `all` each in turn.
A part is a module beside this one with a function `main` that takes the arguments behind its name and returns 0, or 1
when something was found.
"""

import sys
from collections.abc import Sequence
from importlib import import_module
from typing import Final

PARTS: Final = ("mutants", "foreign", "settings", "options", "kills")


def main(arguments: Sequence[str]) -> int:
    """Run the part that is named first, or all."""
    name, rest = (arguments[0], arguments[1:]) if arguments else ("", ())
    if name not in (*PARTS, "all"):
        print(f"usage: python -m tests.fuzz {{{','.join((*PARTS, 'all'))}}} [--seed S] [--count N | --seconds S]")
        return 2
    codes: list[int] = [
        import_module(f"tests.fuzz.{part}").main(rest) for part in (PARTS if name == "all" else (name,))
    ]
    return max(codes)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
