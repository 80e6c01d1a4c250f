"""Options that commands share, and how their values are read."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from milepost.simulate.cli.completion import offer_paths
from milepost.simulate.limits import (
    COARSEST_PRECISION,
    FINEST_PRECISION,
    LEAST_CONFIDENCE,
    MOST_CONFIDENCE,
    MOST_ITERATIONS,
    MOST_THREADS,
)
from milepost.simulate.report.media.csv_style import CsvStyle
from milepost.simulate.report.media.pictures import DPI

DEFAULT_ITERATIONS = 100_000

Read = TypeVar("Read")


def share(lowest: float, highest: float) -> Callable[[click.Context, click.Parameter, str | None], float | None]:
    """
    Make the reader of an option that is a share, written as `0.8` or `80%`, from one limit to another [-].

    Raises
    ------
    click.BadParameter
        By the reader, when the text is not such a share.
    """

    def read(_context: click.Context, _option: click.Parameter, text: str | None) -> float | None:
        if text is None:
            return None
        given = repr(text if len(text) <= 60 else f"{text[:57]}...")
        number = text.strip().removesuffix("%")
        try:
            value = float(number) / (1 if number == text.strip() else 100)
        except ValueError:
            raise click.BadParameter(f"{given} is not a share; write it as 0.8 or 80%") from None
        if not lowest <= value <= highest:
            meant = lowest <= value / 100 <= highest and number == text.strip()
            hint = f"; did you mean {number}%?" if meant else ""
            raise click.BadParameter(f"{given} is not from {100 * lowest:g}% to {100 * highest:g}%{hint}")
        return value

    return read


def iterations_asked(iterations: int | None, precision: float | None) -> int:
    """
    Decide how many iterations to play.

    Raises
    ------
    click.UsageError
        When both are given.
    """
    if precision is None:
        return DEFAULT_ITERATIONS if iterations is None else iterations
    if iterations is not None:
        raise click.UsageError("--iterations and --precision both say how long to run: give one of them")
    from milepost.simulate.analysis.statistics.proportion import iterations_for

    return iterations_for(precision)


def _settings(_context: click.Context, _option: click.Parameter, texts: tuple[str, ...]) -> tuple[Any, ...]:
    from milepost.models.file.setting import parse_setting

    return read_each(parse_setting, texts)


def read_each(read: Callable[[str], Read], texts: tuple[str, ...]) -> tuple[Read, ...]:
    """
    Read all values of an option that may be repeated.

    Raises
    ------
    click.BadParameter
        When one cannot be read.
    """
    try:
        return tuple(map(read, texts))
    except ValueError as error:
        raise click.BadParameter(str(error)) from None


set_option = click.option(
    "--set",
    "settings",
    metavar="PATH=VALUE",
    multiple=True,
    shell_complete=offer_paths,
    callback=_settings,
    help="Put a value in the place of what the file says, as budget.burn=2600, or change it, as 'budget.burn+=200' or "
    "'budget.burn*=1.1'; may be repeated.",
)
seed_option = click.option(
    "--seed", type=click.IntRange(0, 2**64 - 1), default=0, show_default=True, help="Key of the random numbers."
)
threads_option = click.option(
    "--threads", type=click.IntRange(1, MOST_THREADS), help="How many to work with.  [default: all processors]"
)
iterations_option = click.option(
    "--iterations",
    type=click.IntRange(1, MOST_ITERATIONS),
    help=f"How many times to play the plan.  [default: {DEFAULT_ITERATIONS:,}]",
)
precision_option = click.option(
    "--precision",
    metavar="SHARE",
    callback=share(FINEST_PRECISION, COARSEST_PRECISION),
    help="Play as many as it takes to know every probability to this, as 0.5%, with 95% confidence.  "
    f"[{100 * FINEST_PRECISION:g}% to {100 * COARSEST_PRECISION:g}%]",
)
out_option = click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder of the report.  [default: reports/<name of FILE>]",
)
confidence_option = click.option(
    "--confidence",
    metavar="SHARE",
    callback=share(LEAST_CONFIDENCE, MOST_CONFIDENCE),
    default="0.8",
    show_default=True,
    help=f"Probability with which the promise dates are kept.  [{100 * LEAST_CONFIDENCE:g}% to "
    f"{100 * MOST_CONFIDENCE:g}%]",
)
history_option = click.option(
    "--history",
    type=click.Path(dir_okay=False, path_type=Path),
    help="File of the history.  [default: reports/history.sqlite]",
)
csv_style_option = click.option(
    "--csv-style",
    type=click.Choice([style.value for style in CsvStyle]),
    callback=lambda _context, _option, text: CsvStyle(text),
    default=CsvStyle.PLAIN.value,
    show_default=True,
    help="Style of the CSV files: excel-de has semicolons between columns and decimal commas, for Excel where numbers "
    "are written so.",
)
dpi_option = click.option(
    "--dpi",
    type=click.IntRange(50, 600),
    default=DPI,
    show_default=True,
    help="Resolution of the pictures, in pixels per inch; one that would be wider or taller than 8,000 has less.",
)
svg_option = click.option(
    "--svg", is_flag=True, help="Write each picture as SVG too, which prints sharply at any size."
)
quiet_option = click.option("--quiet", is_flag=True, help="Print neither table nor progress.")
