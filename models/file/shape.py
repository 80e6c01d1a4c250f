"""Shape: what the document has at a place."""

from types import NoneType, UnionType
from typing import Annotated, Any, get_args, get_origin

from pydantic.fields import FieldInfo

from milepost.models.file.document import Document
from milepost.models.file.parts.part import Part
from milepost.models.problem import KeyPath


def fields_at(path: KeyPath) -> dict[str, FieldInfo]:
    """Find the fields of the mapping at a place, by the keys that a file has for them."""
    shape = shape_at(path)
    return keys_of(shape) if is_part(shape) else {}


def shape_at(path: KeyPath) -> Any:
    """
    Find what the document has at a place.

    Raises
    ------
    LookupError
        When it has nothing there.
    """
    shape: Any = Document
    for part in path:
        shape = keys_of(shape)[str(part)].annotation if is_part(shape) else get_args(shape)[-1]
        if get_origin(shape) is Annotated:
            shape = get_args(shape)[0]
        if get_origin(shape) is UnionType:  # what may be left out
            shape = next(kind for kind in get_args(shape) if kind is not NoneType)
    return shape


def is_part(shape: Any) -> bool:
    """Return whether it is a mapping with known keys."""
    return isinstance(shape, type) and issubclass(shape, Part)


def keys_of(part: type[Part]) -> dict[str, FieldInfo]:
    """Return the fields of a part, by the keys that a file has for them."""
    return {field.alias or name: field for name, field in part.model_fields.items()}
