"""Problems: what is wrong with a scenario, and where."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar, Final, TypeAlias

from milepost.models.error import MilepostError

KeyPath: TypeAlias = tuple[str | int, ...]
"""The path to a part of a scenario file from its top: keys of mappings, and positions in lists from 0."""
MOST_PROBLEMS: Final = 100
"""Problems of a file beyond which the rest is counted: nobody reads more, and most follow from the first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """
    What a rule has to say about a part of a scenario.

    Parameters
    ----------
    path
        The part.
    message
        What is wrong, the value and how to mend it.
    on_key
        Whether it is about the key that leads to the part rather than about what stands there.
    absent
        The id that stands there and of which there is nothing, if that is what is wrong.
    rule
        Id of the rule by which advice is given; empty of what is wrong.
    """

    path: KeyPath
    message: str
    on_key: bool = False
    absent: str = ""
    rule: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """
    A remark and its place in a file.

    Parameters
    ----------
    file
        Its name, as it was given.
    line, column
        Where, counted from 1; 0 where it is about the file as a whole.
    path
        The part of the scenario.
    message
        What is wrong, the value and how to mend it.
    rule
        Id of the rule by which advice is given; empty of what is wrong.
    """

    file: str
    line: int
    column: int
    path: KeyPath
    message: str
    rule: str = ""

    def __str__(self) -> str:
        """Return it as `plan.yaml:23:7: tasks.interviews.duration: message`; the column says which item of a list."""
        file = " ".join(self.file.splitlines())
        place = f"{file}:{self.line}:{self.column}" if self.line else file
        keys = ".".join(
            part if part.isprintable() and len(part) <= 60 else repr(part[:60])
            for part in self.path
            if isinstance(part, str)
        )
        return ": ".join(text for text in (place, keys, self.message) if text)


class ScenarioError(MilepostError, ValueError):
    """
    A file that is not a valid scenario.

    Parameters
    ----------
    problems
        All that is wrong, in the order of the file.
    more
        How many problems there are beside them.

    Attributes
    ----------
    problems
        The first hundred.
    more
        How many there are beside those.
    """

    exit_code: ClassVar[int] = 3

    def __init__(self, problems: Iterable[Problem], more: int = 0) -> None:
        found = tuple(problems)
        self.problems = found[:MOST_PROBLEMS]
        self.more = more + len(found) - len(self.problems)
        said = [*map(str, self.problems), *([rest_of(self.problems[0].file, self.more)] if self.more else [])]
        super().__init__("\n".join(said))

    def __reduce__(self) -> tuple[type["ScenarioError"], tuple[tuple[Problem, ...], int]]:
        return type(self), (self.problems, self.more)


def rest_of(file: str, more: int) -> str:
    """Return how many problems of a file are left out."""
    problems = "is 1 more problem" if more == 1 else f"are {more:,} more problems"
    return f"{file}: there {problems}: mend those above first"


def cut(text: str) -> str:
    """Cut a text that is too long for a message."""
    return str(text) if len(text) <= 60 else f"{text[:57]}..."
