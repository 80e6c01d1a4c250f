"""Rewritten: a scenario file's text so that it says changed data, with every other byte as it was."""

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any, Final

import yaml

from milepost.models.file.rewriting.error import RewriteError
from milepost.models.file.rewriting.matching import same
from milepost.models.file.rewriting.rewriter import Rewriter
from milepost.models.file.rewriting.scalar_text import stands_plain
from milepost.models.file.source import NULLS, Plain, Source
from milepost.models.file.uncollected import uncollected
from milepost.models.problem import KeyPath, ScenarioError

__all__ = ["RewriteError", "rewritten"]

_BOM: Final = "\ufeff"
_WHOLE: Final = (99, 2, 1)
"""Lengths of paths from which on what has changed is written anew as a whole, one after the other until one does."""


def rewritten(text: str, data: Any, names: Mapping[KeyPath, str] | None = None, *, said: Any = None) -> str:
    """
    Return a scenario file's text so that it says changed data, with every other byte as it was.

    Comments stay with what they stand behind, and with the entry that they stand right above; brackets and lines,
    quotes, columns and ends of lines stay as they are.

    Parameters
    ----------
    text
        What stands in the file; it may begin with a byte order mark.
    data
        Plain data as a `Source` gives it: mappings, lists, `Plain` and other texts, None.
    names
        By the path to an entry, its new key: so its comments stay.
    said
        What the text says, if that is known.

    Raises
    ------
    RewriteError
        When the text cannot be made to say that.
    """
    with uncollected():
        return _rewritten(text, data, names or {}, said)


def _rewritten(text: str, data: Any, names: Mapping[KeyPath, str], said: Any) -> str:
    bom, bare = (_BOM, text.removeprefix(_BOM)) if text.startswith(_BOM) else ("", text)
    old = _data(bare) if said is None else said
    new = _settled(data, ())
    if same(old, new) or (old is None and new == {}):
        return text
    is_open = not bare.endswith(("\n", "\r"))
    whole = f"{bare}{_newline(bare)}" if is_open and bare else bare
    if is_open:
        old = _data(whole)
    wrong: KeyPath = ()
    for attempt in _attempts(whole, old, new, names):
        try:
            found = attempt()
            # without the end of its last line where the file has none, unless what is last now needs it
            for made in dict.fromkeys((found.removesuffix(_newline(bare)) if is_open and bare else found, found)):
                wrong_here = _differs(_data(made), new)
                if wrong_here is None:
                    return bom + made
                wrong = wrong or wrong_here
        except (ValueError, LookupError, ScenarioError, yaml.YAMLError):
            continue
    message = "there is no telling how to put this into the file as it is: put it there by hand, and open it again"
    raise RewriteError(wrong, message)


def _attempts(text: str, old: Any, new: Any, names: Mapping[KeyPath, str]) -> Iterator[Callable[[], str]]:
    """Yield ways to write it: as little as possible first, then with aliases written out, then entries as a whole."""
    yield lambda: Rewriter(text, names).changed(old, new)
    yield lambda: Rewriter(text, names, may_fold=False).changed(old, new)
    bare = Rewriter(text, names).written_out(old)
    for whole_from in _WHOLE:
        if whole_from < _WHOLE[0] or bare != text:
            yield partial(_written, bare, new, names, whole_from)


def _written(text: str, new: Any, names: Mapping[KeyPath, str], whole_from: int) -> str:
    return Rewriter(text, names, whole_from, may_fold=False).changed(_data(text), new)


def _data(text: str) -> Any:
    return Source(Path("text"), text).data


def _newline(text: str) -> str:
    return "\r\n" if "\r\n" in text else "\n"


def _settled(value: Any, path: KeyPath) -> Any:
    """Return data as a text can say it: nothing has no quotes, but in a list it is the word for it."""
    if isinstance(value, dict):
        found = {}
        for key, item in value.items():
            if not isinstance(key, str):
                raise RewriteError((*path, str(key)), f"{key!r} is not text, as keys are: put it between quotes")
            found[key] = None if type(item) is Plain and item in NULLS else _settled(item, (*path, key))
        return value if all(found[key] is value[key] for key in found) else found
    if isinstance(value, list):
        items = [Plain("null") if one is None else _settled(one, (*path, at)) for at, one in enumerate(value)]
        return value if all(one is other for one, other in zip(items, value, strict=True)) else items
    if value is not None and not isinstance(value, str):
        raise RewriteError(path, f"{value!r} is not text, as all data of a file is: give it as it is to be written")
    return value


def _differs(got: Any, wanted: Any, path: KeyPath = ()) -> KeyPath | None:
    """Return where data are others than they should be; a text that needs quotes between brackets may have them."""
    if isinstance(got, dict) and isinstance(wanted, dict):
        if list(got) != list(wanted):
            key = next((key for key in [*wanted, *got] if (key in got) != (key in wanted)), None)
            return path if key is None else (*path, key)
        return next((one for key in got if (one := _differs(got[key], wanted[key], (*path, key))) is not None), None)
    if isinstance(got, list) and isinstance(wanted, list) and len(got) == len(wanted):
        pairs = enumerate(zip(got, wanted, strict=True))
        return next((one for at, (a, b) in pairs if (one := _differs(a, b, (*path, at))) is not None), None)
    if same(got, wanted):
        return None
    is_quoted = type(got) is str and type(wanted) is Plain and not stands_plain(wanted, flow=True)
    return None if is_quoted and got == wanted else path
