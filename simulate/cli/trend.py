"""The command `trend`: what the reviews of a plan said, one after another, and what moved its milestones."""

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

import click

from milepost.simulate.cli.completion import ScenarioFile
from milepost.simulate.cli.notes import tell, tell_of_cache, tell_of_report
from milepost.simulate.cli.options import (
    csv_style_option,
    dpi_option,
    history_option,
    iterations_asked,
    iterations_option,
    precision_option,
    quiet_option,
    seed_option,
    svg_option,
    threads_option,
)
from milepost.simulate.cli.recording import place_of
from milepost.simulate.cli.streams import say
from milepost.simulate.report.media.csv_style import CsvStyle


@click.command(
    short_help="Tell how the dates of a plan have moved from review to review.",
    epilog="Example: milepost trend scenarios/hr_app.yaml --between 2026-01-05 2026-03-09",
)
@click.argument("file", type=ScenarioFile(path_type=Path))
@history_option
@click.option(
    "--between",
    metavar="DAY DAY",
    nargs=2,
    type=click.DateTime(["%Y-%m-%d"]),
    help="The two reviews of which it is said what moved the milestones from one to the other, by their days.  "
    "[default: the last two]",
)
@seed_option
@iterations_option
@precision_option
@threads_option
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder of the report.  [default: reports/<name of the plan at the bottom>-trend]",
)
@csv_style_option
@dpi_option
@svg_option
@click.option("--json", "as_json", is_flag=True, help="Print the trend as JSON instead of the table.")
@quiet_option
def trend(
    file: Path,
    history: Path | None,
    between: tuple[datetime, datetime] | None,
    seed: int,
    iterations: int | None,
    precision: float | None,
    threads: int | None,
    out: Path | None,
    csv_style: CsvStyle,
    dpi: int,
    svg: bool,
    as_json: bool,
    quiet: bool,
) -> None:
    """
    Tell how the dates of the plan in FILE have moved from review to review, and what moved them.

    A review is what milepost run FILE --record has kept of the plan, or of an overlay over it, on a day. Prints the
    promise date of each major milestone at the last reviews, and how promises, hits, money and progress have moved
    since the first.

    Then the plans of two reviews are played again, each with what had happened by either, on the same random numbers:
    what has happened since moves a milestone by so much, and changes of the plan by so much, with intervals.

    Writes tables, a picture and a record to a folder.
    """
    iterations = iterations_asked(iterations, precision)
    if between is not None and between[0] == between[1]:
        raise click.UsageError("--between takes the days of two reviews: name another")
    from milepost.models.file.layers import Layers
    from milepost.simulate import run as play
    from milepost.simulate.history.history import HISTORY, History
    from milepost.simulate.history.trend import Trend
    from milepost.simulate.report.media.folder import TREND, TREND_RECORD, folder_for, opened, write_folder
    from milepost.simulate.report.media.pictures import Look
    from milepost.simulate.report.media.plan_file import PlanFile
    from milepost.simulate.report.media.progress import progress_bar
    from milepost.simulate.report.media.terminal import Terminal
    from milepost.simulate.report.media.undrawn import undrawn
    from milepost.simulate.report.trend.files import trend_files
    from milepost.simulate.report.trend.notes import trend_notes
    from milepost.simulate.report.trend.reviewed import Reviewed
    from milepost.simulate.report.trend.terminal import print_trend

    path, bottom = history or HISTORY, Layers(file).bottom
    found = Trend.of(History(path).reviews(place_of(bottom, path)))
    reviews = [found.on(day.date()) for day in sorted(between)] if between else [*found.reviews[-2:]]
    folder = out or folder_for(bottom, suffix=TREND)
    with opened(folder):
        moved, notes = None, [*trend_notes(found)]
        if len(reviews) > 1:
            with progress_bar(4 * iterations, console=Terminal(stderr=True, quiet=quiet)) as bar:
                playing = partial(play, threads=threads, progress=bar)
                moved, unknown = _moved(reviews, playing, seed=seed, iterations=iterations)
                notes += unknown
        reviewed = Reviewed(trend=found, between=moved)
        plan, look = PlanFile.of(bottom, folder=folder), Look(dpi=dpi, svg=svg)
        files = trend_files(reviewed, plan=plan, csv_style=csv_style, look=look)
        replaced = write_folder(folder, files, record=TREND_RECORD)
    if as_json:
        say(files[TREND_RECORD].decode(), lines=True, end="")
    elif not quiet:
        print_trend(reviewed, Terminal())
    if not quiet:
        tell([*notes, *undrawn(one.last.name for one in found.headline)])
        tell_of_cache()
        tell_of_report(bottom, folder, replaced, suffix=TREND)


def _moved(reviews: Sequence[Any], play: Callable[..., Any], *, seed: int, iterations: int) -> tuple[Any, list[str]]:
    """Return what moved the milestones between two reviews, or a note on why nobody can tell."""
    from milepost.models import ScenarioError
    from milepost.simulate.report.trend.reviewed import Between

    try:
        before, after = reviews
        return Between.of(before, after, play, seed=seed, iterations=iterations), []
    except ScenarioError as error:
        why = f"this version finds fault with a plan as it was recorded: {error.problems[0]}"
        return None, [f"what moved the milestones is not known, since {why}"]
