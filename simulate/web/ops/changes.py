"""Changes: what leads from one state of a document to another, as it is sent to pages."""

from collections.abc import Iterator, Sequence
from typing import Any

from milepost.models.file.rewriting.matching import same
from milepost.models.problem import KeyPath
from milepost.simulate.web.ops.state import State


def changes(before: State, after: State) -> list[list[Any]]:
    """Return the changes that lead from one state to another, as they are sent to pages."""
    found = [*_changes((), before.data, after.data)]
    off = [["off", one, False] for one in sorted(before.off - after.off)]
    return [*found, *off, *(["off", one, True] for one in sorted(after.off - before.off))]


def touched(ops: Sequence[Sequence[Any]]) -> frozenset[KeyPath]:
    """Return the paths that changes, as they are sent to pages, are about."""
    return frozenset(tuple(op[1]) if isinstance(op[1], list) else (op[1],) for op in ops)


def _changes(path: KeyPath, before: Any, after: Any) -> Iterator[list[Any]]:
    if before is after:
        return
    if isinstance(before, dict) and isinstance(after, dict):
        keys = [key for key in before if key in after]
        yield from (["del", [*path, key]] for key in before if key not in after)
        for key in keys:
            yield from _changes((*path, key), before[key], after[key])
        for place, key in enumerate(after):
            if key not in before:
                keys.insert(place, key)
                yield ["add", [*path, key], after[key], place]
        if keys != [*after]:
            yield ["order", [*path], [*after]]
    elif not same(before, after):
        yield ["set", [*path], after]
