"""Pieces: the parts of a YAML text, each with where it stands."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

import yaml

from milepost.models.file.rewriting.lines import Lines
from milepost.models.file.source import Loader

_COLON: Final = re.compile(r"\s*:")
_PROPERTIES: Final = re.compile(r"(?:[&!][^\s,\[\]{}]*\s*)+")


class PieceKind(StrEnum):
    """What stands in a place."""

    SCALAR = "scalar"
    LIST = "list"
    MAPPING = "mapping"
    ALIAS = "alias"


@dataclass(slots=True, kw_only=True, eq=False)
class Piece:
    """
    A part of a text.

    Parameters
    ----------
    kind
        What it is.
    start, end
        Where it begins, and where what it says ends: comments and empty lines behind it are not in it.
    flow
        Whether it is a list or a mapping between brackets.
    style
        How a scalar is written: the quote, `|` or `>`; empty where it is plain.
    text
        What a scalar says, or the name of the anchor that an alias stands for.
    anchor
        The name by which aliases refer to it; empty where it has none.
    inner
        Where it begins without its anchor and its tag.
    properties
        Where its anchor and its tag end; its start where it has none.
    items
        Those of a list.
    pairs
        Those of a mapping.
    """

    kind: PieceKind
    start: int
    end: int
    flow: bool = False
    style: str = ""
    text: str = ""
    anchor: str = ""
    inner: int = 0
    properties: int = 0
    items: Sequence["Piece"] = ()
    pairs: Sequence["Pair"] = ()

    @property
    def is_block(self) -> bool:
        """Return whether it is a list or a mapping with things on lines of their own."""
        return self.kind in (PieceKind.LIST, PieceKind.MAPPING) and not self.flow

    @property
    def is_empty(self) -> bool:
        """Return whether nothing stands there."""
        return self.kind is PieceKind.SCALAR and self.start == self.end


@dataclass(slots=True, kw_only=True, eq=False)
class Pair:
    """
    A key and what stands behind it.

    Parameters
    ----------
    key, value
        Both.
    colon
        Where the colon between them ends; -1 where there is none.
    """

    key: Piece
    value: Piece
    colon: int


class Pieces:
    """
    The parts of a text.

    Parameters
    ----------
    lines
        The text, which can be read as YAML.

    Attributes
    ----------
    root
        What stands in it; none where nothing does.
    has_aliases
        Whether one part of it stands for another.
    hashes
        Where scalars begin and end that have a `#` in them, which begins no comment.
    """

    def __init__(self, lines: Lines) -> None:
        self.root: Piece | None = None
        self.has_aliases = False
        self.hashes: list[tuple[int, int]] = []
        self._lines = lines
        self._text = lines.text
        self._loader = Loader(self._text)
        self._read()

    def _read(self) -> None:
        open_: list[tuple[Piece, list[Piece]]] = []
        while self._loader.check_event():
            event: Any = self._loader.get_event()
            match event:
                case yaml.MappingStartEvent() | yaml.SequenceStartEvent():
                    open_.append((self._collection(event), []))
                    continue
                case yaml.MappingEndEvent() | yaml.SequenceEndEvent():
                    piece, parts = open_.pop()
                    self._close(piece, parts, _place(event.end_mark))
                case yaml.ScalarEvent():
                    piece = self._scalar(event)
                case yaml.AliasEvent():
                    self.has_aliases = True
                    start = _place(event.start_mark)
                    piece = Piece(
                        kind=PieceKind.ALIAS,
                        start=start,
                        end=_place(event.end_mark),
                        inner=start,
                        properties=start,
                        text=str(event.anchor),
                    )
                case _:
                    continue
            if open_:
                open_[-1][1].append(piece)
            else:
                self.root = piece

    def _collection(self, event: Any) -> Piece:
        kind = PieceKind.MAPPING if isinstance(event, yaml.MappingStartEvent) else PieceKind.LIST
        start = event.start_mark.index
        inner, properties = self._behind_properties(event, start)
        return Piece(
            kind=kind,
            start=start,
            end=start,
            flow=bool(event.flow_style),
            anchor=event.anchor or "",
            inner=inner,
            properties=properties,
        )

    def _close(self, piece: Piece, parts: list[Piece], end: int) -> None:
        if piece.kind is PieceKind.LIST:
            piece.items = parts
        else:
            piece.pairs = [self._pair(key, value) for key, value in zip(parts[::2], parts[1::2], strict=True)]
        if piece.flow:
            piece.end = end
        elif piece.items:
            piece.end = piece.items[-1].end
        elif piece.pairs:
            piece.end = max(piece.pairs[-1].value.end, piece.pairs[-1].colon)

    def _pair(self, key: Piece, value: Piece) -> Pair:
        found = _COLON.match(self._text, key.end)
        colon = found.end() if found else -1
        if value.is_empty:
            value.start = value.end = value.inner = value.properties = colon if found else key.end
        return Pair(key=key, value=value, colon=colon)

    def _scalar(self, event: Any) -> Piece:
        start, end, style = event.start_mark.index, event.end_mark.index, event.style or ""
        inner, properties = self._behind_properties(event, start)
        if style in ("|", ">"):
            end = self._end_of_block(inner, end, event.value)
        if "#" in event.value and end > start:
            self.hashes.append((start, end))
        return Piece(
            kind=PieceKind.SCALAR,
            start=start,
            end=end,
            style=style,
            text=event.value,
            anchor=event.anchor or "",
            inner=min(inner, end),
            properties=min(properties, end),
        )

    def _end_of_block(self, start: int, end: int, value: str) -> int:
        """Return where the text of a block scalar ends, before the end of its last line."""
        head = self._text[start : self._lines.end(start)]
        if "+" not in head.split("#")[0]:
            bare = self._text[start:end].rstrip(" \t\r\n\x85\u2028\u2029")
            end = start + len(bare)
            return end if value else min(end, self._lines.end(start))
        line = self._lines.start(end)
        return len(self._text[:line].rstrip("\r\n\x85\u2028\u2029")) if line == end and not value else self._before(end)

    def _before(self, end: int) -> int:
        """Return the end of the line before, where a text ends with the end of a line."""
        for ending in ("\r\n", "\n", "\r", "\x85", "\u2028", "\u2029"):
            if self._text.endswith(ending, 0, end):
                return end - len(ending)
        return end

    def _behind_properties(self, event: Any, start: int) -> tuple[int, int]:
        """Return where a piece begins without its anchor and tag, and where those end."""
        if event.anchor is None and event.tag is None:
            return start, start
        found = _PROPERTIES.match(self._text, start)
        return (found.end(), start + len(found[0].rstrip())) if found else (start, start)


def _place(mark: Any) -> int:
    """Return how many characters stand before a mark, which events of a text always have."""
    place: int = mark.index
    return place
