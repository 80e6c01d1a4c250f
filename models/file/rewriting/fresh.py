"""Fresh text: how values are written that a text does not say yet."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from milepost.models.file.rewriting.scalar_text import block_text, key_text, quoted, scalar_text, stands_plain
from milepost.models.file.source import NULLS, Parted, Plain

WIDTH: Final = 110
"""Length of a value on one line beyond which it is written on several [characters]."""
_ENTRIES: Final = 2
"""Depth of the entries of a file, as tasks are: above it everything stands on lines of its own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """
    How a text indents.

    Parameters
    ----------
    step
        By how much the keys of a mapping are indented below the key that it stands behind.
    dash
        By how much the dashes of a list are.
    may_fold
        Whether a text of several lines may stand on several lines.
    """

    step: int = 2
    dash: int = 2
    may_fold: bool = True

    def lines(self, head: str, value: Any, column: int, depth: int, *, flow: bool | None = None) -> str:
        """
        Write a key, or a dash, with what stands behind it.

        Parameters
        ----------
        head
            The key with its colon, or the dash, without what stands before it on the line.
        value
            Plain data.
        column
            Where the head begins.
        depth
            Length of the path to the value.
        flow
            Whether a mapping or list is to be on one line; by its depth and its length unless given.
        """
        return " " * column + head + self.behind(head, value, column, depth, flow=flow) + "\n"

    def behind(self, head: str, value: Any, column: int, depth: int, *, flow: bool | None = None) -> str:
        """Write what stands behind a key, or a dash; the last line without its end."""
        if flow is None:
            flow = is_inline(value, depth)
        if flow or not value:
            return f" {flow_text(value) if isinstance(value, dict | list) else self._scalar(value, column)}"
        if isinstance(value, str):
            return f" {self._scalar(value, column)}"
        return self._below(value, column, depth, is_item=head == "-")

    def _below(self, value: Any, column: int, depth: int, *, is_item: bool) -> str:
        """Write a mapping or a list on lines of its own."""
        if isinstance(value, dict):
            at = column + (2 if is_item else self.step)
            lines = [
                self.lines(f"{key_text(key, flow=False)}:", below, at, depth + 1).rstrip("\n")
                for key, below in value.items()
            ]
        else:
            at = column + (2 if is_item else self.dash)
            lines = [self.lines("-", below, at, depth + 1).rstrip("\n") for below in value]
        text = "\n".join(lines)
        return " " + text[at:] if is_item else "\n" + text

    def _scalar(self, value: str | None, column: int) -> str:
        if value is None or "\n" not in value:
            return scalar_text(value, flow=False)
        if not self.may_fold:
            return scalar_text(str(value), flow=False)
        pad = " " * (column + self.step)
        if isinstance(value, Plain):
            parts = value.split("\n")
            if all(stands_plain(part, flow=False) for part in parts):
                return f"\n\n{pad}".join(parts)
            return quoted(value)
        return block_text(value, pad) or quoted(value)


def is_inline(value: Any, depth: int) -> bool:
    """Return whether a value may stand on the line of its key."""
    if not isinstance(value, dict | list):
        return value is None or "\n" not in value
    if not value or (isinstance(value, dict) and any(isinstance(item, Parted) for item in value.values())):
        return True
    if isinstance(value, dict) and depth <= _ENTRIES:
        return False
    if isinstance(value, list) and depth < _ENTRIES and any(isinstance(item, dict) for item in value):
        return False
    return _is_flow_safe(value) and len(flow_text(value)) <= WIDTH


def flow_text(value: Any) -> str:
    """Write a value on one line, as it may stand between brackets."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key_text(key, flow=True)}: {flow_text(item)}" for key, item in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(flow_text, value)) + "]"
    return scalar_text(value, flow=True)


def _is_flow_safe(value: Any) -> bool:
    """Return whether all that has no quotes may stand so between brackets, and reads well there."""
    if isinstance(value, Mapping):
        return all(map(_is_flow_safe, value.values()))
    if isinstance(value, list):
        return all(map(_is_flow_safe, value))
    if isinstance(value, Plain):
        return value in NULLS or stands_plain(value, flow=True)
    return value is None or "\n" not in value
