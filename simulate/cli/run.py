"""The command `run`: how likely is each milestone, what could be promised instead, and what does it cost."""

from pathlib import Path

import click

from milepost.simulate.cli.completion import ScenarioFile
from milepost.simulate.cli.notes import tell, tell_of_advice, tell_of_cache, tell_of_report
from milepost.simulate.cli.options import (
    DEFAULT_ITERATIONS,
    confidence_option,
    iterations_asked,
    out_option,
    precision_option,
    quiet_option,
    seed_option,
    threads_option,
)
from milepost.simulate.cli.streams import say
from milepost.simulate.limits import MOST_ITERATIONS


@click.command(epilog="Example: milepost run scenarios/hr_app.yaml --precision 0.5%")
@click.argument("file", type=ScenarioFile(path_type=Path))
@seed_option
@click.option(
    "--iterations",
    type=click.IntRange(1, MOST_ITERATIONS),
    help=f"How many times to play the plan.  [default: {DEFAULT_ITERATIONS:,}]",
)
@precision_option
@threads_option
@out_option
@confidence_option
@click.option(
    "--drivers/--no-drivers",
    default=True,
    help="Whether to play variants of the plan as well, such as without each risk, and so find out what drives its "
    "milestones.",
    show_default="drivers",
)
@click.option("--json", "as_json", is_flag=True, help="Print the summary as JSON instead of the table.")
@quiet_option
def run(
    file: Path,
    seed: int,
    iterations: int | None,
    precision: float | None,
    threads: int | None,
    out: Path | None,
    confidence: float,
    drivers: bool,
    as_json: bool,
    quiet: bool,
) -> None:
    """
    Play the plan in FILE out many times and report on its milestones.

    Prints how likely each milestone is to be reached by its due date, which date could be promised instead and where
    its date may fall, how often the project is stopped and what it costs, and writes tables, pictures and a record to a
    folder.
    """
    iterations = iterations_asked(iterations, precision)
    from milepost.models import review_scenario
    from milepost.simulate import run as play
    from milepost.simulate.report.media.folder import RECORD, folder_for, opened, write_folder
    from milepost.simulate.report.media.plan_file import PlanFile
    from milepost.simulate.report.media.progress import progress_bar, stages
    from milepost.simulate.report.media.terminal import Terminal
    from milepost.simulate.report.run.files import report_files
    from milepost.simulate.report.run.notes import notes
    from milepost.simulate.report.run.terminal import print_milestones

    folder = out or folder_for(file)
    scenario, advice = review_scenario(file)
    with opened(folder):
        console = Terminal(stderr=True, quiet=quiet)
        with progress_bar(iterations, console=console) as bar:
            result = play(
                scenario, iterations=iterations, seed=seed, threads=threads, confidence=confidence, progress=bar
            )
        if drivers:
            with stages(console=console) as stage:
                result = result.driven(threads=threads, progress=stage)
        files = report_files(result, plan=PlanFile.of(file, folder=folder))
        replaced = write_folder(folder, files)
    if as_json:
        say(files[RECORD].decode(), lines=True, end="")
    elif not quiet:
        print_milestones(result, Terminal())
    if not quiet:
        tell_of_advice(file, advice)
        tell(notes(result))
        tell_of_cache()
        tell_of_report(file, folder, replaced)
