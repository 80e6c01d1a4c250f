"""Refreshed: the text of an overlay with the ids that the plan below it has now, and nothing else changed."""

import codecs
import textwrap
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from milepost.models.file.document import PLAN_IDS
from milepost.models.file.layers import Layers
from milepost.models.file.plan_ids import ids_in, packed
from milepost.models.file.source import Source
from milepost.models.problem import Remark, ScenarioError

_WIDTH: Final = 100
"""Of a line of packed ids [characters]."""


def written_ids(ids: Iterable[str]) -> str:
    """Return the key with ids behind it, on as many lines as they need."""
    return f"{PLAN_IDS}: {_value(ids)}\n"


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
    text = content.decode("utf-8-sig")
    layers = Layers(path, text)
    if not layers.merges:
        message = "lies over no plan of which it could know the ids: name one, as plan: site.xer"
        raise ScenarioError([source.problem(Remark(path=(), message=message))])
    ids = ids_in(layers.merges[0].below)
    end = "\r\n" if "\r\n" in text else "\n"
    value = _value(ids).replace("\n", end)
    span = source.span(PLAN_IDS)
    if span is None:
        made = f"{text}{'' if text.endswith(chr(10)) else end}{PLAN_IDS}: {value}{end}"
    elif span[1] == span[2]:
        behind = text.index(":", span[0]) + 1
        made = f"{text[:behind]} {value}{text[behind:]}"
    else:
        old = text[span[1] : span[2]]
        made = text[: span[1]] + value + old[len(old.rstrip()) :] + text[span[2] :]
    if _without(Source(path, made).data) != _without(source.data):
        message = (
            f"there is no telling where it belongs: write it in a line of its own, as {PLAN_IDS}: x, and try again"
        )
        raise ScenarioError([source.problem(Remark(path=(PLAN_IDS,), message=message))])
    return (codecs.BOM_UTF8 if content.startswith(codecs.BOM_UTF8) else b"") + made.encode(), layers


def _value(ids: Iterable[str]) -> str:
    return '"' + "\n  ".join(textwrap.wrap(packed(ids), _WIDTH)) + '"'


def _without(data: dict[str, object] | None) -> dict[str, object]:
    return {key: value for key, value in (data or {}).items() if key != PLAN_IDS}
