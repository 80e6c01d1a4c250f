"""Everything that a batch leaves in its folder, beside what each run leaves in its own."""

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any, BinaryIO, Final

from milepost.simulate.batch.report.labels import Names, no_names
from milepost.simulate.batch.report.rank import Ranking
from milepost.simulate.batch.report.ranking_picture import ranking_png
from milepost.simulate.batch.report.sweep import Sweep
from milepost.simulate.batch.report.sweep_picture import sweep_png
from milepost.simulate.batch.report.table import Columns, write_csv
from milepost.simulate.batch.row import RunRow
from milepost.simulate.report.media.csv_style import CsvStyle
from milepost.simulate.report.media.folder import BATCH_RECORD, Content, write_folder
from milepost.simulate.report.media.json import json_text
from milepost.simulate.report.media.pictures import PLAIN_LOOK, Look, basis_words, written

RUNS: Final = "runs.csv"
RUNS_PARQUET: Final = "runs.parquet"

_RANKED: Final = 40


def write_batch(
    folder: Path,
    rows: Callable[[], Iterable[RunRow]],
    record: Mapping[str, Any],
    *,
    parquet: Callable[[BinaryIO, Columns, Iterable[RunRow]], None] | None = None,
    look: Look = PLAIN_LOOK,
    names: Names = no_names,
) -> dict[str, Any]:
    """
    Write the table of runs, its pictures and the record, and give the record with the files in it.

    Parameters
    ----------
    folder
        Where to; it exists.
    rows
        Gives the rows anew each time: they are read once for each thing made of them.
    record
        What it takes to repeat the batch.
    parquet
        What writes the table as Parquet too, if that is asked for.
    look
        How its pictures are written.
    names
        What is called what in the plans.

    Raises
    ------
    OSError
        When the disk, a permission or something else in the way does not allow it.
    """
    columns, style = Columns.of(rows()), CsvStyle(record["csv_style"])
    files: dict[str, Content] = {RUNS: lambda stream: write_csv(stream, columns, rows(), style=style)}
    if parquet is not None:
        files[RUNS_PARQUET] = lambda stream: parquet(stream, columns, rows())
    footer = basis_words(**{key: record[key] for key in ("iterations", "seed", "confidence")})
    files |= written(lambda: _pictures(rows, record, names), look=look, footer=footer)
    whole = {**record, "files": sorted([*files, BATCH_RECORD])}
    text = json_text({"record": whole}) + "\n"
    write_folder(folder, {**files, BATCH_RECORD: text.encode()}, record=BATCH_RECORD)
    return whole


def _pictures(rows: Callable[[], Iterable[RunRow]], record: Mapping[str, Any], names: Names) -> dict[str, bytes]:
    pictures = {}
    ranking = Ranking.of(rows(), record["swept"], most=_RANKED)
    if len(ranking.rows) > 1 and any(map(ranking.judgement, ranking.rows)):
        pictures["ranking.png"] = ranking_png(ranking, runs=record["runs"] - record["failed"], names=names)
    sweep = Sweep.of(rows(), record["swept"])
    if sweep is not None:
        pictures["sweep.png"] = sweep_png(sweep, names=names)
    return pictures
