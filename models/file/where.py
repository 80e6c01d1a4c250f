"""Where: which tasks a rule is about."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Set
from dataclasses import dataclass
from fnmatch import translate
from functools import partial
from typing import Any, Final, Self, TypeAlias

from milepost.models.file.scalar import shown, truth_of
from milepost.models.group import group_of, levels
from milepost.models.problem import cut
from milepost.models.spelling import Spelling

ALL: Final = "all"
"""What stands for all tasks."""

WBS: Final = "wbs"
TEXTS: Final = ("id", "name", "owner", "notes", "group", WBS)
"""What texts of a task are looked for in."""
SORTED_BY: Final[Mapping[str, str]] = {"code": "codes", "fields": "fields"}
"""Behind what stands by name which texts are looked for in what of a task, which has them by name too."""
CRITICAL: Final = "critical"
"""The key behind which stands whether a task has no float."""

_KEYS: Final = (*TEXTS, *SORTED_BY, CRITICAL)
_MOST_NAMED: Final = 5
"""Texts that are named where somebody looks for another."""
_Look: TypeAlias = tuple[str, ...]
"""What is looked at: a text of a task, or one that it has by a name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Where:
    """
    A condition on tasks.

    Parameters
    ----------
    patterns
        By what is looked at, the globs of which one is to match it; all tasks meet a condition without any.
    critical
        Whether they are to have no float, or some; none where either will do.
    """

    patterns: Mapping[_Look, tuple[str, ...]]
    critical: bool | None = None

    @classmethod
    def of(cls, value: object) -> Self:
        """
        Read a condition as a file has it.

        Raises
        ------
        ValueError
            When it is none.
        """
        if value == ALL:
            return cls(patterns={})
        if not isinstance(value, dict) or not value:
            raise ValueError(f"{shown(value)} is not a condition: write `all`, or texts to look for by key, as name")
        critical = truth_of(value[CRITICAL]) if CRITICAL in value else None
        return cls(patterns=dict(_patterns(value)), critical=critical)

    def found(self, tasks: Mapping[str, Any], critical: Set[str] = frozenset()) -> list[str]:
        """
        Return the ids of the tasks that meet it: capitals do not count, and `*` is any text.

        Parameters
        ----------
        tasks
            Plain data of each, by id.
        critical
            Ids of those without float.
        """
        ids: Iterable[str] = tasks
        if self.critical is not None:
            ids = [id for id in tasks if (id in critical) is self.critical]
        for look, globs in self.patterns.items():
            ids = _matching(tasks, ids, look, globs)
        return list(ids)

    def hint(self, tasks: Mapping[str, Any]) -> str:
        """Return what to say to somebody whose condition no task meets, on the first key that no task meets alone."""
        for look, globs in self.patterns.items():
            if not _matching(tasks, tasks, look, globs):
                return _hint(tasks, look, globs[0])
        return ""

    def __str__(self) -> str:
        """Return it in the same words for the same condition."""
        told = {".".join(look): " | ".join(sorted(globs)) for look, globs in self.patterns.items()}
        if self.critical is not None:
            told[CRITICAL] = str(self.critical).lower()
        return ", ".join(f"{key}: {told[key]}" for key in sorted(told)) or ALL


def asks_for_critical(rule: Mapping[str, Any]) -> bool:
    """Return whether it matters to a rule, as plain data, what is critical."""
    where = rule.get("where")
    return isinstance(where, dict) and CRITICAL in where


def _patterns(value: Mapping[str, Any]) -> Iterator[tuple[_Look, tuple[str, ...]]]:
    """Yield what is looked at, and the globs that are looked for there."""
    for key, said in value.items():
        if key in TEXTS:
            yield (key,), _globs(key, said)
        elif key in SORTED_BY:
            if not isinstance(said, dict) or not said:
                named = "code, as Discipline: CIV" if key == "code" else "field, as Text1: night*"
                raise ValueError(f"{shown(said)} under {key}: say what to look for by the name of a {named}")
            yield from (((key, name), _globs(name, texts)) for name, texts in said.items())
        elif key != CRITICAL:
            hint = Spelling(_KEYS).hint(key) or f": look at {', '.join(_KEYS)}"
            raise ValueError(f"{shown(key)} is not looked at{hint}")


def _globs(key: str, said: Any) -> tuple[str, ...]:
    globs = said if isinstance(said, list) else [said]
    if not globs or not all(isinstance(glob, str) and glob for glob in globs):
        raise ValueError(f"{shown(said)} where the text to look for under {cut(key)} belongs, or a list of texts")
    return tuple(map(str, globs))


def _matching(tasks: Mapping[str, Any], ids: Iterable[str], look: _Look, globs: Iterable[str]) -> list[str]:
    """Return those of some tasks of which a text matches; many have the same, which is judged once."""
    text_of, is_found, known = _reader(look), _judge(look, globs), dict[str, bool]()
    found = []
    for id in ids:
        text = text_of(id, tasks[id])
        if text is None:
            continue
        if text not in known:
            known[text] = is_found(text)
        if known[text]:
            found.append(id)
    return found


def _reader(look: _Look) -> Callable[[str, Any], str | None]:
    """Return what returns a text of a task, of which id and plain data are given; none where it has no such text."""
    match look:
        case ("id",):
            return lambda id, task: id
        case ("name",):
            return lambda id, task: str((task.get("name") if isinstance(task, dict) else "") or id)
        case (key,):
            return lambda id, task: str((task.get(key) if isinstance(task, dict) else "") or "")
        case _:
            return partial(_by_name, SORTED_BY[look[0]], look[1])


def _by_name(key: str, name: str, id: str, task: Any) -> str | None:
    texts = task.get(key) if isinstance(task, dict) else None
    text = texts.get(name) if isinstance(texts, dict) else None
    return text if isinstance(text, str) else None


def _judge(look: _Look, globs: Iterable[str]) -> Callable[[str], bool]:
    """Return what tells whether a text matches; of a place in a breakdown of work also one that it is in."""
    if look == (WBS,):
        globs = [part for glob in globs for part in _below(glob)]
    pattern = re.compile("|".join(translate(glob.casefold()) for glob in globs))
    match look:
        case ("group",):
            return lambda text: any(pattern.match(level) for level in _groups(text.casefold()))
        case ("wbs",):
            return lambda text: any(pattern.match(level) for level in _codes(text.casefold()))
        case _:
            return lambda text: pattern.match(text.casefold()) is not None


def _below(glob: str) -> tuple[str, ...]:
    """Return the globs of a place in a breakdown of work: 1.3* is 1.3 and what is below it, and not 1.30."""
    return (glob[:-1], f"{glob[:-1]}[!0-9]*") if re.search(r"[0-9]\*$", glob) else (glob,)


def _groups(text: str) -> tuple[str, ...]:
    try:
        return levels(group_of(text))
    except ValueError:
        return ()  # the path is refused where it is read


def _codes(text: str) -> list[str]:
    """Return a code in a breakdown of work, and those that it is in."""
    return [text[: dot.start()] for dot in re.finditer(r"\.|$", text) if dot.start()]


def _hint(tasks: Mapping[str, Any], look: _Look, glob: str) -> str:
    """Return what to look for instead, where no task has such a text."""
    text_of = _reader(look)
    there = {text: None for id, task in tasks.items() if (text := text_of(id, task))}
    what = ".".join(look)
    if not there and len(look) > 1:
        key, name = look
        names = {name: None for task in tasks.values() if isinstance(task, dict) for name in _named(task, key)}
        return f": no task has {cut(what)}" + (Spelling(names).hint(name) or _some(names))
    if not there:
        return f": no task has {what}"
    return Spelling(there).hint(glob) or (_some(there) if look not in (("id",), ("name",), ("notes",)) else "")


def _named(task: Mapping[str, Any], key: str) -> Iterable[str]:
    texts = task.get(SORTED_BY[key])
    return texts if isinstance(texts, dict) else ()


def _some(there: Iterable[str]) -> str:
    texts = sorted(there)
    more = f" and {len(texts) - _MOST_NAMED:,} more" if len(texts) > _MOST_NAMED else ""
    return f"; there are {', '.join(repr(cut(text)) for text in texts[:_MOST_NAMED])}{more}" if texts else ""
