"""Whether data fits a JSON Schema: by the words that ours has, and no other."""

import re
from collections.abc import Callable
from typing import Any, Final

_TYPES: Final[dict[str, Callable[[Any], bool]]] = {
    "object": lambda data: isinstance(data, dict),
    "array": lambda data: isinstance(data, list),
    "string": lambda data: isinstance(data, str),
    "number": lambda data: isinstance(data, int | float) and not isinstance(data, bool),
    "integer": lambda data: isinstance(data, int) and not isinstance(data, bool),
    "boolean": lambda data: isinstance(data, bool),
    "null": lambda data: data is None,
}
_SAID_ONLY: Final = {"$schema", "$defs", "title", "description", "examples", "default", "format", "then", "else"}


def fits(data: Any, schema: Any, root: Any = None) -> bool:
    """Return whether data is what a schema asks for; parts of schemas refer to its root."""
    root = root or schema
    if isinstance(schema, bool):
        return schema
    return all(_agrees(word, data, schema, root) for word in schema.keys() - _SAID_ONLY)


def _agrees(word: str, data: Any, schema: dict[str, Any], root: Any) -> bool:
    """Return whether data agrees with one word of a schema."""
    said = schema[word]
    match word:
        case "$ref":
            return fits(data, root["$defs"][said.removeprefix("#/$defs/")], root)
        case "if":
            return fits(data, schema["then" if fits(data, said, root) else "else"], root)
        case "anyOf":
            return any(fits(data, one, root) for one in said)
        case "type":
            return _TYPES[said](data)
        case "enum":
            return data in said
        case "const":
            return bool(data == said)
        case "pattern":
            return not isinstance(data, str) or bool(re.search(said, data))
        case "minimum" | "maximum" | "exclusiveMinimum":
            fine = {"minimum": "__ge__", "maximum": "__le__", "exclusiveMinimum": "__gt__"}[word]
            return not _TYPES["number"](data) or getattr(float(data), fine)(float(said))
    return _agrees_as_list(word, data, schema, root) and _agrees_as_mapping(word, data, schema, root)


def _agrees_as_list(word: str, data: Any, schema: dict[str, Any], root: Any) -> bool:
    said = schema[word]
    if not isinstance(data, list):
        return True
    match word:
        case "minItems":
            return bool(len(data) >= said)
        case "prefixItems":
            return all(fits(item, one, root) for item, one in zip(data, said, strict=False))
        case "items":
            return all(fits(item, said, root) for item in data[len(schema.get("prefixItems", ())) :])
    return True


def _agrees_as_mapping(word: str, data: Any, schema: dict[str, Any], root: Any) -> bool:
    said = schema[word]
    if not isinstance(data, dict):
        return True
    named, alike = schema.get("properties", {}), schema.get("patternProperties", {})
    match word:
        case "required":
            return data.keys() >= {*said}
        case "minProperties" | "maxProperties":
            return bool(len(data) >= said if word == "minProperties" else len(data) <= said)
        case "properties":
            return all(fits(data[key], said[key], root) for key in data.keys() & said.keys())
        case "patternProperties":
            return all(fits(data[key], said[one], root) for one in said for key in data if re.search(one, key))
        case "propertyNames":
            return all(fits(key, said, root) for key in data)
        case "additionalProperties":
            others = (key for key in data if key not in named and not any(re.search(one, key) for one in alike))
            return all(fits(data[key], said, root) for key in others)
    return True
