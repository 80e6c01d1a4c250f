"""The command `order`: in which order should the risks be retired, by how much, how sure, and why."""

from pathlib import Path

import click

from milepost.simulate.analysis.orderings.kind import Kind
from milepost.simulate.cli.completion import ScenarioFile, offer_criteria
from milepost.simulate.cli.notes import import_notes, tell, tell_of_advice, tell_of_cache, tell_of_report
from milepost.simulate.cli.options import (
    DEFAULT_ITERATIONS,
    confidence_option,
    csv_style_option,
    dpi_option,
    out_option,
    quiet_option,
    seed_option,
    svg_option,
    threads_option,
)
from milepost.simulate.cli.shown_late import shown_late
from milepost.simulate.cli.streams import say
from milepost.simulate.limits import LARGEST_ZONE, MOST_ITERATIONS, SMALLEST_ZONE
from milepost.simulate.report.media.csv_style import CsvStyle


def _zones(_context: click.Context, _option: click.Parameter, texts: tuple[str, ...]) -> dict[str, float]:
    """Read the least differences that matter, each as KIND=VALUE; that of a share may be in percent."""
    zones = {}
    for text in texts:
        kind, equals, value = (part.strip() for part in text.partition("="))
        is_share = kind in [one for one in Kind if one.is_share]
        number = value.removesuffix("%") if is_share else value
        try:
            zone = float(number) / (1 if number == value else 100)
        except ValueError:
            zone = 0.0
        largest = 1 if is_share else LARGEST_ZONE
        if not equals or kind not in list(Kind) or not SMALLEST_ZONE <= zone <= largest:
            raise click.BadParameter(
                f"{text[:60]!r} is not a least difference; write hit=0.5%, promise=0.5 (working days) or net=900, with "
                f"one of {', '.join(Kind)} and a number from {SMALLEST_ZONE:g} to {LARGEST_ZONE:g}, a share to 100%"
            )
        zones[kind] = zone
    return zones


@click.command(
    short_help="Compare the orders in which a plan can retire its risks.",
    epilog="Example: milepost order scenarios/hr_app.yaml --all",
)
@click.argument("file", type=ScenarioFile(path_type=Path))
@click.option("--all", "every", is_flag=True, help="Try every order that the links allow, of up to 8 tasks.")
@click.option("--search", is_flag=True, help="Look for good orders of up to 20 tasks; this proves nothing.")
@click.option(
    "--by",
    metavar="CRITERION",
    multiple=True,
    shell_complete=offer_criteria,
    help="hit:MILESTONE, promise:MILESTONE, net, cost, spent_at_stop, gap: by how much the money runs ahead of the "
    "milestones on the worst due date, or exposure: the area under the risk burn-down; may be repeated.  "
    "[default: net if a milestone has a value, else the hit of the last major one]",
)
@click.option(
    "--indifference",
    metavar="KIND=VALUE",
    multiple=True,
    callback=_zones,
    help="The least difference that matters; may be repeated.  "
    "[default: hit=0.5%, gap=0.5%, promise=0.5 days, money 0.1% of the budget, and exposure 0.5% of what it would be "
    "without any reduction]",
)
@seed_option
@click.option(
    "--iterations",
    type=click.IntRange(1000, MOST_ITERATIONS // 3),
    default=DEFAULT_ITERATIONS,
    show_default=False,
    help=f"Over how many iterations the figures are.  [default: {DEFAULT_ITERATIONS:,}]",
)
@threads_option
@out_option
@confidence_option
@csv_style_option
@dpi_option
@svg_option
@click.option("--json", "as_json", is_flag=True, help="Print the comparison as JSON instead of the table.")
@quiet_option
def order(
    file: Path,
    every: bool,
    search: bool,
    by: tuple[str, ...],
    indifference: dict[str, float],
    seed: int,
    iterations: int,
    threads: int | None,
    out: Path | None,
    confidence: float,
    csv_style: CsvStyle,
    dpi: int,
    svg: bool,
    as_json: bool,
    quiet: bool,
) -> None:
    """
    Compare the orders in which the plan in FILE can retire its risks.

    Compares the list in force with the alternatives of the file, with rules of thumb and, if asked, with every order or
    those that a search finds, all on the same random numbers. Prints which is best, by how much, how sure that is and
    why, and writes tables, a picture and a record to a folder.
    """
    if every and search:
        raise click.UsageError("--all tries every order and --search some of them: give one")
    from milepost.models.file.reader import review
    from milepost.simulate.analysis.orderings.compare import compare_orders
    from milepost.simulate.report.media.folder import ORDERINGS_RECORD, folder_for, opened, write_folder
    from milepost.simulate.report.media.pictures import Look
    from milepost.simulate.report.media.plan_file import PlanFile
    from milepost.simulate.report.media.progress import stages
    from milepost.simulate.report.media.terminal import Terminal
    from milepost.simulate.report.media.undrawn import undrawn
    from milepost.simulate.report.orderings.files import orderings_files
    from milepost.simulate.report.orderings.picture import names_drawn
    from milepost.simulate.report.orderings.terminal import print_orders

    folder = out or folder_for(file)
    console = Terminal(stderr=True, quiet=quiet)
    with shown_late(file, quiet=quiet):
        found = review(file)
    with opened(folder):
        with stages(console=console) as progress:
            orders = compare_orders(
                found.scenario,
                by=by,
                zones=indifference,
                every=every,
                search=search,
                iterations=iterations,
                seed=seed,
                threads=threads,
                confidence=confidence,
                progress=progress,
            )
        files = orderings_files(
            orders, plan=PlanFile.of(file, folder=folder), csv_style=csv_style, look=Look(dpi=dpi, svg=svg)
        )
        replaced = write_folder(folder, files, record=ORDERINGS_RECORD)
    if as_json:
        say(files[ORDERINGS_RECORD].decode(), lines=True, end="")
    elif not quiet:
        print_orders(orders, Terminal())
    if not quiet:
        tell_of_advice(file, found.advice)
        tell([*import_notes(found), *undrawn(names_drawn(orders))])
        tell_of_cache()
        tell_of_report(file, folder, replaced)
