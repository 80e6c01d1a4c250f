"""Overlays: what a scenario file changes of the plan that it lies over, in the words of both files."""

from dataclasses import dataclass
from typing import Any

from milepost.models.file.document import OF_FILE
from milepost.models.file.layers import Layers
from milepost.models.file.setting import dotted, flow
from milepost.models.problem import KeyPath, cut


@dataclass(frozen=True, slots=True, kw_only=True)
class Changed:
    """
    A part that is another above than below.

    Parameters
    ----------
    part
        Its keys with dots between them.
    below, above
        What stands there in the plan below, and what comes of it.
    """

    part: str
    below: str
    above: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Overlay:
    """
    What one file does to what it lies over.

    Parameters
    ----------
    file, below
        Their names.
    new, taken_out
        The parts that are there only above, and only below.
    changed
        Those that are there in both.
    """

    file: str
    below: str
    new: tuple[str, ...]
    changed: tuple[Changed, ...]
    taken_out: tuple[str, ...]


def overlays_of(layers: Layers) -> tuple[Overlay, ...]:
    """Return what a scenario file changes, then what the plan below changes of what it lies over itself, and so on."""
    files = [source.file for source in layers.sources]
    return tuple(
        Overlay(
            file=file,
            below=below,
            new=tuple(dotted(map(str, path)) for path in merge.new if path[0] not in OF_FILE),
            changed=tuple(
                Changed(
                    part=dotted(map(str, path)),
                    below=cut(flow(_at(merge.below, path))),
                    above=cut(flow(_at(merge.data, path))),
                )
                for path in merge.changed
                if path[0] not in OF_FILE
            ),
            taken_out=tuple(dotted(map(str, path)) for path in merge.taken_out),
        )
        for file, below, merge in zip(files, files[1:], layers.merges, strict=False)
    )


def _at(data: Any, path: KeyPath) -> Any:
    for part in path:
        data = data[part]
    return data
