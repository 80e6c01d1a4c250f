"""Refreshed: the text of an overlay with the ids that the plan below it has now, and nothing else changed."""

import textwrap
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from milepost.models.file.document import PLAN_IDS
from milepost.models.file.layers import Layers
from milepost.models.file.plan_ids import ids_in, packed
from milepost.models.file.rewriting import RewriteError, rewritten
from milepost.models.file.source import Source
from milepost.models.problem import Remark, ScenarioError

_WIDTH: Final = 100
"""Of a line of packed ids [characters]."""


def written_ids(ids: Iterable[str]) -> str:
    """Return the key with ids behind it, on as many lines as they need."""
    return f"{PLAN_IDS}: {_lines(packed(ids))}\n"


def refreshed(path: Path, content: bytes) -> tuple[bytes, Layers]:
    """
    Return what stands in an overlay with the ids of the plan below as they are now, and the file as it was.

    Parameters
    ----------
    path
        The file.
    content
        What stands in it.

    Raises
    ------
    ScenarioError
        When it cannot be read or lies over nothing, or there is no telling where the ids belong.
    """
    source = Source(path, content)
    text = content.decode("utf-8")
    layers = Layers(path, text.removeprefix("\ufeff"))
    if not layers.merges:
        message = "lies over no plan of which it could know the ids: name one, as plan: site.xer"
        raise ScenarioError([source.problem(Remark(path=(), message=message))])
    ids = packed(ids_in(layers.merges[0].below))
    try:
        made = rewritten(text, {**(source.data or {}), PLAN_IDS: ids})
    except RewriteError:
        message = (
            f"there is no telling where it belongs: write it in a line of its own, as {PLAN_IDS}: x, and try again"
        )
        raise ScenarioError([source.problem(Remark(path=(PLAN_IDS,), message=message))]) from None
    lines = _lines(ids).replace("\n", "\r\n" if "\r\n" in text else "\n")
    return made.replace(f'"{ids}"', lines).encode(), layers


def _lines(ids: str) -> str:
    return '"' + "\n  ".join(textwrap.wrap(ids, _WIDTH)) + '"'
