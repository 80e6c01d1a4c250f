"""Groups: where in a work breakdown structure a task or a milestone belongs, and the codes that sort it otherwise."""

from collections.abc import Iterable, Mapping
from fnmatch import fnmatchcase
from typing import Final

from milepost.models.problem import cut
from milepost.models.spelling import Spelling

BETWEEN: Final = "/"
"""What parts the levels of a path."""
MOST_LEVELS: Final = 20
"""Levels of a path beyond which it is refused."""

_MOST_NAMED: Final = 8
"""Groups that are named where somebody looks for another."""


def group_of(text: str) -> str:
    """
    Return the path that a text writes: without blanks around its parts.

    Raises
    ------
    ValueError
        When a part of it is empty, or it has too many.

    Examples
    --------
    >>> group_of("Civil works / Bridge 3")
    'Civil works/Bridge 3'
    """
    parts = [part.strip() for part in text.split(BETWEEN)]
    there = [part for part in parts if part]
    if len(there) < len(parts) and text.strip():
        cure = f": write `{BETWEEN.join(there)}`" if there else ": name its levels, as `Civil works/Bridge 3`"
        raise ValueError(f"{cut(text)!r} has an empty level{cure}")
    if len(there) > MOST_LEVELS:
        raise ValueError(f"{cut(text)!r} has {len(there):,} levels: use up to {MOST_LEVELS}")
    return BETWEEN.join(there)


def levels(group: str) -> tuple[str, ...]:
    """
    Return the paths that lead to a group, from the first level to itself.

    Examples
    --------
    >>> levels("Civil works/Bridge 3")
    ('Civil works', 'Civil works/Bridge 3')
    """
    parts = group.split(BETWEEN) if group else []
    return tuple(BETWEEN.join(parts[: depth + 1]) for depth in range(len(parts)))


def is_in(group: str, pattern: str) -> bool:
    """
    Return whether a group, or one that it is in, matches a pattern: `*` is any text, and capitals do not count.

    Examples
    --------
    >>> is_in("Civil works/Bridge 3", "civil works"), is_in("Civil works", "Civil works/*")
    (True, False)
    """
    return any(fnmatchcase(level.casefold(), pattern.casefold()) for level in levels(group))


def check_pattern(pattern: str, groups: Iterable[str]) -> None:
    """
    Refuse a pattern that finds nothing.

    Raises
    ------
    ValueError
        When no group matches it; it names those that there are.
    """
    there = dict.fromkeys(level for group in groups for level in levels(group))
    if any(is_in(group, pattern) for group in there):
        return
    if not there:
        raise ValueError("the plan has no groups: say of its tasks in which they are")
    hint = Spelling(there).hint(pattern)
    named = ", ".join(repr(cut(group)) for group in [*there][:_MOST_NAMED])
    more = f" and {len(there) - _MOST_NAMED:,} more" if len(there) > _MOST_NAMED else ""
    raise ValueError(f"{cut(pattern)!r} finds no group{hint or '.'} There are {named}{more}")


def code_words(codes: Mapping[str, str]) -> str:
    """Return codes in words, as Discipline=CIV; Phase=2."""
    return "; ".join(f"{name}={value}" for name, value in codes.items())
