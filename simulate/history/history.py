"""History: the reviews of plans in one file, to which several runs may write at once."""

import json
import math
import os
import sqlite3
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final, TypeAlias, get_type_hints

from milepost.models import MilepostError
from milepost.simulate.analysis.statistics.estimate import Estimate
from milepost.simulate.history.review import DateEstimate, MilestoneReview, Review

HISTORY: Final = Path("reports") / "history.sqlite"
"""Where reviews are recorded unless somebody says otherwise."""

_APPLICATION: Final = 0x4D696C65
"""What the file says it is of, in the place that SQLite has for it: the letters Mile."""
_LAYOUT: Final = 1
"""How its tables are laid out, likewise."""
_PATIENCE: Final = 60.0
"""How long to wait for others that write [s]."""
_OLDEST: Final = (3, 37)
"""The first SQLite with strict tables."""

_SQL: Final[Mapping[object, str]] = {
    str: "{} TEXT NOT NULL",
    int: "{} INTEGER NOT NULL",
    float: "{} REAL NOT NULL",
    float | None: "{} REAL",
    date: "{} TEXT NOT NULL",
    date | None: "{} TEXT",
    datetime: "{} TEXT NOT NULL",
    Mapping[str, str]: "{} TEXT NOT NULL",
    Estimate: "{0} REAL, {0}_low REAL, {0}_high REAL",
    DateEstimate: "{0} TEXT, {0}_low TEXT, {0}_high TEXT",
}
"""The columns of a field, by its type."""

Kept: TypeAlias = Review | MilestoneReview

_KINDS: Final[Mapping[type[Kept], Mapping[str, object]]] = {
    of: {name: kind for name, kind in get_type_hints(of).items() if kind in _SQL} for of in (Review, MilestoneReview)
}
"""The types of what stands in a row, by field."""


class HistoryError(MilepostError):
    """A history that cannot be read, or written to."""


class History:
    """
    A file of SQLite with a row for each review, and one for each milestone of each.

    Parameters
    ----------
    path
        The file.
    """

    def __init__(self, path: Path) -> None:
        self.path = path

    def record(self, review: Review) -> None:
        """
        Add a review: whole or not at all, whoever else writes.

        Raises
        ------
        HistoryError
            When the file is not a history, or cannot be written to.
        """
        with self._told(), closing(self._connected("rwc")) as connection:
            self._lay_out(connection)
            with _transaction(connection):
                row = _row(review)
                run = connection.execute(*_insertion("reviews", row)).lastrowid
                for one in review.milestones.values():
                    connection.execute(*_insertion("milestones", {"review": run, **_row(one)}))

    def reviews(self, place: str) -> tuple[Review, ...]:
        """
        Return the reviews of a plan, by the day that they are of and then as they were recorded.

        Raises
        ------
        HistoryError
            When the file is not there, is not a history, or cannot be read.
        """
        if not self.path.exists():
            raise HistoryError(f"{self.path} is not there: record a review with milepost run FILE --record")
        with self._told(), closing(self._connected(self._reading)) as connection:
            if not self._is_laid_out(connection):
                return ()
            query = "SELECT * FROM reviews WHERE place = ? ORDER BY reviewed, id"
            rows = connection.execute(query, (place,)).fetchall()
            return tuple(_review(row, self._milestones(connection, row["id"])) for row in rows)

    def _milestones(self, connection: sqlite3.Connection, review: int) -> list[sqlite3.Row]:
        query = "SELECT * FROM milestones WHERE review = ? ORDER BY rowid"
        return connection.execute(query, (review,)).fetchall()

    @property
    def _reading(self) -> str:
        """Return how to open the file to read it: SQLite writes beside it, unless told that nobody else can."""
        if os.access(self.path.parent, os.W_OK):
            return "rw"
        return "ro" if self.path.with_name(f"{self.path.name}-wal").exists() else "ro&immutable=1"

    def _connected(self, mode: str) -> sqlite3.Connection:
        where = f"{Path(os.path.realpath(self.path)).as_uri()}?mode={mode}"
        connection = sqlite3.connect(where, uri=True, timeout=_PATIENCE, isolation_level=None)
        connection.row_factory = sqlite3.Row
        return connection

    def _lay_out(self, connection: sqlite3.Connection) -> None:
        """Make the tables where there are none."""
        if self._is_laid_out(connection):
            return
        if sqlite3.sqlite_version_info < _OLDEST:
            needed = ".".join(map(str, _OLDEST))
            raise HistoryError(f"a history needs SQLite {needed}, and Python has {sqlite3.sqlite_version}: update it")
        _write_ahead(connection)
        with _transaction(connection):
            if not self._is_laid_out(connection):  # somebody else may have been faster
                for statement in _layout():
                    connection.execute(statement)

    def _is_laid_out(self, connection: sqlite3.Connection) -> bool:
        """Return whether the tables are there; a file of something else, or of a later time, is refused."""
        [application] = connection.execute("PRAGMA application_id").fetchone()
        [layout] = connection.execute("PRAGMA user_version").fetchone()
        [tables] = connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
        if application not in (0, _APPLICATION) or (not application and tables):
            raise HistoryError(f"{self.path} is a file of another program: name another with --history")
        if layout > _LAYOUT:
            raise HistoryError(
                f"{self.path} was written by a later Milepost: install that, or name another file with --history"
            )
        return bool(application)

    @contextmanager
    def _told(self) -> Iterator[None]:
        """Put into words what SQLite says."""
        try:
            yield
        except sqlite3.DatabaseError as error:
            code = getattr(error, "sqlite_errorcode", None)
            if code in (sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT):
                raise HistoryError(f"{self.path} is not a history of Milepost: name another with --history") from None
            raise HistoryError(
                f"{self.path} cannot be read or written to ({error}): see that the file and its folder are there and "
                "may be written to"
            ) from None
        except (ValueError, TypeError, KeyError) as error:
            raise HistoryError(f"{self.path} has been damaged since it was written ({error})") from None


def _write_ahead(connection: sqlite3.Connection) -> None:
    """Let others read while somebody writes; SQLite itself does not wait for those that are about to do the same."""
    until = time.monotonic() + _PATIENCE
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            return
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or time.monotonic() > until:
                raise
            time.sleep(0.01)


@contextmanager
def _transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """Do all that follows or nothing, and let nobody else write in between."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        connection.execute("ROLLBACK")
        raise
    connection.execute("COMMIT")


def _layout() -> Iterator[str]:
    """Yield what makes the tables."""
    yield f"CREATE TABLE reviews (id INTEGER PRIMARY KEY, {', '.join(_columns(Review))}) STRICT"
    review = "review INTEGER NOT NULL REFERENCES reviews (id) ON DELETE CASCADE"
    yield f"CREATE TABLE milestones ({review}, {', '.join(_columns(MilestoneReview))}) STRICT"
    yield "CREATE INDEX reviews_of_plan ON reviews (place, reviewed)"
    yield "CREATE INDEX milestones_of_review ON milestones (review)"
    yield f"PRAGMA application_id = {_APPLICATION}"
    yield f"PRAGMA user_version = {_LAYOUT}"


def _columns(of: type[Kept]) -> Iterable[str]:
    return (_SQL[kind].format(name) for name, kind in _KINDS[of].items())


def _insertion(table: str, row: Mapping[str, Any]) -> tuple[str, tuple[Any, ...]]:
    names, places = ", ".join(row), ", ".join("?" for _ in row)
    return f"INSERT INTO {table} ({names}) VALUES ({places})", tuple(row.values())


def _row(kept: Kept) -> dict[str, Any]:
    """Return what stands of something in its row, by column."""
    row: dict[str, Any] = {}
    for name, kind in _KINDS[type(kept)].items():
        value = getattr(kept, name)
        if isinstance(value, Estimate | DateEstimate):
            row |= {name: _cell(value.value), f"{name}_low": _cell(value.low), f"{name}_high": _cell(value.high)}
        else:
            row[name] = json.dumps(value, sort_keys=True) if kind == Mapping[str, str] else _cell(value)
    return row


def _cell(value: Any) -> Any:
    if isinstance(value, float) and not math.isfinite(value):
        return None
    if isinstance(value, int) and not -(2**63) <= value < 2**63:
        return value - 2**64  # a seed may have 64 bits, and SQLite's numbers have a sign
    return value.isoformat() if isinstance(value, date) else value


def _review(row: sqlite3.Row, milestones: Iterable[sqlite3.Row]) -> Review:
    read = (_read(MilestoneReview, one) for one in milestones)
    return Review(**_values(Review, row), milestones={one.milestone: one for one in read})


def _read(of: type[MilestoneReview], row: sqlite3.Row) -> MilestoneReview:
    return of(**_values(of, row))


def _values(of: type[Kept], row: sqlite3.Row) -> dict[str, Any]:
    """Return the values of fields from a row."""
    return {name: _value(name, kind, row) for name, kind in _KINDS[of].items()}


def _value(name: str, kind: object, row: sqlite3.Row) -> Any:
    cell = row[name]
    if kind is Estimate:
        value, low, high = (math.nan if one is None else one for one in _three(name, row))
        return Estimate(value=value, low=low, high=high)
    if kind is DateEstimate:
        value, low, high = (None if one is None else date.fromisoformat(one) for one in _three(name, row))
        return DateEstimate(value=value, low=low, high=high)
    if kind == Mapping[str, str]:
        return json.loads(cell)
    if kind is datetime:
        return datetime.fromisoformat(cell)
    if kind in (date, date | None):
        return None if cell is None else date.fromisoformat(cell)
    return cell % 2**64 if name == "seed" else cell


def _three(name: str, row: sqlite3.Row) -> tuple[Any, Any, Any]:
    return row[name], row[f"{name}_low"], row[f"{name}_high"]
