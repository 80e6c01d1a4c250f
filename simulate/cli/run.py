"""The command `run`: how likely is each milestone, what could be promised instead, and what does it cost."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import click

from milepost.simulate.cli.completion import ScenarioFile
from milepost.simulate.cli.notes import tell, tell_of_advice, tell_of_cache, tell_of_report
from milepost.simulate.cli.options import (
    confidence_option,
    csv_style_option,
    history_option,
    iterations_asked,
    iterations_option,
    out_option,
    precision_option,
    quiet_option,
    seed_option,
    set_option,
    threads_option,
)
from milepost.simulate.cli.recording import record_review
from milepost.simulate.cli.streams import say
from milepost.simulate.report.media.csv_style import CsvStyle


@click.command(epilog="Example: milepost run scenarios/hr_app.yaml --set 'tasks.build_mvp.duration*=1.2'")
@click.argument("file", type=ScenarioFile(path_type=Path))
@set_option
@seed_option
@iterations_option
@precision_option
@threads_option
@out_option
@confidence_option
@csv_style_option
@click.option(
    "--drivers/--no-drivers",
    default=True,
    help="Whether to play variants of the plan as well, such as without each risk, and so find out what drives its "
    "milestones.",
    show_default="drivers",
)
@click.option("--record", is_flag=True, help="Keep what the run says in a history, for milepost trend and compare.")
@history_option
@click.option("--json", "as_json", is_flag=True, help="Print the summary as JSON instead of the table.")
@quiet_option
def run(
    file: Path,
    settings: tuple[Any, ...],
    seed: int,
    iterations: int | None,
    precision: float | None,
    threads: int | None,
    out: Path | None,
    confidence: float,
    csv_style: CsvStyle,
    drivers: bool,
    record: bool,
    history: Path | None,
    as_json: bool,
    quiet: bool,
) -> None:
    """
    Play the plan in FILE out many times and report on its milestones.

    Prints how likely each milestone is to be reached by its due date, which date could be promised instead and where
    its date may fall, which risks and tasks move the last of them most, how often the project is stopped and what it
    costs, and writes tables, pictures and a record to a folder.

    What drives the milestones comes from some hundred variants of the plan, such as without each risk. A plan of many
    tasks says beforehand how long these will take; --no-drivers leaves them out.

    With --set it answers what if: the plan with the settings is played beside the plan as written, on the same random
    numbers, and each figure has its change beside it. PATH is the keys that lead to a part of the plan, with dots
    between them, as tasks.build.duration. A value is written as in the file; null takes the part out. The report is
    that of the changed plan, in a folder of its own, reports/<name of FILE>-what-if.

    With --record the figures are kept beside those of earlier reviews of the plan, with what the file says, so that
    milepost trend can show how its dates have moved, and milepost compare what has changed since.
    """
    iterations = iterations_asked(iterations, precision)
    if record and settings:
        raise click.UsageError("--record keeps reviews of the plan as written: leave out --set, or --record")
    if history is not None and not record:
        raise click.UsageError("--history says where --record keeps the review: give both")
    from milepost.models import read_scenario
    from milepost.models.file.reader import review
    from milepost.models.file.setting import check_apart
    from milepost.simulate import run as play
    from milepost.simulate.report.comparison.words import what_if_name
    from milepost.simulate.report.media.folder import (
        ORDERINGS_RECORD,
        RECORD,
        WHAT_IF,
        document_in,
        folder_for,
        opened,
        write_folder,
    )
    from milepost.simulate.report.media.pace import Pace
    from milepost.simulate.report.media.plan_file import PlanFile
    from milepost.simulate.report.media.progress import progress_bar, stages
    from milepost.simulate.report.media.terminal import Terminal
    from milepost.simulate.report.page.page import PAGE, report_page
    from milepost.simulate.report.run.files import report_files
    from milepost.simulate.report.run.notes import notes
    from milepost.simulate.report.run.terminal import print_milestones

    try:
        check_apart(settings)
    except ValueError as error:
        raise click.UsageError(str(error)) from None
    what_if = [*map(str, settings)]
    suffix = WHAT_IF if what_if else ""
    folder = out or folder_for(file, suffix=suffix)
    found = review(file)
    plans = [found.scenario]
    if what_if:
        changed = read_scenario(file, settings)
        plans = [replace(changed, name=what_if_name(changed.name, what_if)), found.scenario]
    with opened(folder):
        console = Terminal(stderr=True, quiet=quiet)
        with progress_bar(len(plans) * iterations, console=console) as bar:
            pace = Pace(bar)
            playing = partial(
                play, iterations=iterations, seed=seed, threads=threads, confidence=confidence, progress=pace
            )
            result = _result(playing, plans, what_if)
        if drivers:
            with stages(console=console, pace=pace, instead="--no-drivers leaves them out") as stage:
                result = result.driven(threads=threads, progress=stage)
        plan = PlanFile.of(file, folder=folder)
        page = report_page(result, plan=plan, orderings_document=document_in(folder / ORDERINGS_RECORD))
        files = report_files(result, plan=plan, pages={PAGE: page}, csv_style=csv_style)
        replaced = write_folder(folder, files)
    if record:
        record_review(result, found, history=history)
    if as_json:
        say(files[RECORD].decode(), lines=True, end="")
    elif not quiet:
        print_milestones(result, Terminal())
    if not quiet:
        tell_of_advice(file, found.advice)
        tell(notes(result))
        tell_of_cache()
        tell_of_report(file, folder, replaced, suffix=suffix)


def _result(play: Callable[[Any], Any], plans: Sequence[Any], what_if: Sequence[str]) -> Any:
    """Play a plan and, where something was set in it, the plan as written, of which only the differences are kept."""
    result, *as_written = map(play, plans)
    return result.changed_from(as_written[0], what_if) if as_written else result
