"""Rewriter: collects the edits that make a text say changed data."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, Final

from milepost.models.file.rewriting.edits import Edits
from milepost.models.file.rewriting.fresh import WIDTH, flow_text, is_inline
from milepost.models.file.rewriting.layout import Layout, Unit
from milepost.models.file.rewriting.lines import Lines
from milepost.models.file.rewriting.matching import Wanted, of_list, of_mapping, same, staying
from milepost.models.file.rewriting.piece import Piece, PieceKind, Pieces
from milepost.models.file.rewriting.scalar_text import block_text, folded_text, key_text, quoted, scalar_text
from milepost.models.problem import KeyPath

_GONE: Final = object()
"""Stands for what an anchor says no more."""


class Rewriter:
    """
    Makes a text say changed data.

    Parameters
    ----------
    text
        The text; it ends with the end of a line.
    renamed
        New keys, by the paths that have them now.
    whole_from
        Length of a path from which on what has changed is written anew as a whole.
    may_fold
        Whether new texts of several lines may stand on several lines.
    """

    def __init__(
        self, text: str, renamed: Mapping[KeyPath, str], whole_from: int = 99, *, may_fold: bool = True
    ) -> None:
        self._lines = Lines(text)
        self._pieces = Pieces(self._lines)
        self._edits = Edits(self._lines, self._pieces.hashes)
        self._layout = Layout(self._lines)
        self._style = replace(self._layout.style(self._pieces.root), may_fold=may_fold)
        self._renamed = renamed
        self._ids = {path[-1]: to for path, to in renamed.items()}
        self._whole_from = whole_from
        self._meant: dict[str, Any] = {}

    def changed(self, old: Any, new: Any) -> str:
        """
        Return the text with changed data.

        Parameters
        ----------
        old, new
            What it says, and what it is to say.
        """
        root = self._pieces.root
        if root is None or root.is_empty:
            end = len(self._lines.text) if root is None else self._lines.end(root.start)
            self._edits.insert(end, self._style.behind("", new, -self._style.step, 0).lstrip("\n") + "\n")
        else:
            self._value(Unit(start=root.start, end=root.end, key=None, value=root, behind=root.start), old, new, ())
        return self._edits.text()

    def written_out(self, old: Any) -> str:
        """Return the text with all that aliases stand for in their place, and without texts that end in empty lines."""
        if self._pieces.root is not None:
            self._write_out(self._pieces.root, old)
        return self._edits.text()

    def _write_out(self, piece: Piece, data: Any) -> None:
        for unit, value in self._parts(piece, data):
            if unit.value.kind is PieceKind.ALIAS:
                self._edits.replace(
                    unit.value.start,
                    unit.value.end,
                    flow_text(value) if isinstance(value, dict | list) else scalar_text(value, flow=True),
                )
            elif unit.value.style in ("|", ">") and value.endswith("\n\n"):
                self._edits.replace(unit.value.inner, unit.value.end, quoted(value))
            else:
                self._write_out(unit.value, value)

    def _parts(self, piece: Piece, data: Any) -> list[tuple[Unit, Any]]:
        """Return what stands in a list or a mapping, with what it says."""
        units = self._layout.units(piece)
        if isinstance(data, dict):
            return [(units[key], value) for key, value in data.items() if key in units]
        return [(units[key], value) for key, value in enumerate(data)] if isinstance(data, list) else []

    def _value(self, unit: Unit, old: Any, new: Any, path: KeyPath, *, flow: bool = False) -> None:
        """Make a part of the text say something else."""
        piece = unit.value
        if piece.kind is PieceKind.ALIAS:
            if not same(self._meant.get(piece.text, old), new):
                self._replace(unit, new, path, flow=flow)
            return
        is_same = same(old, new)
        if is_same and not self._pieces.has_aliases:
            return
        if piece.anchor and not is_same:
            self._meant[piece.anchor] = new
        if isinstance(old, dict) and isinstance(new, dict) and self._can_change(piece, old, new, path):
            ids = {key: to for key, to in self._ids.items() if key in old and key not in new and to in new}
            renamed = {**ids, **{key: self._renamed[*path, key] for key in old if (*path, key) in self._renamed}}
            self._change(piece, of_mapping(old, new, renamed), old, path)
        elif isinstance(old, list) and isinstance(new, list) and self._can_change(piece, old, new, path):
            self._change(piece, of_list(old, new), old, path)
        elif not is_same:
            self._replace(unit, new, path, flow=flow)

    def _can_change(self, piece: Piece, old: Any, new: Any, path: KeyPath) -> bool:
        """Return whether a list or a mapping can be changed part by part."""
        if same(old, new):
            return len(self._layout.units(piece)) == len(old)
        if len(path) >= self._whole_from or not new or (piece.flow and not self._layout.is_bracketed(piece)):
            return False
        if not old:
            return piece.flow and is_inline(new, len(path))
        return len(self._layout.units(piece)) == len(old)

    def _change(self, piece: Piece, wanted: list[Wanted], old: Any, path: KeyPath) -> None:
        """Change a list or a mapping part by part."""
        units = [*self._layout.units(piece).values()]
        values = [*old.values()] if isinstance(old, dict) else old
        keys = [*old] if isinstance(old, dict) else [*range(len(old))]

        def inside(one: Wanted) -> Callable[[], None]:
            assert one.index is not None
            unit, key, value = units[one.index], keys[one.index], values[one.index]
            return lambda: self._inside(unit, key, value, one, path, flow=piece.flow)

        stay = staying(wanted)
        for index in {*range(len(units))} - {one.index for one in wanted if one.index is not None}:
            self._forget(units[index].value)
        if piece.flow:
            self._change_flow(piece, units, wanted, stay, inside)
        else:
            self._change_block(units, wanted, stay, inside, path)

    def _inside(self, unit: Unit, key: str | int, old: Any, one: Wanted, path: KeyPath, *, flow: bool) -> None:
        """Change one entry or item where it stands."""
        if unit.key is not None and one.key != key:
            text = key_text(str(one.key), flow=flow)
            self._edits.replace(unit.key.inner, unit.key.end, text)
            space = self._layout.column_kept(unit, len(text) - (unit.key.end - unit.key.inner))
            if space:
                self._edits.replace(*space)
        self._value(unit, old, one.value, (*path, key), flow=flow)

    def _change_block(
        self,
        units: list[Unit],
        wanted: list[Wanted],
        stay: set[int],
        inside: Callable[[Wanted], Callable[[], None]],
        path: KeyPath,
    ) -> None:
        edits, layout = self._edits, self._layout
        chunks = layout.chunks(units)
        fresh = self._fresh(units, path)
        if not self._lines.is_first(units[0].start) and wanted[0].index != 0:
            self._rebuild(units, chunks, wanted, inside, fresh)
            return
        spaced = layout.is_spaced(chunks)
        texts = [
            None
            if one.index in stay
            else fresh(one)
            if one.index is None
            else edits.cut(*chunks[one.index], inside(one))
            for one in wanted
        ]
        for index in {*range(len(units))} - stay:
            edits.replace(*layout.without(chunks, index), "")
        at = None
        for one, text in zip(wanted, texts, strict=True):
            if text is None:
                assert one.index is not None
                inside(one)()
                at = chunks[one.index][1]
            elif at is None:
                edits.insert_as_it_is(chunks[0][0], text + self._lines.newline * spaced)
            else:
                edits.insert_as_it_is(at, self._lines.newline * spaced + text)

    def _rebuild(
        self,
        units: list[Unit],
        chunks: list[tuple[int, int]],
        wanted: list[Wanted],
        inside: Callable[[Wanted], Callable[[], None]],
        fresh: Callable[[Wanted], str],
    ) -> None:
        """Write anew the entries of a mapping that begins behind a dash, where another is to be first."""
        start, end = units[0].start, chunks[-1][1]
        pad = " " * self._lines.column(start)
        texts = [
            fresh(one)
            if one.index is None
            else pad + self._edits.cut(start, chunks[0][1], inside(one))
            if one.index == 0
            else self._edits.cut(*chunks[one.index], inside(one))
            for one in wanted
        ]
        self._edits.replace(start, end, "")
        self._edits.insert_as_it_is(start, "".join(texts)[len(pad) :])

    def _fresh(self, units: list[Unit], path: KeyPath) -> Callable[[Wanted], str]:
        """Return what writes a new entry as those beside it are."""
        column = self._lines.column(units[0].start)
        flow, to = self._layout.manner(units, self._lines)

        def write(one: Wanted) -> str:
            head = "-" if units[0].key is None else f"{key_text(str(one.key), flow=False)}:"
            as_flow = True if flow and isinstance(one.value, dict | list) else None
            text = self._style.lines(head, one.value, column, len(path) + 1, flow=as_flow)
            if to > column + len(head) + 1 and text.count("\n") == 1:
                text = text[: column + len(head)].ljust(to) + text[column + len(head) + 1 :]
            return text.replace("\n", self._lines.newline)

        return write

    def _change_flow(
        self,
        piece: Piece,
        units: list[Unit],
        wanted: list[Wanted],
        stay: set[int],
        inside: Callable[[Wanted], Callable[[], None]],
    ) -> None:
        """Change what stands between brackets; parts with lines of their own come and go with those."""
        edits, is_mapping = self._edits, piece.kind is PieceKind.MAPPING

        def text(one: Wanted) -> str:
            if one.index is not None:
                said = edits.cut(units[one.index].start, units[one.index].end, inside(one))
                return f"{said} " if said.endswith(":") else said
            said = flow_text(one.value)
            return f"{key_text(str(one.key), flow=True)}: {said}" if is_mapping else said

        if not stay:
            edits.replace(piece.inner + 1, piece.end - 1, ", ".join(map(text, wanted)))
            return
        if self._layout.has_own_lines(piece, units):
            self._change_lined(units, wanted, stay, inside, text)
            return
        new: list[str] = []
        last = None
        for one in [*wanted, None]:
            if one is not None and one.index not in stay:
                new.append(text(one))
                continue
            here = None if one is None else one.index
            if last is None:
                assert here is not None
                edits.replace(units[0].start, units[here].start, "".join(f"{said}, " for said in new))
            else:
                end = units[-1].end if here is None else units[here - 1].end
                if new or end > units[last].end:
                    gap = " " * (units[last].value.is_empty and units[last].behind == units[last].end)
                    edits.replace(units[last].end, end, gap + "".join(f", {said}" for said in new))
            if one is not None:
                inside(one)()
            new, last = [], here

    def _change_lined(
        self,
        units: list[Unit],
        wanted: list[Wanted],
        stay: set[int],
        inside: Callable[[Wanted], Callable[[], None]],
        text: Callable[[Wanted], str],
    ) -> None:
        edits, lines = self._edits, self._lines
        pad = " " * lines.column(units[0].start)
        texts = [None if one.index in stay else text(one) for one in wanted]
        for index in {*range(len(units))} - stay:
            edits.replace(lines.start(units[index].start), lines.end(units[index].end), "")
        at = lines.start(units[0].start)
        for one, said in zip(wanted, texts, strict=True):
            if said is None:
                assert one.index is not None
                inside(one)()
                at = lines.end(units[one.index].end)
                has_comma = self._layout.has_comma(units[one.index])
                follows = one is not wanted[-1]
                if follows and not has_comma:
                    edits.insert(units[one.index].end, ",")
            else:
                edits.insert(at, f"{pad}{said},\n")

    def _replace(self, unit: Unit, new: Any, path: KeyPath, *, flow: bool) -> None:
        """Write something else in the place of what stands in one."""
        piece, edits = unit.value, self._edits
        self._forget(piece, but=piece.anchor)
        below = None if flow or piece.style not in ("|", ">") or type(new) is not str else self._below_key(unit, new)
        if below is not None:
            edits.replace(piece.inner, piece.end, below)
            return
        if flow or (not piece.is_block and is_inline(new, len(path) if new else 99)):
            style = piece.style if piece.kind is PieceKind.SCALAR else ""
            said = flow_text(new) if isinstance(new, dict | list) else scalar_text(new, flow=flow, style=style)
            if piece.start < piece.end:
                between = "" if piece.inner > piece.properties or piece.inner == piece.start else " "
                edits.replace(piece.inner, piece.end, between + said)
            elif unit.key is not None and unit.behind == unit.key.end and flow:
                edits.insert(unit.behind, f": {said}")
            else:
                edits.insert(unit.behind, f" {said}")
            return
        self._replace_lines(unit, new, path)

    def _below_key(self, unit: Unit, new: str) -> str | None:
        """Write a text below its key as the one that stands there is; None where that cannot be done."""
        piece, lines = unit.value, self._lines
        if not self._style.may_fold:
            return None
        pad = " " * (lines.column(unit.start) + self._style.step)
        if piece.style == "|":
            return block_text(new, pad)
        said = lines.text[piece.inner : piece.end].splitlines()[1:]
        return folded_text(new, pad, max((len(line) for line in said), default=WIDTH) - len(pad))

    def _replace_lines(self, unit: Unit, new: Any, path: KeyPath) -> None:
        """Write something else in the place of what stands on lines of its own, or is to stand on some."""
        piece, edits, lines = unit.value, self._edits, self._lines
        column = lines.column(unit.start) if path else -self._style.step
        said = self._style.behind("-" if unit.key is None else "", new, column, len(path))
        if not path:
            edits.replace(lines.start(piece.start), lines.end(piece.end), said.lstrip("\n ") + "\n")
            return
        keeps = piece.anchor and lines.number(piece.properties) == lines.number(unit.behind)
        behind = piece.properties if keeps else unit.behind
        end_of_head = lines.end(behind)
        if piece.is_block and end_of_head <= piece.inner:
            if said.startswith("\n"):
                edits.replace(end_of_head, lines.end(piece.end), said[1:] + "\n")
            else:
                first, *rest = said.split("\n")
                edits.insert(behind, first)
                edits.replace(end_of_head, lines.end(piece.end), "".join(f"{line}\n" for line in rest))
        elif said.startswith("\n"):
            edits.replace(behind, piece.end, "")
            edits.insert(lines.end(piece.end), said[1:] + "\n")
        elif "\n" in said and (said.startswith((" |", " >")) or isinstance(new, dict | list)):
            head, below = said.split("\n", 1)
            edits.replace(behind, piece.end, head)
            edits.insert(lines.end(piece.end), below + "\n")  # a comment on the line stays behind its beginning
        else:
            edits.replace(behind, piece.end, said)

    def _forget(self, piece: Piece, but: str = "") -> None:
        """Remember that anchors stand no more for what they did."""
        if self._pieces.has_aliases:
            if piece.anchor and piece.anchor != but:
                self._meant[piece.anchor] = _GONE
            for part in (*piece.items, *(pair.value for pair in piece.pairs)):
                self._forget(part)
