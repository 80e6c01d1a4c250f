"""Exceptions in a terminal: nothing where all is well."""

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from milepost.simulate.report.exceptions.told import Told

_INDENT = 2


def print_exceptions(told: Told, console: Console) -> None:
    """Print what does not pass, those that fail first, each with what drives it and what would help."""
    if not told.exceptional:
        return
    console.print(Text(told.heading, style="bold"))
    for one in told.exceptional:
        console.print()
        console.print(Text.assemble((one.mark, "bold"), " ", one.sentence))
        for more in one.more:
            console.print(Padding(Text(more), (0, 0, 0, _INDENT), expand=False))
