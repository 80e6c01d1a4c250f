"""The command `compare`: what changed from one plan to another, and what it did."""

from pathlib import Path
from typing import Any

import click

from milepost.simulate.cli.completion import ScenarioFile
from milepost.simulate.cli.notes import tell, tell_of_cache, tell_of_report
from milepost.simulate.cli.options import (
    confidence_option,
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
from milepost.simulate.cli.shown_late import shown_late
from milepost.simulate.cli.streams import say
from milepost.simulate.report.media.csv_style import CsvStyle


@click.command(
    short_help="Tell what changed from one plan to another, and what of it counts.",
    epilog="Example: milepost compare scenarios/hr_app.yaml scenarios/hr_app_week_9.yaml",
)
@click.argument("files", metavar="[A] B", nargs=-1, required=True, type=ScenarioFile(path_type=Path))
@click.option(
    "--recorded",
    metavar="DAY",
    help="Compare B with what was recorded of the plan by run --record, instead of A: of a day, as 2026-03-02, or the "
    "last that says something else.  [DAY or last]",
)
@history_option
@seed_option
@iterations_option
@precision_option
@threads_option
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder of the report.  [default: reports/<name of B>-compare]",
)
@confidence_option
@csv_style_option
@dpi_option
@svg_option
@click.option("--json", "as_json", is_flag=True, help="Print the comparison as JSON instead of the table.")
@click.option("--markdown", "as_markdown", is_flag=True, help="Print it as GitHub's Markdown, for a comment or a page.")
@quiet_option
def compare(
    files: tuple[Path, ...],
    recorded: str | None,
    history: Path | None,
    seed: int,
    iterations: int | None,
    precision: float | None,
    threads: int | None,
    out: Path | None,
    confidence: float,
    csv_style: CsvStyle,
    dpi: int,
    svg: bool,
    as_json: bool,
    as_markdown: bool,
    quiet: bool,
) -> None:
    """
    Tell what changed from the plan in A to the plan in B, and what that did.

    Prints which tasks, milestones, risks and other parts are new, gone or changed, known by their ids, in the words of
    the files. Then both plans are played on the same random numbers, and each milestone of both has its hit
    probability and promise date in A and in B beside the change, with an interval of its own, which is far narrower
    than those of the figures; so have costs, stops and the gap between money and milestones.

    With --recorded there is no A: the plan in B is held against itself as it stood at an earlier review.

    Writes a table, a picture and a record to a folder.
    """
    iterations = iterations_asked(iterations, precision)
    _check_files(files, recorded, history)
    if as_json and as_markdown:
        raise click.UsageError("--json and --markdown both say what to print: give one of them")
    from milepost.simulate import run as play
    from milepost.simulate.report.comparison.compared import Compared
    from milepost.simulate.report.comparison.files import compare_files
    from milepost.simulate.report.comparison.markdown import comparison_markdown
    from milepost.simulate.report.comparison.terminal import print_comparison
    from milepost.simulate.report.comparison.told import told
    from milepost.simulate.report.media.folder import COMPARE, COMPARE_RECORD, folder_for, opened, write_folder
    from milepost.simulate.report.media.pictures import Look
    from milepost.simulate.report.media.plan_file import PlanFile
    from milepost.simulate.report.media.progress import progress_bar
    from milepost.simulate.report.media.terminal import Terminal
    from milepost.simulate.report.media.undrawn import undrawn

    after = files[-1]
    folder = out or folder_for(after, suffix=COMPARE)
    console = Terminal(stderr=True, quiet=quiet)
    with shown_late(after, quiet=quiet):
        plans, names = _read(files, recorded, history)
    with opened(folder):
        with progress_bar(2 * iterations, console=console) as bar:
            was, now = (
                play(plan, iterations=iterations, seed=seed, threads=threads, confidence=confidence, progress=bar)
                for plan in (plans.before, plans.after)
            )
        compared = Compared(plans=plans, files=names, before=was, after=now, comparison=now.compared_with(was))
        written = compare_files(
            compared, plan=PlanFile.of(after, folder=folder), csv_style=csv_style, look=Look(dpi=dpi, svg=svg)
        )
        replaced = write_folder(folder, written, record=COMPARE_RECORD)
    if as_json:
        say(written[COMPARE_RECORD].decode(), lines=True, end="")
    elif as_markdown:
        say(comparison_markdown(told(compared)), lines=True, end="")
    elif not quiet:
        print_comparison(told(compared), Terminal())
    if not quiet:
        tell(one.sentence for one in plans.imported)
        tell(undrawn(one.milestone.name for one in compared.shown))
        tell_of_cache()
        tell_of_report(after, folder, replaced, suffix=COMPARE)


def _check_files(files: tuple[Path, ...], recorded: str | None, history: Path | None) -> None:
    if recorded is None and len(files) != 2:
        raise click.UsageError("name two files, A as it was and B as it is; or B alone with --recorded")
    if recorded is not None and len(files) != 1:
        raise click.UsageError("--recorded says what B is compared with: name B alone")
    if history is not None and recorded is None:
        raise click.UsageError("--history says where --recorded looks: give both")


def _read(files: tuple[Path, ...], recorded: str | None, history: Path | None) -> tuple[Any, tuple[str, str]]:
    """Return the two plans with what they say differently, and what they are called."""
    from milepost.models import read_pair

    if recorded is None:
        before, after = files
        return read_pair(before, after), (before.name, after.name)
    from milepost.models.file.reader import review
    from milepost.simulate.history.history import HISTORY, History
    from milepost.simulate.history.recorded import recorded_review

    found, path = review(files[0]), history or HISTORY
    was = recorded_review(History(path).reviews(place_of(found.bottom, path)), recorded, than=found.scenario)
    return read_pair(was.plan, found.text), (was.plan.file, files[0].name)
