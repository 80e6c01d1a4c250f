"""The command `batch`: many scenarios, sweeps over what they say, and more than one machine."""

from pathlib import Path
from typing import Any

import click

from milepost.simulate.cli.completion import ScenarioFile, offer_paths
from milepost.simulate.cli.exits import ExitCode
from milepost.simulate.cli.notes import tell, tell_of_cache
from milepost.simulate.cli.options import (
    DEFAULT_ITERATIONS,
    confidence_option,
    csv_style_option,
    dpi_option,
    iterations_asked,
    precision_option,
    quiet_option,
    read_each,
    seed_option,
    set_option,
    svg_option,
    threads_option,
)
from milepost.simulate.cli.streams import say
from milepost.simulate.limits import MOST_ITERATIONS, MOST_THREADS
from milepost.simulate.report.media.csv_style import CsvStyle


def _sweeps(_context: click.Context, _option: click.Parameter, texts: tuple[str, ...]) -> tuple[Any, ...]:
    from milepost.models.file.setting import parse_sweep

    return read_each(parse_sweep, texts)


@click.command(
    short_help="Run many plans, or one over a grid of values.",
    epilog="Example: milepost batch scenarios/hr_app.yaml --sweep risks.hr_demand.probability=0.1:0.9:0.2 --orders",
)
@click.argument("files", nargs=-1, required=True, type=ScenarioFile(path_type=Path, readable=False))
@set_option
@click.option(
    "--sweep",
    "sweeps",
    metavar="PATH=VALUES",
    multiple=True,
    shell_complete=offer_paths,
    callback=_sweeps,
    help="Run with each of some values: 0.1:0.9:0.2 is from, to and step; or 20,30,40; or [8,12,25],[9,14,30]. "
    "Several sweeps make a grid.",
)
@click.option("--orders", is_flag=True, help="Run under each of the alternatives in orderings.compare as well.")
@click.option("--reports", is_flag=True, help="Leave the report of each run in its folder.")
@click.option("--parquet", is_flag=True, help="Write runs.parquet beside runs.csv.  [needs pyarrow]")
@click.option(
    "--cluster",
    "address",
    metavar="ADDRESS",
    help="Play on a dask.distributed scheduler, as tls://HOST:PORT, or on `local` workers.  [needs distributed]",
)
@click.option(
    "--workers",
    type=click.IntRange(1, MOST_THREADS),
    help="How many workers --cluster local starts.  [default: all processors]",
)
@seed_option
@click.option(
    "--iterations",
    type=click.IntRange(1, MOST_ITERATIONS),
    help=f"How many times each run plays its plan.  [default: {DEFAULT_ITERATIONS:,}]",
)
@precision_option
@threads_option
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("reports/batch"),
    show_default=True,
    help="Folder of the batch; what is finished there is not run again.",
)
@confidence_option
@csv_style_option
@dpi_option
@svg_option
@click.option("--json", "as_json", is_flag=True, help="Print all runs and the record as JSON instead of the table.")
@quiet_option
def batch(
    files: tuple[Path, ...],
    settings: tuple[Any, ...],
    sweeps: tuple[Any, ...],
    orders: bool,
    reports: bool,
    parquet: bool,
    address: str | None,
    workers: int | None,
    seed: int,
    iterations: int | None,
    precision: float | None,
    threads: int | None,
    out: Path,
    confidence: float,
    csv_style: CsvStyle,
    dpi: int,
    svg: bool,
    as_json: bool,
    quiet: bool,
) -> None:
    """
    Run every plan in FILES, with settings and over a grid of values.

    Prints the best of the runs, and writes a row for each to runs.csv, pictures, and a folder for each run. What has
    been run before with the same plan, settings and version is not run again, so that a batch that was interrupted
    goes on when the same command is given. A run that cannot be done leaves its error in runs.csv, the others go on,
    and the command ends with 5.

    PATH is the keys that lead to a part of the plan, with dots between them, as tasks.build.duration. A value is
    written as in the file; null takes the part out. PATH+=NUMBER and PATH*=FACTOR change what stands there, a number, a
    quantity or a date, in both options.
    """
    iterations = iterations_asked(iterations, precision)
    if workers is not None and address != "local":
        raise click.UsageError("--workers says how many workers --cluster local starts: give that too, or leave it out")
    from milepost.models import MilepostError
    from milepost.simulate.batch import Grid, Store, cluster_player, local_player, run_batch
    from milepost.simulate.batch.batch import rows
    from milepost.simulate.batch.report.files import write_batch
    from milepost.simulate.batch.report.labels import names_drawn
    from milepost.simulate.batch.report.record import json_parts, record_of
    from milepost.simulate.batch.report.table import parquet_writer
    from milepost.simulate.batch.report.terminal import errors, print_batch
    from milepost.simulate.report.media.pictures import Look
    from milepost.simulate.report.media.progress import progress_bar
    from milepost.simulate.report.media.terminal import Terminal
    from milepost.simulate.report.media.undrawn import undrawn

    try:
        grid = Grid(paths=files, settings=settings, sweeps=sweeps, orderings=orders)
        write_parquet = parquet_writer() if parquet else None
        play = local_player(threads) if address is None else cluster_player(address, workers=workers)
    except (ValueError, ImportError) as error:
        raise click.UsageError(str(error)) from None
    store = Store(out)
    with store.held():
        try:
            with (
                play as player,
                progress_bar(len(grid) * iterations, console=Terminal(stderr=True, quiet=quiet)) as bar,
            ):
                done = run_batch(
                    grid,
                    store,
                    player,
                    iterations=iterations,
                    seed=seed,
                    confidence=confidence,
                    reports=reports,
                    csv_style=csv_style,
                    progress=bar,
                    skip=None if bar is None else bar.skip,
                )
            record = record_of(
                swept=grid.swept,
                settings={one.name: one.text for one in settings},
                iterations=iterations,
                seed=seed,
                confidence=confidence,
                csv_style=csv_style,
                runs=len(dict.fromkeys(done.names)),
                failed=done.failed,
            )
            record = write_batch(
                out,
                lambda: rows(store, done),
                record,
                parquet=write_parquet,
                look=Look(dpi=dpi, svg=svg),
                names=grid.names_in,
            )
        except (MilepostError, OSError, KeyboardInterrupt) as error:
            error.add_note(f"What was finished is kept in {out}; give the same command again to go on.")
            raise
    if as_json:
        for part in json_parts(rows(store, done), record):
            say(part, lines=True, end="")
    elif not quiet:
        print_batch(rows(store, done), record, Terminal())
    if not quiet:
        if orders and not any(row.ordering for row in rows(store, done)):
            tell(["no plan has alternatives in orderings.compare, so --orders changes nothing"])
        tell(undrawn(names_drawn(rows(store, done), grid.swept)))
        tell_of_cache()
        played = f"{done.played:,} run{'s' if done.played != 1 else ''} played"
        say(f"{played}, {done.kept:,} finished before. The batch is in {out}", err=True)
    if done.failed:
        for said in errors(rows(store, done), done.failed):
            say(said, err=True, lines=True)
        failed = f"{done.failed:,} of {record['runs']:,} runs failed"
        say(f"Error: {failed}: see the column error of {out / 'runs.csv'}", err=True)
        raise click.exceptions.Exit(ExitCode.COULD_NOT)
