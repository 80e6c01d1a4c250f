"""Options that commands share, and how their values are read."""

from collections.abc import Callable
from pathlib import Path

import click

MOST_ITERATIONS = 2**34
"""Beyond this the random numbers of one seed would repeat."""

DEFAULT_ITERATIONS = 100_000


def share(*, below: float) -> Callable[[click.Context, click.Parameter, str | None], float | None]:
    """
    Make the reader of an option that is a share, written as `0.8` or `80%`, above 0 and below a limit [-].

    Raises
    ------
    click.BadParameter
        By the reader, when the text is no such share.
    """

    def read(_context: click.Context, _option: click.Parameter, text: str | None) -> float | None:
        if text is None:
            return None
        number = text.strip().removesuffix("%")
        try:
            value = float(number) / (1 if number == text.strip() else 100)
        except ValueError:
            raise click.BadParameter(f"{text!r} is not a share; write it as 0.8 or 80%") from None
        if not 0 < value < below:
            meant = f"; did you mean {number}%?" if number == text.strip() and 0 < value / 100 < below else ""
            raise click.BadParameter(f"{text!r} is not above 0 and below {below:.0%}{meant}")
        return value

    return read


def iterations_asked(iterations: int | None, precision: float | None) -> int:
    """
    Decide how many iterations to play.

    Raises
    ------
    click.UsageError
        When both are given, or the precision takes more iterations than there are random numbers for.
    """
    if precision is None:
        return DEFAULT_ITERATIONS if iterations is None else iterations
    if iterations is not None:
        raise click.UsageError("--iterations and --precision both say how long to run: give one of them")
    from milepost.simulate.analysis.proportion import iterations_for

    needed = iterations_for(precision)
    if needed > MOST_ITERATIONS:
        raise click.UsageError(
            f"--precision {100 * precision:g}% takes {needed:,} iterations, more than {MOST_ITERATIONS:,}; ask for less"
        )
    return needed


seed_option = click.option(
    "--seed", type=click.IntRange(0, 2**64 - 1), default=0, show_default=True, help="Key of the random numbers."
)
threads_option = click.option(
    "--threads", type=click.IntRange(min=1), help="How many to work with.  [default: all processors]"
)
precision_option = click.option(
    "--precision",
    metavar="SHARE",
    callback=share(below=0.5),
    help="Play as many as it takes to know every probability to this, as 0.5%, with 95% confidence.",
)
out_option = click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder of the report.  [default: reports/<name of FILE>]",
)
confidence_option = click.option(
    "--confidence",
    metavar="SHARE",
    callback=share(below=1),
    default="0.8",
    show_default=True,
    help="Probability with which the promise dates are kept.",
)
quiet_option = click.option("--quiet", is_flag=True, help="Print neither table nor progress.")
