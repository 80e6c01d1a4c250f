"""Where: which tasks a rule is about."""

from collections.abc import Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Any, Final, Self

from milepost.models.file.scalar import shown, truth_of
from milepost.models.group import group_of, is_in
from milepost.models.spelling import Spelling

ALL: Final = "all"
"""What stands for all tasks."""

GROUP: Final = "group"
TEXTS: Final = ("id", "name", "owner", "notes", GROUP)
"""What texts of a task are looked for in."""
CRITICAL: Final = "critical"
"""The key behind which stands whether a task has no float."""

_KEYS: Final = (*TEXTS, CRITICAL)


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

    patterns: Mapping[str, tuple[str, ...]]
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
        texts = {key: globs for key, globs in value.items() if key != CRITICAL}
        for key, globs in texts.items():
            if key not in _KEYS:
                hint = Spelling(_KEYS).hint(key) or f": look at {', '.join(_KEYS)}"
                raise ValueError(f"{shown(key)} is not looked at{hint}")
            if not all(isinstance(glob, str) and glob for glob in (globs if isinstance(globs, list) else [globs])):
                raise ValueError(f"{shown(globs)} where the text to look for under {key} belongs, or a list of texts")
        return cls(
            patterns={
                key: tuple(map(str, globs)) if isinstance(globs, list) else (str(globs),)
                for key, globs in texts.items()
            },
            critical=truth_of(value[CRITICAL]) if CRITICAL in value else None,
        )

    def holds(self, id: str, task: Mapping[str, Any], *, critical: bool) -> bool:
        """Return whether a task, as plain data, meets it: capitals do not count, and `*` is any text."""
        if self.critical not in (None, critical):
            return False
        texts = {**{key: str(task.get(key) or "") for key in TEXTS}, "id": id, "name": str(task.get("name") or id)}
        return all(any(_is_found(key, texts[key], glob) for glob in globs) for key, globs in self.patterns.items())

    def __str__(self) -> str:
        """Return it in the same words for the same condition."""
        told = {key: " | ".join(sorted(globs)) for key, globs in self.patterns.items()}
        if self.critical is not None:
            told[CRITICAL] = str(self.critical).lower()
        return ", ".join(f"{key}: {told[key]}" for key in sorted(told)) or ALL


def _is_found(key: str, text: str, glob: str) -> bool:
    """Return whether a text matches; a group also by one that it is in."""
    if key != GROUP:
        return fnmatchcase(text.casefold(), glob.casefold())
    try:
        return is_in(group_of(text), glob)
    except ValueError:
        return False  # the path is refused where it is read
