"""Pairs: mappings on their way to a page and back, whose objects have whole numbers first among their keys."""

from typing import Any, Final

from milepost.simulate.web.ops.op import OpError

_PAIRS: Final = "\0"
"""The key of the pairs of a mapping, as static/shell/mapping.js has it."""


def paired(value: Any) -> Any:
    """Return data in which each mapping whose keys would not keep their order is the pairs of its keys and values."""
    if isinstance(value, dict):
        items = {key: paired(one) for key, one in value.items()}
        return {_PAIRS: [*items.items()]} if any(map(str.isdecimal, items)) else items
    return [*map(paired, value)] if isinstance(value, list) else value


def unpaired(value: dict[Any, Any]) -> dict[Any, Any]:
    """
    Return a mapping of a page that may have come as pairs.

    Raises
    ------
    OpError
        When it came as something else.
    """
    match value.get(_PAIRS):
        case None:
            return value
        case list(pairs) if all(isinstance(one, list) and len(one) == 2 for one in pairs):
            return {str(key): one for key, one in pairs}
    raise OpError("the entries of a mapping are not pairs")
