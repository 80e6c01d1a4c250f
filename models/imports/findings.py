"""Findings: what a reader has to say of a file on the way through it."""

from collections.abc import Callable, Iterable
from typing import Final, NamedTuple, NoReturn, TypeVar

from milepost.models.imports.notice import Matter, Notice
from milepost.models.problem import MOST_PROBLEMS, Problem, ScenarioError

T = TypeVar("T")

_ENOUGH: Final = 100 * MOST_PROBLEMS
"""Problems after which nobody looks for more."""


class Place(NamedTuple):
    """
    Where something stands in a file of another program.

    Parameters
    ----------
    line
        Counted from 1; 0 where it is about the file as a whole.
    row
        What stands there by the words of that program, as `TASK A1010`.
    column
        Counted from 1; 0 where there are none.
    """

    line: int = 0
    row: str = ""
    column: int = 0


NOWHERE: Final = Place()
"""The file as a whole."""


class Findings:
    """
    The problems by which a file is refused, and the notices by which it is not.

    Parameters
    ----------
    file
        Its name, as it was given.
    notices
        What was told of it before.
    lined
        Whether places have lines.
    """

    def __init__(self, file: str, notices: Iterable[Notice] = (), *, lined: bool = True) -> None:
        self.file, self.lined = file, lined
        self._problems: list[Problem] = []
        self._told = {one.matter: ([*one.ids], one.example) for one in notices}

    def problem(self, place: Place, message: str, field: str = "") -> Problem:
        """Return a problem with its place, and the field of that row which it is about."""
        path = tuple(part for part in (place.row, field) if part)
        return Problem(
            file=self.file, line=place.line, column=place.column or (1 if place.line else 0), path=path, message=message
        )

    def refuse(self, place: Place, message: str, field: str = "") -> None:
        """Take down what is wrong, and go on."""
        self._problems.append(self.problem(place, message, field))
        if len(self._problems) >= _ENOUGH:
            self.stop()

    def fail(self, place: Place, message: str, field: str = "") -> NoReturn:
        """Refuse the file at once, with all that was wrong before."""
        raise ScenarioError([*self._problems, self.problem(place, message, field)]) from None

    def tell(self, matter: Matter, id: str | None = None, example: object = "") -> None:
        """Take down what could not be taken as it is, at a task or in the file; of several examples the first stays."""
        ids, _ = self._told.setdefault(matter, ([], _printable(str(example))))
        if id is not None and (not ids or ids[-1] != id):
            ids.append(id)

    def attempt(self, read: Callable[[str], T], text: str, otherwise: T, place: Place, field: str) -> T:
        """Read a text by a function that raises ValueError; where it does, take that down and go on."""
        try:
            return read(text)
        except ValueError as error:
            self.refuse(place, str(error), field)
            return otherwise

    def stop(self) -> None:
        """Raise what is wrong, if anything is."""
        if self._problems:
            raise ScenarioError(self._problems)

    @property
    def notices(self) -> tuple[Notice, ...]:
        """Return what was told, worst first."""
        return tuple(
            Notice(matter=matter, ids=tuple(dict.fromkeys(self._told[matter][0])), example=self._told[matter][1])
            for matter in Matter
            if matter in self._told
        )


def _printable(text: str) -> str:
    """Return a text in which nothing steers a terminal."""
    return "".join(letter if letter.isprintable() else " " for letter in text)
