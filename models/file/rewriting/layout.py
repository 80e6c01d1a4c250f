"""Layout: which lines and comments belong to what in a text."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from milepost.models.file.rewriting.edits import Edit
from milepost.models.file.rewriting.fresh import Style
from milepost.models.file.rewriting.lines import Lines
from milepost.models.file.rewriting.piece import Piece, PieceKind

_REST: Final = re.compile(r"[ \t]*,?[ \t]*(?:#[^\r\n]*)?[\r\n]")
_COMMA: Final = re.compile(r"\s*,")
_DASH: Final = re.compile(r"-(?=\s|$)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """
    An entry of a mapping, or an item of a list.

    Parameters
    ----------
    start, end
        Where it begins, with its key or its dash, and ends.
    key, value
        What stands in it; an item has no key.
    behind
        Where what stands before the value ends, a colon or a dash.
    """

    start: int
    end: int
    key: Piece | None
    value: Piece
    behind: int


class Layout:
    """
    What belongs together in a text.

    Parameters
    ----------
    lines
        The text.
    """

    def __init__(self, lines: Lines) -> None:
        self._lines = lines
        self._text = lines.text

    def style(self, root: Piece | None) -> Style:
        """Return how a text indents, by what it does most often."""
        steps: Counter[int] = Counter()
        dashes: Counter[int] = Counter()
        if root is not None:
            self._count(root, steps, dashes)
        step, dash = (max(found, key=lambda width: found[width], default=2) for found in (steps, dashes))
        return Style(step=step, dash=dash)

    def _count(self, piece: Piece, steps: Counter[int], dashes: Counter[int]) -> None:
        for pair in piece.pairs:
            below = pair.value
            if below.is_block:
                first = below.pairs[0].key.start if below.pairs else below.start
                width = self._lines.column(first) - self._lines.column(pair.key.start)
                if 0 <= width <= 8 and self._lines.is_first(first):
                    (steps if below.pairs else dashes)[max(width, 1) if below.pairs else width] += 1
                self._count(below, steps, dashes)
        for item in piece.items:
            if item.is_block:
                self._count(item, steps, dashes)

    def units(self, piece: Piece) -> dict[str | int, Unit]:
        """Return the parts of a list by position, or those of a mapping by key, of duplicate ones the first."""
        if piece.kind is PieceKind.LIST:
            return dict(enumerate(self._items(piece)))
        found: dict[str | int, Unit] = {}
        for pair in piece.pairs:
            if pair.key.kind is PieceKind.SCALAR and pair.key.text not in found:
                behind = pair.colon if pair.colon >= 0 else pair.key.end
                end = max(pair.value.end, behind)
                start = pair.key.start if piece.flow else self._mark(pair.key.start)
                found[pair.key.text] = Unit(start=start, end=end, key=pair.key, value=pair.value, behind=behind)
        return found

    def _items(self, piece: Piece) -> Iterator[Unit]:
        for item in piece.items:
            start = item.start if piece.flow else self._dash(item.start)
            behind = start if piece.flow else start + 1
            yield Unit(start=start, end=item.end, key=None, value=item, behind=behind)

    def _mark(self, at: int) -> int:
        """Return where the question mark stands that may be before a key; the key itself where there is none."""
        before = self._text[self._lines.start(at) : at].rstrip(" \t")
        return self._lines.start(at) + len(before) - 1 if before.endswith("?") else at

    def _dash(self, at: int) -> int:
        """Return where the dash of an item stands."""
        bare = self._text[:at].rstrip(" \t") if at < 4_096 else self._text[at - 4_096 : at].rstrip(" \t")
        if bare.endswith("-"):
            return at - (min(at, 4_096) - len(bare)) - 1
        line = self._lines.start(at)
        while line > 0:
            line = self._lines.start(line - 1)
            if self._lines.comment_column(line) < 0 and (found := _DASH.search(self._text, line)):
                return found.start()
        return at

    def chunks(self, units: list[Unit]) -> list[tuple[int, int]]:
        """Return which lines belong to each of some parts, with the comments right above it that are about it alone."""
        lines = self._lines
        column = lines.column(units[0].start)
        found: list[tuple[int, int]] = []
        for index, unit in enumerate(units):
            first = lines.start(unit.start) if lines.is_first(unit.start) else unit.start
            floor = found[-1][1] if found else 0
            start = first
            while start == lines.start(start) and start > floor:
                above = lines.start(start - 1)
                if above < floor or lines.comment_column(above) != column:
                    break
                start = above
            end = lines.end(unit.end)
            is_group = index == 0 or lines.is_blank_before(start)
            if is_group and index + 1 < len(units) and end == lines.start(units[index + 1].start):
                start = first  # a comment about this part and those that follow
            found.append((start, end))
        return found

    def is_spaced(self, chunks: list[tuple[int, int]]) -> bool:
        """Return whether an empty line stands between all of some parts."""
        return len(chunks) > 1 and all(self._lines.is_blank_before(start) for start, _ in chunks[1:])

    def without(self, chunks: list[tuple[int, int]], index: int) -> tuple[int, int]:
        """Return what is taken out with one of some parts: its lines, and one of two gaps around them."""
        start, end = chunks[index]
        lines = self._lines
        is_behind_gap = lines.is_blank_before(start)
        if is_behind_gap or index == 0:
            end = lines.behind_blanks(end)
        if is_behind_gap and end == len(self._text):
            start = lines.before_blanks(start)
        return start, end

    def manner(self, units: list[Unit], lines: Lines) -> tuple[bool, int]:
        """Return whether mappings among some parts stand between brackets, and in which column all begin, if in one."""
        values = [unit.value for unit in units if unit.value.kind is PieceKind.MAPPING]
        flow = bool(values) and 2 * sum(value.flow for value in values) > len(values)
        inline = [unit for unit in units if unit.key and lines.number(unit.start) == lines.number(unit.value.start)]
        columns = {lines.column(unit.value.start) for unit in inline if unit.value.start > unit.behind}
        widths = {unit.value.start - unit.behind for unit in inline}
        is_aligned = len(inline) > 1 and len(columns) == 1 and len(widths) > 1
        return flow, columns.pop() if is_aligned else 0

    def column_kept(self, unit: Unit, longer: int) -> Edit | None:
        """Return what keeps a value in its column behind a key that becomes longer, where it is set off from that."""
        space = unit.value.start - unit.behind
        if space < 2 or self._text[unit.behind : unit.value.start].strip(" "):
            return None
        return unit.behind, unit.value.start, " " * max(1, space - longer)

    def is_bracketed(self, piece: Piece) -> bool:
        """Return whether brackets stand around what is no block: around one pair in a list there may be none."""
        return self._text[piece.inner : piece.inner + 1] in ("{", "[")

    def has_own_lines(self, piece: Piece, units: list[Unit]) -> bool:
        """Return whether each part between brackets has lines of its own."""
        lines = self._lines
        return lines.number(piece.start) != lines.number(units[0].start) and all(
            lines.is_first(unit.start) and _REST.match(self._text, unit.end) for unit in units
        )

    def has_comma(self, unit: Unit) -> bool:
        """Return whether a comma follows a part."""
        return bool(_COMMA.match(self._text, unit.end))
