"""The record of a batch, and all of its runs as a JSON document."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from milepost.simulate.batch.columns import flattened
from milepost.simulate.batch.row import RunRow
from milepost.simulate.report.media.csv_style import CsvStyle
from milepost.simulate.report.media.json import json_text
from milepost.simulate.report.media.versions import versions


def record_of(
    *,
    swept: Sequence[str],
    settings: Mapping[str, str],
    iterations: int,
    seed: int,
    confidence: float,
    csv_style: CsvStyle,
    runs: int,
    failed: int,
) -> dict[str, Any]:
    """
    Return what it takes to repeat a batch; where it was played is not part of it.

    Parameters
    ----------
    swept
        Parts of a scenario that were swept over.
    settings
        Values that all runs have, by the part.
    iterations, seed, confidence, csv_style
        As asked for.
    runs, failed
        How many there are, and how many of them could not be done.
    """
    return {
        "versions": versions(),
        "swept": list(swept),
        "settings": dict(settings),
        "iterations": iterations,
        "seed": seed,
        "confidence": confidence,
        "csv_style": csv_style,
        "runs": runs,
        "failed": failed,
    }


def json_parts(rows: Iterable[RunRow], record: Mapping[str, Any]) -> Iterator[str]:
    """Write all runs and the record, in parts, so that they need not be in memory at once."""
    yield '{\n  "runs": ['
    for number, row in enumerate(rows):
        yield f"{',' if number else ''}\n    {_json(flattened(row))}"
    yield f'\n  ],\n  "record": {_json(record)}\n}}\n'


def _json(value: object) -> str:
    return json_text(value, indent=None)
