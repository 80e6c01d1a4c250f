"""The command `compare`: what changed from one plan to another, and what it did."""

from pathlib import Path

import click

from milepost.simulate.cli.completion import ScenarioFile
from milepost.simulate.cli.notes import tell, tell_of_cache, tell_of_report
from milepost.simulate.cli.options import (
    confidence_option,
    iterations_asked,
    iterations_option,
    precision_option,
    quiet_option,
    seed_option,
    threads_option,
)
from milepost.simulate.cli.streams import say


@click.command(epilog="Example: milepost compare scenarios/hr_app.yaml scenarios/hr_app_week_9.yaml")
@click.argument("before", metavar="A", type=ScenarioFile(path_type=Path))
@click.argument("after", metavar="B", type=ScenarioFile(path_type=Path))
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
@click.option("--json", "as_json", is_flag=True, help="Print the comparison as JSON instead of the table.")
@click.option("--markdown", "as_markdown", is_flag=True, help="Print it as GitHub's Markdown, for a comment or a page.")
@quiet_option
def compare(
    before: Path,
    after: Path,
    seed: int,
    iterations: int | None,
    precision: float | None,
    threads: int | None,
    out: Path | None,
    confidence: float,
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

    Writes a table, a picture and a record to a folder.
    """
    iterations = iterations_asked(iterations, precision)
    if as_json and as_markdown:
        raise click.UsageError("--json and --markdown both say what to print: give one of them")
    from milepost.models import read_pair
    from milepost.simulate import run as play
    from milepost.simulate.report.comparison.compared import Compared
    from milepost.simulate.report.comparison.files import compare_files
    from milepost.simulate.report.comparison.markdown import comparison_markdown
    from milepost.simulate.report.comparison.terminal import print_comparison
    from milepost.simulate.report.comparison.told import told
    from milepost.simulate.report.media.folder import COMPARE, COMPARE_RECORD, folder_for, opened, write_folder
    from milepost.simulate.report.media.plan_file import PlanFile
    from milepost.simulate.report.media.progress import progress_bar
    from milepost.simulate.report.media.terminal import Terminal
    from milepost.simulate.report.media.undrawn import undrawn

    folder = out or folder_for(after, suffix=COMPARE)
    plans = read_pair(before, after)
    with opened(folder):
        with progress_bar(2 * iterations, console=Terminal(stderr=True, quiet=quiet)) as bar:
            was, now = (
                play(plan, iterations=iterations, seed=seed, threads=threads, confidence=confidence, progress=bar)
                for plan in (plans.before, plans.after)
            )
        compared = Compared(
            plans=plans, files=(before.name, after.name), before=was, after=now, comparison=now.compared_with(was)
        )
        files = compare_files(compared, plan=PlanFile.of(after, folder=folder))
        replaced = write_folder(folder, files, record=COMPARE_RECORD)
    if as_json:
        say(files[COMPARE_RECORD].decode(), lines=True, end="")
    elif as_markdown:
        say(comparison_markdown(told(compared)), lines=True, end="")
    elif not quiet:
        print_comparison(told(compared), Terminal())
    if not quiet:
        tell(undrawn(one.milestone.name for one in compared.shown))
        tell_of_cache()
        tell_of_report(after, folder, replaced, suffix=COMPARE)
