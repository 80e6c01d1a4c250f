"""The command `run`: how likely is each milestone, what could be promised instead, and what does it cost."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from math import inf
from pathlib import Path
from typing import Any

import click

from milepost.simulate.cli.completion import ScenarioFile
from milepost.simulate.cli.notes import import_notes, tell, tell_of_advice, tell_of_cache, tell_of_report
from milepost.simulate.cli.options import (
    confidence_option,
    csv_style_option,
    dpi_option,
    history_option,
    iterations_asked,
    iterations_option,
    out_option,
    precision_option,
    quiet_option,
    seed_option,
    set_option,
    svg_option,
    threads_option,
)
from milepost.simulate.cli.recording import record_review, review_of, trend_with
from milepost.simulate.cli.shown_late import shown_late
from milepost.simulate.cli.streams import say
from milepost.simulate.report.media.csv_style import CsvStyle


@click.command(
    short_help="Play a plan out many times and report on its milestones.",
    epilog="Example: milepost run scenarios/hr_app.yaml --set 'tasks.build_mvp.duration*=1.2'",
)
@click.argument("file", type=ScenarioFile(path_type=Path))
@set_option
@seed_option
@iterations_option
@precision_option
@threads_option
@out_option
@confidence_option
@csv_style_option
@dpi_option
@svg_option
@click.option(
    "--drivers/--no-drivers",
    default=True,
    help="Whether to play variants of the plan as well, such as without each risk, and so find out what drives its "
    "milestones.",
    show_default="drivers",
)
@click.option(
    "--calibrated",
    is_flag=True,
    help="Multiply durations ahead by what finished tasks have taken beside their estimates.",
)
@click.option(
    "--group",
    metavar="PATTERN",
    help="Show only tasks and milestones in groups that match, as 'Civil works/*', in the table and the Gantt chart; "
    "the CSV files have all.",
)
@click.option("--record", is_flag=True, help="Keep what the run says in a history, for milepost trend and compare.")
@history_option
@click.option(
    "--xlsx", is_flag=True, help="Write report.xlsx too: a sheet for each table, and the pictures.  [needs XlsxWriter]"
)
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
    dpi: int,
    svg: bool,
    drivers: bool,
    calibrated: bool,
    group: str | None,
    record: bool,
    history: Path | None,
    xlsx: bool,
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

    With --calibrated, of a plan with a status, the rest of the work is taken to be misjudged as finished tasks have
    been: the durations ahead are multiplied by the median ratio of the time these took to their estimates. Each figure
    has its change from the plan as written beside it. The report is in reports/<name of FILE>-calibrated.

    With --group the table and the Gantt chart are those of a part of the plan: of what is in a group that matches
    PATTERN, or in a group below it. `*` is any text, and capitals do not count. What is played, what is said below the
    table and all other pictures and tables are of the whole plan.

    With --record the figures are kept beside those of earlier reviews of the plan, with what the file says, so that
    milepost trend can show how its dates have moved, and milepost compare what has changed since.
    """
    iterations = iterations_asked(iterations, precision)
    if record and (settings or calibrated):
        other = "--set" if settings else "--calibrated"
        raise click.UsageError(f"--record keeps reviews of the plan as written: leave out {other}, or --record")
    if history is not None and not record:
        raise click.UsageError("--history says where --record keeps the review: give both")
    from milepost.models import read_scenario
    from milepost.models.file.reader import review
    from milepost.models.file.setting import check_apart
    from milepost.simulate import run as play
    from milepost.simulate.report.media.folder import (
        CALIBRATED,
        ORDERINGS_RECORD,
        RECORD,
        WHAT_IF,
        document_in,
        folder_for,
        opened,
        write_folder,
    )
    from milepost.simulate.report.media.pace import Pace
    from milepost.simulate.report.media.pictures import Look
    from milepost.simulate.report.media.plan_file import PlanFile
    from milepost.simulate.report.media.progress import progress_bar, stages
    from milepost.simulate.report.media.terminal import Terminal
    from milepost.simulate.report.media.workbook import workbook_writer
    from milepost.simulate.report.page.page import PAGE, report_page
    from milepost.simulate.report.run.files import report_files
    from milepost.simulate.report.run.notes import notes
    from milepost.simulate.report.run.terminal import print_milestones

    try:
        check_apart(settings)
        workbook = workbook_writer() if xlsx else None
    except (ValueError, ImportError) as error:
        raise click.UsageError(str(error)) from None
    what_if = [*map(str, settings)]
    suffix = (WHAT_IF if what_if else "") + (CALIBRATED if calibrated else "")
    folder = out or folder_for(file, suffix=suffix)
    console = Terminal(stderr=True, quiet=quiet)
    with shown_late(file, quiet=quiet):
        found = review(file)
    changed = read_scenario(file, settings) if what_if else found.scenario
    _check_group(group, changed)
    ratio = _ratio(changed, file) if calibrated else None
    ends = [] if ratio is None else [end for end in (ratio.low, ratio.high) if 0.0 < end < inf]
    runs = 2 + len(ends) if suffix else 1
    with opened(folder):
        with progress_bar(runs * iterations, console=console) as bar:
            pace = Pace(bar)
            playing = partial(
                play, iterations=iterations, seed=seed, threads=threads, confidence=confidence, progress=pace
            )
            result = playing(_plan(changed, what_if, ratio))
            if suffix:
                carried = _carried(playing, changed, ratio, ends)
                set_in_it = [*what_if, *(["--calibrated"] if calibrated else [])]
                result = result.changed_from(playing(found.scenario), set_in_it, carried=carried)
        result = replace(result, group=group, told=import_notes(found))
        if drivers:
            with stages(console=console, pace=pace, instead="--no-drivers leaves them out") as stage:
                result = result.driven(threads=threads, progress=stage)
        plan = PlanFile.of(file, folder=folder)
        kept = review_of(result, found, history=history) if record else None
        page = report_page(
            result,
            plan=plan,
            orderings_document=document_in(folder / ORDERINGS_RECORD),
            reviews=None if kept is None else trend_with(kept, history=history),
        )
        files = report_files(
            result, plan=plan, pages={PAGE: page}, csv_style=csv_style, look=Look(dpi=dpi, svg=svg), workbook=workbook
        )
        replaced = write_folder(folder, files)
    recorded = None if kept is None else record_review(kept, history=history)
    if as_json:
        say(files[RECORD].decode(), lines=True, end="")
    elif not quiet:
        print_milestones(result, Terminal())
    if not quiet:
        tell_of_advice(file, found.advice)
        tell(sentence for change in found.layers.id_changes for sentence in change.sentences)
        tell(notes(result))
        tell_of_cache()
        tell_of_report(file, folder, replaced, suffix=suffix)
        if recorded is not None:
            say(f"The review is kept in {recorded}: milepost trend {file} shows how dates have moved", err=True)


def _check_group(pattern: str | None, plan: Any) -> None:
    """Refuse a pattern that finds nothing in a plan."""
    from milepost.models.group import check_pattern

    if pattern is not None:
        try:
            check_pattern(pattern, (node.group for node in plan.nodes.values()))
        except ValueError as error:
            raise click.UsageError(f"--group: {error}") from None


def _ratio(plan: Any, file: Path) -> Any:
    """Return by what durations ahead are to be multiplied, with its interval; refuse a plan that does not tell."""
    from milepost.simulate.analysis.schedule.calibration import Calibration

    try:
        return Calibration.to_carry_forward(plan).ratio
    except ValueError as error:
        raise click.UsageError(f"--calibrated: {file}: {error}") from None


def _plan(plan: Any, what_if: Sequence[str], ratio: Any) -> Any:
    """Return what is to be played of a plan, named by what was set in it and by what durations were multiplied."""
    from milepost.models.forecast import forecast
    from milepost.simulate.report.comparison.words import what_if_name

    if not what_if and ratio is None:
        return plan
    pace = None if ratio is None else ratio.value
    ahead = plan if pace is None else forecast(plan, pace=pace)
    return replace(ahead, name=what_if_name(plan.name, what_if, pace=pace))


def _carried(play: Callable[[Any], Any], plan: Any, ratio: Any, ends: Sequence[float]) -> Any:
    """Play what the ends of the ratio's interval would come to, of which only the first milestones are kept."""
    from milepost.models.forecast import forecast
    from milepost.simulate.analysis.comparison.carried import Carried

    if ratio is None:
        return None
    played = {end: play(forecast(plan, pace=end)).headline for end in ends}
    outlooks = {end: {one.milestone.id: one for one in headline} for end, headline in played.items()}
    return Carried(ratio=ratio, ends=outlooks)
