"""The table of a batch, a row a run, written without ever being whole in memory."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from importlib import import_module
from itertools import islice
from typing import Any, BinaryIO, Final, Self

import pandas as pd

from milepost.simulate.batch.columns import Flat, flattened
from milepost.simulate.batch.row import RunRow
from milepost.simulate.report.media.csv import csv_bytes
from milepost.simulate.report.media.csv_style import CsvStyle

FIRST: Final = (
    *("run", "file", "name", "ordering", "error", "iterations", "seed", "confidence", "scenario_sha256"),
    *("currency", "times_sha256"),
)
"""Columns that every run has."""

_TEXTS: Final = frozenset({"run", "file", "name", "ordering", "error", "scenario_sha256", "currency", "times_sha256"})
_DATES: Final = (".due", ".promise")
_WHOLE: Final = ("iterations", "seed")
_BLOCK: Final = 1_000
"""Rows held at once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """
    What the rows of a batch have between them.

    Parameters
    ----------
    names
        The columns, those that every run has first, then in the order in which they come up.
    texts
        Those that hold text, or text and numbers.
    """

    names: tuple[str, ...]
    texts: frozenset[str]

    @classmethod
    def of(cls, rows: Iterable[RunRow]) -> Self:
        """Look through rows once."""
        names = dict.fromkeys(FIRST)
        texts = set(_TEXTS)
        for flat in map(flattened, rows):
            names.update(dict.fromkeys(flat))
            texts.update(key for key, value in flat.items() if isinstance(value, str))
        texts.update(name for name in names if name.endswith(_DATES))
        return cls(names=tuple(names), texts=frozenset(texts))


def write_csv(stream: BinaryIO, columns: Columns, rows: Iterable[RunRow], *, style: CsvStyle = CsvStyle.PLAIN) -> None:
    """
    Write rows as CSV.

    Raises
    ------
    OSError
        When the disk does not allow it.
    """
    stream.write(csv_bytes(pd.DataFrame(columns=list(columns.names)), style))
    for block in _blocks(columns, rows):
        stream.write(csv_bytes(block, style, header=False))


def parquet_writer() -> Callable[[BinaryIO, Columns, Iterable[RunRow]], None]:
    """
    Return what writes rows to a Parquet file, with numbers and texts as they are.

    Raises
    ------
    ImportError
        When pyarrow is not installed; it says how to install it.
    """
    try:
        pyarrow: Any = import_module("pyarrow")  # it ships no types
        parquet: Any = import_module("pyarrow.parquet")
    except ImportError as error:
        raise ImportError("Parquet needs pyarrow: pip install 'milepost[parquet]'") from error

    def write(stream: BinaryIO, columns: Columns, rows: Iterable[RunRow]) -> None:
        kinds = {str: pyarrow.string(), int: pyarrow.uint64(), float: pyarrow.float64()}
        schema = pyarrow.schema([(name, kinds[_kind(name, columns)]) for name in columns.names])
        with parquet.ParquetWriter(stream, schema) as writer:
            for block in _blocks(columns, rows):
                cells = {name: [_cell(value, _kind(name, columns)) for value in block[name]] for name in columns.names}
                writer.write_table(pyarrow.table(cells, schema=schema))

    return write


def _blocks(columns: Columns, rows: Iterable[RunRow]) -> Iterator[pd.DataFrame]:
    left = iter(rows)
    while block := [_spelt(flattened(row)) for row in islice(left, _BLOCK)]:
        yield pd.DataFrame(block, columns=list(columns.names)).astype(dict.fromkeys(_whole(block), "Int64"))


def _spelt(row: Flat) -> Flat:
    """Spell a row in UTF-8, which a table's text is in: a file's name may be bytes that are not."""
    return {key: cell.encode(errors="replace").decode() if isinstance(cell, str) else cell for key, cell in row.items()}


def _whole(block: Sequence[Flat]) -> list[str]:
    """Name the columns of whole numbers, which stay whole where a run has none."""
    return [name for name in _WHOLE if all(row[name] < 2**63 for row in block)]


def _kind(name: str, columns: Columns) -> type[str] | type[int] | type[float]:
    return str if name in columns.texts else int if name in _WHOLE else float


def _cell(value: Any, kind: type[str] | type[int] | type[float]) -> Any:
    return None if value is None or value != value else kind(value)
