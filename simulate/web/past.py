"""Past: what was done to a document, as its journal has it, done again."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from milepost.models.error import MilepostError
from milepost.simulate.web.document.document import Document
from milepost.simulate.web.journal import Entry
from milepost.simulate.web.ops.reading import read_ops
from milepost.simulate.web.packing import packed_state, unpacked_state


def edited(ops: object, label: str) -> Entry:
    """Return the entry of an edit, with the changes as a page sent them."""
    return {"do": "edit", "ops": ops, "label": label}


def moved(word: str, name: str = "") -> Entry:
    """Return the entry of what a word and a name say: undo, redo, keep, switch, forget."""
    return {"do": word, "name": name}


def whole(document: Document) -> Entry:
    """Return the entry of all that a document is, but for what led there."""
    kept = {name: packed_state(state) for name, state in document.kept.items()}
    return {"do": "whole", **packed_state(document.state), "kept": kept}


def done_again(document: Document, entries: list[Entry]) -> int:
    """Do again what a journal has, as far as it can be done; return how many of its entries were."""
    for number, entry in enumerate(entries):
        try:
            _DOING[str(entry["do"])](document, entry)
        except (KeyError, ValueError, TypeError, MilepostError):
            return number
    return len(entries)


def _edit(document: Document, entry: Entry) -> None:
    document.edit(read_ops(entry["ops"]), label=str(entry["label"]))


def _whole(document: Document, entry: Entry) -> None:
    kept: Mapping[str, Any] = entry["kept"]
    document.restored(unpacked_state(entry), {name: unpacked_state(one) for name, one in kept.items()})


_DOING: Final[Mapping[str, Callable[[Document, Entry], object]]] = {
    "edit": _edit,
    "whole": _whole,
    "undo": lambda document, _: document.undo(),
    "redo": lambda document, _: document.redo(),
    "keep": lambda document, entry: document.keep(entry["name"]),
    "switch": lambda document, entry: document.switch(entry["name"]),
    "forget": lambda document, entry: document.forget(entry["name"]),
}
